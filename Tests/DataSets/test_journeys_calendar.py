"""Days, weeks and months in zones whose clocks change, with zoneinfo as the judge: events lie a second before, on and
after each boundary; 2020 has a week 53, 2024 a leap day, São Paulo once had no midnight, Samoa once no 30 December."""

import calendar
import csv
import datetime
import random
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from orbits_program import SCALE, answers

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)
ZONES = ["Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
# The days of interest: clocks forward and back, ends of years and of their ISO weeks, a leap day, month ends.
DAYS = [datetime.date(*parts) for parts in [
    (2024, 3, 30), (2024, 3, 31), (2024, 4, 1), (2024, 10, 26), (2024, 10, 27), (2024, 10, 28), (2024, 3, 10), (2024, 3, 11),
    (2024, 11, 3), (2024, 11, 4), (2018, 11, 3), (2018, 11, 4), (2018, 11, 5), (2019, 2, 17), (2011, 12, 29), (2011, 12, 30),
    (2011, 12, 31), (2024, 2, 28), (2024, 2, 29), (2024, 3, 1), (2023, 2, 28), (2023, 3, 1), (2024, 12, 29), (2024, 12, 30),
    (2024, 12, 31), (2025, 1, 1), (2020, 12, 27), (2020, 12, 28), (2020, 12, 31), (2021, 1, 1), (2021, 1, 3), (2021, 1, 4),
    (2022, 1, 1), (2022, 1, 2), (2022, 1, 3), (2024, 4, 6), (2024, 4, 7), (2024, 4, 8), (2024, 10, 5), (2024, 10, 6)]]
LAST = datetime.date(2025, 1, 1)


def instant(local, zone):
    """The instant of a time on the clock: the first of two; where the clock jumped over it, as far behind the jump."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def midnight(day, zone):
    return instant(datetime.datetime.combine(day, datetime.time()), zone)


def add_months(local, months):
    month = local.year * 12 + local.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return local.replace(year=year, month=month, day=min(local.day, calendar.monthrange(year, month)[1]))


def shift(moment, months, zone):
    return instant(add_months(moment.astimezone(zone).replace(tzinfo=None), months), zone)


def monday(day):
    return day - day.weekday() * DAY


def quarter(day):
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def units(day):
    """The words for each period that a day lies in; its first day; the first day after it."""
    year, week, _ = day.isocalendar()
    first = day.replace(day=1)
    return [
        (day.isoformat(), day, day + DAY),
        (f"{year}-W{week:02}", monday(day), monday(day) + 7 * DAY),
        (f"{day:%Y-%m}", first, add_months(first, 1)),
        (f"{day.year}-Q{(day.month + 2) // 3}", quarter(day), add_months(quarter(day), 3)),
        (f"{day.year}", day.replace(month=1, day=1), datetime.date(day.year + 1, 1, 1)),
    ]


def relative(today, now, zone):
    """Relative periods, where `now` is the end of `today`, as pairs of instants."""
    after = today + DAY

    def span(first, end):
        return midnight(first, zone), midnight(end, zone)

    month, year = after.replace(day=1), after.replace(month=1, day=1)
    week, season = monday(after), quarter(after)
    return {
        "today": span(today, after), "yesterday": span(today - DAY, today),
        "last week": span(week - 7 * DAY, week), "last month": span(add_months(month, -1), month),
        "last quarter": span(add_months(season, -3), season), "last year": span(add_months(year, -12), year),
        "last 2 full weeks": span(week - 14 * DAY, week), "last 3 full months": span(add_months(month, -3), month),
        "this week": span(monday(today), monday(today) + 7 * DAY),
        "this month": span(today.replace(day=1), add_months(today.replace(day=1), 1)),
        "last 1 days": (now - DAY, now), "last 30 days": (now - 30 * DAY, now), "last 36 hours": (now - 1.5 * DAY, now),
        "last 2 weeks": (now - 14 * DAY, now), "last 3 months": (shift(now, -3, zone), now),
        "last 1 year": (shift(now, -12, zone), now),
    }


@pytest.fixture(scope="module", params=ZONES)
def zone(request):
    return ZoneInfo(request.param)


@pytest.fixture(scope="module")
def moments(zone):
    """Around each midnight, and around noon and the hours when clocks change."""
    draw = random.Random(zone.key)
    found = []
    for day in DAYS:
        for boundary in [midnight(day, zone), midnight(day + DAY, zone)]:
            found += [boundary - SECOND, boundary, boundary + SECOND]
        found += [midnight(day, zone) + datetime.timedelta(seconds=draw.randrange(86_400)) for _ in range(5)]
    end = midnight(LAST + DAY, zone)
    return [moment for moment in found if moment < end]


@pytest.fixture(scope="module")
def files(zone, moments, tmp_path_factory):
    folder = tmp_path_factory.mktemp("calendar")
    with open(folder / "events.csv", "w", newline="") as file:
        csv.writer(file).writerows([["account", "at", "kind", "n"]] + [
            ["only", f"{moment:%Y-%m-%dT%H:%M:%SZ}", "hit", number] for number, moment in enumerate(moments)])
    (folder / "calendar.orbits").write_text(
        f'set timezone "{zone.key}"\nset now {LAST}\n'
        'load events from "events.csv" with account = account, at = at, kind = kind\n')
    return folder


def ask(files, sentences, *arguments):
    return answers(list(sentences), "-w", files / "calendar.orbits", *arguments)


def test_groups(zone, moments, files):
    local = [moment.astimezone(zone) for moment in moments]
    weeks = [one.isocalendar() for one in local]
    expected = {
        "date(at)": Counter(f"{one:%Y-%m-%d}" for one in local),
        "day of at": Counter(f"{one:%Y-%m-%d}" for one in local),
        "week of at": Counter(f"{year}-W{week:02}" for year, week, _ in weeks),
        "month of at": Counter(f"{one:%Y-%m}" for one in local),
        "quarter of at": Counter(f"{one.year}-Q{(one.month + 2) // 3}" for one in local),
        "year of at": Counter(f"{one.year}" for one in local),
        "hour(at)": Counter(one.hour for one in local), "weekday(at)": Counter(one.isoweekday() for one in local),
        "week(at)": Counter(week for _, week, _ in weeks), "month(at)": Counter(one.month for one in local),
    }
    found = ask(files, (f"events by {key} called k show count" for key in expected))
    for (key, counts), rows in zip(expected.items(), found):
        assert {row["k"] if "(" in key else str(row["k"]): row["count"] for row in rows} == counts, key


def test_fixed_periods(zone, moments, files):
    spans = {words: (midnight(first, zone), midnight(end, zone)) for day in DAYS for words, first, end in units(day)}
    sentences, expected = [], []
    for words, (start, end) in spans.items():
        before, inside = sum(one < start for one in moments), sum(start <= one < end for one in moments)
        sentences += [f"events in {words} show count", f"events since {words} show count", f"events before {words} show count",
                      f"accounts show count of hit in {words} called count"]
        expected += [inside, len(moments) - before, before, inside]
    found = [rows[0]["count"] for rows in ask(files, sentences)]
    assert {one: (got, wanted) for one, got, wanted in zip(sentences, found, expected) if got != wanted} == {}


def test_relative_periods(zone, moments, files, tmp_path):
    for today in random.Random(3).sample(DAYS, round(6 * SCALE)) + [LAST]:
        if today == datetime.date(2011, 12, 30) and zone.key == "Pacific/Apia":
            continue  # There was no such day.
        now = midnight(today + DAY, zone)
        spans = relative(today, now, zone)
        (tmp_path / "today.orbits").write_text("\n".join([
            f'set timezone "{zone.key}"', f"set now {today}",
            f'load events from "{files}/events.csv" with account = account, at = at, kind = kind', ""]))
        found = answers([f"events during {words} show count" for words in spans], "-w", tmp_path / "today.orbits")
        wrong = {words: (rows[0]["count"], count) for (words, (start, end)), rows in zip(spans.items(), found)
                 if rows[0]["count"] != (count := sum(start <= one < end for one in moments))}
        assert wrong == {}, today


def test_as_of_a_bare_date_is_its_end(zone, moments, files):
    days = [day for day in DAYS if day < LAST]
    found = ask(files, (f"events as of {day} show count" for day in days))
    assert [rows[0]["count"] for rows in found] == [
        sum(one < midnight(day + DAY, zone) for one in moments) for day in days]


def test_windows_of_months_and_of_hours(zone, tmp_path):
    """Months go by the calendar of the zone and are clamped; days are 24 hours each, whatever the clocks do."""
    draw = random.Random(zone.key)
    pairs, spans = [], {"1 month": 1, "3 months": 3, "1 quarter": 3, "1 year": 12, "1 day": None, "7 days": None}
    for day in DAYS + [datetime.date(2023, 11, 30), datetime.date(2024, 1, 31), datetime.date(2023, 12, 31),
                       datetime.date(2024, 7, 27), datetime.date(2024, 2, 10), datetime.date(2024, 9, 30)]:
        for words, months in spans.items():
            time = datetime.time(draw.choice([0, 1, 2, 3, 12, 23]), draw.choice([0, 30]), draw.choice([0, 59]))
            start = instant(datetime.datetime.combine(day, time), zone)
            end = shift(start, months, zone) if months else start + int(words.split()[0]) * DAY
            pairs += [(words, start, end + late * SECOND, late <= 0) for late in (-1, 0, 1)]
    with open(tmp_path / "events.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["account", "at", "kind", "span"])
        for number, (words, start, end, _) in enumerate(pairs):
            for kind, moment in [("start", start), ("stop", end)]:
                table.writerow([f"P{number:05}", f"{moment:%Y-%m-%dT%H:%M:%SZ}", kind, words])
    (tmp_path / "calendar.orbits").write_text(
        f'set timezone "{zone.key}"\nset now 2026-12-31\n'
        'load events from "events.csv" with account = account, at = at, kind = kind\n')
    for words, rows in zip(spans, ask(tmp_path, (
            f'accounts matching start[span is "{words}"] -> stop within {words} order by id show id' for words in spans))):
        found = {row["id"] for row in rows}
        wrong = [(start.astimezone(zone).isoformat(), end.astimezone(zone).isoformat(), inside)
                 for number, (span, start, end, inside) in enumerate(pairs)
                 if span == words and inside != (f"P{number:05}" in found)]
        assert wrong == [], words
