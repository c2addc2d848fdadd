"""Scores, stages and times by the formulas alone, in plain Python, to hold beside the program's (SEMANTICS)."""

import csv
import datetime
import math

from orbits_program import CHECKOUT, answers, data_set

DAY = 86400.0


def rows(name, file):
    with open(data_set(name) / file, encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def moment(text, form="%Y-%m-%d %H:%M:%S"):
    """Seconds since 1970, UTC; None for a blank."""
    if not text:
        return None
    return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc).timestamp()


def asked(example, name, folder, more=()):
    """The answers to a model file's own questions and to some more, by sentence. The file lies beside the data."""
    for file in data_set(name).glob("*.csv"):
        (folder / file.name).symlink_to(file)
    text = (CHECKOUT / "examples" / example).read_text(encoding="utf-8")
    model, questions = text.split("# ---- Questions\n")
    (folder / "model.orbits").write_text(model, encoding="utf-8")
    lines = "\n".join(line for line in questions.splitlines() if not line.startswith("#"))
    sentences = [" ".join(part.split()) for part in lines.split("\n\n") if part.strip()] + list(more)
    return dict(zip(sentences, answers(sentences, "-w", "model.orbits", cwd=folder)))


# ---- Journeys


class Journey:
    """An account's stays in stages, of entries (time, stage) in their order; stage "lost" ends a stay and begins none."""

    def __init__(self, entries, stages, now):
        self.visits, self.losses, self.moves = [], [], []  # [stage, from, to or None]; times; (time, stages gained)
        is_lost, place = False, {stage: number for number, stage in enumerate(stages)}
        for time, stage in entries:
            if time >= now:
                continue
            last = self.visits[-1] if self.visits else None
            if stage == "lost":
                if not is_lost:
                    self.losses.append(time)
                    if last:
                        last[2] = time
                is_lost = True
                continue
            if last and last[2] is None:
                if last[0] == stage:
                    continue
                last[2] = time
            # Who comes back after a loss begins anew: no move.
            if last and not is_lost and place[stage] > place[last[0]]:
                self.moves.append((time, place[stage] - place[last[0]]))
            self.visits.append([stage, time, None])
            is_lost = False
        self.is_lost = is_lost
        self.stage = None if is_lost or not self.visits else self.visits[-1][0]
        self.entered = None if self.stage is None else self.visits[-1][1]

    def first(self, stage):
        return next((start for name, start, _ in self.visits if name == stage), None)

    def was_active(self, time):
        """In a stage when the instant came: who enters or leaves at that very instant had not entered or left yet."""
        return any(start < time and (end is None or end >= time) for _, start, end in self.visits)

    def is_customer_lost(self, customer, begin, end):
        """None: no customer when the period began; else whether lost in it."""
        first = self.first(customer)
        if first is None or first >= begin or not self.was_active(begin):
            return None
        return any(begin <= time < end for time in self.losses)


def kaplan_meier(durations, p):
    """The smallest t by which the share p has ended, of pairs (length, has ended); None where that is not reached."""
    left, survival = len(durations), 1.0
    ended, gone = {}, {}
    for length, is_end in durations:
        gone[length] = gone.get(length, 0) + 1
        ended[length] = ended.get(length, 0) + is_end
    for length in sorted(gone):
        survival *= 1 - ended[length] / left
        if survival <= 1 - p + 1e-12 and ended[length]:
            return length
        left -= gone[length]
    return None


def usual_stays(journeys, stages, now):
    """By stage the p50 and p90 of its stays; one that is not reached is the longest stay seen."""
    found = {}
    for stage in stages:
        stays = [((end if end is not None else now) - start, end is not None)
                 for journey in journeys for name, start, end in journey.visits if name == stage]
        longest = max((length for length, _ in stays), default=None)
        found[stage] = [longest if (q := kaplan_meier(stays, p)) is None else q for p in (0.5, 0.9)]
    return found


def aalen_johansen(cases, p):
    """The smallest t with F(t) >= p, of pairs (length, "reached", "lost" or "open"); None where that is not reached."""
    left, survival, reached = len(cases), 1.0, 0.0
    for length in sorted({length for length, _ in cases}):
        ends = [end for at, end in cases if at == length]
        reached += survival * ends.count("reached") / left
        survival *= 1 - (ends.count("reached") + ends.count("lost")) / left
        if reached >= p - 1e-12:
            return length
        left -= len(ends)
    return None


def time_from(journey, start, values, now):
    """How long from a start to the first value, and how it ended: reached, lost before, or still open."""
    if start is None:
        return None
    value = min((time for time in values if start <= time < now), default=math.inf)
    loss = min((time for time in journey.losses if time >= start), default=math.inf)
    if value == loss == math.inf:
        return now - start, "open"
    return (value - start, "reached") if value <= loss else (loss - start, "lost")


# ---- Scores


def fading(events, now, half_life):
    """What is left of each event (time, points), oldest first: s 2^(-age / h)."""
    return [points * 2 ** (-(now - time) / DAY / half_life) for time, points in sorted(events) if time < now]


class Part:
    """One component's share of a score: u of its weight, and what each event gives of that."""

    def __init__(self, weight, u, rest=()):
        self.weight, self.u, self.rest = weight, u, list(rest)

    @staticmethod
    def events(weight, half_life, half_point, events, now):
        rest = fading(events, now, half_life)
        return Part(weight, 1 - 2 ** (-sum(rest) / half_point), rest)

    @staticmethod
    def level(weight, value, low, high):
        if high > low:
            return Part(weight, min(1.0, max(0.0, (value - low) / (high - low))))
        return Part(weight, 1.0 if value > low else 0.0)


class Score:
    def __init__(self, parts):
        """`parts`: by name; one that cannot be observed is None."""
        self.parts = {name: part for name, part in parts.items() if part}
        self.weight = sum(part.weight for part in self.parts.values())
        self.value = 100 * sum(part.weight * part.u for part in self.parts.values()) / self.weight

    def contribution(self, name):
        return 100 * self.parts[name].weight * self.parts[name].u / self.weight

    def contributions(self, name):
        """Of each event, oldest first: its share of what the component gives."""
        rest = self.parts[name].rest
        return [self.contribution(name) * one / sum(rest) for one in rest]


def near(actual, expected):
    return actual is not None and math.isclose(actual, expected, rel_tol=1e-9, abs_tol=1e-9)


def assert_near(actual, expected, about=""):
    assert near(actual, expected), f"{about}: {actual}, by hand {expected}"


def assert_explained(why, score):
    """The rows of `why` add up to the score, component by component, and event by event where they are shown."""
    assert_near(math.fsum(row["contribution"] or 0 for row in why), score.value, "all contributions")
    assert {row["component"] for row in why if row["contribution"] is not None} == set(score.parts)
    for name, part in score.parts.items():
        shown = [row for row in why if row["component"] == name]
        assert_near(math.fsum(row["contribution"] for row in shown), score.contribution(name), name)
        by_hand = sorted(score.contributions(name), reverse=True)
        if not by_hand:
            continue
        # Old events may be one row: it gives what they give together.
        single = sorted((row["contribution"] for row in shown if row["kind"] != "earlier"), reverse=True)
        together = [row["contribution"] for row in shown if row["kind"] == "earlier"]
        assert len(single) == len(by_hand) if not together else 0 < len(single) < len(by_hand), name
        for got, wanted in zip(single, by_hand):
            assert_near(got, wanted, f"an event of {name}")
        if together:
            assert_near(together[0], math.fsum(by_hand[len(single):]), f"faded events of {name}")
