"""Random journeys and random patterns, and what SEMANTICS says of them, word by word: every choice of happenings is looked at
on its own, in every order that ties allow. Nothing here is clever, so that it can be believed."""

import calendar
import csv
import datetime
import itertools
import random

YES, UNKNOWN, NO = 2, 1, 0
DAY = datetime.timedelta(days=1)
START = datetime.datetime(2024, 1, 20)
NOW = datetime.datetime(2024, 5, 1)  # the end of `set now 2024-04-30`
KINDS = ["alpha", "beta", "gamma", "delta"]
STAGES = ["Obstacle", "Research", "Benchmark", "Invest"]


class Happening:
    """An event, or the entry of a stage; at one instant the entry comes first."""

    def __init__(self, time, name, value=None, is_entry=False):
        self.time, self.name, self.value, self.is_entry = time, name, value, is_entry

    def tie(self):
        return (self.time, not self.is_entry)


def random_journey(draw, with_stages):
    """Events in the order of the source; at most three of them at one instant, or there were too many orders to try."""
    step = draw.choice([DAY, DAY / 4, 7 * DAY])
    events, used = [], {}
    for _ in range(draw.choice([0, 1, 2, 3, 5, 8, 10, 12])):
        time = min(START + step * draw.randrange(draw.choice([4, 12, 100 * DAY // step])), NOW - DAY / 24)
        if used.get(time, 0) < 3:
            used[time] = used.get(time, 0) + 1
            events.append(Happening(time, draw.choices(KINDS, [3, 3, 2, 1])[0], draw.choice([1, 1, 2, None])))
    entries = []
    if with_stages:
        times = sorted(set(START + step * draw.randrange(12) for _ in range(draw.randrange(4))))
        stage = None
        for time in times:
            stage = draw.choice([name for name in STAGES if name != stage])
            entries.append(Happening(time, stage, is_entry=True))
    return events, entries


def in_order(events, entries):
    return sorted(entries + events, key=Happening.tie)  # stable: the source's order decides ties


def orders(journey):
    """Every order of happenings of one instant; events alike in all that patterns see are not exchanged."""
    ties = [list(tie) for _, tie in itertools.groupby(journey, key=Happening.tie)]
    ways = []
    for tie in ties:
        seen, some = set(), []
        for order in itertools.permutations(tie):
            looks = tuple((one.name, one.value) for one in order)
            if looks not in seen:
                seen.add(looks)
                some.append(order)
        ways.append(some)
    for choice in itertools.product(*ways):
        yield [one for tie in choice for one in tie]


def write(folder, journeys, draw, with_stages):
    with open(folder / "accounts.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerows([["id", "started"]] + [[name, START.isoformat() + "Z"] for name in journeys])
    # The order of one account's events is kept, those of others lie between them.
    queues = {name: list(events) for name, (events, _) in journeys.items() if events}
    rows = []
    while queues:
        name = draw.choice(list(queues))
        event = queues[name].pop(0)
        rows.append([name, event.time.isoformat() + "Z", event.name, "" if event.value is None else event.value])
        if not queues[name]:
            del queues[name]
    with open(folder / "events.csv", "w", newline="") as file:
        csv.writer(file).writerows([["account", "at", "kind", "v"]] + rows)
    sources = ['load accounts from "accounts.csv" with id = id',
               'load events from "events.csv" with account = account, at = at, kind = kind']
    if with_stages:
        with open(folder / "stages.csv", "w", newline="") as file:
            csv.writer(file).writerows([["account", "stage", "entered"]] + [
                [name, entry.name, entry.time.isoformat() + "Z"]
                for name, (_, entries) in journeys.items() for entry in entries])
        sources.append('load stages from "stages.csv" with account = account, stage = stage, at = entered')
    (folder / "journeys.orbits").write_text("\n".join([*sources, "set now 2024-04-30", ""]))
    return folder / "journeys.orbits"


# -- Patterns

PREDICATES = {
    "": lambda one: True, "[v is 1]": lambda one: one.value == 1,
    "[v > 1]": lambda one: one.value is not None and one.value > 1,
    "[v is unknown]": lambda one: one.value is None and not one.is_entry,
}
PERIODS = {
    "2024-02": (datetime.datetime(2024, 2, 1), datetime.datetime(2024, 3, 1)),
    "2024-Q1": (datetime.datetime(2024, 1, 1), datetime.datetime(2024, 4, 1)),
    "last 60 days": (NOW - 60 * DAY, NOW),
}


def add_months(time, months):
    month = time.year * 12 + time.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return time.replace(year=year, month=month, day=min(time.day, calendar.monthrange(year, month)[1]))


def random_length(draw):
    """Its words, and what it adds to an instant."""
    unit, days = draw.choice([("hours", 1 / 24), ("days", 1), ("weeks", 7), ("months", None)])
    number = draw.choice([1, 2, 3]) if days is None else draw.choice([1, 3, 6, 7, 12, 18, 30])
    if days is None:
        return f"{number} {unit}", lambda time: add_months(time, number)
    return f"{number} {unit}", lambda time: time + number * days * DAY


class Pattern:
    def __init__(self, draw, with_stages):
        self.steps, self.exact, self.exclusions = [], [], []  # a step: matcher, names, is it direct
        self.window = self.silence = self.period = None
        words, names = [], set()
        for place in range(draw.choice([1, 2, 2, 2, 2, 3, 3])):
            direct = place > 0 and draw.random() < 0.35
            alternatives = [self.matcher(draw, with_stages) for _ in range(draw.choice([1, 1, 1, 2]))]
            text = " or ".join(word for word, _, _ in alternatives)
            matcher = [(name, test) for _, name, test in alternatives]
            own = {name for name, _ in matcher}
            count, bound = 1, ""
            if draw.random() < 0.2:
                count, bound = draw.choice([2, 2, 2, 3]), draw.choice(["", "at least ", "exactly "])
                text += f" {bound}{count} times"
            if bound == "exactly ":
                self.exact.append((matcher, count))
            for repetition in range(count):
                self.steps.append((matcher, own, direct and repetition == 0))
            names |= own
            words.append((" => " if direct else " -> ") * (place > 0) + text)
        self.words = "".join(words)
        options = []
        if draw.random() < 0.5:
            text, self.window = random_length(draw)
            options.append(f"within {text}")
        if draw.random() < 0.2:
            text = draw.choice(list(PERIODS))
            self.period = PERIODS[text]
            options.append(f"in {text}")
        if draw.random() < 0.2:
            text, self.silence = random_length(draw)
            options.append(f"followed by nothing for {text}")
        if len(self.steps) > 1 and draw.random() < 0.3:
            pairs = [(one, other) for one in range(len(self.steps)) for other in range(one + 1, len(self.steps))]
            one, other = draw.choice(pairs)
            first, last = draw.choice(sorted(self.steps[one][1])), draw.choice(sorted(self.steps[other][1]))
            word, name, test = self.matcher(draw, with_stages)
            place = self.between(first, last)
            if place:
                options.append(f"without {word} between {first} and {last}")
                self.exclusions.append(([(name, test)], *place))
        draw.shuffle(options)
        self.words += "".join(" " + option for option in options)

    def between(self, first, last):
        """The first step called `last` that has one called `first` before it, and the nearest such."""
        for end, (_, names, _) in enumerate(self.steps):
            if last in names:
                for start in range(end - 1, -1, -1):
                    if first in self.steps[start][1]:
                        return start, end
        return None

    @staticmethod
    def matcher(draw, with_stages):
        if with_stages and draw.random() < 0.25:
            name = draw.choice(STAGES)
            return name, name, PREDICATES[""]
        name, predicate = draw.choice(KINDS), draw.choice(["", "", "", "", *PREDICATES])
        return name + predicate, name, PREDICATES[predicate]


def serves(happening, matcher):
    return any(happening.name == name and test(happening) for name, test in matcher)


def matches(pattern, journey):
    """Every choice of one happening for each step that is a match: places and truth."""
    if not pattern.window and not all(
            sum(serves(one, matcher) and within(one, pattern.period) for one in journey) == count
            for matcher, count in pattern.exact):
        return
    for places in choices(pattern, journey, 0, -1):
        start, end = journey[places[0]].time, journey[places[-1]].time
        if pattern.window:
            last = pattern.window(start)
            if end > last or any(
                    sum(serves(one, matcher) and within(one, pattern.period) and start <= one.time <= last
                        for one in journey) != count for matcher, count in pattern.exact):
                continue
        if any(serves(one, matcher) for matcher, first, last in pattern.exclusions
               for one in journey[places[first] + 1:places[last]]):
            continue
        truth = YES
        if pattern.silence:
            until = pattern.silence(end)
            if any(not one.is_entry and end < one.time <= until for one in journey):
                continue
            # At now itself something may still happen: `now` is the end of what is known.
            truth = UNKNOWN if until >= NOW else YES
        yield places, truth


def within(happening, period):
    return not period or period[0] <= happening.time < period[1]


def choices(pattern, journey, step, before):
    if step == len(pattern.steps):
        yield []
        return
    matcher, _, direct = pattern.steps[step]
    for place in range(before + 1, len(journey)):
        if not serves(journey[place], matcher) or not within(journey[place], pattern.period):
            continue
        if direct:
            # None of the account's events between; between two stage entries, no entry.
            both = journey[place].is_entry and journey[before].is_entry
            if any(one.is_entry == both for one in journey[before + 1:place]):
                continue
        for rest in choices(pattern, journey, step + 1, place):
            yield [place] + rest


def answer(pattern, journey):
    """Truth; when the first match begins; how many follow each other without overlap."""
    found = list(matches(pattern, journey))
    truth = max((truth for _, truth in found), default=NO)
    if truth != YES:
        return truth, None, 0
    rest = [places for places, truth in found if truth == YES]
    first = min(rest, key=lambda places: (places[-1], -places[0]))
    count = 0
    while rest:
        end = min(places[-1] for places in rest)
        count += 1
        rest = [places for places in rest if places[0] > end]
    return truth, journey[first[0]].time, count


def is_decided_by_ties(pattern, journey):
    return len({answer(pattern, order)[0] for order in orders(journey)}) > 1


def generate(seed, accounts, patterns):
    draw = random.Random(seed)
    with_stages = seed % 2 == 1
    journeys = {f"J{number:04}": random_journey(draw, with_stages) for number in range(accounts)}
    return draw, with_stages, journeys, [Pattern(draw, with_stages) for _ in range(patterns)]
