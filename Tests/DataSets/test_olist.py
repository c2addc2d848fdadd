"""A marketplace: keys over two tables, reviews of several lines, Portuguese, five dates a row."""

import pytest

import duck
from orbits_program import answers, assert_rows, data_set, workspace_beside

QUESTIONS = [
    ("accounts show count", "select count(distinct customer_unique_id) from customers"),
    ("events by kind show count, count distinct account.id called people",
     "select kind, count(*), count(distinct person) from e group by 1 order by 1"),
    ("events where kind is survey by review_score show count, share(review_comment_message is known) called wrote, "
     "avg length(review_comment_message) called mean",
     "select score, count(*), avg((message is not null)::int), avg(graphemes) from r group by 1 order by 1"),
    ("events where kind is survey and review_comment_message contains \"não\" show count",
     "select count(*) from r where contains(lower(message), 'não')"),
    ("events where kind is survey and lower(review_comment_message) contains \"não recebi\" by review_score show count",
     "select score, count(*) from r where contains(lower(message), 'não recebi') group by 1 order by 1"),
    ("events where kind is survey and length(review_comment_message) > 200 order by "
     "length(review_comment_message) desc, review_id, at show review_id, length(review_comment_message) called n, "
     "review_comment_message",
     "select review_id, graphemes n, message from r where n > 200 "
     "order by n desc, lower(review_id), moment"),
    ("events where kind is survey by review_comment_title show count | where count >= 10 and review_comment_title is known "
     "| order by count desc, review_comment_title",
     "select title, count(*) n from r where title is not null group by 1 having n >= 10 "
     "order by n desc, lower(title), title"),
    ("events where kind is survey by month of at show count, avg review_score, median review_score",
     "select strftime(moment, '%Y-%m'), count(*), avg(score), median(score) from r group by 1 order by 1"),
    ("events where kind is survey and review_score <= 2 by account.customer_state show count "
     "order by count desc, account.customer_state top 5",
     None),
    ("events where kind is order_purchase_timestamp by order_status show count",
     "select order_status, count(*) from orders group by 1 order by 1"),
    ("events where kind is survey and order_delivered_customer_date is unknown show count",
     "select count(*) from r where delivered is null"),
    ("events where kind is survey show median (order_delivered_customer_date - order_purchase_timestamp) called mid, "
     "p90 (order_delivered_customer_date - order_purchase_timestamp) called high, "
     "avg (order_delivered_customer_date - order_purchase_timestamp) called mean, "
     "share(order_delivered_customer_date > order_estimated_delivery_date) called late",
     "select quantile_cont(d, 0.5), quantile_cont(d, 0.9), avg(d), avg(late::int) from (select "
     "epoch(delivered - purchased) / 86400 d, "
     "delivered > estimated late from r)"),
    ("events where kind is order_delivered_customer_date and at during 2018-Q1 show count, min at, max at",
     "select count(*), min(moment), max(moment) from e where kind = 'order_delivered_customer_date' "
     "and moment >= '2018-01-01' and moment < '2018-04-01'"),
    ("events where kind is order_purchase_timestamp by hour(at) called h show count",
     "select hour(moment), count(*) from e where kind = 'order_purchase_timestamp' group by 1 order by 1"),
    ("events where kind is order_purchase_timestamp and at between 2017-11-24 and 2017-11-26 by date(at) called d show count",
     "select moment::date, count(*) from e where kind = 'order_purchase_timestamp' "
     "and moment >= '2017-11-24' and moment < '2017-11-27' group by 1 order by 1"),
    ("events where kind is order_purchase_timestamp and at in last 60 days show count",
     # `set now 2018-10-31` is the end of that day.
     "select count(*) from e where kind = 'order_purchase_timestamp' and moment >= '2018-09-02' and moment < '2018-11-01'"),
    ("events of (accounts where customer_city is \"são paulo\" or customer_city is \"sao paulo\") show count", None),
    ("events where kind is order_purchase_timestamp by customer_state show count, count distinct customer_city called cities "
     "| where cities > 60 | show avg count called mean, count called n",
     "select avg(n), count(*) from (select count(*) n, count(distinct customer_city) cities from orders "
     "join customers using (customer_id) group by customer_state having cities > 60)"),
    ("events where kind is survey lowest 1 by review_score in each customer_state show customer_state, review_score",
     "select customer_state, min(score) from r group by 1 order by 1"),
]

LATE = {
    8: "select c.customer_state, count(*) n from r join people c on c.id = r.person where score <= 2 group by 1 "
       "order by n desc, 1 limit 5",
    16: "select count(*) from e join people c on c.id = e.person where c.customer_city in ('são paulo', 'sao paulo')",
}


@pytest.fixture(scope="module")
def shop():
    folder = data_set("olist-7500")
    connection = duck.connect()
    for name in ["customers", "orders", "order_reviews"]:
        duck.read(connection, name, folder / f"olist_{name}_dataset.csv")
    kinds = ["order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date",
             "order_delivered_customer_date"]
    pieces = " union all ".join(
        f"select customer_unique_id person, '{kind}' as kind, {kind}::timestamp as moment from orders "
        f"join customers using (customer_id) where {kind} is not null" for kind in kinds)
    connection.execute(f"""
      create table r as select review_id, customer_unique_id person, customer_state,
        review_creation_date::timestamp as moment, order_delivered_customer_date::timestamp delivered,
        order_purchase_timestamp::timestamp purchased, order_estimated_delivery_date::timestamp estimated, review_score::int score,
        review_comment_title title, case when trim(review_comment_message) <> '' then review_comment_message end message,
        length_grapheme(replace(message, chr(13) || chr(10), chr(10))) graphemes
        from order_reviews join orders using (order_id) join customers using (customer_id);
      create table e as {pieces} union all select person, 'survey', moment from r;
      create table numbered as select row_number() over () n, * from customers;
      -- A cell of blanks is empty. Of several rows of one person the last one holds.
      create table people as select customer_unique_id id, arg_max(customer_state, n) customer_state,
        arg_max(customer_city, n) customer_city from numbered group by 1""")
    assert connection.execute("select count(*) from r").fetchone() == (8225,)
    return connection


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return workspace_beside("olist-7500", "olist.orbits", tmp_path_factory.mktemp("olist"))


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=[question[0] for question in QUESTIONS])
def test_question(number, workspace, shop):
    sentence, sql = QUESTIONS[number]
    [found] = answers([sentence], "-w", workspace)
    assert_rows(found, duck.rows(shop, sql or LATE[number]), sentence)
