"""The release binary as tests see it: arguments in; standard output, standard error, exit status out.

ORBITS_BINARY names the program; without it the release build of this checkout is taken.
ORBITS_SHARED names the folder that holds `data/`; without it `../shared` beside the checkout.
"""

import csv
import io
import json
import math
import os
import pathlib
import shutil
import subprocess

import pytest

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("ORBITS_BINARY") or str(CHECKOUT / ".build" / "release" / "orbits")
SHARED = pathlib.Path(os.environ.get("ORBITS_SHARED") or CHECKOUT.parent / "shared")

# How much more than usual random tests do.
SCALE = float(os.environ.get("ORBITS_TEST_SCALE") or 1)

FINE, EXPECTATION_FAILED, WRONG_USAGE, WRONG_QUERY, WRONG_DATA, INTERRUPTED = 0, 1, 2, 3, 4, 130


class Run:
    """What one call came to."""

    def __init__(self, status, out, err, arguments):
        self.status, self.out, self.err, self.arguments = status, out, err, arguments

    def __repr__(self):
        return (f"orbits {self.arguments}\n-- exit status {self.status}\n-- standard output\n"
                f"{self.out}\n-- standard error\n{self.err}")

    def is_fine(self):
        assert self.status == FINE, self
        return self


def orbits(*arguments, stdin="", cwd=None, timeout=120, env=None, user=None):
    """Runs the program without a terminal. `stdin` is text or bytes; `user` whom to run it as."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    variables = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    variables.update({"HOME": str(cwd or "/nonexistent"), "SWIFT_BACKTRACE": "enable=no"})
    variables.update(env or {})
    done = subprocess.run([BINARY, *map(str, arguments)], input=stdin, capture_output=True,
                          cwd=cwd, timeout=timeout, env=variables, user=user)
    run = Run(done.returncode, done.stdout.decode(errors="surrogateescape"),
              done.stderr.decode(errors="surrogateescape"), arguments)
    assert done.returncode >= 0, f"died of signal {-done.returncode}: {run}"
    assert "\x1b" not in run.out + run.err, f"an escape went into a pipe: {run!r}"
    return run


def answers(sentences, *arguments, cwd=None, timeout=300):
    """Asks all sentences of one process; returns the rows of each answer, dictionaries in order."""
    script = "".join(sentence + "\n\n" for sentence in sentences)
    run = orbits(*arguments, "--format", "json", "--quiet", stdin=script, cwd=cwd, timeout=timeout)
    assert run.status == FINE, run
    decoder, text, results, place = json.JSONDecoder(), run.out, [], 0
    while place < len(text):
        value, place = decoder.raw_decode(text, place)
        results.append(value)
        while place < len(text) and text[place].isspace():
            place += 1
    assert len(results) == len(sentences), f"{len(sentences)} sentences, {len(results)} answers"
    return results


def csv_rows(text):
    """The rows of CSV output: a list of lists, the header first."""
    return list(csv.reader(io.StringIO(text)))


def same(actual, expected):
    """Equal; numbers to a relative 1e-9."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return actual is expected
    if isinstance(expected, (int, float)) and isinstance(actual, (int, float)):
        return math.isclose(actual, expected, rel_tol=1e-9, abs_tol=1e-9)
    return actual == expected


def assert_rows(actual, expected, about=""):
    """`actual`: dictionaries of an answer; `expected`: tuples of the same cells in the same order."""
    cells = [tuple(row.values()) for row in actual]
    expected = [tuple(row) for row in expected]
    assert len(cells) == len(expected), (
        f"{about}\n{len(cells)} rows, expected {len(expected)}\n got {cells[:5]}\n not {expected[:5]}")
    for number, (got, wanted) in enumerate(zip(cells, expected)):
        assert len(got) == len(wanted) and all(map(same, got, wanted)), (
            f"{about}\nrow {number + 1} is {got}\n expected {wanted}")


def data_set(name):
    """The folder of a data set; a test that needs it is skipped where it is missing."""
    folder = SHARED / "data" / name
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}")
    return folder


def workspace_beside(name, workspace, folder):
    """A copy of a workspace file in a folder with the data it names, as an analyst would have it."""
    for file in data_set(name).glob("*.csv"):
        (folder / file.name).symlink_to(file)
    return pathlib.Path(shutil.copy(pathlib.Path(__file__).with_name(workspace), folder))
