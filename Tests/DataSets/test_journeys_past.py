"""The answer as of T is the answer of the data as they were at T: what came later is cut away here, and both are asked.

Attributes that have no history (the scores, the owner) are as they are today in both, and so tell nothing of T.
"""

import csv
import datetime
import random

import pytest

from orbits_program import SCALE, answers, assert_rows, orbits

SENTENCES = [
    "accounts {} show count",
    "accounts {} by stage show count, avg dwell, median dwell",
    "accounts {} order by id show id, stage, dwell, entered, started",
    "accounts in Invest {} order by id show id, dwell",
    "accounts in Benchmark, Invest where dwell > 20 days {} show count, max dwell",
    "accounts visited Invest {} order by id show id",
    "accounts reached Invest {} by vertical show count",
    "accounts lost {} order by id show id",
    "accounts churned {} order by id show id",
    "accounts active {} by owner show count",
    "accounts where stage is lost {} by vertical show count",
    "accounts {} by month of started show count",
    # Facts over events
    "accounts {} order by id show id, count of ticket, count of login in last 14 days, first login, last ticket",
    "accounts where count of login in last 14 days = 0 and stage is Transform {} order by id show id",
    "accounts {} order by id show id, sum of amount of invoice, avg of sentiment of ticket, max of amount of expansion",
    "accounts where count of ticket[severity is high] during last quarter > 0 {} order by id show id",
    "accounts where count of ticket in this month > 0 {} show count",
    "accounts {} order by id show id, time in Invest, time in Benchmark, time in Transform",
    "accounts where last feature_adopted before 2025-06-01 {} show count",
    # Patterns
    "accounts matching demo -> contract_signed within 60 days {} order by id show id, first match, matches called n",
    "accounts matching ticket[severity is high] 2 times within 30 days {} order by id show id, matches called n",
    "accounts matching ticket => ticket {} order by id show id",
    "accounts matching ticket at least 3 times in last 60 days and never feature_adopted in last 30 days {} order by id show id",
    "accounts matching login followed by nothing for 10 days {} order by id show id",
    "accounts never contract_signed {} order by id show id",
    "accounts matching Benchmark -> Invest -> Transform within 200 days {} order by id show id, first match",
    "accounts matching Transform -> ticket[severity is high] -> Share {} order by id show id",
    "accounts matching demo -> contract_signed without ticket between demo and contract_signed {} show count",
    # Events and visits
    "events {} by kind show count, min at, max at",
    "events in last 30 days {} by kind show count",
    "events of (accounts where vertical is Retail) {} by month of at show count",
    "visits {} by stage show count, median days, open",
    "visits in Invest {} order by account, entered show account, entered, left, days, next, move, open",
    "visits where move is regress {} show count",
    "visits during last 3 months {} by stage show count",
    # Drift looks at nothing later either: its quantiles come from what was known then.
    "accounts {} order by id show id, state, silence, zone",
    "accounts drifting {} order by id show id, dwell, silence",
    "accounts drifting in Invest {} order by id show id",
    "accounts {} by state show count",
    "drift zones of accounts {}",
    "dwell of accounts {}",
    "dwell of (accounts where vertical is SaaS) {}",
    "transitions of accounts {}",
    "stages of accounts {}",
    "handoffs of accounts {}",
    "journey of \"Acme Ltd\" {}",
]
# A score has no history; what it is here is the same in both.
TODAYS = ["accounts where vertical is SaaS {} order by id show id, owner, arr, renewal_date"]


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    orbits("demo", folder).is_fine()
    return folder


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def cut(company, folder, end):
    """What was known at `end`: no later event or stage, no account that had not started, nobody lost later."""
    moment = end.isoformat() + "Z"

    def write(name, kept):
        with open(folder / name, "w", newline="") as file:
            table = csv.DictWriter(file, rows(company / name)[0].keys())
            table.writeheader()
            table.writerows(kept)

    def midnight(day):
        return day + "T00:00:00Z"

    accounts = [row for row in rows(company / "accounts.csv") if midnight(row["started"]) < moment]
    for row in accounts:
        if row["lost_on"] and midnight(row["lost_on"]) >= moment:
            row.update(lost_on="", churn_type="", outcome="")
    write("accounts.csv", accounts)
    write("events.csv", [row for row in rows(company / "events.csv") if row["at"] < moment])
    write("stage_history.csv", [row for row in rows(company / "stage_history.csv") if row["entered"] < moment])
    write("benchmarks.csv", rows(company / "benchmarks.csv"))
    (folder / "company.orbits").write_text((company / "company.orbits").read_text())
    return folder / "company.orbits"


def instants():
    draw = random.Random(17)
    dates = ["2025-12-31", "2026-03-31", "2026-06-29"]
    first = datetime.date(2025, 5, 1)
    dates += [(first + datetime.timedelta(days=draw.randrange(420))).isoformat() for _ in range(round(3 * SCALE))]
    return dates + ["2025-11-05T12:34:56Z", "2026-02-10T00:00Z"]


@pytest.mark.parametrize("when", instants())
def test_as_of_is_the_answer_of_that_day(when, company, tmp_path):
    if "T" in when:
        end = datetime.datetime.fromisoformat(when).replace(tzinfo=None)
    else:
        end = datetime.datetime.fromisoformat(when) + datetime.timedelta(days=1)
    asked = SENTENCES + TODAYS
    then = answers([sentence.format("").replace("  ", " ") for sentence in asked], "-w", cut(company, tmp_path, end),
                   "--now", when)
    now = answers([sentence.format(f"as of {when}") for sentence in asked], "-w", company / "company.orbits")
    assert sum(map(bool, then)) > len(asked) * 0.7
    for sentence, left, right in zip(asked, now, then):
        assert_rows(left, [tuple(row.values()) for row in right], sentence)


def test_the_embedded_company_is_the_one_of_the_files(company):
    asked = [sentence.format("as of 2026-02-28") for sentence in SENTENCES]
    for sentence, left, right in zip(asked, answers(asked), answers(asked, "-w", company / "company.orbits")):
        assert_rows(left, [tuple(row.values()) for row in right], sentence)


def test_who_had_not_begun_is_counted(company):
    started = sorted(row["started"] for row in rows(company / "accounts.csv"))
    run = orbits("-w", company / "company.orbits", "-c", "accounts as of 2025-07-15 show count").is_fine()
    later = sum(day > "2025-07-15" for day in started)
    assert f"{later} accounts had not begun by 2025-07-15" in run.err, run
    assert str(len(started) - later) in run.out, run
