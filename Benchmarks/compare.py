"""orbits and its peers, in turn, in one run: Benchmarks/run [S] [M] [L]

Every round starts each engine once: it loads both files and answers each question several times. Answers
are compared before any time counts. Absolute times on a shared machine mean little: read the ratios.
"""

import csv
import datetime
import io
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from questions import QUESTIONS, UNORDERED

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".build-bench"
ORBITS = os.environ["ORBITS_BINARY"]
SHARED = Path(os.environ["ORBITS_SHARED"])
SIZES = {"S": (20_000, 20), "M": (200_000, 20), "L": (1_000_000, 20)}
ROUNDS = 5
REPETITIONS = 20
PEERS = {"DuckDB": "peer_duckdb.py", "polars": "peer_polars.py"}


def data(size):
    folder = CACHE / "data" / size
    if not (folder / "complete").exists():
        accounts, events = SIZES[size]
        subprocess.run(
            [sys.executable, SHARED / "bench" / "gen.py", folder, str(accounts), str(events)], check=True)
        (folder / "complete").touch()
    return folder


class Run:
    """One process of an engine. The work that comes first counts from the start of the process."""

    def __init__(self, command):
        self.start = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def processor(self):
        """Seconds of processor time so far, all threads together (Linux' clock of another process)."""
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def moments(self, ends):
        """Seconds, of clock and of processor, until each of these counts of lines was written; reads to the end."""
        lines, moments = 0, []
        descriptor = self.process.stdout.fileno()
        while chunk := os.read(descriptor, 1 << 20):
            now = (time.perf_counter() - self.start, self.processor())
            lines += chunk.count(b"\n")
            while len(moments) < len(ends) and lines >= ends[len(moments)]:
                moments.append(now)
        self.finish()
        assert lines == ends[-1], f"{lines} lines, not {ends[-1]}"
        return moments

    def finish(self):
        # The messages are few: they wait in the pipe until the answers have been read.
        messages = self.process.stderr.read().decode()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode != 0:
            sys.exit(f"{self.process.args}: exit {self.process.returncode}\n{messages}")
        self.peak_megabytes = usage.ru_maxrss / 1024


def orbits_answers(folder):
    """Each question asked in a process of its own: rows without the header."""
    files = [folder / "accounts.csv", folder / "events.csv"]
    answers = {}
    for question in QUESTIONS:
        done = subprocess.run(
            [ORBITS, *files, "--format", "csv", "--quiet", "-c", question.orbits],
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{question.orbits}\n{done.stderr}")
        answers[question.title] = list(csv.reader(io.StringIO(done.stdout)))[1:]
    return answers


def orbits(folder, answers):
    """A question's time is what passes until its last repetition is written out, shared by them all: single
    answers may come in one piece when the machine is busy."""
    command = [ORBITS, folder / "accounts.csv", folder / "events.csv", "--format", "csv", "--quiet"]
    command += ["-c", "count of accounts"]
    ends = [2]
    for question in QUESTIONS:
        command += ["-c", question.orbits] * REPETITIONS
        ends.append(ends[-1] + REPETITIONS * (1 + len(answers[question.title])))
    run = Run(command)
    moments = run.moments(ends)
    times = {}
    for index, question in enumerate(QUESTIONS):
        spans = zip(moments[index + 1], moments[index], strict=True)
        times[question.title] = [(end - start) / REPETITIONS for end, start in spans]
    return {"load": moments[0], "times": times}, run


def peer(name, folder):
    run = Run([sys.executable, Path(__file__).with_name(PEERS[name]), folder, str(REPETITIONS)])
    report = json.loads(run.process.stdout.read())
    run.finish()
    return report, run


def same(left, right):
    try:
        return abs(float(left) - float(right)) <= 1e-9 * max(1, abs(float(left)))
    except ValueError:
        return left == right


def compare_answers(size, name, reference, found):
    for question in QUESTIONS:
        ours, theirs = reference[question.title], found[question.title]
        if question.title in UNORDERED:
            ours, theirs = sorted(ours), sorted(theirs)
        if len(ours) != len(theirs):
            sys.exit(f"{size}, {question.title}: orbits has {len(ours)} rows, {name} {len(theirs)}")
        for left, right in zip(ours, theirs):
            if len(left) != len(right) or not all(map(same, left, right)):
                sys.exit(f"{size}, {question.title}: orbits says {left}, {name} says {right}")


def measure(size):
    folder = data(size)
    answers = orbits_answers(folder)
    results = {name: [] for name in ["orbits", *PEERS]}
    for number in range(ROUNDS):
        for name in results:
            print(f"{size}, round {number + 1}: {name}", file=sys.stderr)
            results[name].append(orbits(folder, answers) if name == "orbits" else peer(name, folder))
    for name in PEERS:
        compare_answers(size, name, answers, results[name][0][0]["answers"])

    rows = []

    def row(work, unit, values, digits=2):
        """`values`: for each engine what each of its processes took."""
        best = {name: min(found) for name, found in values.items()}
        cells = [
            f"{min(found):.{digits}f} / {statistics.median(found):.{digits}f}" for found in values.values()]
        fastest = min(best[name] for name in PEERS)
        ratios = [f"{best['DuckDB'] / best['orbits']:.1f} x", f"{fastest / best['orbits']:.1f} x"]
        rows.append(f"| {size} | {work} | {unit} | " + " | ".join(cells + ratios) + " |")

    def times(work, unit, factor, pick):
        for place, clock in enumerate([unit, f"{unit} of processor"]):
            row(work, clock, {
                name: [factor * pick(report)[place] for report, _ in found]
                for name, found in results.items()})

    times("load both files", "s", 1, lambda report: report["load"])
    row("peak memory of the whole run", "MB", {
        name: [run.peak_megabytes for _, run in found] for name, found in results.items()}, 0)
    for question in QUESTIONS:
        times(question.title, "ms", 1000, lambda report: report["times"][question.title])
    return rows


def startup():
    """Milliseconds from start to exit; the commands take turns."""
    commands = {
        "sqlite3 :memory: 'select 1'": ["sqlite3", ":memory:", "select 1"],
        "orbits -c 'count of accounts'": [ORBITS, "-c", "count of accounts"],
        "orbits --version": [ORBITS, "--version"],
        "duckdb -c 'select 1'": ["duckdb", "-c", "select 1"],
    }
    commands = {name: command for name, command in commands.items() if shutil.which(command[0])}
    times = {name: [] for name in commands}
    for _ in range(40):
        for name, command in commands.items():
            start = time.perf_counter(), children()
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                check=True)
            times[name].append((time.perf_counter() - start[0], children() - start[1]))
    lines, base = [], None
    for name, found in times.items():
        cells, ratios = [], []
        for place, seconds in enumerate(zip(*found, strict=True)):
            base = base or [min(column) for column in zip(*found, strict=True)]
            cells.append(f"{1000 * min(seconds):.1f} / {1000 * statistics.median(seconds):.1f}")
            ratios.append(f"{min(seconds) / base[place]:.1f} x")
        lines.append(f"| `{name}` | {' | '.join(cells + ratios)} |")
    return lines


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0]
    except (OSError, IndexError):
        return "not here"


def main():
    sizes = sys.argv[1:] or ["S", "M"]
    for size in sizes:
        if size not in SIZES:
            sys.exit(f"the sizes are {', '.join(SIZES)}, not {size}")
    busy = os.getloadavg()[0]
    rows = [line for size in sizes for line in measure(size)]
    start = startup()
    commit = first_line(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"])
    model = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor())
    text = f"""# Benchmarks

Written by `Benchmarks/run {' '.join(sizes)}` on {datetime.date.today()}, commit {commit}: {os.cpu_count()} cores
({model}), load {busy:.1f} before the run; {first_line([ORBITS, '--version'])}, DuckDB {version('duckdb')}
(its shell {version('duckdb-cli')}), polars {version('polars')}, Python {platform.python_version()}.

Best / median of {ROUNDS} processes each, in which every question is asked {REPETITIONS} times and their mean counts; the
engines take turns, and their answers were found equal first. orbits' load counts from the start of the process to its first
answer, the peers' from the first call of the reader; orbits' answers are timed outside the process and include
writing them out as CSV. Processor time counts all threads and says more than the clock while others use the machine.
The ratios compare the best: above 1, orbits is faster, or needs less.

| size | work | unit | orbits | DuckDB | polars | DuckDB : orbits | best peer : orbits |
|---|---|---|---:|---:|---:|---:|---:|
{chr(10).join(rows)}

From start to exit, in milliseconds, best / median of 40:

| command | clock | processor | clock, of the first | processor, of the first |
|---|---:|---:|---:|---:|
{chr(10).join(start)}

Sizes: {', '.join(f'{name} = {n:,} accounts with {e} events each' for name, (n, e) in SIZES.items())}.
"""
    (ROOT / "Benchmarks" / "RESULTS.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
