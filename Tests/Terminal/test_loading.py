"""Loading at the prompt: the question, what is told, reading again, standard input."""

import os
import subprocess

import pytest

from conftest import BINARY, ENTER, ctrl

# Every date could be either: the day first or the month first.
EITHER = "account_id,at,kind\nA1,03/04/2026,login\nA2,05/06/2026,login\n"
ACCOUNTS = "id,name\nA1,Acme\nA2,Beta\n"
WEEK1 = "account_id,at,kind\nA1,2026-01-01,login\nA2,2026-01-02,login\n"
WEEK2 = "account_id,at,kind\nA2,2026-01-02,login\nA2,2026-01-09,ticket\n"


@pytest.fixture
def files(home):
    for name, text in [("accounts.csv", ACCOUNTS), ("ambiguous.csv", EITHER),
                       ("ambiguous2.csv", EITHER), ("week1.csv", WEEK1), ("week2.csv", WEEK2)]:
        (home / name).write_text(text)
    return home


def run(home, *arguments, text=""):
    return subprocess.run(
        [BINARY, *arguments], input=text, capture_output=True, text=True, cwd=home,
        env={"HOME": str(home), "PATH": os.environ["PATH"]})


LOAD = 'load events from "ambiguous.csv" with account = account_id'


def test_the_question_is_asked_and_the_clause_told(files, run_shell):
    shell = run_shell(arguments=("accounts.csv",))
    shell.send(LOAD + ENTER)
    shell.wait_for("1 or 2, or Enter")
    shell.send("9" + ENTER)  # no answer there is
    shell.send("1" + ENTER)
    shell.wait_for_prompt()
    assert 'reading dates "dd/MM/yyyy"' in shell.text
    assert shell.ask('events where at during 2026-04-03 show count as csv')[:2] == ["count", "1"]
    # What was told can be pasted.
    told = 'load events from "ambiguous.csv" reading dates "dd/MM/yyyy" with account = account_id'
    assert run(files, "accounts.csv", "-c", told, "-c", "events show count").returncode == 0


def test_it_is_asked_once_for_all_files_of_a_load(files, run_shell):
    shell = run_shell(arguments=())
    shell.send('load events from "ambiguous*.csv" with account = account_id' + ENTER)
    shell.wait_for("1 or 2, or Enter")
    shell.send("2" + ENTER)
    shell.wait_for_prompt()
    assert shell.text.count("1 or 2") == 1 and "4 events" in shell.text


@pytest.mark.parametrize("keys", [ENTER, ctrl("C"), ctrl("D"), "x" + ENTER + ENTER])
def test_without_an_answer_nothing_is_loaded(files, run_shell, keys):
    shell = run_shell(arguments=("accounts.csv",))
    shell.send(LOAD + ENTER)
    shell.wait_for("1 or 2, or Enter")
    shell.send(keys)
    shell.wait_for_prompt()
    assert 'reading dates "MM/dd/yyyy"' in shell.text
    assert shell.ask("accounts show count as csv")[:2] == ["count", "2"]
    assert shell.leave() == 0


def test_files_of_the_command_line_are_asked_about_before_the_prompt(files, run_shell):
    shell = run_shell(waits=False, arguments=("accounts.csv", "ambiguous.csv"))
    shell.wait_for("1 or 2, or Enter")
    shell.send("1" + ENTER)
    shell.wait_for_prompt()
    assert "2 events" in shell.text


def test_a_script_ends_with_the_sentences_to_paste(files):
    result = run(files, "-c", LOAD)
    assert (result.returncode, result.stdout) == (4, "")
    for order in ("dd/MM/yyyy", "MM/dd/yyyy"):
        sentence = LOAD.replace(" with", f' reading dates "{order}" with')
        assert f"    {sentence}\n" in result.stderr
        assert run(files, "-c", sentence, "-c", "events show count").returncode == 0
    result = run(files, "accounts.csv", "ambiguous.csv", "-c", "accounts")
    assert result.returncode == 4
    assert 'load from "accounts.csv", "ambiguous.csv" reading dates' in result.stderr


def test_a_week_later(files, run_shell):
    """More of the same, said twice, and a file that has grown."""
    shell = run_shell(arguments=("accounts.csv", "week1.csv"))
    told = shell.ask('load events from "week2.csv" append')
    assert any("week2.csv: events, 2 rows" in row for row in told), told
    assert any("set duplicates drop" in row for row in told), told
    assert not any("accounts.csv:" in row for row in told), told
    told = shell.ask('load events from "week2.csv" append')
    assert told[0].startswith("week2.csv was loaded already"), told
    assert shell.ask("events show count as csv")[1] == "4"
    assert shell.ask("reload") == ["no file has changed since it was read"]
    with open(files / "week2.csv", "a") as file:
        file.write("A1,2026-01-12,login\n")
    told = shell.ask("reload")
    assert told[0] == "week2.csv: 1 row more", told
    (files / "week2.csv").unlink()
    told = shell.ask("reload")
    assert "no such file" in told[0] and "stays as it was" in " ".join(told), told
    assert shell.ask("events show count as csv")[1] == "5"


def test_describe_load_goes_on_like_an_answer(files, run_shell):
    shell = run_shell(arguments=("accounts.csv", "week1.csv"))
    shell.ask("describe load")
    assert shell.ask("| where severity is read show source as csv")[:3] == [
        "source", "accounts.csv", "week1.csv"]


def test_what_a_load_says_fits_a_screen(home, run_shell):
    for number in range(60):
        (home / f"part{number:02}.csv").write_text(WEEK1 + f"A{number}\n")
    (home / "accounts.csv").write_text(ACCOUNTS)
    shell = run_shell(rows=40, arguments=("accounts.csv", "."))
    shell.wait_for("`describe load`")
    assert len(shell.rows()) < 36, shell.text
    assert any("more: `describe load`" in row for row in shell.rows())


def test_standard_input_is_one_thing_only(files, run_shell):
    result = run(files, "-", text="accounts show count")
    assert result.returncode == 2 and "standard input is the data" in result.stderr
    result = run(files, "-", "-f", "-", text="accounts show count")
    assert result.returncode == 2 and "sentences must come from elsewhere" in result.stderr
    result = run(files, text='load events from "-"')
    assert result.returncode == 4 and "standard input is the script" in result.stderr
    result = run(files, "-f", "-", text="accounts show count as csv")
    assert (result.returncode, result.stdout) == (0, "count\n326\n")
    shell = run_shell()
    assert "standard input is the keyboard" in shell.ask('load events from "-"')[0]


def test_data_from_standard_input(files):
    result = run(files, "accounts.csv", "-", "-c", "events show count as csv", text=WEEK1)
    assert (result.returncode, result.stdout) == (0, "count\n2\n"), result.stderr
    result = run(files, "-c", 'load events from "-" with account = account_id',
                 "-c", "events show count as csv", "-c", 'load events from "-"', text=WEEK1)
    assert (result.returncode, result.stdout) == (4, "count\n2\n")
    assert "read already" in result.stderr
