"""Interrupts, ends, window sizes, settings: the shell as a guest in somebody's terminal."""

import os
import re
import signal
import subprocess
import time

import pytest

from conftest import (
    ALT_ENTER, BINARY, BOTH_ROWS, DOWN, ENTER, ESCAPE, HOME, LEFT, PROMPT, ROWS, TAB, UP, answer_to,
    ctrl, pasted)

START = len(PROMPT)


# --- Ctrl-C and Ctrl-D

def test_ctrl_c_clears_the_line_and_keeps_nothing(shell, home):
    shell.send("select na" + ctrl("C"))
    shell.wait_for_rows(PROMPT + "select na^C", PROMPT.rstrip())
    shell.run("help xx")
    assert shell.text.count("select na") == 1
    assert (home / ".local/state/orbits/history").read_text() == "help xx\n"


def test_ctrl_c_in_an_entry_of_several_rows(shell):
    shell.type("accounts" + ALT_ENTER + "where x" + UP + HOME + ctrl("C"))
    assert shell.rows() == [PROMPT + "accounts", "  where x^C", PROMPT.rstrip()]
    assert shell.cursor == (2, START)
    shell.run("help xx")


def test_ctrl_c_never_quits(shell):
    for _ in range(5):
        shell.send(ctrl("C"))
    shell.wait_until(lambda: shell.text.count("^C") == 5)
    shell.wait_for_prompt()


def test_an_interrupt_from_outside_clears_the_line(shell):
    shell.type("text")
    os.kill(shell.process.pid, signal.SIGINT)
    shell.wait_for_rows(PROMPT + "text^C", PROMPT.rstrip())


def test_ctrl_d_on_an_empty_line_leaves(shell):
    assert shell.leave() == 0
    assert shell.rows()[0] == PROMPT.rstrip()


def test_ctrl_d_on_text_deletes(shell):
    shell.type("abc" + HOME + ctrl("D"))
    assert shell.rows() == [PROMPT + "bc"]
    shell.type(ctrl("E") + ctrl("D"))
    assert shell.rows() == [PROMPT + "bc"]
    assert shell.process.isalive()


def test_a_terminal_that_goes_away_ends_the_shell(shell):
    shell.process.ptyproc.fileobj.close()
    shell.process.closed = shell.process.ptyproc.closed = True
    for _ in range(50):
        if not shell.process.isalive():
            return
        time.sleep(0.1)
    pytest.fail("still there")


# --- The terminal as it was

def test_the_terminal_is_given_back(run_shell):
    shell = run_shell(waits=False)
    before = shell.terminal_settings()
    shell.wait_for_prompt()
    assert "-icanon" in shell.terminal_settings()
    shell.send("quit" + ENTER)
    shell.wait_until(lambda: shell.output.endswith(b"\r\n\x1b[?2004l"))
    for _ in range(50):
        if shell.terminal_settings() == before:
            break
        time.sleep(0.05)
    assert shell.terminal_settings() == before
    assert shell.output.count(b"\x1b[?2004h") == shell.output.count(b"\x1b[?2004l")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV])
def test_the_terminal_is_given_back_by_a_killed_shell(run_shell, number):
    shell = run_shell(waits=False)
    before = shell.terminal_settings()
    shell.wait_for_prompt()
    shell.type("text")
    os.kill(shell.process.pid, number)
    shell.wait_for_end()
    assert shell.output.endswith(b"\x1b[?2004l")
    assert shell.process.signalstatus == number
    assert "icanon" in before


def test_ctrl_z_stops_and_fg_goes_on(home):
    """In a shell with job control; a process of its own has nobody to wake it."""
    import conftest
    binary, conftest.BINARY = conftest.BINARY, "/bin/bash"
    try:
        shell = conftest.Shell(home, arguments=["--norc", "--noprofile", "-i"], PS1="bash$ ")
    finally:
        conftest.BINARY = binary
    try:
        shell.wait_for("bash$")
        shell.send(BINARY + "\n")
        shell.wait_for_prompt()
        shell.type("accounts in")
        shell.send(ctrl("Z"))
        shell.wait_for("Stopped")
        shell.send("fg\n")
        shell.wait_until(lambda: shell.rows()[-1] == PROMPT + "accounts in")
        shell.type(LEFT * 2 + "x")
        assert shell.rows()[-1] == PROMPT + "accounts xin"
    finally:
        shell.process.close(force=True)


def test_stopped_and_continued_from_outside(shell):
    shell.type("accounts")
    os.kill(shell.process.pid, signal.SIGSTOP)
    time.sleep(0.1)
    os.kill(shell.process.pid, signal.SIGCONT)
    shell.settle()
    shell.type("!")
    assert shell.rows()[-1].endswith("accounts!")


# --- The window

def test_a_narrower_window_wraps_and_a_wider_one_unwraps(shell):
    shell.type("a" * 30)
    shell.resize(24, 60)
    shell.settle()
    shell.type("b")
    assert shell.rows() == [PROMPT + "a" * 30 + "b"]
    shell.resize(24, 100)
    shell.settle()
    shell.type("c" * 60)
    assert shell.rows() == [PROMPT + "a" * 30 + "b" + "c" * 60]


def test_the_window_changes_while_something_runs(shell, home):
    (home / "script.orbits").write_text("help started\n" + "accounts show count\n" * 20_000)
    shell.send('use "script.orbits"' + ENTER)
    shell.wait_for("326", seconds=60)
    shell.resize(24, 40)
    shell.send(ctrl("C"))
    shell.wait_for("stopped after")
    shell.wait_for_prompt()
    shell.type("x" * 40)
    assert shell.rows()[-2:] == [PROMPT + "x" * 32, "x" * 8]


# --- Settings

def test_a_prompt_in_colour_keeps_its_colour_to_itself(shell):
    shell.type("x")
    assert shell.screen.buffer[0][0].fg == "cyan"
    assert shell.screen.buffer[0][START].fg == "default"


def test_no_color(run_shell):
    shell = run_shell(NO_COLOR="1")
    shell.type("accounts in Benchmark " + TAB)
    assert b"m" not in re.findall(rb"\x1b\[[0-9;]*([A-Za-z])", shell.output)


def test_a_dumb_terminal_sees_no_escape(run_shell):
    shell = run_shell(TERM="dumb", arguments=())
    shell.send("\n".join(ROWS) + "\n")
    shell.wait_for(answer_to(BOTH_ROWS))
    shell.send("text" + ctrl("C"))
    shell.settle()
    for entry in ("help çağla 株", "help", "acounts", "accounts in Benchmark where jfi > 60"):
        shell.send(entry + "\n")
        shell.settle()
    shell.wait_for("15 of 326 accounts")
    shell.leave()
    assert b"\x1b" not in shell.output


def test_no_terminal_no_prompt_no_escape(home):
    result = subprocess.run(
        [BINARY], input="accounts show count\nhelp çağla 株".encode(), capture_output=True,
        check=True, env={"HOME": str(home), "TERM": "xterm", "PATH": os.environ["PATH"]})
    assert b"\x1b" not in result.stdout + result.stderr
    assert result.stdout.decode() == (
        "count\n─────\n  326\n" + answer_to("help çağla 株") + " `help` lists what there is.\n")
    assert result.stderr == b"326 accounts\n"
    assert not (home / ".local").exists()


def test_vi_keys_of_editrc(run_shell, home):
    (home / ".editrc").write_text("bind -v\n")
    shell = run_shell()
    shell.run("help xx")
    shell.type("des" + TAB)
    assert shell.rows()[-1] == PROMPT + "describe"
    shell.type(ESCAPE)
    shell.settle(0.2)
    shell.type("0x")
    assert shell.rows()[-1] == PROMPT + "escribe"
    shell.type("k")
    assert shell.rows()[-1] == PROMPT + "help xx"
    shell.type("j0iD")
    assert shell.rows()[-1] == PROMPT + "Describe"
    shell.type(pasted("a\tb\nc"))
    assert shell.rows()[-2:] == [PROMPT + "Da  b", "cescribe"]
    shell.send(ENTER)
    shell.wait_for("no sentence begins with `Da`")
    shell.wait_for_prompt()
    shell.type("help xyz" + ESCAPE)
    shell.settle(0.2)
    shell.send(ENTER)
    shell.wait_for(answer_to("help xyz"))
    assert shell.leave() == 0


def test_own_bindings_of_editrc(run_shell, home):
    (home / ".editrc").write_text("bind -s ^O 'top 10'\nbind ^T ed-move-to-beg\n")
    shell = run_shell()
    shell.type("a" + ctrl("O") + ctrl("T") + "b")
    assert shell.rows() == [PROMPT + "batop 10"]


def test_down_past_the_newest_changes_nothing(shell):
    shell.type("abc" + DOWN)
    assert shell.rows() == [PROMPT + "abc"]
