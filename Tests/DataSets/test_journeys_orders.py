"""A marketplace's orders as journeys: five dates of a row are five events; patterns against DuckDB's joins."""

import pytest

import duck
from orbits_program import answers, assert_rows, data_set

KINDS = {"bought": "order_purchase_timestamp", "approved": "order_approved_at",
         "shipped": "order_delivered_carrier_date", "delivered": "order_delivered_customer_date",
         "promised": "order_estimated_delivery_date"}


def words(sentence):
    for short, name in KINDS.items():
        sentence = sentence.replace(short.upper(), name)
    return sentence


def steps(*kinds, apart="true", where="true"):
    """People with events of these kinds in this order. Event i of a chain is `e0`, `e1`, ..."""
    froms = ", ".join(f"e e{i}" for i in range(len(kinds)))
    conditions = [f"e{i}.kind = '{KINDS[kind]}'" for i, kind in enumerate(kinds)]
    for i in range(1, len(kinds)):
        conditions += [f"e{i}.person = e0.person", f"e{i}.place > e{i - 1}.place"]
    return (f"select distinct e0.person from {froms} where {' and '.join(conditions)} and ({apart}) and ({where})")


def count(people):
    return f"select count(*) from ({people})"


DAY = "interval 1 day"
QUESTIONS = [
    ("accounts matching BOUGHT -> DELIVERED show count", count(steps("bought", "delivered"))),
    ("accounts matching BOUGHT -> APPROVED -> SHIPPED -> DELIVERED show count",
     count(steps("bought", "approved", "shipped", "delivered"))),
    ("accounts matching BOUGHT -> APPROVED -> SHIPPED -> DELIVERED within 10 days show count",
     count(steps("bought", "approved", "shipped", "delivered", apart=f"e3.t - e0.t <= 10 * {DAY}"))),
    ("accounts matching BOUGHT -> APPROVED -> SHIPPED -> DELIVERED -> PROMISED show count",
     count(steps("bought", "approved", "shipped", "delivered", "promised"))),
    ("accounts matching BOUGHT -> DELIVERED within 200 hours show count",
     count(steps("bought", "delivered", apart="e1.t - e0.t <= interval 200 hour"))),
    ("accounts matching BOUGHT -> APPROVED within 30 minutes show count",
     count(steps("bought", "approved", apart="e1.t - e0.t <= interval 30 minute"))),
    # A month of the calendar, clamped to the month's end, as DuckDB's.
    ("accounts matching BOUGHT -> DELIVERED within 1 month show count",
     count(steps("bought", "delivered", apart="e1.t <= e0.t + interval 1 month"))),
    ("accounts matching PROMISED -> DELIVERED show count", count(steps("promised", "delivered"))),
    ("accounts matching PROMISED => DELIVERED within 7 days show count",
     count(steps("promised", "delivered", apart=f"e1.place = e0.place + 1 and e1.t - e0.t <= 7 * {DAY}"))),
    ("accounts matching BOUGHT => APPROVED => SHIPPED show count",
     count(steps("bought", "approved", "shipped", apart="e1.place = e0.place + 1 and e2.place = e1.place + 1"))),
    ("accounts matching BOUGHT => APPROVED -> DELIVERED show count",
     count(steps("bought", "approved", "delivered", apart="e1.place = e0.place + 1"))),
    ("accounts matching BOUGHT => SHIPPED show count",
     count(steps("bought", "shipped", apart="e1.place = e0.place + 1"))),
    ("accounts matching BOUGHT 2 times show count", count(steps("bought", "bought"))),
    ("accounts matching BOUGHT 3 times show count", count(steps("bought", "bought", "bought"))),
    ("accounts matching BOUGHT at least 2 times within 30 days show count",
     count(steps("bought", "bought", apart=f"e1.t - e0.t <= 30 * {DAY}"))),
    ("accounts matching BOUGHT exactly 2 times show count",
     f"select count(*) from (select person from e where kind = '{KINDS['bought']}' group by 1 having count(*) = 2)"),
    ("accounts matching SHIPPED or DELIVERED -> BOUGHT show count",
     count(f"{steps('shipped', 'bought')} union {steps('delivered', 'bought')}")),
    ("accounts matching BOUGHT -> DELIVERED without SHIPPED between BOUGHT and DELIVERED show count",
     count(steps("bought", "delivered", where="not exists (select * from e x where x.person = e0.person and "
                 f"x.kind = '{KINDS['shipped']}' and x.place > e0.place and x.place < e1.place)"))),
    ("accounts matching BOUGHT -> DELIVERED in 2018-03 show count",
     count(steps("bought", "delivered",
                 apart="e0.t >= '2018-03-01' and e0.t < '2018-04-01' and e1.t >= '2018-03-01' and e1.t < '2018-04-01'"))),
    ("accounts never SHIPPED show count",
     f"select count(*) from people where id not in (select person from e where kind = '{KINDS['shipped']}')"),
    ("accounts matching APPROVED and never DELIVERED show count",
     count(f"{steps('approved')} except {steps('delivered')}")),
    ("accounts matching DELIVERED followed by nothing for 30 days show count",
     count(steps("delivered", where="e0.t + interval 30 day < '2019-01-01' and not exists (select * from e x where "
                 "x.person = e0.person and x.t > e0.t and x.t <= e0.t + interval 30 day)"))),
    ("accounts matching BOUGHT[order_status is canceled] and never DELIVERED show count",
     count(f"{steps('bought', where=chr(39).join(['e0.status = ', 'canceled', '']))} except {steps('delivered')}")),
    ("accounts matching BOUGHT[order_status is delivered] -> DELIVERED[order_status is delivered] within 5 days show count",
     count(steps("bought", "delivered",
                 apart=f"e0.status = 'delivered' and e1.status = 'delivered' and e1.t - e0.t <= 5 * {DAY}"))),
    ("accounts matching BOUGHT -> DELIVERED where customer_state is SP show count",
     count(f"select * from ({steps('bought', 'delivered')}) join people on id = person where state = 'SP'")),
    ("accounts matching BOUGHT -> DELIVERED within 10 days by customer_state show count",
     "select state, count(*) from people join "
     f"({steps('bought', 'delivered', apart=f'e1.t - e0.t <= 10 * {DAY}')}) on id = person group by 1 order by 1"),
    # The first match ends earliest and, of those, starts latest.
    ("accounts matching BOUGHT -> DELIVERED order by id show id, first match called begins, matches",
     f"""select person, t, n from (
           select e0.person, e0.t, e0.place, row_number() over (partition by e0.person order by e1.place, e0.place desc) nth
             from e e0, e e1 where e0.person = e1.person and e0.kind = '{KINDS["bought"]}'
             and e1.kind = '{KINDS["delivered"]}' and e0.place < e1.place) join
           -- Matches one after the other: every delivery takes what was bought since the delivery before.
           (select person, count(*) n from (select person, kind, lag(kind) over (partition by person order by place) previous
             from e where kind in ('{KINDS["bought"]}', '{KINDS["delivered"]}'))
             where kind = '{KINDS["delivered"]}' and previous = '{KINDS["bought"]}' group by 1) using (person)
         where nth = 1 order by person"""),
    ("accounts where count of BOUGHT in 2018 >= 2 show count",
     f"select count(*) from (select person from e where kind = '{KINDS['bought']}' and t >= '2018-01-01' and "
     "t < '2019-01-01' group by 1 having count(*) >= 2)"),
    ("accounts where last DELIVERED > last PROMISED by customer_state show count",
     f"""select state, count(*) from (select person, max(t) filter (kind = '{KINDS["delivered"]}') d,
         max(t) filter (kind = '{KINDS["promised"]}') p from e group by 1) join people on id = person where d > p
         group by 1 order by 1"""),
    ("accounts show avg (first DELIVERED - first BOUGHT) called days",
     f"""select avg(epoch(d) - epoch(b)) / 86400 from (select min(t) filter (kind = '{KINDS["delivered"]}') d,
         min(t) filter (kind = '{KINDS["bought"]}') b from e group by person)"""),
]


@pytest.fixture(scope="module")
def shop():
    folder = data_set("olist-7500")
    connection = duck.connect()
    connection.execute("set preserve_insertion_order = true")
    for name in ["customers", "orders"]:
        duck.read(connection, name, folder / f"olist_{name}_dataset.csv")
    pieces = " union all ".join(
        f"select customer_unique_id person, '{kind}' kind, {kind}::timestamp t, n, {place} piece, order_status status "
        f"from numbered join customers using (customer_id) where {kind} is not null"
        for place, kind in enumerate(KINDS.values()))
    connection.execute(f"""
      create table numbered as select row_number() over () n, * from orders;
      create table e as select person, kind, t, status, row_number() over (partition by person order by t, n, piece) place
        from ({pieces});
      create table rows_of_people as select row_number() over () n, * from customers;
      create table people as select customer_unique_id id, arg_max(customer_state, n) state from rows_of_people group by 1""")
    return connection


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = data_set("olist-7500")
    workspace = tmp_path_factory.mktemp("orders") / "orders.orbits"
    workspace.write_text(
        f'load accounts from "{folder}/olist_customers_dataset.csv" with id = customer_unique_id\n'
        f'load events from "{folder}/olist_orders_dataset.csv" join "{folder}/olist_customers_dataset.csv" on customer_id\n'
        f'  with account = customer_unique_id, kind from columns ({", ".join(KINDS.values())})\n'
        'set now 2018-12-31\n')
    return answers([words(sentence) for sentence, _ in QUESTIONS], "-w", workspace)


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=[question[0] for question in QUESTIONS])
def test_question(number, found, shop):
    sentence, sql = QUESTIONS[number]
    expected = duck.rows(shop, sql)
    assert expected and expected[0][0]
    assert_rows(found[number], expected, sentence)
