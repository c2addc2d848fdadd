"""Event logs in XES: counts of the data sets' READMEs, and the same log in CSV and XES."""

import gzip
import random
import shutil

import pytest

from orbits_program import SCALE, SHARED, WRONG_DATA, answers, assert_rows, orbits

RECEIPT = SHARED / "data" / "receipt"


def packed(data_set, name):
    path = SHARED / "data" / data_set / name
    if not path.is_file():
        pytest.skip(f"no shared data at {path}")
    return path


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The path of a log of the shared data, unpacked once."""
    folder = tmp_path_factory.mktemp("xes")

    def path(data_set, name):
        target = folder / name
        if not target.exists():
            with gzip.open(packed(data_set, name + ".gz")) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
        return target

    return path


COUNTS = ["count of accounts", "count of events"]


def counts(*arguments):
    return tuple(rows[0]["count"] for rows in answers(COUNTS, *arguments))


@pytest.mark.parametrize("data_set, name, cases, events", [
    ("bpic2012", "bpic2012.xes", 13_087, 262_200),
    ("helpdesk-italian", "helpdesk.xes", 4_580, 21_348),
    ("receipt", "receipt.xes", 1_434, 8_577),
])
def test_a_log_opens_without_a_clause(unpacked, data_set, name, cases, events):
    assert counts(unpacked(data_set, name)) == (cases, events)
    assert counts(packed(data_set, name + ".gz")) == (cases, events)


def test_an_attribute_of_the_events_can_be_the_account(unpacked, tmp_path):
    workspace = tmp_path / "helpdesk.orbits"
    workspace.write_text(
        f'load events from "{unpacked("helpdesk-italian", "helpdesk.xes")}" with account = customer\n')
    assert counts("-w", workspace) == (397, 21_348)


def test_lifecycle_keeps_one_event_an_activity(unpacked, tmp_path):
    workspace = tmp_path / "bpic.orbits"
    workspace.write_text(
        f'load events from "{unpacked("bpic2012", "bpic2012.xes")}" reading lifecycle "complete"\n')
    assert counts("-w", workspace) == (13_087, 164_506)


def test_amounts_written_as_text_are_numbers(unpacked):
    [rows] = answers(["accounts where AMOUNT_REQ >= 50000 show count"],
                     unpacked("bpic2012", "bpic2012.xes"))
    text = unpacked("bpic2012", "bpic2012.xes").read_text()
    amounts = [int(part.split('"')[0]) for part in text.split('key="AMOUNT_REQ" value="')[1:]
               if part[0].isdigit()]
    assert rows[0]["count"] == sum(amount >= 50_000 for amount in amounts)


RECEIPT_QUESTIONS = [
    "count of accounts", "count of events", "count of events by kind",
    "count of events by `org:resource`", "count of events by `lifecycle:transition`",
    "events show first(at), last(at)",
    "events order by at, kind, `org:resource` show kind, at, `org:group`, `concept:instance`",
    "count of events in 2011 by month",
    "accounts where count of events > 10 order by id show id",
    'accounts where count of "Confirmation of receipt" = 0 show count',
]


def test_csv_and_xes_of_one_log_answer_alike(unpacked, tmp_path):
    csv = tmp_path / "csv.orbits"
    csv.write_text(f'load events from "{packed("receipt", "receipt.csv")}" with '
                   "account = `case:concept:name`, at = `time:timestamp`, kind = `concept:name`\n")
    for xes in [unpacked("receipt", "receipt.xes"), packed("receipt", "receipt.xes.gz")]:
        questions = [question for question in RECEIPT_QUESTIONS
                     if orbits("-w", csv, "-c", question).status == 0]
        assert len(questions) >= len(RECEIPT_QUESTIONS) - 1
        for question, left, right in zip(
                questions, answers(questions, "-w", csv), answers(questions, xes)):
            assert_rows(left, [tuple(row.values()) for row in right], question)


def test_a_damaged_log_is_refused_as_a_whole(unpacked, tmp_path):
    whole = unpacked("receipt", "receipt.xes").read_bytes()
    randomly = random.Random(7)
    path = tmp_path / "cut.xes"
    for _ in range(round(20 * SCALE)):
        path.write_bytes(whole[:randomly.randrange(1000, len(whole) - 10)])
        run = orbits(path, "-c", "count of accounts")
        assert run.status == WRONG_DATA, run
        assert "ends in the middle, after" in run.err or "sign or byte" in run.err, run
        assert run.out == "", run
