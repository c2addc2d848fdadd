"""The command line: options, exit statuses, where answers and messages go."""

import os
import subprocess

import pytest

from conftest import BINARY

FINE, EXPECTATION, USAGE, QUERY, DATA = 0, 1, 2, 3, 4


@pytest.fixture
def orbits(home):
    def run(*arguments, text=None):
        return subprocess.run(
            [BINARY, *arguments], input=text, capture_output=True, text=True, cwd=home,
            stdin=subprocess.DEVNULL if text is None else None,
            env={"HOME": str(home), "PATH": os.environ["PATH"]})
    return run


@pytest.mark.parametrize("arguments, status", [
    (["-c", "accounts show count"], FINE),
    (["-c", "expect count of accounts = 3"], EXPECTATION),
    (["-c", "expect count of accounts = 3", "-c", "accounts show count"], EXPECTATION),
    (["--wrong"], USAGE),
    (["--format", "xls", "-c", "accounts"], USAGE),
    (["--param", "novalue", "-c", "accounts"], USAGE),
    (["--color", "maybe"], USAGE),
    (["fmt"], USAGE),
    (["demo"], USAGE),
    (["-c", "acounts"], QUERY),
    (["-c", "accounts where jfi > $limit"], QUERY),
    (["nope.csv", "-c", "accounts"], DATA),
    (["-f", "nope.orbits"], DATA),
    (["-w", "nope.orbits", "-c", "accounts"], DATA),
    (["--now", "yesterdayish", "-c", "accounts"], USAGE),
    (["--output", "no/such/folder.csv", "-c", "accounts"], DATA),
    (["-c", 'accounts into "no/such/folder.csv"'], DATA),
    (["check", "nope.orbits"], DATA),
])
def test_exit_statuses(orbits, arguments, status):
    result = orbits(*arguments)
    assert result.returncode == status, result.stderr
    if status != FINE:
        assert result.stderr
    if status > EXPECTATION:
        assert result.stdout == ""


def test_the_version_and_the_help_are_answers(orbits):
    assert orbits("--version").stdout.startswith("orbits ")
    for arguments in (["--help"], ["fmt", "--help"], ["check", "--help"], ["demo", "--help"]):
        result = orbits(*arguments)
        assert result.returncode == FINE and "USAGE" in result.stdout and result.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(orbits, home, shell):
    result = orbits("--generate-completion-script", shell)
    assert result.returncode == FINE and "workspace" in result.stdout
    if shell == "bash":
        (home / "script").write_text(result.stdout)
        assert subprocess.run(["bash", "-n", str(home / "script")]).returncode == 0


def test_the_result_alone_is_on_standard_output(orbits):
    result = orbits("-c", "accounts show count", "--format", "csv")
    assert result.stdout == "count\n326\n"
    assert result.stderr == "326 accounts\n"
    assert orbits("-c", "accounts show count", "--format", "csv", "--quiet").stderr == ""


def test_sentences_scripts_and_workspaces_in_order(orbits, home):
    (home / "model.orbits").write_text("let wanted = Retail\n".replace("Retail", '"Retail"'))
    (home / "ask.orbits").write_text("accounts where vertical is $wanted show count as csv\n")
    result = orbits("-w", "model.orbits", "ask.orbits", "--quiet")
    assert (result.returncode, result.stdout, result.stderr) == (FINE, "count\n44\n", "")
    result = orbits("-w", "model.orbits", "ask.orbits", "--quiet", "--param", "wanted=SaaS")
    assert result.stdout == "count\n76\n"


def test_messages_of_a_script_name_the_file_and_the_place(orbits, home):
    (home / "ask.orbits").write_text("accounts show count\n\naccounts where vertcal is Retail\n")
    result = orbits("-f", "ask.orbits")
    assert result.returncode == QUERY
    errors = result.stderr.split("\n")
    line = next(row for row in errors if "error" in row)
    assert line.startswith("ask.orbits:3:16: error[E")
    assert errors[errors.index(line) + 2] == "                 ^^^^^^^"


def test_standard_input_is_named_too(orbits):
    assert orbits(text="acounts\n").stderr.startswith("standard input:1:1: error[E")


def test_check_says_everything_at_once(orbits, home):
    (home / "ask.orbits").write_text(
        "accounts where vertcal is Retail\naccounts in Benchmrk into \"x.csv\"\nset nwo 3\n")
    result = orbits("check", "ask.orbits")
    assert result.returncode == QUERY
    places = [row.split(" ")[0] for row in result.stderr.split("\n") if "error" in row]
    assert places == ["ask.orbits:1:16:", "ask.orbits:2:13:", "ask.orbits:3:5:"]
    assert not (home / "x.csv").exists()


def test_fmt_reads_standard_input(orbits):
    result = orbits("fmt", "-", text="# why\nACCOUNTS   where jfi>60\n")
    assert result.stdout == "# why\naccounts where jfi > 60\n"


def test_the_output_file_appears_at_the_end_or_not_at_all(orbits, home):
    assert orbits("--output", "a.csv", "--format", "csv", "-c", "accounts show count").stdout == ""
    assert (home / "a.csv").read_text() == "count\n326\n"
    orbits("--output", "b.csv", "-c", "accounts show count", "-c", "acounts")
    assert sorted(path.name for path in home.iterdir()) == ["a.csv"]


def test_into_says_whether_a_file_was_replaced(orbits, home):
    entry = ["-c", 'accounts show count into "a.csv"']
    assert "wrote a.csv" in orbits(*entry).stderr
    assert "replaced a.csv" in orbits(*entry).stderr


@pytest.mark.parametrize("lines", [1, 3])
def test_a_reader_that_goes_away_is_no_failure(home, lines):
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c",
         f'"$0" --quiet -c "events" -c "events as csv" -c "events as json" | head -{lines}', BINARY],
        capture_output=True, text=True, env={"HOME": str(home), "PATH": os.environ["PATH"]})
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == lines
    assert result.stderr == ""
