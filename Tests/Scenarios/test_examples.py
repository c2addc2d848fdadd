"""The scripts in examples/, each with what it prints. RECORD_SCENARIOS=1 writes that down, and fails if it changed."""

import os
import pathlib
import shutil
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "DataSets"))

from orbits_program import CHECKOUT, orbits

EXAMPLES = CHECKOUT / "examples"
SCRIPTS = sorted(path for path in EXAMPLES.glob("*/*.orbits"))


def printed(run):
    status = f"[exit status {run.status}]\n"
    return run.out + "".join(f"> {line}\n" for line in run.err.splitlines()) + status


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_example(script, tmp_path):
    folder = tmp_path / script.parent.name
    shutil.copytree(script.parent, folder)
    run = orbits(script.name, cwd=folder)
    text = printed(run)
    for made in sorted(set(os.listdir(folder)) - set(os.listdir(script.parent))):
        text += f"\n{made}:\n{(folder / made).read_text(encoding='utf-8')}"
    expected = script.parent / "expected" / f"{script.stem}.txt"
    if os.environ.get("RECORD_SCENARIOS") == "1":
        if not expected.is_file() or expected.read_text(encoding="utf-8") != text:
            expected.write_text(text, encoding="utf-8")
            pytest.fail(f"{expected.name} has been written: look at the difference and run again")
    assert text == expected.read_text(encoding="utf-8"), run


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_example_is_in_canonical_form(script):
    assert orbits("fmt", "--check", script).status == 0, script
