"""The CRM's pipeline joined to accounts, products and teams, with its blanks and its GTXPro / GTX Pro."""

import pytest

import duck
from orbits_program import answers, assert_rows, data_set, orbits, workspace_beside

# The order of the journey, with what is lost behind it.
STAGE = "case stage when 'Prospecting' then 1 when 'Engaging' then 2 when 'Won' then 3 else 4 end"

QUESTIONS = [
    # Filters, counts
    ("accounts by stage show count",
     f"select stage, count(*) from deals group by stage order by {STAGE}"),
    ("accounts in stage Won where close_value > 20_000 order by close_value desc show id, account, close_value",
     "select id, account, close_value from deals where stage = 'Won' and close_value > 20000 "
     "order by close_value desc, id"),
    ("accounts where stage is Engaging and account is unknown show count",
     "select count(*) from deals where stage = 'Engaging' and account is null"),
    ("accounts where close_value is unknown by stage show count",
     f"select stage, count(*) from deals where close_value is null group by stage order by {STAGE}"),
    ("accounts where not (close_value > 1000) show count",
     "select count(*) from deals where not (close_value > 1000)"),
    ("accounts where close_value > 5000 or sector is retail show count",
     "select count(*) from deals where close_value > 5000 or sector = 'retail'"),
    ("accounts where not (close_value > 5000 or sector is retail) and regional_office is not West show count",
     "select count(*) from deals where not (close_value > 5000 or sector = 'retail') "
     "and regional_office <> 'West'"),
    ("accounts where product in (GTXPro, `MG Special`, `GTX Basic`) by product show count",
     "select product, count(*) from deals where product in ('GTXPro', 'MG Special', 'GTX Basic') "
     "group by product order by lower(product)"),
    # What the joins bring
    ("accounts where stage is Won by regional_office, manager show count, sum close_value, avg close_value",
     "select regional_office, manager, count(*), sum(close_value), avg(close_value) from deals "
     "where stage = 'Won' group by 1, 2 order by 1, 2"),
    ("accounts by series show count, avg sales_price, count distinct product",
     "select series, count(*), avg(sales_price), count(distinct product) from deals group by series "
     "order by lower(series) nulls last"),
    ("accounts where sales_price is unknown by product show count",
     "select product, count(*) from deals where sales_price is null group by product order by 1"),
    ("accounts by sector show count, sum close_value, median close_value, p90 close_value, "
     "stddev close_value, min close_value, max close_value",
     "select sector, count(*), sum(close_value), median(close_value), quantile_cont(close_value, 0.9), "
     "stddev_samp(close_value), min(close_value), max(close_value) from deals group by sector "
     "order by lower(sector) nulls last"),
    ("accounts by office_location show sum revenue, avg employees, max year_established",
     "select office_location, sum(revenue), avg(employees), max(year_established) from deals "
     "group by 1 order by lower(office_location) nulls last"),
    # Shares, conditions within a group
    ("accounts by sales_agent show share(stage is Won) called won, count(close_value > 1000) called large "
     "order by won desc, sales_agent",
     "select sales_agent, avg(case when stage = 'Won' then 1.0 else 0 end) won, "
     "count(*) filter (close_value > 1000) from deals group by 1 order by won desc, lower(sales_agent)"),
    ("accounts by regional_office show share(close_value > 1000) called part",
     "select regional_office, avg(case when close_value > 1000 then 1.0 when close_value <= 1000 then 0 end) "
     "from deals group by 1 order by 1"),
    ("accounts by regional_office show count, share of total called part",
     "select regional_office, count(*), count(*) / 8800.0 from deals group by 1 order by 1"),
    ("accounts by sector show share of total close_value called part",
     "select sector, sum(close_value) / (select sum(close_value) from deals) from deals group by 1 "
     "order by lower(sector) nulls last"),
    # The largest, the smallest, the largest of each
    ("accounts top 7 by close_value show id, close_value",
     "select id, close_value from deals order by close_value desc nulls last, id limit 7"),
    ("accounts where stage is Won lowest 9 by close_value show id, close_value",
     "select id, close_value from deals where stage = 'Won' order by close_value nulls last, id limit 9"),
    ("accounts top 2 by close_value in each regional_office show regional_office, id, close_value",
     "select regional_office, id, close_value from deals qualify row_number() over "
     "(partition by regional_office order by close_value desc nulls last, id) <= 2 "
     "order by regional_office, close_value desc nulls last, id"),
    ("accounts order by subsidiary_of desc, account, close_value desc top 40 show id, subsidiary_of, account",
     "select id, subsidiary_of, account from deals order by lower(subsidiary_of) desc nulls last, "
     "lower(account) nulls last, close_value desc nulls last, id limit 40"),
    # Conditionals and functions
    ("accounts by if close_value > 5000 then \"large\" else \"small\" called size show count",
     "select case when close_value > 5000 then 'large' when close_value <= 5000 then 'small' end size, count(*) from deals "
     "group by 1 order by 1"),
    ("accounts by upper(left(manager, 3)) called m show count distinct sales_agent",
     "select upper(manager[:3]), count(distinct sales_agent) from deals group by 1 order by 1"),
    ("accounts where lower(account) starts with \"b\" and length(account) > 8 by account show count",
     "select account, count(*) from deals where lower(account) like 'b%' and length(account) > 8 "
     "group by 1 order by lower(account)"),
    ("accounts where account contains \"tech\" by replace(account, \"tech\", \"-\") called a show count",
     "select replace(account, 'tech', '-') a, count(*) from deals where contains(account, 'tech') "
     "group by 1 order by lower(a)"),
    ("accounts where stage is Won by round(close_value / 1000) called k show count",
     "select round(close_value / 1000.0)::int k, count(*) from deals where stage = 'Won' group by 1 order by 1"),
    # Dates
    ("accounts by quarter of close_date show count, sum close_value",
     "select year(close_date) || '-Q' || quarter(close_date) q, count(*), sum(close_value) from deals "
     "group by 1 order by 1 nulls last"),
    ("accounts by month(engage_date) called m show count, avg (close_date - engage_date) called days",
     "select month(engage_date) m, count(*), avg(close_date - engage_date) from deals group by 1 "
     "order by 1 nulls last"),
    ("accounts where close_date during 2017-Q2 and stage is Won show count, sum close_value",
     "select count(*), sum(close_value) from deals where stage = 'Won' "
     "and close_date >= '2017-04-01' and close_date < '2017-07-01'"),
    ("accounts where engage_date since 2017-10 show count",
     "select count(*) from deals where engage_date >= '2017-10-01'"),
    ("accounts where engage_date before 2017 show count",
     "select count(*) from deals where engage_date < '2017-01-01'"),
    ("accounts where close_date between 2017-05-10 and 2017-05-20 show count",
     "select count(*) from deals where close_date between '2017-05-10' and '2017-05-20'"),
    # `set now 2017-12-31` means the end of that day.
    ("accounts where close_date in last 30 days show count",
     "select count(*) from deals where close_date >= '2017-12-02' and close_date <= '2017-12-31'"),
    ("accounts where close_date during last quarter by stage show count",
     "select stage, count(*) from deals where close_date between '2017-10-01' and '2017-12-31' "
     f"group by 1 order by {STAGE}"),
    # Pipes
    ("accounts by account show count, sum close_value called sold | where count > 130 and account is known "
     "| order by sold desc | top 5",
     "select account, count(*), sum(close_value) sold from deals where account is not null group by 1 "
     "having count(*) > 130 order by sold desc, lower(account) limit 5"),
    ("accounts by account show sum close_value called sold | show avg sold called mean, count called n",
     "select avg(sold), count(*) from (select sum(close_value) sold from deals group by account)"),
]


@pytest.fixture(scope="module")
def deals():
    folder = data_set("crm-sales-maven")
    connection = duck.connect()
    for name in ["accounts", "products", "sales_pipeline", "sales_teams"]:
        duck.read(connection, name, folder / f"{name}.csv")
    connection.execute("""
      create table deals as
      select opportunity_id id, sales_agent, product, p.account,
        case when deal_stage = 'Lost' then 'lost' else deal_stage end stage,
        engage_date::date engage_date, close_date::date close_date, close_value::bigint close_value,
        sector, year_established::int year_established, revenue::decimal(18, 2) revenue,
        employees::int employees, office_location, subsidiary_of, series,
        sales_price::int sales_price, manager, regional_office
      from sales_pipeline p left join accounts using (account) left join products using (product)
        left join sales_teams using (sales_agent)""")
    assert connection.execute("select count(*) from deals").fetchone() == (8800,)
    return connection


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return workspace_beside("crm-sales-maven", "crm.orbits", tmp_path_factory.mktemp("crm"))


@pytest.mark.parametrize("sentence, sql", QUESTIONS, ids=[question[0] for question in QUESTIONS])
def test_question(sentence, sql, workspace, deals):
    [found] = answers([sentence], "-w", workspace)
    assert_rows(found, duck.rows(deals, sql), sentence)


def test_those_goes_on_from_the_last_answer(workspace, deals):
    _, counted, again = answers(
        ["accounts where stage is Won and close_value > 10_000",
         "those by regional_office show count",
         "those where manager is \"Rocco Neubert\" order by id show id"], "-w", workspace)
    assert_rows(counted, duck.rows(
        deals, "select regional_office, count(*) from deals where stage = 'Won' and close_value > 10000 "
        "group by 1 order by 1"))
    # What is filtered out of groups does not change what `those` are: they are the rows grouped last.
    assert_rows(again, duck.rows(
        deals, "select id from deals where stage = 'Won' and close_value > 10000 "
        "and manager = 'Rocco Neubert' order by id"))


def test_money_adds_up_exactly(workspace, deals):
    run = orbits("-w", workspace, "-c", "accounts show sum revenue, sum close_value", "--format", "csv",
                 "--quiet").is_fine()
    expected = deals.execute("select sum(revenue), sum(close_value) from deals").fetchone()
    assert run.out.splitlines()[1] == f"{expected[0]},{expected[1]}"


def test_the_load_report_names_the_key_that_does_not_join(workspace):
    run = orbits("-w", workspace, "-c", "accounts show count").is_fine()
    for words in ["1,425 without a key", "GTXPro", "GTX Pro", "1,480"]:
        assert words in run.err, run
    assert run.out.split() == ["count", "─────", "8,800"], run


def test_a_value_that_the_column_does_not_hold(workspace):
    run = orbits("-w", workspace, "-c", "accounts where product is `GTX Pro`", "--quiet")
    assert run.status == 3 and run.out == "", run
    assert "no `product` is `GTX Pro`" in run.err and "where product is GTXPro" in run.err, run


def test_expectations(workspace):
    held = orbits("-w", workspace, "-c", "expect count of (accounts where stage is Won) = 4238").is_fine()
    assert held.out == ""
    failed = orbits("-w", workspace, "-c", "expect count of (accounts where stage is Won) > 5000",
                    "-c", "accounts show count", "--quiet", "--format", "csv")
    assert failed.status == 1 and failed.out == "count\n8800\n", failed
    assert "4,238" in failed.err or "4238" in failed.err, failed
