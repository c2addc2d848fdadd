"""Event logs as process miners read them: the journeys of orbits against pm4py, case by case and pair by pair.

pm4py counts cases; an account is a case here, and once a customer. Both order events of one time by their place in the
log, so every number is equal; what the order of such events could change is computed here as well, and is what the
footer has to say.
"""

import contextlib
import functools
import io
import itertools
import os
import random
import re
from collections import Counter, defaultdict

import pytest

from orbits_program import SHARED, orbits
from orbits_program import answers as ask_all

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    import pm4py
    from pm4py.algo.discovery.dfg.adapters.pandas import df_statistics
    from pm4py.algo.filtering.pandas.ltl import ltl_checker
    from pm4py.statistics.traces.generic.pandas import case_statistics
    from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False
CASE, KIND, AT, LIFECYCLE = "case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition"
HELPDESK = "helpdesk-italian/helpdesk.xes.gz"
RECEIPT = "receipt/receipt.xes.gz"
BANK = "bpic2012/bpic2012.xes.gz"
COLUMNS = f"account = `{CASE}`, at = `{AT}`, kind = `{KIND}`"

# Name; the file; how orbits loads it; the column of pm4py that is the account; which rows of pm4py's frame.
VIEWS = {
    "helpdesk by ticket": (HELPDESK, "", CASE, None),
    "helpdesk by customer": (HELPDESK, "with account = customer", "customer", None),
    "receipt": (RECEIPT, "", CASE, None),
    "receipt from CSV": ("receipt/receipt.csv", f"with {COLUMNS}", CASE, None),
    "bank": (BANK, "", CASE, None),
    "bank, complete": (BANK, 'reading lifecycle "complete"', CASE, "COMPLETE"),
}


class View:
    """One log with one idea of what an account is, in both programs."""

    frames = {}

    def __init__(self, name, folder):
        file, clauses, self.account, lifecycle = VIEWS[name]
        path = SHARED / "data" / file
        if not path.is_file():
            pytest.skip(f"no shared data at {path}")
        self.workspace = folder / "log.orbits"
        self.workspace.write_text(f'load events from "{path}" {clauses}\n')
        log = SHARED / "data" / (RECEIPT if file.startswith("receipt") else file)
        if log not in View.frames:
            with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
                View.frames[log] = pm4py.read_xes(os.fspath(log))
        frame = View.frames[log]
        if lifecycle:
            frame = frame[frame[LIFECYCLE] == lifecycle]
        # pm4py sorts in some of its functions and not in others; a customer's tickets overlap.
        self.frame = frame.sort_values([self.account, AT], kind="stable").reset_index(drop=True)
        self.kinds = sorted(self.frame[KIND].unique())
        self.keys = {"activity_key": KIND, "timestamp_key": AT, "case_id_key": self.account}
        self.journeys = {
            account: list(zip(part[AT], part[KIND]))
            for account, part in self.frame[[self.account, KIND, AT]].groupby(self.account, sort=False)}

    def ask(self, sentences):
        return ask_all(list(sentences), "-w", self.workspace)

    def counts(self, patterns):
        return [rows[0]["count"] for rows in self.ask(f"accounts matching {one} show count" for one in patterns)]

    @functools.cached_property
    def told(self):
        """What is said of every account, and of every event, asked at once: a large log takes its time to load."""
        asked = {
            "starts": "events by account show first kind called kind | by kind show count",
            "ends": "events by account show last kind called kind | by kind show count",
            "lengths": "events by account show max at - min at called length",
            "sizes": "events by account show count",
            "events": "events show account, kind",
        }
        return dict(zip(asked, self.ask(asked.values())))

    def some(self, number):
        """How many questions: pm4py takes its time over the large log."""
        return number if len(self.frame) < 100_000 else number // 3

    def cases(self, frame):
        return frame[self.account].nunique()


@pytest.fixture(scope="module", params=VIEWS)
def view(request, tmp_path_factory):
    return View(request.param, tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module", autouse=True)
def nothing_kept():
    yield
    View.frames.clear()


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return View("bank", tmp_path_factory.mktemp("log"))


def chain(kinds, arrow="->"):
    return f" {arrow} ".join(f"`{kind}`" for kind in kinds)


def drawn(view, count, length, seed):
    """Chains of kinds that some journey holds, and some that perhaps none does."""
    draw = random.Random(seed)
    journeys = list(view.journeys.values())
    chains = []
    while len(chains) < count:
        journey = draw.choice(journeys)
        if len(journey) >= length and draw.random() < 0.8:
            places = sorted(draw.sample(range(len(journey)), length))
            chains.append([journey[place][1] for place in places])
        else:
            chains.append(draw.choices(view.kinds, k=length))
    return chains


def test_directly_follows_for_every_pair(view):
    expected = df_statistics.get_dfg_graph(
        view.frame, case_id_glue=view.account, activity_key=KIND, timestamp_key=AT, keep_once_per_case=True)
    others = [pair for pair in itertools.product(view.kinds, repeat=2) if pair not in expected]
    pairs = sorted(expected) + random.Random(1).sample(others, min(len(others), 20))
    found = view.counts(chain(pair, "=>") for pair in pairs)
    assert len(expected) >= 50
    assert {pair: number for pair, number in zip(pairs, found) if number != expected.get(pair, 0)} == {}


def test_eventually_follows(view):
    pairs = drawn(view, view.some(25), 2, 2)
    expected = [view.cases(pm4py.filter_eventually_follows_relation(view.frame, [tuple(pair)], **view.keys))
                for pair in pairs]
    assert view.counts(map(chain, pairs)) == expected


def test_chains_of_three(view):
    keys = {ltl_checker.Parameters.CASE_ID_KEY: view.account}
    often = view.frame.groupby([view.account, KIND]).size().unstack(fill_value=0)
    # pm4py joins every event with every other.
    chains = [kinds for kinds in drawn(view, 40, 3, 3) if often[kinds].prod(axis=1).sum() < 300_000][:view.some(9)]
    expected = [view.cases(ltl_checker.eventually_follows(view.frame, kinds, keys)) for kinds in chains]
    assert any(expected)
    assert view.counts(map(chain, chains)) == expected


def test_follows_within_a_time(view):
    draw = random.Random(4)
    asked, expected = [], []
    for pair in drawn(view, view.some(18), 2, 4):
        unit, seconds = draw.choice([("minutes", 60), ("hours", 3600), ("days", 86_400)])
        length = draw.randrange(1, 40)
        parameters = {ltl_checker.Parameters.CASE_ID_KEY: view.account,
                      ltl_checker.Parameters.TIMESTAMP_DIFF_BOUNDARIES: [(0, length * seconds)]}
        asked.append(f"{chain(pair)} within {length} {unit}")
        expected.append(view.cases(ltl_checker.eventually_follows(view.frame, pair, parameters)))
    assert dict(zip(asked, view.counts(asked))) == dict(zip(asked, expected))


def test_starts_and_ends(view):
    starts, ends = ({row["kind"]: row["count"] for row in view.told[name]} for name in ("starts", "ends"))
    assert starts == pm4py.get_start_activities(view.frame, **view.keys)
    assert ends == pm4py.get_end_activities(view.frame, **view.keys)


def test_durations_of_all_cases(view):
    rows = view.told["lengths"]
    statistics = case_statistics.get_cases_description(
        view.frame, {case_statistics.Parameters.CASE_ID_KEY: view.account})
    assert len(rows) == len(statistics)
    for row in rows:
        one = statistics[row["account"]]
        assert round(row["length"] * 86_400_000) == round(one["caseDuration"] * 1000), row
    lengths = sorted(round(row["length"] * 86_400_000) for row in rows)
    assert lengths == sorted(
        round(1000 * seconds) for seconds in pm4py.get_all_case_durations(view.frame, **view.keys))


def test_events_of_each_case(view):
    sizes = [row["count"] for row in view.told["sizes"]]
    for low, high in [(1, 1), (2, 4), (5, 5), (6, 12), (13, 10_000)]:
        expected = pm4py.filter_case_size(view.frame, low, high, case_id_key=view.account)
        assert sum(low <= size <= high for size in sizes) == view.cases(expected), (low, high)


def test_repetitions_of_every_activity(view):
    asked = [(kind, times) for kind in view.kinds[:view.some(18)] for times in (2, 3)]
    expected = [
        view.cases(pm4py.filter_activities_rework(view.frame, kind, min_occurrences=times, **view.keys))
        for kind, times in asked]
    found = view.ask([f"accounts matching `{kind}` {times} times show count" for kind, times in asked]
                     + [f"accounts where count of `{kind}` >= {times} show count" for kind, times in asked])
    assert [rows[0]["count"] for rows in found] == 2 * expected
    once = pm4py.get_rework_cases_per_activity(view.frame, **view.keys)
    assert [number for (_, times), number in zip(asked, expected) if times == 2] == [
        once.get(kind, 0) for kind, times in asked if times == 2]


def test_variants(view):
    """The events as they are listed are the events in their order."""
    found = defaultdict(list)
    for row in view.told["events"]:
        found[row["account"]].append(row["kind"])
    expected = pm4py.get_variants(view.frame, **view.keys)
    assert Counter(map(tuple, found.values())) == {
        variant: number if isinstance(number, int) else len(number) for variant, number in expected.items()}


def test_completed_activities_by_a_predicate(bank):
    """On the whole log, `A[lifecycle is COMPLETE]` counts what pm4py counts on the filtered log."""
    done = bank.frame[bank.frame[LIFECYCLE] == "COMPLETE"]
    kinds = [kind for kind in bank.kinds if kind.startswith("W_")] + ["A_ACCEPTED", "O_SENT", "O_SENT_BACK"]
    pairs = random.Random(5).sample(list(itertools.product(kinds, repeat=2)), 10)
    complete = f"[`{LIFECYCLE}` is COMPLETE]"
    found = bank.counts([f"`{one}`{complete} -> `{other}`{complete}" for one, other in pairs]
                        + [f"`{kind}`{complete} 3 times" for kind in kinds])
    assert found == [bank.cases(pm4py.filter_eventually_follows_relation(done, [pair])) for pair in pairs] + [
        bank.cases(pm4py.filter_activities_rework(done, kind, min_occurrences=3)) for kind in kinds]


def test_transitions_of_activities_as_stages(view):
    """Every activity a stage: how often one is left for another is how often another directly follows it. Of stages
    entered at one instant the earlier one comes first, so pm4py is given them in that order."""
    workspace = view.workspace.with_name("stages.orbits")
    workspace.write_text(f"stages {chain(view.kinds)}\n{view.workspace.read_text()}")
    [rows] = ask_all(["transitions of accounts"], "-w", workspace)
    found = {(row["from"], row["to"]): row["count"] for row in rows if row["to"] not in ("still there", "lost")}
    # The kinds are in the order of their stages.
    ordered = view.frame.sort_values([view.account, AT, KIND], kind="stable")
    expected = df_statistics.get_dfg_graph(ordered, case_id_glue=view.account, activity_key=KIND, timestamp_key=AT)
    assert {pair: count for pair, count in found.items() if count} == {
        pair: count for pair, count in expected.items() if pair[0] != pair[1]}


# -- Ties

def possible_truths(journey, pair):
    """Whether A is directly followed by B under each order of the events of one time."""
    first, second = pair
    if not {first, second} <= {kind for _, kind in journey}:
        return {False}
    states = {(None, False)}  # the latest kind, found already
    for _, tie in itertools.groupby(journey, key=lambda event: event[0]):
        kinds = [kind for _, kind in tie]
        assert len(kinds) < 8, "more events at one time than there are orders to try"
        after = set()
        for order in set(itertools.permutations(kinds)):
            for latest, found in states:
                for kind in order:
                    found = found or (latest == first and kind == second)
                    latest = kind
                after.add((latest, found))
        states = after
    return {found for _, found in states}


def test_what_ties_decide_is_said(view):
    """The footer's number is what lies between the least and the most favourable order, and pm4py lies there too."""
    dfg = df_statistics.get_dfg_graph(
        view.frame, case_id_glue=view.account, activity_key=KIND, timestamp_key=AT, keep_once_per_case=True)
    journeys = list(view.journeys.values())
    tied = Counter()
    for journey in journeys:
        for (at, kind), (later, other) in zip(journey, journey[1:]):
            if at == later:
                tied[kind, other] += 1
                tied[other, kind] += 1
    pairs = [pair for pair, _ in tied.most_common(view.some(12))]
    arguments = [part for pair in pairs for part in ("-c", f"accounts matching {chain(pair, '=>')} show count")]
    run = orbits("-w", view.workspace, "--format", "csv", *arguments, timeout=300).is_fine()
    counts = [int(line) for line in run.out.split() if line.isdigit()]
    total = f"{len(journeys):,} accounts"
    footers = re.split(rf"^(?:[\d,]+ of |none of )?{total}$\n?", run.err.split("newest event\n")[-1], flags=re.M)
    assert len(counts) == len(pairs) and len(footers) == len(pairs) + 1, run.err
    for pair, count, footer in zip(pairs, counts, footers):
        truths = [possible_truths(journey, pair) for journey in journeys]
        least, most = sum(truth == {True} for truth in truths), sum(True in truth for truth in truths)
        said = re.search(r"decides for ([\d,]+) account", footer)
        assert (int(said[1].replace(",", "")) if said else 0) == most - least, (pair, footer)
        assert least <= count <= most and least <= dfg.get(pair, 0) <= most, (pair, least, count, most)
