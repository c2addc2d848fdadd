"""Bad input: a clear message with file, line and way out, the right exit status, nothing lost, no crash."""

import os
import random
import stat

import pytest

from orbits_program import BINARY, FINE, WRONG_DATA, WRONG_QUERY, orbits

ACCOUNTS = "id,name,arr\nA1,one,10\nA2,two,20\nA3,three,30\n"


def file(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(run, *words):
    """Exit status 4, nothing on standard output, and a message with these words and a line of advice."""
    assert run.status == WRONG_DATA and run.out == "", run
    for word in words:
        assert word in run.err, f"{word!r} is missing\n{run}"
    assert "\n  " in run.err, f"no way out is shown\n{run}"
    return run


@pytest.fixture
def plain_user(tmp_path):
    """Someone to whom permissions matter: tests may run as root."""
    if os.geteuid() != 0:
        return None
    folder = tmp_path
    while folder != folder.parent:
        folder.chmod(folder.stat().st_mode | stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
        folder = folder.parent
        if str(folder) in ("/tmp", "/"):
            break
    folder = os.path.dirname(os.path.realpath(BINARY))
    while folder != "/":
        if not os.stat(folder).st_mode & stat.S_IXOTH:
            pytest.skip(f"another user may not enter {folder}")
        folder = os.path.dirname(folder)
    return "nobody"


# --- Files that are not what they should be


def test_missing_file(tmp_path):
    refused(orbits("missing.csv", "-c", "accounts", cwd=tmp_path), "missing.csv", "no such file")


def test_missing_workspace(tmp_path):
    refused(orbits("-w", "none.orbits", "-c", "accounts", cwd=tmp_path), "none.orbits", "No such file")


def test_missing_file_of_a_workspace(tmp_path):
    # Relative names start where the workspace stands, not where the shell does.
    (tmp_path / "inner").mkdir()
    workspace = file(tmp_path / "inner", "w.orbits", 'load accounts from "gone.csv"\n')
    refused(orbits("-w", workspace, "-c", "accounts"), "inner/gone.csv", "no such file")


def test_unreadable_file(tmp_path, plain_user):
    file(tmp_path, "secret.csv", ACCOUNTS).chmod(0)
    refused(orbits("secret.csv", "-c", "accounts", cwd=tmp_path, user=plain_user), "secret.csv", "ermission")


def test_folder_without_permission(tmp_path, plain_user):
    (tmp_path / "closed").mkdir()
    file(tmp_path / "closed", "accounts.csv", ACCOUNTS)
    (tmp_path / "closed").chmod(0)
    try:
        refused(orbits("closed/accounts.csv", "-c", "accounts", cwd=tmp_path, user=plain_user),
                "closed/accounts.csv", "ermission")
        refused(orbits("closed", "-c", "accounts", cwd=tmp_path, user=plain_user), "closed")
    finally:
        (tmp_path / "closed").chmod(0o755)


def test_empty_file(tmp_path):
    refused(orbits(file(tmp_path, "empty.csv", ""), "-c", "accounts"), "empty.csv", "empty")


def test_header_only(tmp_path):
    refused(orbits(file(tmp_path, "header.csv", "id,name,arr\n"), "-c", "accounts"), "header.csv")


def test_header_only_by_declaration(tmp_path):
    file(tmp_path, "header.csv", "id,name,arr\n")
    run = orbits("-c", 'load accounts from "header.csv" with id = id', "-c", "accounts show count", "--format", "csv",
                 cwd=tmp_path)
    # Either it is refused, or it is said that there are no rows: not silently zero accounts.
    assert run.status == WRONG_DATA and "header.csv" in run.err or (
        run.status == FINE and run.out == "count\n0\n" and "header.csv" in run.err and "0 rows" in run.err), run


def test_binary_file(tmp_path):
    content = random.Random(1).randbytes(20_000)
    refused(orbits(file(tmp_path, "picture.csv", content), "-c", "accounts"), "picture.csv", "binary")


def test_nul_byte(tmp_path):
    path = file(tmp_path, "nul.csv", "id,name\nA1,one\nA2,t\0o\nA3,three\n")
    refused(orbits(path, "-c", "accounts"), "nul.csv:3", "NUL")


def test_not_utf8(tmp_path):
    path = file(tmp_path, "mixed.csv", "id,name\nA1,größer\nA2,caf".encode() + b"\xe9\n")
    refused(orbits(path, "-c", "accounts"), "mixed.csv:3", "UTF-8", 'reading encoding "windows-1252"')
    # Text of one letter a byte is read, and that is said.
    path = file(tmp_path, "latin.csv", "id,name\nA1,one\nA2,café\n".encode("latin-1"))
    run = orbits(path, "-c", "accounts show name", "--format", "csv").is_fine()
    assert "café" in run.out and "Windows-1252" in run.err, run


def test_quote_never_closed(tmp_path):
    path = file(tmp_path, "quote.csv", 'id,name\nA1,one\nA2,"two\nA3,three\n')
    refused(orbits(path, "-c", "accounts"), "quote.csv:3", "never closed")


# --- Rows that are not what they should be


def test_a_column_that_changes_type_in_the_last_row(tmp_path):
    rows = "".join(f"A{number:05},{number}\n" for number in range(4000))
    path = file(tmp_path, "late.csv", "id,score\n" + rows + "A99999,high\n")
    run = orbits(path, "-c", "accounts where id is \"A99999\" or id is \"A00007\" order by id show id, score",
                 "--format", "csv").is_fine()
    # Nothing is lost: the cell is there as it was written.
    assert run.out.splitlines() == ["id,score", "A00007,7", "A99999,high"], run
    # It is said that the numbers are texts now, and where from.
    assert "late.csv" in run.err and "score" in run.err and "line 4002" in run.err.replace(",", ""), run


def test_rows_of_the_wrong_length(tmp_path):
    path = file(tmp_path, "ragged.csv", "id,name\nA1,one,more\nA2,two\nA3\nA4,four\n")
    run = orbits(path, "-c", "accounts order by id show id", "--format", "csv").is_fine()
    # What a short row lacks is unknown; what a long row has too much of has no column.
    assert run.out.splitlines() == ["id", "A2", "A3", "A4"], run
    assert "1 row of 4 refused" in run.err and "line 2: has 3 fields, the header has 2" in run.err, run
    assert "1 row has fewer fields than the header, the first on line 4" in run.err, run


def test_duplicate_ids(tmp_path):
    file(tmp_path, "twice.csv", "id,name,arr\nA1,one,10\nA2,two,20\nA1,uno,30\nA2,two,20\n")
    run = orbits("-c", 'load accounts from "twice.csv" with id = id', "-c", "accounts order by id show id, name, arr",
                 "--format", "csv", cwd=tmp_path).is_fine()
    assert run.out.splitlines() == ["id,name,arr", "A1,uno,30", "A2,two,20"], run
    assert "twice.csv:4" in run.err and "A1" in run.err and "the last one holds" in run.err, run


def test_duplicate_ids_in_a_file_that_is_recognised(tmp_path):
    path = file(tmp_path, "twice.csv", "id,name,arr\nA1,one,10\nA2,two,20\nA1,uno,30\n")
    run = orbits(path, "-c", "accounts order by id show id", "--format", "csv")
    assert "twice.csv" in run.err, run
    if run.status == FINE:
        assert run.out.splitlines() == ["id", "A1", "A2"] and "A1" in run.err, run
    else:
        refused(run, "twice.csv", "load accounts from")


def test_events_of_unknown_accounts(tmp_path):
    file(tmp_path, "accounts.csv", ACCOUNTS)
    file(tmp_path, "events.csv",
         "account,at,kind\nA1,2026-01-01,login\nZ9,2026-01-02,login\nZ9,2026-01-03,ticket\nA2,2026-01-04,login\n")
    run = orbits("accounts.csv", "events.csv", "-c", "events show count", "-c", "events of accounts show count",
                 "--format", "csv", cwd=tmp_path).is_fine()
    assert run.out.splitlines() == ["count", "4", "count", "2"], run
    assert "events.csv:3" in run.err and "Z9" in run.err and "2 events" in run.err, run


def test_a_column_that_is_not_there(tmp_path):
    file(tmp_path, "accounts.csv", ACCOUNTS)
    refused(orbits("-c", 'load accounts from "accounts.csv" with id = nmae', cwd=tmp_path),
            "accounts.csv", "nmae", "id = name")


def test_a_bad_date_among_good_ones(tmp_path):
    rows = "".join(f"A{number},{number % 28 + 1:02}-03-2026\n" for number in range(50))
    file(tmp_path, "dates.csv", "id,started\n" + rows + "A77,31-02-2026\n")
    run = orbits("-c", 'load accounts from "dates.csv" with id = id, started = started in "dd-MM-yyyy"',
                 "-c", "accounts where started is unknown show id", "--format", "csv", cwd=tmp_path)
    assert "52" in run.err and "dates.csv" in run.err, run
    assert run.status in (FINE, WRONG_DATA), run
    if run.status == FINE:
        assert run.out.splitlines() == ["id", "A77"], run


# --- Sentences beyond all measure

MANY = 100_000


@pytest.mark.parametrize("words", [
    "accounts where " + "(" * MANY + "jfi > 60" + ")" * MANY,
    "accounts where " + "(" * MANY,
    "accounts where " + ")" * MANY,
    "accounts where " + "not " * MANY + "lost",
    "accounts show " + "- " * MANY + "jfi",
    "accounts show " + "abs(" * MANY + "jfi" + ")" * MANY,
    "accounts show " + "if lost then 1 else " * MANY + "2",
    "accounts show jfi" + " else jfi" * MANY,
    "(" * MANY + "accounts" + ")" * MANY,
    "events of " + "(" * MANY + "accounts" + ")" * MANY,
    "x" * MANY, "accounts show " + "x" * MANY, "`" * MANY, "\"" + "x" * MANY, "|" * MANY, ";,." * MANY,
], ids=lambda words: words[:40])
def test_deep_sentences_are_refused_in_words(words):
    run = orbits(stdin=words, timeout=120)
    assert run.status == WRONG_QUERY and run.out == "", str(run)[-2000:]
    assert "error[" in run.err and "^" in run.err, str(run)[-2000:]


@pytest.mark.parametrize("condition, count", [
    (" and ".join(["jfi > 10"] * MANY), None), (" or ".join(["jfi > 10"] * MANY), None),
    ("jfi" + " + 0" * MANY + " > 10", None),
    ("id in (" + ", ".join(f'"A-{number:04}"' for number in range(MANY)) + ")", "326"),
], ids=["and", "or", "plus", "in"])
def test_long_sentences_are_answered(condition, count):
    if count is None:
        count = orbits("-c", "accounts where jfi > 10 show count", "--format", "csv").is_fine().out.split()[1]
    run = orbits("--format", "csv", stdin=f"accounts where {condition} show count", timeout=300)
    assert run.status == FINE and run.out.split() == ["count", count], str(run)[-2000:]


@pytest.mark.parametrize("seed", range(3))
def test_noise_never_crashes(seed):
    """Statements of random words: an answer or a message, never an end without a word."""
    dice = random.Random(seed)
    words = ("accounts events visits where by show order top lowest in each is not unknown and or ( ) [ ] , | ; as csv "
             "jfi arr name stage Benchmark \"x\" `y` 60 60% 3 days last 2026-Q1 = < -> => count avg share sum of if then "
             "else between during since $p = + - * / . ' \" ` { } \\ ü 株 \u200b # -- those let set use expect explain").split(" ")
    for _ in range(60):
        sentence = " ".join(dice.choice(words) for _ in range(dice.randrange(1, 25)))
        run = orbits("--quiet", stdin=sentence)
        assert run.status in (0, 1, 3, 4), f"{sentence}\n{run}"
        assert run.status == 0 or run.err, f"{sentence}\n{run}"


def test_a_script_that_is_no_text(tmp_path):
    refused(orbits(file(tmp_path, "noise.orbits", bytes(range(256)) * 10)), "noise.orbits", "UTF-8")


# --- Answers into files


def test_into_a_file_replaces_it_and_says_so(tmp_path):
    first = orbits("-c", 'accounts top 1 by arr show id into "out.csv"', cwd=tmp_path).is_fine()
    assert first.out == "" and "wrote out.csv" in first.err, first
    first_inode = (tmp_path / "out.csv").stat().st_ino
    (tmp_path / "out.csv").chmod(0o640)
    second = orbits("-c", 'accounts top 2 by arr show id into "out.csv"', cwd=tmp_path).is_fine()
    assert second.out == "" and "replaced out.csv" in second.err, second
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3
    # In its place as a whole: another file of the same name and rights.
    assert (tmp_path / "out.csv").stat().st_ino != first_inode
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("name, word", [
    ("none/x.csv", "No such"), ("folder", "directory"), ("accounts.csv/x.csv", "directory"), ("", "")])
def test_into_a_file_that_cannot_be(name, word, tmp_path):
    (tmp_path / "folder").mkdir()
    file(tmp_path, "accounts.csv", ACCOUNTS)
    run = orbits("-c", f'accounts into "{name}"', cwd=tmp_path)
    assert run.status in (WRONG_DATA, WRONG_QUERY) and run.out == "", run
    assert word in run.err and name in run.err, run
    assert sorted(os.listdir(tmp_path)) == ["accounts.csv", "folder"]


def test_into_a_folder_without_permission(tmp_path, plain_user):
    (tmp_path / "closed").mkdir(mode=0o555)
    (tmp_path / "closed").chmod(0o555)
    refused(orbits("-c", 'accounts into "closed/x.csv"', cwd=tmp_path, user=plain_user), "closed/x.csv", "ermission")
    assert os.listdir(tmp_path / "closed") == []


def test_a_full_disk(tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    with open("/dev/full", "wb") as full:
        import subprocess
        done = subprocess.run([BINARY, "-c", "accounts", "--format", "csv", "--quiet"], stdout=full,
                              stderr=subprocess.PIPE, timeout=60)
    assert done.returncode in (0, 4), done


def test_one_bad_date_is_named(tmp_path):
    path = file(tmp_path, "e.csv", "account,at,kind\nA1,2026-01-01T00:00:00Z,x\nA1,not a date,x\n")
    refused(
        orbits("-c", f'load events from "{path}" with at = at', "-c", "events"),
        "e.csv:3:", "`not a date`", "column at")


def test_a_pattern_in_a_load_sentence(tmp_path):
    file(tmp_path, "a1.csv", ACCOUNTS)
    file(tmp_path, "a2.csv", "id,name,arr\nB1,four,10\n")
    run = orbits("-c", f'load accounts from "{tmp_path}/*.csv"', "-c", "accounts show count")
    assert run.status == FINE and run.out.split()[-1] == "4", run


def test_two_files_of_the_same_columns_are_one_table(tmp_path):
    file(tmp_path, "x1.csv", ACCOUNTS)
    file(tmp_path, "x2.csv", "id,name,arr\nB1,four,10\n")
    run = orbits("x1.csv", "x2.csv", "x1.csv", "-c", "accounts show count", cwd=tmp_path)
    assert run.status == FINE and run.out.split()[-1] == "4", run
    assert "x2.csv: accounts, read with x1.csv" in run.err, run


def test_describe_load_tells_columns_and_refused_rows(tmp_path):
    path = file(tmp_path, "some.csv", "id,name,arr\na,A,1.5\nb,B,2,x\nc,C,\n")
    run = orbits(path, "-c", "describe load columns").is_fine()
    cells = [line.split() for line in run.out.splitlines()]
    assert [str(path), "arr", "money", "1", "-"] in cells, run
    run = orbits(path, "-c", "describe load | where severity is refused show line, rows", "--format",
                 "csv").is_fine()
    assert run.out == "line,rows\n3,1\n", run
    # Rows in = rows stored + rows refused.
    run = orbits(path, "-c", "describe load | show sum rows called n", "--format", "csv").is_fine()
    assert run.out.split() == ["n", "3"], run
    run = orbits(path, "-c", "describe load sources", "--format", "csv").is_fine()
    assert [line.split(",")[0] for line in run.out.splitlines()] == ["source", str(path)], run
