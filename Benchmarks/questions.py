"""The same questions for every engine. An answer is compared as text cells: order counts, and numbers
are compared by value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    title: str
    orbits: str
    sql: str


# Ties in what an answer is ordered by are broken by the id on both sides.
QUESTIONS = [
    Question(
        "filter, order, top 20",
        "accounts in stage Benchmark where jfi > 60 order by momentum, id top 20 show id, momentum, jfi",
        "select account_id, momentum, jfi from accounts where stage = 'Benchmark' and jfi > 60 "
        "order by momentum, account_id limit 20"),
    Question(
        "count, average, median by stage and vertical",
        "accounts by stage, vertical show count, avg jfi, median momentum",
        "select stage, vertical, count(*), avg(jfi), median(momentum) from accounts group by all"),
    Question(
        "tickets of a year by month",
        "events where kind is support_ticket during 2026 by month of at show count",
        "select strftime(date_trunc('month', ts), '%Y-%m'), count(*) from events "
        "where type = 'support_ticket' and ts >= '2026-01-01' and ts < '2027-01-01' group by 1 order by 1"),
]

# What the SQL leaves unordered is sorted before it is compared.
UNORDERED = {"count, average, median by stage and vertical"}
