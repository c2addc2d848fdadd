"""Ctrl-C while something runs, at the keyboard and in scripts; the progress of a long load."""

import os
import re
import signal
import subprocess
import time

import pytest

from conftest import BINARY, ENTER, ctrl

# What the first Ctrl-C may take: a batch of rows, with other programs on the machine.
SOON = 1.0


@pytest.fixture
def script(home):
    """Says that it has started, then works for a long time."""
    path = home / "long.orbits"
    path.write_text("help begun\n" + "accounts by owner show count, avg jfi\n" * 20_000)
    return path


def interrupt(shell):
    """Presses Ctrl-C and gives the seconds until the shell says that it stopped."""
    begin = time.monotonic()
    shell.send(ctrl("C"))
    shell.wait_for("stopped after")
    took = time.monotonic() - begin
    shell.wait_for_prompt()
    return took


def test_a_running_script_stops_and_the_next_sentence_answers(run_shell, script):
    shell = run_shell(rows=40)
    shell.send('use "long.orbits"' + ENTER)
    shell.wait_until(lambda: b"begun" in shell.output.split(b"\n", 1)[-1], seconds=60)
    shell.wait_for("owner")
    assert interrupt(shell) < SOON
    assert re.search(r"stopped after (\d+ ms|\d+\.\d s)", shell.text)
    assert shell.ask("accounts show count")[2].strip() == "326"
    assert shell.leave() == 0


def test_a_load_stops_and_leaves_the_data_as_it_was(run_shell, slow_file):
    shell = run_shell(arguments=(), rows=40)
    shell.ask("accounts where jfi > 69")
    shell.send(f'load accounts from "{slow_file}"' + ENTER)
    shell.wait_for("reading: ")
    assert interrupt(shell) < SOON
    assert "reading: " not in shell.text  # the progress line has gone
    assert "3 accounts" in shell.ask("those by vertical")[-1]
    assert "326 accounts" in shell.ask("accounts show count")[-1]


def test_progress_has_a_rate_and_a_rest_and_no_escape(run_shell, slow_file):
    shell = run_shell(waits=False, arguments=(str(slow_file),), rows=40, columns=60, TERM="vt100")
    shell.wait_until(
        lambda: re.search(r"reading: \d+% of \d+ MB, \d+ [kM]B/s, \d+ s left", shell.text), seconds=30)
    assert b"\x1b" not in shell.output
    shell.send(ctrl("C"))
    shell.wait_for_end()
    shell.process.close()
    assert shell.process.exitstatus == 130
    assert "reading" not in shell.text


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}])
def test_no_progress_where_a_line_cannot_be_written_over(run_shell, slow_file, environment):
    shell = run_shell(waits=False, arguments=(str(slow_file),), **environment)
    shell.settle(1.5)
    shell.send(ctrl("C"))
    shell.wait_for_end()
    assert b"reading" not in shell.output


def stopped(arguments, home, started, seconds=60):
    """Starts the program, waits for `started` in its output, interrupts it."""
    process = subprocess.Popen(
        [BINARY, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=home,
        env={"HOME": str(home), "PATH": os.environ["PATH"]})
    if started:
        line = process.stdout.readline()
        assert started in line.decode()
    else:
        time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    begin = time.monotonic()
    _, errors = process.communicate(timeout=seconds)
    return process.returncode, errors.decode(), time.monotonic() - begin


def test_a_script_ends_with_130(home, script):
    status, errors, took = stopped(["-f", str(script), "--quiet"], home, "begun")
    assert status == 130
    assert errors.startswith("stopped after ")
    assert took < SOON


def test_a_sentence_that_loads_ends_with_130_and_leaves_no_file(home, slow_file):
    status, errors, took = stopped(
        ["-c", f'load accounts from "{slow_file}"', "-c", 'accounts into "out.csv"',
         "--output", "all.csv"], home, None)
    assert status == 130
    assert errors.startswith("stopped after ")
    assert took < SOON
    assert [path.name for path in home.iterdir() if "csv" in path.name] == []
