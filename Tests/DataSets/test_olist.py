"""A marketplace: keys over two tables, reviews of several lines, Portuguese, five dates a row."""

import pytest

import duck
from conftest import workspace_beside
from orbits_program import SHARED, answers, assert_rows

QUESTIONS = [
    ("accounts show count", "select count(distinct customer_unique_id) from customers"),
    ("events by kind show count, count distinct account.id called people",
     "select kind, count(*), count(distinct person) from e group by 1 order by 1"),
    ("events where kind is survey by review_score show count, share(review_comment_message is known) called wrote, "
     "avg length(review_comment_message) called mean",
     "select score, count(*), avg((message is not null)::int), avg(length(message)) from r group by 1 order by 1"),
    ("events where kind is survey and review_comment_message contains \"não\" show count",
     "select count(*) from r where contains(message, 'não')"),
    ("events where kind is survey and lower(review_comment_message) contains \"não recebi\" by review_score show count",
     "select score, count(*) from r where contains(lower(message), 'não recebi') group by 1 order by 1"),
    ("events where kind is survey and length(review_comment_message) > 200 order by "
     "length(review_comment_message) desc, review_id, at show review_id, length(review_comment_message) called n, "
     "review_comment_message",
     "select review_id, length(message) n, message from r where length(message) > 200 "
     "order by n desc, lower(review_id), at"),
    ("events where kind is survey by review_comment_title show count | where count >= 10 and review_comment_title is known "
     "| order by count desc, review_comment_title",
     "select title, count(*) n from r where title is not null group by 1 having n >= 10 "
     "order by n desc, lower(title), title"),
    ("events where kind is survey by month of at show count, avg review_score, median review_score",
     "select strftime(at, '%Y-%m'), count(*), avg(score), median(score) from r group by 1 order by 1"),
    ("events where kind is survey and review_score <= 2 by account.customer_state show count "
     "order by count desc, account.customer_state top 5",
     None),
    ("events where kind is order_purchase_timestamp by order_status show count",
     "select order_status, count(*) from orders group by 1 order by 1"),
    ("events where kind is order_purchase_timestamp and order_delivered_customer_date is unknown show count",
     "select count(*) from orders where order_delivered_customer_date is null"),
    ("events where kind is order_purchase_timestamp show median (order_delivered_customer_date - at) called mid, "
     "p90 (order_delivered_customer_date - at) called high, avg (order_delivered_customer_date - at) called mean, "
     "share(order_delivered_customer_date > order_estimated_delivery_date) called late",
     "select quantile_cont(d, 0.5), quantile_cont(d, 0.9), avg(d), avg(late::int) from (select "
     "epoch(order_delivered_customer_date::timestamp - order_purchase_timestamp::timestamp) / 86400 d, "
     "order_delivered_customer_date::timestamp > order_estimated_delivery_date::timestamp late from orders)"),
    ("events where kind is order_delivered_customer_date and at during 2018-Q1 show count, min at, max at",
     "select count(*), min(at), max(at) from e where kind = 'order_delivered_customer_date' "
     "and at >= '2018-01-01' and at < '2018-04-01'"),
    ("events where kind is order_purchase_timestamp by hour(at) called h show count",
     "select hour(at), count(*) from e where kind = 'order_purchase_timestamp' group by 1 order by 1"),
    ("events where kind is order_purchase_timestamp and at between 2017-11-24 and 2017-11-26 by date(at) called d show count",
     "select at::date, count(*) from e where kind = 'order_purchase_timestamp' "
     "and at >= '2017-11-24' and at < '2017-11-27' group by 1 order by 1"),
    ("events where kind is order_purchase_timestamp and at in last 60 days show count",
     # `set now 2018-10-31` is the end of that day.
     "select count(*) from e where kind = 'order_purchase_timestamp' and at >= '2018-09-02' and at < '2018-11-01'"),
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
    folder = SHARED / "data" / "olist-7500"
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}")
    connection = duck.connect()
    for name in ["customers", "orders", "order_reviews"]:
        duck.read(connection, name, folder / f"olist_{name}_dataset.csv")
    kinds = ["order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date",
             "order_delivered_customer_date"]
    pieces = " union all ".join(
        f"select customer_unique_id person, '{kind}' as kind, {kind}::timestamp as at from orders "
        f"join customers using (customer_id) where {kind} is not null" for kind in kinds)
    connection.execute(f"""
      create table r as select review_id, customer_unique_id person, customer_state,
        review_creation_date::timestamp as at, review_score::int score,
        review_comment_title title, review_comment_message message
        from order_reviews join orders using (order_id) join customers using (customer_id);
      create table e as {pieces} union all select person, 'survey', at from r;
      create table numbered as select row_number() over () n, * from customers;
      -- Of several rows of one person the last one holds.
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
