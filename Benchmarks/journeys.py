"""Questions about journeys, against DuckDB and ClickHouse: Benchmarks/run journeys [S] [M] [L]

Every engine answers the same questions over the same two CSV files, and the answers are found equal before any time
counts. A question is asked eight times, with another constant each time (another window, date, account or pair of
events), so that no answer comes from memory: *warm* is their mean, the first included, in which orbits builds what it
keeps. *From start* is a process of its own that loads both files and answers the question once: an analyst with one
question and two exports. (Of L only the first question is asked so: loading is nearly all of it.)

orbits is timed from outside, by when its answers are written; the peers from inside Python, without starting it and
without their imports: a gift to them. Their events are sorted by account and time when they are loaded, which is in
their *load* and makes every journey question the faster; their SQL is in `journey_questions.py`, the fastest we know.
ClickHouse is chdb, the same engine inside the process; it reads the events with one thread, to keep their places.
"""

import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from compare import ORBITS, ROOT, SIZES, Run, data, first_line, same
from journey_questions import UNORDERED, VARIATIONS, questions

ROUNDS = {"S": 3, "M": 1, "L": 1}
ALONE = {"S": None, "M": None, "L": 1}
PEERS = ["DuckDB", "ClickHouse"]


def orbits_run(folder, sentences):
    return Run([ORBITS, folder / "accounts.csv", folder / "events.csv", "--format", "csv", "--quiet",
                *(part for sentence in sentences for part in ("-c", sentence))])


def orbits_answers(folder, asked):
    """The rows of each answer, asked of one process."""
    command = [ORBITS, folder / "accounts.csv", folder / "events.csv", "--format", "json", "--quiet"]
    for question in asked:
        for i in range(VARIATIONS):
            command += ["-c", question.orbits(i)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    decoder, place, found = json.JSONDecoder(), 0, []
    while place < len(done.stdout):
        rows, place = decoder.raw_decode(done.stdout, place)
        found.append([["" if cell is None else str(cell) for cell in row.values()] for row in rows])
        while place < len(done.stdout) and done.stdout[place].isspace():
            place += 1
    return {question.title: found[number * VARIATIONS:(number + 1) * VARIATIONS] for number, question in enumerate(asked)}


def orbits(folder, asked, answers):
    """Seconds, of clock and of processor: until the first answer of all, then until each answer."""
    sentences, ends = ["count of accounts"], [2]
    for question in asked:
        for i in range(VARIATIONS):
            sentences.append(question.orbits(i))
            ends.append(ends[-1] + 1 + len(answers[question.title][i]))
    run = orbits_run(folder, sentences)
    moments = run.moments(ends)
    spans = [[then - before for before, then in zip(*pair)] for pair in zip(moments, moments[1:])]
    return {"load": moments[0], "peak": run.peak_megabytes, "times": {
        question.title: spans[number * VARIATIONS:(number + 1) * VARIATIONS] for number, question in enumerate(asked)}}


def peer(name, folder, now, *only):
    run = Run([sys.executable, Path(__file__).with_name("peer_journeys.py"), name, folder, now.isoformat(), *only])
    report = json.loads(run.process.stdout.read())
    run.finish()
    return report | {"peak": run.peak_megabytes}


def from_start(folder, asked, now):
    """For each question and engine, from nothing to its first answer."""
    found = {}
    for question in asked:
        print(f"from start: {question.title}", file=sys.stderr)
        start = time.perf_counter()
        run = orbits_run(folder, [question.orbits(0)])
        run.process.stdout.read()
        times = {"orbits": [time.perf_counter() - start, run.processor()]}
        run.finish()
        for name in PEERS:
            report = peer(name, folder, now, question.title)
            times[name] = list(map(sum, zip(report["load"], report["times"][question.title][0])))
        found[question.title] = times
    return found


def compare_answers(size, name, asked, ours, theirs):
    for question in asked:
        for i in range(VARIATIONS):
            left, right = ours[question.title][i], theirs[question.title][i]
            if question.title in UNORDERED:
                left, right = sorted(left), sorted(right)
            if len(left) != len(right) or not all(
                    len(a) == len(b) and all(map(same, a, b)) for a, b in zip(left, right)):
                sys.exit(f"{size}, {question.orbits(i)}\norbits says {left[:9]}\n{name} says {right[:9]}")


def measure(size):
    folder = data(size)
    told = subprocess.run([ORBITS, folder / "accounts.csv", folder / "events.csv", "--format", "csv", "--quiet",
                           "-c", "events show max at"], capture_output=True, text=True, check=True).stdout
    newest = datetime.datetime.fromisoformat(told.split()[-1].strip("Z").strip('"'))
    now = datetime.datetime.combine(newest.date() + datetime.timedelta(days=1), datetime.time())
    asked = questions(now)
    answers = orbits_answers(folder, asked)
    found = {name: [] for name in ["orbits", *PEERS]}
    for number in range(ROUNDS[size]):
        for name in found:
            print(f"{size}, round {number + 1}: {name}", file=sys.stderr)
            found[name].append(orbits(folder, asked, answers) if name == "orbits" else peer(name, folder, now))
            if number == 0 and name != "orbits":
                compare_answers(size, name, asked, answers, found[name][0]["answers"])
    alone = from_start(folder, asked[:ALONE[size]], now)
    rows = []

    def row(work, what, unit, values, digits):
        cells = " | ".join(f"{values[name]:,.{digits}f}" for name in found)
        ratios = " | ".join(f"{values[name] / max(values['orbits'], 1e-6):.1f} x" for name in PEERS)
        rows.append(f"| {size} | {work} | {what} | {unit} | {cells} | {ratios} |")

    def best(pick):
        return {name: min(map(pick, reports)) for name, reports in found.items()}

    def both(work, what, unit, factor, pick, digits):
        """By the clock, and by the processor: all threads together, which others on the machine disturb less."""
        for place, clock in enumerate([unit, f"{unit} of processor"]):
            row(work, what, clock, best(lambda report: factor * pick(report)[place]), digits)

    def mean(times):
        return [statistics.mean(part) for part in zip(*times)]

    both("load both files", "", "s", 1, lambda report: report["load"], 2)
    row("peak memory of the whole run", "", "MB", best(lambda report: report["peak"]), 0)
    for question in asked:
        title = question.title
        both(title, "warm", "ms", 1000, lambda report: mean(report["times"][title]), 2)
        for place, clock in enumerate(["s", "s of processor"]):
            if title in alone:
                row(title, "from start", clock, {name: times[place] for name, times in alone[title].items()}, 2)
    return rows


def main():
    sizes = sys.argv[1:] or ["S", "M"]
    for size in sizes:
        if size not in SIZES:
            sys.exit(f"the sizes are {', '.join(SIZES)}, not {size}")
    busy = os.getloadavg()[0]
    rows = [line for size in sizes for line in measure(size)]
    commit = first_line(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"])
    note = os.environ.get("BENCHMARK_NOTE", "")
    text = f"""# Journeys

Written by `Benchmarks/run journeys {' '.join(sizes)}` on {datetime.date.today()}, commit {commit}: {os.cpu_count()} cores,
load {busy:.1f} before the run and {os.getloadavg()[0]:.1f} after it; {first_line([ORBITS, '--version'])}, DuckDB {version('duckdb')},
chdb {version('chdb')}, Python {platform.python_version()}.{' ' + note if note else ''}

{__doc__.strip().split(chr(10), 2)[2]}

Best of {', '.join(f"{ROUNDS[size]} process{'es' * (ROUNDS[size] > 1)} ({size})" for size in sizes)}, *from start* once. Peer : orbits: above 1, orbits is faster, or needs less. While others
use the machine the clock says little; the processor's time, of all threads together, says more.

| size | work | when | unit | orbits | DuckDB | ClickHouse | DuckDB : orbits | ClickHouse : orbits |
|---|---|---|---|---:|---:|---:|---:|---:|
{chr(10).join(rows)}

What was asked, with the first constant:

```
{chr(10).join(question.orbits(0) for question in questions(datetime.datetime(2027, 1, 1)))}
```

Sizes: {', '.join(f'{name} = {n:,} accounts with {e} events each' for name, (n, e) in SIZES.items())}.
"""
    (ROOT / "Benchmarks" / "JOURNEYS.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
