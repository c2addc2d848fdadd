"""The command line: what goes where, in which form, with which exit status."""

import csv
import io
import json
import os
import signal
import stat
import subprocess
import time

import pytest

from orbits_program import BINARY, answers, csv_rows, orbits

SENTENCE = "accounts in stage Benchmark where jfi > 60 order by momentum"


# --- One sentence, every form


def test_the_first_sentence():
    run = orbits("-c", SENTENCE).is_fine()
    lines = run.out.splitlines()
    assert lines[0].split() == ["id", "name", "stage", "dwell", "jfi", "momentum"]
    assert set(lines[1]) <= {"─", " "} and len(lines) > 5
    assert "lowest first" in run.err and "of 326 accounts" in run.err, run


@pytest.mark.parametrize("tail", [
    "", " by owner", " by owner show count, avg momentum", " show name, jfi", " show name, jfi | where jfi > 67",
    " | where momentum > 10 | top 3", " by owner show count | where count > 1 | order by count desc | top 2"])
def test_every_form_holds_the_same_rows(tail):
    head = "accounts in stage Benchmark where jfi > 60"
    sentence = (head + " order by momentum" if " by " not in tail else head) + tail
    forms = {name: orbits("-c", sentence, "--format", name, "--quiet").is_fine() for name in
             ["table", "list", "csv", "tsv", "json", "jsonl", "markdown"]}
    assert all(run.err == "" for run in forms.values()), forms
    rows = csv_rows(forms["csv"].out)
    header, body = rows[0], rows[1:]
    assert body, forms["csv"]
    assert list(csv.reader(io.StringIO(forms["tsv"].out), "excel-tab")) == rows
    objects = json.loads(forms["json"].out)
    assert objects == [json.loads(line) for line in forms["jsonl"].out.splitlines()]
    assert [list(item) for item in objects] == [header] * len(body)
    for item, cells in zip(objects, body):
        for value, cell in zip(item.values(), cells):
            assert cell == ("" if value is None else value) if isinstance(value, (str, type(None))) else (
                float(cell) == value)
    assert len(forms["table"].out.splitlines()) == len(body) + 2
    assert forms["table"].out.splitlines()[0].split() == " ".join(header).split()
    assert len(forms["markdown"].out.splitlines()) == len(body) + 2
    blocks = forms["list"].out.strip().split("\n\n")
    assert len(blocks) == len(body) and all(len(block.splitlines()) == len(header) for block in blocks)


@pytest.mark.parametrize("name", ["table", "list", "csv", "tsv", "json", "jsonl", "markdown"])
def test_as_is_the_option(name, tmp_path):
    option = orbits("-c", SENTENCE, "--format", name).is_fine()
    clause = orbits("-c", f"{SENTENCE} as {name}").is_fine()
    pipe = orbits("-c", f"{SENTENCE} | as {name}").is_fine()
    assert option.out == clause.out == pipe.out
    # What a sentence says wins over the option.
    assert orbits("-c", f"{SENTENCE} as {name}", "--format", "csv").is_fine().out == option.out
    file = tmp_path / f"answer.{name}"
    into = orbits("-c", f'{SENTENCE} as {name} into "{file}"').is_fine()
    assert into.out == "" and file.read_text() == option.out
    output = orbits("-c", SENTENCE, "--format", name, "--output", file).is_fine()
    assert output.out == "" and file.read_text() == option.out


def test_into_takes_its_form_from_the_name(tmp_path):
    for name in ["csv", "tsv", "json", "jsonl", "md"]:
        form = {"md": "markdown"}.get(name, name)
        orbits("-c", f'{SENTENCE} into "x.{name}"', cwd=tmp_path).is_fine()
        assert (tmp_path / f"x.{name}").read_text() == orbits("-c", SENTENCE, "--format", form).out, name


def test_into_refuses_an_ending_it_does_not_know(tmp_path):
    for name in ["x.xlsx", "x.csv.gz", "x.parquet", "x."]:
        run = orbits("-c", f'accounts show count into "{name}"', cwd=tmp_path)
        assert run.status == 3 and "E0408" in run.err and ".csv, .tsv" in run.err, run
    assert os.listdir(tmp_path) == []
    for name in ["x", ".x", "x.y/x"]:
        (tmp_path / "x.y").mkdir(exist_ok=True)
        orbits("-c", f'{SENTENCE} into "{name}"', cwd=tmp_path).is_fine()
        assert (tmp_path / name).read_text() == orbits("-c", SENTENCE).out
    orbits("-c", 'accounts show count as csv into "x.xlsx"', cwd=tmp_path).is_fine()
    assert (tmp_path / "x.xlsx").read_text() == "count\n326\n"


def test_a_file_in_json_holds_one_answer(tmp_path):
    file = tmp_path / "x.json"
    into = ["--output", file, "--quiet"]
    two = ["-c", "accounts show count", "-c", "accounts by stage show count"]
    orbits(*two[:2], *into, "--format", "json").is_fine()
    assert json.loads(file.read_text()) == [{"count": 326}]
    for second in [two[3], "accounts as csv", "explain accounts", "describe accounts"]:
        run = orbits(*two[:2], "-c", second, *into, "--format", "json")
        assert run.status == 3 and "E0410" in run.err and "jsonl" in run.err, run
        assert json.loads(file.read_text()) == [{"count": 326}]
    assert orbits("-c", "accounts", "-c", "accounts as json", *into).status == 3
    assert os.listdir(tmp_path) == ["x.json"]
    orbits(*two, *into, "--format", "jsonl").is_fine()
    assert all(json.loads(line) for line in file.read_text().splitlines())
    other = f'accounts by stage show count into "{tmp_path}/y.json"'
    orbits(*two[:2], "-c", other, *into, "--format", "json").is_fine()
    assert json.loads(file.read_text()) and json.loads((tmp_path / "y.json").read_text())
    assert len(answers([two[1], two[3]])) == 2


# --- Files that are more than files


WAYS = {"into": lambda path: ["-c", f'accounts show count as csv into "{path}"', "--quiet"],
        "output": lambda path: ["-c", "accounts show count", "--format", "csv", "--quiet", "--output", path]}


@pytest.mark.parametrize("way", WAYS)
def test_devices_stay_devices(way):
    assert orbits(*WAYS[way]("/dev/stdout")).is_fine().out == "count\n326\n"
    assert orbits(*WAYS[way]("/dev/fd/1")).is_fine().out == "count\n326\n"
    assert orbits(*WAYS[way]("/dev/stderr")).is_fine().err == "count\n326\n"
    assert orbits(*WAYS[way]("/dev/null")).is_fine().out == ""
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    full = orbits(*WAYS[way]("/dev/full"))
    assert full.status == 4 and "No space left" in full.err, full


@pytest.mark.parametrize("way", WAYS)
def test_standard_output_by_its_name_goes_on_where_it_is(way, tmp_path):
    with open(tmp_path / "all.txt", "w") as file:
        file.write("before\n")
        file.flush()
        subprocess.run([BINARY, *WAYS[way]("/dev/stdout")], stdout=file, check=True)
    assert (tmp_path / "all.txt").read_text() == "before\ncount\n326\n"


@pytest.mark.parametrize("way", WAYS)
def test_a_pipe_is_written_into(way, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    run = subprocess.Popen([BINARY, *WAYS[way](str(tmp_path / "pipe"))])
    with open(tmp_path / "pipe") as pipe:
        assert pipe.read() == "count\n326\n"
    assert run.wait(30) == 0 and stat.S_ISFIFO(os.stat(tmp_path / "pipe").st_mode)


@pytest.mark.parametrize("way", WAYS)
def test_symbolic_links_are_written_through(way, tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "old.csv").write_text("before\n")
    os.chmod(tmp_path / "far" / "old.csv", 0o640)
    for name in ["old.csv", "new.csv"]:
        (tmp_path / f"second-{name}").symlink_to(f"far/{name}")
        (tmp_path / name).symlink_to(tmp_path / f"second-{name}")
        orbits(*WAYS[way](tmp_path / name)).is_fine()
        assert (tmp_path / name).is_symlink() and (tmp_path / f"second-{name}").is_symlink()
        assert (tmp_path / "far" / name).read_text() == "count\n326\n"
    assert stat.S_IMODE(os.stat(tmp_path / "far" / "old.csv").st_mode) == 0o640
    assert sorted(os.listdir(tmp_path / "far")) == ["new.csv", "old.csv"]
    (tmp_path / "round.csv").symlink_to("round.csv")
    run = orbits(*WAYS[way](tmp_path / "round.csv"))
    assert run.status == 4 and "Too many levels" in run.err, run


# --- Exit statuses and streams


@pytest.mark.parametrize("arguments, status", [
    (["-c", "accounts show count"], 0),
    (["-c", "expect 1 = 1"], 0),
    (["-c", "expect count of accounts = 0"], 1),
    (["--nonsense"], 2),
    (["--format", "xml", "-c", "accounts"], 2),
    (["--param", "x", "-c", "accounts"], 2),
    (["--now", "soon", "-c", "accounts"], 2),
    (["--timezone", "Mars/Olympus", "-c", "accounts"], 2),
    (["-c", "acounts"], 3),
    (["-c", "accounts where nme = 1"], 3),
    (["-c", "autopsy of \"Acme Ltd\""], 3),
    (["-c", "accounts as heatmap"], 3),
    (["none.csv", "-c", "accounts"], 4),
    (["-f", "none.orbits"], 4),
    (["none.orbits"], 4),
    (["-c", "use \"none.orbits\""], 4),
])
def test_exit_status(arguments, status, tmp_path):
    run = orbits(*arguments, cwd=tmp_path)
    assert run.status == status, run
    if status > 0:
        assert run.out == "" and run.err != "", run


def test_an_error_ends_a_script_and_a_failed_expectation_does_not(tmp_path):
    script = tmp_path / "monday.orbits"
    script.write_text("accounts show count\nexpect count of accounts = 1\naccounts by stage show count\n")
    run = orbits("-f", script, "--format", "csv", "--quiet")
    assert run.status == 1 and run.out.splitlines()[:2] == ["count", "326"] and "stage,count" in run.out, run
    assert "expect" in run.err, run
    script.write_text("accounts show count\n\naccounts where nme = 1\naccounts by stage show count\n")
    run = orbits("-f", script, "--format", "csv", "--quiet")
    assert run.status == 3 and run.out.splitlines() == ["count", "326"], run
    assert f"{script}:3:16" in run.err, run
    script.write_text("accounts show count\naccounts wher nme = 1\naccounts by stage shw count\n")
    run = orbits("-f", script, "--format", "csv", "--quiet")
    # A script that cannot be read whole does nothing, and every mistake is named.
    assert run.status == 3 and run.out == "" and f"{script}:2:" in run.err and f"{script}:3:" in run.err, run


def test_ways_to_run_a_script(tmp_path):
    script = tmp_path / "s.orbits"
    script.write_text("# counts\naccounts by stage\n  show count\n  as csv\n\naccounts show count | as json\n")
    expected = orbits("-f", script, "--quiet").is_fine()
    assert expected.out.startswith("stage,count\nObstacle,"), expected
    assert orbits(script, "--quiet").is_fine().out == expected.out
    assert orbits("--quiet", stdin=script.read_text()).is_fine().out == expected.out
    assert orbits("-c", script.read_text(), "--quiet").is_fine().out == expected.out


def test_check_runs_nothing_and_names_every_mistake(tmp_path):
    script = tmp_path / "s.orbits"
    script.write_text("accounts where nme = 1 into \"x.csv\"\naccounts by stag\nexpect count of acounts = 1\n")
    run = orbits("check", script, cwd=tmp_path)
    assert run.status == 3 and run.out == "" and os.listdir(tmp_path) == ["s.orbits"], run


def test_fmt(tmp_path):
    script = tmp_path / "s.orbits"
    script.write_text("# kept\naccounts   show name  where jfi>60   in Benchmark\n".replace("   in Benchmark", ""))
    assert orbits("fmt", "--check", script).status == 3
    assert orbits("fmt", script).is_fine().out == ""
    formatted = script.read_text()
    assert formatted == "# kept\naccounts where jfi > 60 show name\n", formatted
    assert orbits("fmt", "--check", script).status == 0
    assert orbits("fmt", script).is_fine() and script.read_text() == formatted


def test_quiet_and_footers():
    assert orbits("-c", "accounts show count", "--quiet").is_fine().err == ""
    loud = orbits("-c", "accounts show count").is_fine()
    assert loud.err == "326 accounts\n", loud
    assert " ms" in orbits("-c", "accounts show count", "--timing").is_fine().err


def test_parameters():
    for arguments in [["--param", "x=60", "-c", "accounts where jfi > $x show count"],
                      ["-c", "let x = 60", "-c", "accounts where jfi > $x show count"],
                      ["--param", "x=60", "-c", "let x = 10; accounts where jfi > $x show count"],
                      ["--param", "s=Benchmark", "-c", "accounts where stage is $s and jfi > 60 show count"]]:
        assert orbits(*arguments, "--format", "csv", "--quiet").is_fine().out.splitlines()[0] == "count"
    plain, = answers(["accounts where jfi > 60 show count"])
    given, = answers(["accounts where jfi > $x show count"], "--param", "x=60")
    assert given == plain
    missing = orbits("-c", "accounts where jfi > $x")
    assert missing.status == 3 and "--param x=" in missing.err, missing


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}])
def test_no_escapes_in_a_pipe(variables):
    # `orbits` itself asserts that there are none.
    for arguments in [["--help"], ["--version"], ["-c", "help"], ["-c", "help functions"], ["-c", SENTENCE],
                      ["-c", "acounts"], ["demo"], ["-c", "explain " + SENTENCE], ["-c", "describe accounts"]]:
        orbits(*arguments, env=variables)


def test_a_reader_that_leaves_is_success():
    run = subprocess.Popen([BINARY, "-c", "events", "--format", "csv", "--quiet"], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE)
    assert run.stdout.readline().startswith(b"account,at,kind")
    run.stdout.close()
    error = run.stderr.read()
    assert run.wait(30) == 0 and error == b"", error


def test_ctrl_c_ends_a_script_with_130(tmp_path):
    script = tmp_path / "long.orbits"
    script.write_text("events by account, at, kind show count, list kind order by at desc | order by at\n\n" * 400)
    run = subprocess.Popen([BINARY, "-f", script, "--format", "csv", "--quiet"], stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)
    time.sleep(0.7)
    assert run.poll() is None, run.stderr.read()
    run.send_signal(signal.SIGINT)
    error = run.stderr.read()
    assert run.wait(20) == 130, error
    assert b"stopped after" in error, error


# --- The company as files

DEMO = [
    SENTENCE, "accounts", "events", "visits", "accounts by stage, vertical show count, avg jfi, sum arr",
    "accounts order by name show name, stage, dwell, started, renewal_date, owner",
    "events by kind show count, avg sentiment, sum amount, min at, max at",
    "events of (accounts where vertical is Retail) where kind is ticket in last 90 days order by at desc",
    "visits in Invest of accounts by partner show count, median days, p90 days, open",
    "visits where move is regress during last 3 months",
    "accounts where lost by churn_type show count, sum arr", "accounts by month of started show count",
    "accounts where renewal_date in next 60 days and jfi > 50 show name, renewal_date, jfi, owner",
    "visits by stage, move show count, avg days, max days",
    "events where kind is survey by account.vertical show avg nps_score, avg csat_score, count nps_score",
    "accounts where stage is lost show name, lost_at, lost_on, last_stage order by name",
    "accounts top 3 by arr in each stage show stage, name, arr",
    "events by department, severity show count, share(handled is well), list channel",
]


def test_the_company_as_files_gives_the_same_answers(tmp_path):
    wrote = orbits("demo", tmp_path / "company").is_fine()
    for name in ["accounts.csv", "events.csv", "stage_history.csv", "benchmarks.csv", "company.orbits"]:
        assert name in wrote.out and (tmp_path / "company" / name).is_file(), wrote
    loaded = orbits("-w", tmp_path / "company" / "company.orbits", "-c", "accounts show count").is_fine()
    assert "warning" not in loaded.err, loaded
    for sentence in DEMO:
        embedded = orbits("-c", sentence, "--format", "csv").is_fine()
        files = orbits("-w", tmp_path / "company" / "company.orbits", "-c", sentence, "--format", "csv").is_fine()
        assert files.out == embedded.out, sentence
        # The same footer too, behind the load report.
        assert files.err.endswith(embedded.err), f"{sentence}\n{files.err}\n{embedded.err}"
    with open(tmp_path / "company" / "accounts.csv", encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 327


def test_demo_says_what_it_replaces(tmp_path):
    orbits("demo", tmp_path / "c").is_fine()
    (tmp_path / "c" / "accounts.csv").write_text("mine\n")
    again = orbits("demo", tmp_path / "c")
    assert "replaced" in again.out or again.status == 4, again
