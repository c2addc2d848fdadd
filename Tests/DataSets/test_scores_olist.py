"""examples/olist.orbits: its scores, times and losses against the formulas, from the raw rows."""

import collections
import statistics

import pytest

from orbits_program import CHECKOUT, orbits
from score_reference import (DAY, Journey, Part, Score, aalen_johansen, asked, assert_explained, assert_near, moment, near,
                             rows, time_from, usual_stays)

NAME = "olist-7500"
STAGES = ["Bought", "Paid", "Shipped", "Delivered"]
CUSTOMER = "Paid"
NOW = moment("2018-09-01 00:00:00")
EVERYTHING = "accounts order by id show id, stage, jfi, momentum, lost"

# One who waits and says so, one whose parcel came late, one who is well served.
WAITING, LATE, SERVED = ("6f2d04122b00d52b32265aab1c8b39c1", "3fad6653f88bd60e670e9b21e98a2d4e",
                         "795c1622cf7a53d63d324e862349d01c")


class Person:
    def __init__(self):
        self.state = None
        self.entries, self.purchases, self.values = [], [], []
        self.late, self.bad, self.praise = [], [], []


@pytest.fixture(scope="module")
def persons():
    found, person_of = collections.defaultdict(Person), {}
    for row in rows(NAME, "olist_customers_dataset.csv"):
        person = found[row["customer_unique_id"]]
        # Of several rows of a person the last one holds.
        person.state = row["customer_state"]
        person_of[row["customer_id"]] = person
    person_of_order = {}
    for row in rows(NAME, "olist_orders_dataset.csv"):
        person = person_of_order[row["order_id"]] = person_of[row["customer_id"]]
        dates = [moment(row[f"order_{name}"]) for name in (
            "purchase_timestamp", "approved_at", "delivered_carrier_date", "delivered_customer_date")]
        person.entries += [(time, stage) for time, stage in zip(dates, STAGES) if time is not None]
        person.purchases.append((dates[0], 1))
        if dates[3] is not None:
            person.values.append(dates[3])
        promised = moment(row["order_estimated_delivery_date"])
        if dates[3] is None or dates[3] > promised:
            person.late.append((promised, 1))
        if row["order_status"] in ("canceled", "unavailable"):
            person.entries.append((promised, "lost"))
    for row in rows(NAME, "olist_order_reviews_dataset.csv"):
        person, score = person_of_order[row["order_id"]], int(row["review_score"])
        if score != 3:
            (person.bad if score < 3 else person.praise).append((moment(row["review_creation_date"]), 1))
    for person in found.values():
        person.stays = Journey(sorted(person.entries, key=lambda one: (one[0], [*STAGES, "lost"].index(one[1]))),
                               STAGES, NOW)
    return found


@pytest.fixture(scope="module")
def scores(persons):
    """By person jfi and momentum, of the components that the model file defines."""
    usual = usual_stays([person.stays for person in persons.values()], STAGES, NOW)
    found = {}
    for id, person in persons.items():
        stage, delay = person.stays.stage, None
        if stage:
            # In Delivered nothing is late.
            delay = Part.level(0 if stage == "Delivered" else 30, NOW - person.stays.entered, *usual[stage])
        jfi = Score({"late": Part.events(35, 45, 1, person.late, NOW),
                     "bad reviews": Part.events(35, 45, 1, person.bad, NOW), "delay": delay})
        momentum = Score({"moves": Part.events(50, 60, 1, person.stays.moves, NOW),
                          "praise": Part.events(30, 60, 1, person.praise, NOW),
                          "purchases": Part.events(20, 180, 1, person.purchases, NOW)})
        found[id] = {"jfi": jfi, "momentum": momentum}
    return found


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    return asked("olist.orbits", NAME, tmp_path_factory.mktemp("olist"), [
        EVERYTHING, f'why momentum of "{WAITING}"', f'why momentum of "{LATE}"', f'why jfi of "{SERVED}"'])


def test_the_file_is_in_canonical_form():
    orbits("fmt", "--check", CHECKOUT / "examples" / "olist.orbits").is_fine()


def test_stages_are_those_of_the_events(answered, persons):
    wrong = [row for row in answered[EVERYTHING]
             if (row["stage"], row["lost"]) != ("lost" if persons[row["id"]].stays.is_lost else
                                                persons[row["id"]].stays.stage, persons[row["id"]].stays.is_lost)]
    assert len(answered[EVERYTHING]) == len(persons) == 8016 and not wrong, f"{len(wrong)}: {wrong[:5]}"


@pytest.mark.parametrize("score", ["jfi", "momentum"])
def test_every_person_scores_by_the_formula(answered, scores, score):
    wrong = [(row["id"], row[score], scores[row["id"]][score].value) for row in answered[EVERYTHING]
             if not near(row[score], scores[row["id"]][score].value)]
    assert not wrong, f"{len(wrong)} persons: {wrong[:5]}"


@pytest.mark.parametrize("person", [WAITING, LATE, SERVED])
@pytest.mark.parametrize("score", ["jfi", "momentum"])
def test_why_adds_up_to_the_score(answered, scores, score, person):
    assert_explained(answered[f'why {score} of "{person}"'], scores[person][score])


def test_the_highest_jfi(answered, scores):
    best = sorted(scores, key=lambda id: (-round(scores[id]["jfi"].value, 9), id))[:5]
    assert [row["id"] for row in answered["accounts top 5 by jfi show id, stage, jfi, momentum"]] == best


def by_state(persons):
    groups = collections.defaultdict(list)
    for id, person in persons.items():
        groups[person.state].append((id, person.stays, person.values))
    return groups


def test_scores_and_losses_by_state(answered, persons, scores):
    groups = by_state(persons)
    found = answered["accounts by customer_state show count, avg jfi, avg momentum, share(lost), share(churned)"]
    assert [row["customer_state"] for row in found] == sorted(groups)
    for row in found:
        group = groups[row["customer_state"]]
        assert row["count"] == len(group)
        for score in ("jfi", "momentum"):
            assert_near(row[f"avg {score}"], statistics.fmean(scores[id][score].value for id, _, _ in group), score)
        lost = [stays for _, stays, _ in group if stays.is_lost]
        assert_near(row["share(lost)"], len(lost) / len(group), "lost")
        churned = [stays for stays in lost if stays.first(CUSTOMER) is not None]
        assert_near(row["share(churned)"], len(churned) / len(group), "churned")


def test_time_to_value(answered, persons):
    groups = by_state(persons)
    found = answered["time from Paid to first_value of accounts by customer_state"]
    assert len(found) == 27
    for row in found:
        cases = [time_from(stays, stays.first(CUSTOMER), values, NOW)
                 for _, stays, values in groups[row["customer_state"]] if stays.first(CUSTOMER) is not None]
        ends = collections.Counter(end for _, end in cases)
        assert [row[name] for name in ("n", "reached", "open", "lost")] == [
            len(cases), ends["reached"], ends["open"], ends["lost"]], row
        for name, p in (("p50", 0.5), ("p90", 0.9)):
            wanted = aalen_johansen(cases, p)
            assert row[name] is None if wanted is None else near(row[name], wanted / DAY), (row, name, wanted)


def test_churn_of_a_quarter(answered, persons):
    begin, end = moment("2018-01-01 00:00:00"), moment("2018-04-01 00:00:00")
    lost = [person.stays.is_customer_lost(CUSTOMER, begin, end) for person in persons.values()]
    customers = [is_lost for is_lost in lost if is_lost is not None]
    row, = answered["churn of accounts during 2018-Q1"]
    assert row["churn_n"] == len(customers)
    assert_near(row["churn"], sum(customers) / len(customers), "churn")
