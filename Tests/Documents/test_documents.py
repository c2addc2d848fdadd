"""README and ARCHITECTURE tell the truth: every console example is run, every folder is named.

UPDATE_README=1 writes what the program says now into the README (and fails, so that nobody forgets to read it).
"""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ORBITS = os.environ.get("ORBITS_BINARY", str(ROOT / ".build/release/orbits"))
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n\$ (scripts/run .*)\n((?:.*\n)*?)```$", re.MULTILINE)


def answer(command: str) -> str:
    words = shlex.split(command)
    assert words[0] == "scripts/run"
    done = subprocess.run(
        [ORBITS, *words[1:]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=60, cwd=ROOT)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "".join(line + "\n" for line in lines)


def test_readme_examples():
    text = README.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) >= 6
    if os.environ.get("UPDATE_README"):
        new = BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{answer(m[1])}```", text)
        README.write_text(new, encoding="utf-8")
        pytest.fail("README updated: read it, then run the test again")
    for command, shown in blocks:
        assert answer(command) == shown, command


def test_readme_names_files_that_exist():
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
    assert os.access(ROOT / "scripts/run", os.X_OK)
    assert os.access(ROOT / "scripts/test", os.X_OK)


def test_architecture_names_every_folder():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for folder in sorted((ROOT / "Sources").iterdir()):
        assert f"`Sources/{folder.name}`" in text, folder.name
    for module in ["QueryLanguage", "JourneyEngine"]:
        for folder in sorted(p for p in (ROOT / "Sources" / module).iterdir() if p.is_dir()):
            assert f"`{folder.name}`" in text, f"{module}/{folder.name}"
    for name in re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE):
        assert (ROOT / name).exists(), name
    assert len(text.splitlines()) <= 60, "one screen"
