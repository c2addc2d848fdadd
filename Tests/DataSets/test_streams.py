"""What comes in by other ways than a plain file: standard input, pipes, packed, in other encodings."""

import gzip
import os
import subprocess
import sys
import time

import pytest

from orbits_program import BINARY, INTERRUPTED

CSV = "id,name,arr\n" + "".join(f"A{number},name {number},{number * 10}\n" for number in range(3000))


# Asks for every row; the header is a line more.
ROWS = "accounts as csv"


def run(*arguments, given=None, environment=None, limit=60):
    done = subprocess.run(
        [BINARY, *map(str, arguments)], input=given, capture_output=True, timeout=limit,
        env={**os.environ, **(environment or {})})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("given", [
    CSV.encode(), gzip.compress(CSV.encode()), CSV.encode("utf-16"), b"\xef\xbb\xbf" + CSV.encode(),
    ("[" + ",".join('{"id":"A%d","p":{"arr":%d}}' % (n, n) for n in range(3000)) + "]").encode(),
], ids=["plain", "gzip", "utf-16", "mark", "json"])
def test_standard_input(given):
    status, out, err = run("-", "-c", ROWS, given=given)
    assert (status, len(out.splitlines())) == (0, 3001), err


def test_redirected_file(tmp_path):
    (tmp_path / "a.csv").write_text(CSV)
    with open(tmp_path / "a.csv") as file:
        done = subprocess.run(
            [BINARY, "-", "-c", ROWS], stdin=file, capture_output=True, timeout=60)
    assert len(done.stdout.splitlines()) == 3001, done.stderr


def test_trouble_names_standard_input():
    status, out, err = run("-", "-c", ROWS, given=b'id,b\nA1,"x\n')
    assert status == 4 and out == "" and "standard input:2:4: error" in err, err
    assert run("-", "-c", ROWS, given=b"")[0] == 4


def test_no_room_to_unpack(tmp_path):
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(CSV.encode() * 1000))
    status, out, err = run(packed, "-c", ROWS, environment={"TMPDIR": str(tmp_path / "none")})
    assert status == 4 and "temporary file" in err and "TMPDIR" in err, err


def test_full_disk_while_unpacking(tmp_path):
    # A limit on file sizes stands for the full disk.
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(CSV.encode() * 1000))
    done = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; ulimit -f 1000; exec {BINARY} {packed} -c 'accounts as csv'"],
        capture_output=True, timeout=60)
    assert done.returncode == 4 and b"TMPDIR" in done.stderr, done


def test_interrupt_while_a_pipe_is_silent(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [BINARY, str(pipe), "-c", ROWS], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(2)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (INTERRUPTED, b""), err
    assert b"stopped" in err


# Runs a program and tells its exit status and its peak memory in KB. A small process of its own does
# it: one that is started by a large one begins with the memory of that.
PEAK_OF = """
import resource, subprocess, sys
with open(sys.argv[1], "wb") as out:
    status = subprocess.run(sys.argv[2:], stdout=out).returncode
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_long_lines(tmp_path):
    """A field of 50 MB takes memory in proportion to it, not to ten of it."""
    long = "lang, " * (50_000_000 // 6)
    for name, text in [
        ("a.csv", f'id,t\nA1,"{long}"\nA2,x\n'),
        ("a.jsonl", f'{{"id":"A1","t":"{long}"}}\n{{"id":"A2","t":"x"}}\n'),
    ]:
        (tmp_path / name).write_text(text)
        done = subprocess.run(
            [sys.executable, "-I", "-c", PEAK_OF, tmp_path / "out", BINARY, tmp_path / name, "-c", ROWS],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        status, peak = map(int, done.stdout.split())
        answered = (tmp_path / "out").read_bytes().count(b"\nA")
        assert (status, answered) == (0, 2), done.stderr
        assert peak < 500_000, (name, peak)
