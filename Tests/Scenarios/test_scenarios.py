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
        self.has_cut = "----" in lines
        cut = lines.index("----") if self.has_cut else len(lines)
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
        # Where the checkout stands is another place on every machine.
        told = run.err.replace(str(HERE), "FOLDER")
        rows += [f"> {line}".rstrip() for line in told.splitlines()]
        return rows + ([f"exit {run.status}"] if run.status else [])

    def text(self, rows):
        head = self.comments + ([f"arguments: {self.arguments}"] if self.arguments else [])
        cut = ["----"] if self.has_cut or rows else []
        return "\n".join(head + [self.sentence] + cut + rows)


def scenarios(file):
    blocks = file.read_text(encoding="utf-8").strip("\n").split("\n\n")
    return [Scenario(block.split("\n")) for block in blocks if block.strip()]


FILES = sorted(HERE.glob("*.txt"))
CASES = [(file, number, case) for file in FILES for number, case in enumerate(scenarios(file))]


@pytest.mark.parametrize("file, number, case", CASES,
                         ids=[f"{file.stem}: {case.sentence}"[:90] for file, _, case in CASES])
def test_scenario(file, number, case):
    found = case.run()
    if RECORDS and found != case.expected:
        before, after = case.text(case.expected), case.text(found)
        blocks = file.read_text(encoding="utf-8").strip("\n").split("\n\n")
        blocks = [after if block == before else block for block in blocks]
        file.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
        pytest.fail(f"{file.name} has been written: look at the difference and run again")
    assert found == case.expected, (
        f"{file.name}, scenario {number + 1}: {case.sentence}\nprints\n" + "\n".join(found)
        + "\ninstead of\n" + "\n".join(case.expected) + "\n(RECORD_SCENARIOS=1 writes it down)")
