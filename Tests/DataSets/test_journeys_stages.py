"""Random stage histories, with returns, jumps, losses, entries at one instant, repeated and without a time, walked row by row
here: the visits, and where every account stood at random instants."""

import csv
import datetime
import random

import pytest

from orbits_program import SCALE, answers, same

STAGES = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"]
START = datetime.datetime(2024, 1, 1)
DAY = datetime.timedelta(days=1)
ACCOUNTS = 150


def histories(draw):
    """For each account its rows in the order of the file: stage and time, which may be missing."""
    found = {}
    for number in range(ACCOUNTS):
        step = draw.choice([DAY, DAY / 24, 5 * DAY])
        rows = []
        for _ in range(draw.choice([0, 1, 2, 4, 7])):
            time = START + step * draw.randrange(draw.choice([3, 10, 40])) + datetime.timedelta(hours=3)
            stage = draw.choice([*STAGES, *STAGES, "lost"])
            rows.append((stage, None if draw.random() < 0.05 else time))
        found[f"A{number:03}"] = rows
    return found


def walk(rows, end):
    """The visits as of `end`: stage, entered, left, next, move; and when the journey was lost, if it is."""
    order = {stage: place for place, stage in enumerate([*STAGES, "lost"])}
    known = sorted(((time, order[stage], place, stage) for place, (stage, time) in enumerate(rows)
                    if time and time < end))
    visits, lost = [], None
    for time, _, _, stage in known:
        current = visits[-1] if visits and lost is None else None
        if stage == "lost":
            if lost is None:
                lost = time
            if current:
                current.update(left=time, next="lost")
            continue
        if current and current["stage"] == stage:
            continue
        move = "enter"
        if current:
            current.update(left=time, next=stage)
            steps = order[stage] - order[current["stage"]]
            move = "regress" if steps < 0 else "forward" if steps == 1 else "skip"
        lost = None
        visits.append({"stage": stage, "entered": time, "left": None, "next": None, "move": move})
    return visits, lost


def days(span):
    return span / DAY


def stamp(time):
    return time and time.isoformat() + "Z"


@pytest.fixture(params=range(round(6 * SCALE)))
def company(request, tmp_path):
    draw = random.Random(request.param)
    journeys = histories(draw)
    rows = [(name, stage, stamp(time) or "") for name, own in journeys.items() for stage, time in own]
    # Rows of one account keep their order; those of others come between.
    keys = sorted(range(len(rows)), key=lambda place: draw.random())
    slots = {name: sorted(place for place, row in zip(keys, rows) if row[0] == name) for name in journeys}
    placed = sorted((slots[row[0]].pop(0), row) for row in rows)
    for name, header, body in [("accounts", ["id", "started"], [(name, "2023-12-31") for name in journeys]),
                               ("stages", ["account", "stage", "entered"], [row for _, row in placed])]:
        with open(tmp_path / f"{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows([header, *body])
    (tmp_path / "company.orbits").write_text(
        'load accounts from "accounts.csv" with id = id\n'
        'load stages from "stages.csv" with account = account, stage = stage, at = entered\nset now 2024-12-31\n')
    times = sorted({time for own in journeys.values() for _, time in own if time})
    instants = draw.sample(times, 4) + [draw.choice(times) + datetime.timedelta(seconds=1), START]
    return journeys, tmp_path / "company.orbits", instants + [datetime.datetime(2025, 1, 1)]


def test_visits(company):
    journeys, workspace, instants = company
    found = answers([f"visits as of {stamp(end)} show account, stage, entered, left, days, next, move, open"
                     for end in instants], "-w", workspace)
    for end, rows in zip(instants, found):
        expected = [
            (name, one["stage"], stamp(one["entered"]), stamp(one["left"]), days((one["left"] or end) - one["entered"]),
             one["next"], one["move"], one["left"] is None)
            for name, own in journeys.items() for one in walk(own, end)[0]]
        got = sorted(map(tuple, (row.values() for row in rows)), key=repr)
        expected.sort(key=repr)
        assert len(got) == len(expected) and all(
            len(a) == len(b) and all(map(same, a, b)) for a, b in zip(got, expected)), (end, next(
                pair for pair in zip(got, expected) if pair[0] != pair[1]))


def test_where_accounts_stand(company):
    journeys, workspace, instants = company
    spent = ", ".join(f"time in {stage}" for stage in STAGES)
    found = answers([f"accounts as of {stamp(end)} order by id show id, stage, entered, dwell, lost_at, {spent}"
                     for end in instants], "-w", workspace)
    for end, rows in zip(instants, found):
        assert len(rows) == ACCOUNTS
        for row in rows:
            visits, lost = walk(journeys[row["id"]], end)
            current = visits[-1] if visits and lost is None else None
            expected = {
                "stage": "lost" if lost else current and current["stage"], "entered": current and stamp(current["entered"]),
                "dwell": current and days(end - current["entered"]), "lost_at": stamp(lost)}
            for stage in STAGES:
                lengths = [days((one["left"] or end) - one["entered"]) for one in visits if one["stage"] == stage]
                expected[f"time in {stage}"] = sum(lengths) if lengths else None
            wrong = {name: (row[name], value) for name, value in expected.items() if not same(row[name], value)}
            assert wrong == {}, (end, row["id"], journeys[row["id"]])


def test_who_visited_and_who_reached(company):
    journeys, workspace, instants = company
    sentences, expected = [], []
    for end in instants:
        walked = {name: walk(own, end) for name, own in journeys.items()}
        for place, stage in enumerate(STAGES):
            sentences += [f"accounts {word} {stage} as of {stamp(end)} order by id show id" for word in ("visited", "reached", "in")]
            expected += [
                [name for name, (visits, _) in walked.items() if any(one["stage"] == stage for one in visits)],
                [name for name, (visits, _) in walked.items() if any(STAGES.index(one["stage"]) >= place for one in visits)],
                [name for name, (visits, lost) in walked.items() if visits and not lost and visits[-1]["stage"] == stage]]
        sentences += [f"accounts {word} as of {stamp(end)} order by id show id" for word in ("lost", "active", "churned")]
        expected += [
            [name for name, (_, lost) in walked.items() if lost],
            [name for name, (_, lost) in walked.items() if not lost],
            [name for name, (visits, lost) in walked.items()
             if lost and any(STAGES.index(one["stage"]) >= 3 for one in visits)]]
    found = answers(sentences, "-w", workspace)
    assert {sentence: [row["id"] for row in rows] for sentence, rows in zip(sentences, found)} == dict(zip(sentences, expected))


def test_a_period_selects_who_was_in_the_stage_then(company):
    """And their fields are read at its end."""
    journeys, workspace, _ = company
    months = [(f"2024-{month:02}", datetime.datetime(2024, month, 1), datetime.datetime(2024, month + 1, 1))
              for month in (1, 2, 3, 6)]
    days_of = [(f"{day:%Y-%m-%d}", day, day + DAY) for day in (START, START + 4 * DAY, START + 11 * DAY)]
    sentences, expected = [], []
    for words, begin, end in months + days_of:
        walked = {name: walk(own, end)[0] for name, own in journeys.items()}
        for stage in STAGES:
            sentences.append(f"accounts in {stage} during {words} order by id show id, dwell")
            inside = []
            for name, visits in walked.items():
                # A stage left at the instant it was entered was visited all the same.
                if any(one["stage"] == stage and (one["left"] is None or one["left"] > begin or one["entered"] >= begin)
                       for one in visits):
                    open_since = [one["entered"] for one in visits if one["left"] is None]
                    inside.append((name, days(end - open_since[0]) if open_since else None))
            expected.append(inside)
    for sentence, rows, wanted in zip(sentences, answers(sentences, "-w", workspace), expected):
        assert [row["id"] for row in rows] == [name for name, _ in wanted], sentence
        assert all(same(row["dwell"], dwell) for row, (_, dwell) in zip(rows, wanted)), sentence


def reached_at(stays, share):
    """Kaplan and Meier: the smallest length by which this share has left; of stays as (length, has it ended)."""
    left = 1.0
    for length in sorted({length for length, ended in stays if ended}):
        at_risk = sum(other >= length for other, _ in stays)
        ends = sum(other == length and ended for other, ended in stays)
        left *= 1 - ends / at_risk
        if 1 - left >= share - 1e-12:
            return days(length)
    return None


def median(lengths):
    lengths = sorted(map(days, lengths))
    middle = len(lengths) // 2
    return lengths[middle] if len(lengths) % 2 else (lengths[middle - 1] + lengths[middle]) / 2


def test_dwell_of_stages(company):
    journeys, workspace, instants = company
    found = answers([f"dwell of accounts as of {stamp(end)}" for end in instants], "-w", workspace)
    for end, rows in zip(instants, found):
        stays = {stage: [] for stage in STAGES}
        for own in journeys.values():
            for one in walk(own, end)[0]:
                stays[one["stage"]].append(((one["left"] or end) - one["entered"], one["left"] is not None))
        expected = {stage: {"n": len(own), "open": sum(not ended for _, ended in own)} | {
            f"p{share}": reached_at(own, share / 100) for share in (50, 75, 90)} for stage, own in stays.items() if own}
        got = {row.pop("stage"): row for row in rows}
        assert {stage: row for stage, row in got.items() if row["n"]}.keys() == expected.keys(), end
        for stage, row in expected.items():
            assert all(same(got[stage][name], value) for name, value in row.items()), (end, stage, got[stage], row)


def test_transitions(company):
    journeys, workspace, instants = company
    found = answers([f"transitions of accounts as of {stamp(end)}" for end in instants], "-w", workspace)
    for end, rows in zip(instants, found):
        pairs = {}
        for own in journeys.values():
            for one in walk(own, end)[0]:
                pairs.setdefault((one["stage"], one["next"] or "still there"), []).append((one["left"] or end) - one["entered"])
        got = {(row["from"], row["to"]): row for row in rows}
        assert {pair for pair, row in got.items() if row["count"]} == set(pairs), end
        for (stage, to), lengths in pairs.items():
            row = got[stage, to]
            assert row["count"] == len(lengths), (end, row)
            if to == "still there":
                assert row["probability"] is None and row["median_days"] is None, row
                continue
            exits = sum(len(own) for (origin, target), own in pairs.items() if origin == stage and target != "still there")
            assert same(row["probability"], len(lengths) / exits) and same(row["median_days"], median(lengths)), (end, row)
