"""What is asked about journeys, for each engine. A question is a family: number `i` picks a constant, so that no engine
answers from what it remembers of the last time. Every answer is rows of texts, in order.

The SQL is the best we know for each engine: one pass with window functions where a chain of joins would be slower.
Its order of events is the one of orbits: time, then place in the file (`n`).
"""

import datetime
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Question:
    title: str
    orbits: Callable
    duckdb: Callable
    clickhouse: Callable


def questions(now):
    """`now`: what orbits takes for it, the first midnight after the newest event."""

    def ago(days):
        return f"timestamp '{now - datetime.timedelta(days=days):%Y-%m-%d %H:%M:%S}'"

    def clickhouse_ago(days):
        return f"toDateTime('{now - datetime.timedelta(days=days):%Y-%m-%d %H:%M:%S}', 'UTC')"

    def day(i):
        return now.date() - datetime.timedelta(days=200 + 7 * i)

    def after(i):
        return day(i) + datetime.timedelta(days=1)

    def account(i):
        return f"A{777 + 1009 * i:08}"

    pairs = [("proposal_sent", "contract_signed"), ("demo_request", "proposal_sent"), ("support_ticket", "escalation"),
             ("login", "feature_adopted"), ("outage", "support_ticket"), ("renewal", "expansion"),
             ("kickoff", "milestone_reached"), ("invoice_issued", "invoice_disputed")]
    return [
        Question(
            "three steps in order within 60 days",
            lambda i: "accounts matching demo_request -> proposal_sent -> contract_signed "
                      f"within {60 + i} days show count",
            # For each proposal the latest demo before it, for each contract the latest of those.
            lambda i: f"""
              with a as (select account_id, ts, n, type, max(ts) filter (type = 'demo_request') over w as begun from events
                where type in ('demo_request', 'proposal_sent', 'contract_signed') window w as (partition by account_id
                order by ts, n rows between unbounded preceding and 1 preceding)),
              b as (select account_id, ts, type, max(begun) filter (type = 'proposal_sent') over w as begun from a
                where type <> 'demo_request' window w as (partition by account_id
                order by ts, n rows between unbounded preceding and 1 preceding))
              select count(distinct account_id) from b where type = 'contract_signed'
                and ts - begun <= interval {60 + i} day""",
            lambda i: f"""
              select countIf(level = 3) from (select account_id, windowFunnel({(60 + i) * 86400})(ts, type = 'demo_request',
                type = 'proposal_sent', type = 'contract_signed') as level from events
                where type in ('demo_request', 'proposal_sent', 'contract_signed') group by account_id)"""),
        Question(
            "3 or more tickets in 180 days, no adoption",
            lambda i: f"accounts matching support_ticket at least 3 times in last {180 + i} days and never "
                      f"feature_adopted in last {180 + i} days show count",
            lambda i: f"""
              select count(*) from (select account_id from events where ts >= {ago(180 + i)} and ts < {ago(0)}
                and type in ('support_ticket', 'feature_adopted') group by account_id
                having count(*) filter (type = 'support_ticket') >= 3 and count(*) filter (type = 'feature_adopted') = 0)""",
            lambda i: f"""
              select count() from (select account_id from events where ts >= {clickhouse_ago(180 + i)} and ts < {clickhouse_ago(0)}
                and type in ('support_ticket', 'feature_adopted') group by account_id
                having countIf(type = 'support_ticket') >= 3 and countIf(type = 'feature_adopted') = 0)"""),
        Question(
            "one event directly followed by another",
            lambda i: f"accounts matching {pairs[i][0]} => {pairs[i][1]} show count",
            lambda i: f"""
              select count(distinct account_id) from (select account_id, type, lead(type) over (partition by account_id
                order by ts, n) as following from events) where type = '{pairs[i][0]}' and following = '{pairs[i][1]}'""",
            lambda i: f"""
              select uniqExact(account_id) from (select account_id, type, leadInFrame(type) over (partition by account_id
                order by ts, n rows between current row and 1 following) as following from events)
                where type = '{pairs[i][0]}' and following = '{pairs[i][1]}'"""),
        Question(
            "5 or more logins in 90 days",
            lambda i: f"accounts where count of login in last {90 + i} days >= 5 show count",
            lambda i: f"""
              select count(*) from (select account_id from events where type = 'login' and ts >= {ago(90 + i)}
                and ts < {ago(0)} group by account_id having count(*) >= 5)""",
            lambda i: f"""
              select count() from (select account_id from events where type = 'login' and ts >= {clickhouse_ago(90 + i)}
                and ts < {clickhouse_ago(0)} group by account_id having count() >= 5)"""),
        Question(
            "accounts by stage as of a date",
            lambda i: f"accounts as of {day(i)} by stage show count order by stage",
            lambda i: f"""
              select stage, count(*) from (select account_id, arg_max(e.stage, (e.ts, e.n)) as stage from
                (select account_id from accounts where created_at < '{after(i)}') left join
                (select * from events where ts < '{after(i)}') e using (account_id) group by account_id)
              group by stage""",
            lambda i: f"""
              select stage, count() from (select account_id, created_at from accounts where created_at <
                toDateTime('{after(i)}', 'UTC')) a left join (select account_id, argMax(stage, (ts, n)) as stage from events
                where ts < toDateTime('{after(i)}', 'UTC') group by account_id) e using (account_id) group by stage"""),
        Question(
            "one account's journey",
            lambda i: f'events of (accounts where id is "{account(i)}") order by at show at, kind, channel, value',
            lambda i: f"select ts, type, channel, value from events where account_id = '{account(i)}' order by ts, n",
            lambda i: f"select ts, type, channel, value from events where account_id = '{account(i)}' order by ts, n"),
    ]


# The SQL leaves the order of groups open; both sides are sorted before they are compared.
UNORDERED = {"accounts by stage as of a date"}
VARIATIONS = 8
