"""A software company: a byte-order mark in every file, days first, usage two keys away from the account."""

import pytest

import duck
from orbits_program import SHARED, answers, assert_rows, data_set, orbits, workspace_beside

QUESTIONS = [
    # Accounts
    ("accounts by industry show count, avg seats, max seats, share(is_trial) called trial",
     "select industry, count(*), avg(seats), max(seats), avg(is_trial::int) from a group by 1 order by lower(industry)"),
    ("accounts where churn_flag and plan_tier in (Pro, Enterprise) by country show count order by count desc, country",
     "select country, count(*) n from a where churn_flag and plan_tier in ('Pro', 'Enterprise') group by 1 "
     "order by n desc, country"),
    ("accounts where started during 2024-Q1 order by started, id show id, name, started",
     "select id, name, started from a where started between '2024-01-01' and '2024-03-31' order by started, id"),
    ("accounts by year of started, plan_tier show count",
     "select year(started)::varchar, plan_tier, count(*) from a group by 1, 2 order by 1, 2"),
    ("accounts by weekday(started) called d show count, median seats",
     "select isodow(started) d, count(*), median(seats) from a group by 1 order by 1"),
    ("accounts top 3 by seats in each industry show industry, id, seats",
     "select industry, id, seats from a qualify row_number() over (partition by industry "
     "order by seats desc, id) <= 3 order by industry, seats desc, id"),
    ("accounts where started in last 100 days show count",
     # 2024-12-31 is the last day: its end less 100 times 24 hours is the end of 2024-09-22.
     "select count(*) from a where started >= '2024-09-23'"),
    ("accounts where referral_source is not partner and not churn_flag and seats > 100 show count",
     "select count(*) from a where referral_source <> 'partner' and not churn_flag and seats > 100"),
    # Usage: through the subscription to the account
    ("events where kind is usage by feature_name show count, sum usage_count, avg usage_duration_secs, "
     "sum error_count order by count desc, feature_name top 10",
     "select feature_name, count(*) n, sum(usage_count), avg(usage_duration_secs), sum(error_count) from u "
     "group by 1 order by n desc, feature_name limit 10"),
    ("events where kind is usage by account.industry show count, sum usage_count, count distinct account.id",
     "select industry, count(*), sum(usage_count), count(distinct a.id) from u join a on a.id = u.account_id "
     "group by 1 order by lower(industry)"),
    ("events of (accounts where plan_tier is Enterprise and country is DE) where kind is usage "
     "by month of at show count, p90 usage_duration_secs",
     "select strftime(day, '%Y-%m'), count(*), quantile_cont(usage_duration_secs, 0.9) from u "
     "join a on a.id = u.account_id where a.plan_tier = 'Enterprise' and country = 'DE' group by 1 order by 1"),
    ("events where kind is usage and is_beta_feature and error_count > 1 show count, max error_count",
     "select count(*), max(error_count) from u where is_beta_feature and error_count > 1"),
    ("events where kind is usage and billing_frequency is annual by billing_frequency show sum mrr_amount, avg mrr_amount",
     "select 'annual', sum(mrr_amount), avg(mrr_amount) from u where billing_frequency = 'annual'"),
    ("events where kind is usage and at during 2024-06 by day of at show count | where count > 45",
     "select day::varchar, count(*) n from u where day between '2024-06-01' and '2024-06-30' group by 1 "
     "having n > 45 order by 1"),
    ("events where kind is usage by week of at show count top 5 by count",
     "select strftime(day, '%G-W%V') w, count(*) n from u group by 1 order by n desc, w limit 5"),
    # Tickets
    ("events where kind is ticket by severity show count, avg resolution_time_hours, median first_response_time_minutes, "
     "stddev resolution_time_hours",
     "select priority, count(*), avg(hours), median(minutes), stddev_samp(hours) from t group by 1 order by 1"),
    ("events where kind is ticket and satisfaction_score is unknown show count",
     "select count(*) from t where satisfaction_score is null"),
    ("events where kind is ticket by severity show avg satisfaction_score, count satisfaction_score called n, "
     "share(satisfaction_score >= 5) called happy",
     "select priority, avg(satisfaction_score), count(satisfaction_score), "
     "avg((satisfaction_score >= 5)::int) from t group by 1 order by 1"),
    ("events where kind is ticket and (satisfaction_score < 4 or escalation_flag) show count",
     "select count(*) from t where satisfaction_score < 4 or escalation_flag"),
    ("events where kind is ticket and not (satisfaction_score < 4 or escalation_flag) show count",
     "select count(*) from t where not (satisfaction_score < 4 or escalation_flag)"),
    ("events where kind is ticket and severity is urgent and at in last 30 days "
     "order by resolution_time_hours desc, ticket_id show ticket_id, resolution_time_hours, closed_at",
     "select ticket_id, hours, closed_at from t where priority = 'urgent' and submitted_at >= '2024-12-02' "
     "order by hours desc, ticket_id"),
    ("events where kind is ticket by hour(closed_at) called h show count",
     "select hour(closed_at) h, count(*) from t group by 1 order by 1"),
    ("events where kind is ticket by account.industry, severity show count | top 2 by count in each account.industry",
     None),
    # Churn
    ("events where kind is churned by reason_code show count, sum refund_amount_usd, avg refund_amount_usd, "
     "share(feedback_text is unknown) called silent",
     "select reason_code, count(*), sum(refund), avg(refund), avg((feedback_text is null)::int) from c "
     "group by 1 order by 1"),
    ("events where kind is churned and reason_code is \"unknown\" show count",
     "select count(*) from c where reason_code = 'unknown'"),
    ("events where kind is churned and reason_code is unknown show count", "select 0"),
    ("events where kind is churned and at since 2024-07-01 by quarter of at show count, sum refund_amount_usd",
     "select year(day) || '-Q' || quarter(day) q, count(*), sum(refund) from c where day >= '2024-07-01' "
     "group by 1 order by 1"),
    ("events of (accounts where not churn_flag) where kind is churned show count distinct account.id",
     "select count(distinct c.account_id) from c join a on a.id = c.account_id where not a.churn_flag"),
]


@pytest.fixture(scope="module")
def company():
    folder = data_set("ravenstack-saas")
    connection = duck.connect()
    for name in ["accounts", "subscriptions", "feature_usage", "supports_ticket", "churn_events"]:
        duck.read(connection, name, folder / f"ravenstack_{name}.csv")
    day = "strptime({}, '%d-%m-%Y')::date"
    connection.execute(f"""
      create table a as select account_id id, account_name as name, industry, country,
        {day.format('signup_date')} started, referral_source, plan_tier, seats::int seats,
        is_trial::bool is_trial, churn_flag::bool churn_flag from accounts;
      create table u as select s.account_id, {day.format('usage_date')} as day, feature_name,
        usage_count::int usage_count, usage_duration_secs::int usage_duration_secs,
        error_count::int error_count, is_beta_feature::bool is_beta_feature, s.billing_frequency,
        s.mrr_amount::int mrr_amount from feature_usage join subscriptions s using (subscription_id);
      create table t as select ticket_id, account_id, {day.format('submitted_at')} submitted_at, priority,
        strptime(closed_at, '%d-%m-%Y %H:%M') closed_at, resolution_time_hours::int as hours,
        first_response_time_minutes::int as minutes, satisfaction_score::int satisfaction_score,
        escalation_flag::bool escalation_flag from supports_ticket;
      create table c as select account_id, {day.format('churn_date')} as day, reason_code,
        refund_amount_usd::decimal(12, 2) refund, feedback_text from churn_events""")
    assert connection.execute("select count(*) from u").fetchone() == (25_000,)
    return connection


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return workspace_beside("ravenstack-saas", "ravenstack.orbits", tmp_path_factory.mktemp("ravenstack"))


@pytest.mark.parametrize("sentence, sql", QUESTIONS, ids=[question[0] for question in QUESTIONS])
def test_question(sentence, sql, workspace, company):
    if sql is None:
        sql = ("select industry, priority, n from (select industry, priority, count(*) n from t join a "
               "on a.id = t.account_id group by 1, 2) qualify row_number() over (partition by industry "
               "order by n desc, priority) <= 2 order by industry, n desc, priority")
    [found] = answers([sentence], "-w", workspace)
    assert_rows(found, duck.rows(company, sql), sentence)


def test_a_byte_order_mark_is_no_part_of_a_name(workspace):
    run = orbits("-w", workspace, "-c", "accounts top 1 by id show account_id, name", "--format", "csv",
                 "--quiet").is_fine()
    assert run.out.splitlines()[0] == "account_id,name", run


def test_dates_without_a_format_are_asked_about_or_read_day_first(tmp_path):
    """16-10-2024 has one reading; the files hold such dates, so day first is proven, and said."""
    source = SHARED / "data" / "ravenstack-saas" / "ravenstack_accounts.csv"
    if not source.is_file():
        pytest.skip("no shared data")
    run = orbits(source, "-c", "accounts where started during 2024-10-16 show count", "--format", "csv").is_fine()
    with open(source, encoding="utf-8-sig") as file:
        expected = sum("16-10-2024" in line for line in file)
    assert run.out == f"count\n{expected}\n", run


def test_subscriptions_start_and_end():
    """Every subscription starts; those with an end that has come have ended."""
    import csv
    folder = SHARED / "data" / "ravenstack-saas"
    with open(folder / "ravenstack_subscriptions.csv", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    sentence = (f'load accounts from "{folder}/ravenstack_accounts.csv"; '
                f'load events from "{folder}/ravenstack_subscriptions.csv" '
                'with events from periods (start_date, end_date) by subscription_id; '
                'events by kind show count, sum mrr_amount order by kind')
    expected = [
        ["subscription_ended", sum(1 for row in rows if row["end_date"]),
         sum(int(row["mrr_amount"]) for row in rows if row["end_date"])],
        ["subscription_started", len(rows), sum(int(row["mrr_amount"]) for row in rows)],
    ]
    done = orbits("--format", "csv", "-c", sentence)
    done.is_fine()
    found = [line.split(",") for line in done.out.splitlines()[1:]]
    assert [[kind, int(count), int(float(total))] for kind, count, total in found] == expected
    assert "subscription_started 5,000" in done.err
