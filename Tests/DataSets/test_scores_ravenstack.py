"""examples/ravenstack.orbits: its scores, times and losses against the formulas, from the raw rows."""

import collections
import statistics

import pytest

from orbits_program import CHECKOUT, orbits
from score_reference import (DAY, Journey, Part, Score, aalen_johansen, asked, assert_explained, assert_near, moment, near,
                             rows, time_from, usual_stays)

NAME = "ravenstack-saas"
STAGES = ["Signed up", "Subscribed", "Upgraded"]
CUSTOMER = "Subscribed"
NOW = moment("2025-01-01 00:00:00")
POINTS = {"low": 0.5, "medium": 1, "high": 2, "urgent": 3}
EVERYTHING = "accounts order by id show id, name, stage, jfi, momentum, lost"


def day(text):
    return moment(text, "%d-%m-%Y")


class Account:
    def __init__(self, row):
        self.id, self.name, self.plan = row["account_id"], row["account_name"], row["plan_tier"]
        self.signed_up = day(row["signup_date"])
        self.subscriptions, self.churned = [], []  # (day, is an upgrade); days
        self.tickets, self.praise, self.negative = [], [], []  # (day, points)
        self.usage = []  # (day, feature, uses)

    def journey(self):
        # In the order of the day, then of the sentences that load.
        happened = [(self.signed_up, 0, "signed_up", False)]
        happened += [(time, 1, "subscribed", upgrade) for time, upgrade in self.subscriptions]
        happened += [(time, 2, "churned", False) for time in self.churned]
        entries, waits, waits_for_upgrade = [], False, False
        for time, _, kind, is_upgrade in sorted(happened, key=lambda one: one[:2]):
            if kind == "subscribed":
                if waits:
                    entries.append((time, "Subscribed"))
                if waits_for_upgrade and is_upgrade:
                    entries.append((time, "Upgraded"))
                waits, waits_for_upgrade = False, waits_for_upgrade and not is_upgrade
            else:
                entries.append((time, "Signed up" if kind == "signed_up" else "lost"))
                waits = waits_for_upgrade = True
        return Journey(entries, STAGES, NOW)

    def values(self):
        return [time for time, _, uses in self.usage if uses >= 10]

    def features(self):
        return len({feature for time, feature, _ in self.usage if NOW - 30 * DAY <= time < NOW})


@pytest.fixture(scope="module")
def accounts():
    found = {row["account_id"]: Account(row) for row in rows(NAME, "ravenstack_accounts.csv")}
    owner = {}
    for row in rows(NAME, "ravenstack_subscriptions.csv"):
        owner[row["subscription_id"]] = found[row["account_id"]]
        owner[row["subscription_id"]].subscriptions.append((day(row["start_date"]), row["upgrade_flag"] == "TRUE"))
    for row in rows(NAME, "ravenstack_feature_usage.csv"):
        owner[row["subscription_id"]].usage.append(
            (day(row["usage_date"]), row["feature_name"], int(row["usage_count"])))
    for row in rows(NAME, "ravenstack_supports_ticket.csv"):
        account, time = found[row["account_id"]], day(row["submitted_at"])
        account.tickets.append((time, POINTS[row["priority"]]))
        if row["satisfaction_score"] == "5":
            account.praise.append((time, 1))
        if row["satisfaction_score"] in ("1", "2"):
            account.negative.append((time, 1))
    for row in rows(NAME, "ravenstack_churn_events.csv"):
        found[row["account_id"]].churned.append(day(row["churn_date"]))
    for account in found.values():
        account.stays = account.journey()
    return found


@pytest.fixture(scope="module")
def scores(accounts):
    """By account jfi and momentum, of the standard components (SEMANTICS)."""
    usual = usual_stays([account.stays for account in accounts.values()], STAGES, NOW)
    used = collections.defaultdict(list)
    for account in accounts.values():
        used[account.stays.stage].append(account.features())
    found = {}
    for account in accounts.values():
        stays, gap, delay = account.stays, None, None
        if stays.stage:
            median = statistics.median(used[stays.stage])
            gap = Part(25, 1 - min(1, account.features() / median) if median else 0.0)
            delay = Part.level(20, NOW - stays.entered, *usual[stays.stage])
        jfi = Score({"tickets": Part.events(30, 21, 3, account.tickets, NOW),
                     "negative sentiment": Part.events(25, 45, 2, account.negative, NOW),
                     "feature gap": gap, "stage delay": delay})
        upgrades = [(time, 1) for time, is_upgrade in account.subscriptions if is_upgrade]
        momentum = Score({"adoption": Part.events(30, 30, 4, [(time, 1) for time in account.values()], NOW),
                          "forward moves": Part.events(25, 60, 1, stays.moves, NOW),
                          "praise": Part.events(20, 45, 2, account.praise, NOW),
                          "renewal": Part.events(15, 180, 1, upgrades, NOW)})
        found[account.id] = {"jfi": jfi, "momentum": momentum}
    return found


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    return asked("ravenstack.orbits", NAME, tmp_path_factory.mktemp("ravenstack"), [
        EVERYTHING, 'why momentum of "Company_404"', 'why momentum of "Company_0"', 'why jfi of "Company_205"'])


def test_the_file_is_in_canonical_form():
    orbits("fmt", "--check", CHECKOUT / "examples" / "ravenstack.orbits").is_fine()


def test_stages_are_those_of_the_events(answered, accounts):
    for row in answered[EVERYTHING]:
        stays = accounts[row["id"]].stays
        assert (row["stage"], row["lost"]) == (stays.stage or "lost", stays.is_lost), row


@pytest.mark.parametrize("score", ["jfi", "momentum"])
def test_every_account_scores_by_the_formula(answered, scores, score):
    wrong = [(row["id"], row[score], scores[row["id"]][score].value) for row in answered[EVERYTHING]
             if not near(row[score], scores[row["id"]][score].value)]
    assert len(answered[EVERYTHING]) == 500 and not wrong, f"{len(wrong)} accounts: {wrong[:5]}"


@pytest.mark.parametrize("name", ["Company_404", "Company_0", "Company_205"])
@pytest.mark.parametrize("score", ["jfi", "momentum"])
def test_why_adds_up_to_the_score(answered, accounts, scores, score, name):
    account = next(account for account in accounts.values() if account.name == name)
    assert_explained(answered[f'why {score} of "{name}"'], scores[account.id][score])


def test_the_highest_jfi(answered, scores):
    best = sorted(scores, key=lambda account: (-scores[account]["jfi"].value, account))[:5]
    assert [row["id"] for row in answered["accounts top 5 by jfi show id, name, stage, jfi, momentum"]] == best


def by_plan(accounts):
    groups = collections.defaultdict(list)
    for account in accounts.values():
        groups[account.plan].append(account)
    return groups


def test_scores_and_losses_by_plan(answered, accounts, scores):
    groups = by_plan(accounts)
    found = answered["accounts by plan_tier show count, avg jfi, avg momentum, share(lost), share(churned)"]
    assert [row["plan_tier"] for row in found] == ["Basic", "Enterprise", "Pro"]
    for row in found:
        group = groups[row["plan_tier"]]
        assert row["count"] == len(group)
        for score in ("jfi", "momentum"):
            assert_near(row[f"avg {score}"], statistics.fmean(scores[one.id][score].value for one in group), score)
        lost = [one for one in group if one.stays.is_lost]
        assert_near(row["share(lost)"], len(lost) / len(group), "lost")
        churned = [one for one in lost if one.stays.first(CUSTOMER) is not None]
        assert_near(row["share(churned)"], len(churned) / len(group), "churned")


def test_time_to_value(answered, accounts):
    found = answered["time from `Signed up` to first_value of accounts by plan_tier"]
    assert len(found) == 3
    for row in found:
        cases = [time_from(one.stays, one.signed_up, one.values(), NOW) for one in by_plan(accounts)[row["plan_tier"]]]
        assert row["n"] == len(cases)
        ends = collections.Counter(end for _, end in cases)
        assert [row[end] for end in ("reached", "open", "lost")] == [ends[end] for end in ("reached", "open", "lost")]
        for name, p in (("p50", 0.5), ("p90", 0.9)):
            wanted = aalen_johansen(cases, p)
            assert row[name] is None if wanted is None else near(row[name], wanted / DAY), (row, name, wanted)


def test_churn_of_the_last_quarter(answered, accounts):
    begin, end = moment("2024-10-01 00:00:00"), moment("2025-01-01 00:00:00")
    found = answered["churn of accounts during 2024-Q4 by plan_tier"]
    assert len(found) == 3
    for row in found:
        lost = [one.stays.is_customer_lost(CUSTOMER, begin, end) for one in by_plan(accounts)[row["plan_tier"]]]
        customers = [is_lost for is_lost in lost if is_lost is not None]
        assert row["churn_n"] == len(customers)
        assert_near(row["churn"], sum(customers) / len(customers), row["plan_tier"])
