"""Scenarios: what a sentence prints, to the letter.

A file holds scenarios with a blank line between them:

    arguments: --format csv            (optional)
    accounts by stage show count       (one row or more)
    ----
    what goes to standard output
    > what goes to standard error      (each row behind "> ")
    exit 3                             (optional, else 0)

Rows of standard output that are empty stand as "~". RECORD_SCENARIOS=1 writes what the program says now
into the files; a run that had to change one fails, so that a record is always looked at and run again.
"""

import os
import pathlib
import shlex
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "DataSets"))

from orbits_program import orbits

RECORDS = os.environ.get("RECORD_SCENARIOS") == "1"


class Scenario:
    def __init__(self, lines):
        cut = lines.index("----") if "----" in lines else len(lines)
        head = lines[:cut]
        self.comments = [line for line in head if line.startswith("#")]
        head = [line for line in head if not line.startswith("#")]
        self.arguments = ""
        if head and head[0].startswith("arguments: "):
            self.arguments = head.pop(0).removeprefix("arguments: ")
        self.sentence = "\n".join(head)
        self.expected = lines[cut + 1:]

    def run(self):
        """The rows the program answers with."""
        run = orbits(*shlex.split(self.arguments), "-c", self.sentence, cwd=HERE)
        rows = [line or "~" for line in run.out.removesuffix("\n").split("\n")] if run.out else []
        assert run.out == "" or run.out.endswith("\n"), run
        rows += [f"> {line}".rstrip() for line in run.err.splitlines()]
        return rows + ([f"exit {run.status}"] if run.status else [])

    def text(self, rows):
        head = self.comments + ([f"arguments: {self.arguments}"] if self.arguments else [])
        return "\n".join(head + [self.sentence, "----"] + rows)


def scenarios(file):
    blocks = file.read_text(encoding="utf-8").strip("\n").split("\n\n")
    return [Scenario(block.split("\n")) for block in blocks if block.strip()]


FILES = sorted(HERE.glob("*.txt"))
CASES = [(file, number, case) for file in FILES for number, case in enumerate(scenarios(file))]


@pytest.mark.skipif(RECORDS, reason="recording")
@pytest.mark.parametrize("file, number, case", CASES,
                         ids=[f"{file.stem}: {case.sentence}"[:90] for file, _, case in CASES])
def test_scenario(file, number, case):
    found = case.run()
    assert found == case.expected, (
        f"{file.name}, scenario {number + 1}: {case.sentence}\nprints\n" + "\n".join(found)
        + "\ninstead of\n" + "\n".join(case.expected) + "\n(RECORD_SCENARIOS=1 writes it down)")


@pytest.mark.skipif(not RECORDS, reason="only with RECORD_SCENARIOS=1")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_record(file):
    text = "\n\n".join(case.text(case.run()) for case in scenarios(file)) + "\n"
    if text != file.read_text(encoding="utf-8"):
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} has been written: look at the difference and run again")
