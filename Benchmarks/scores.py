"""What scores cost: Benchmarks/run scores [S] [M] [L]

All three standard scores of all accounts: now, and as they were at the end of each of the 52 weeks before. Each week is an
instant of its own, of which nothing is known when it is asked about: stages, what is usual in them, and every event that
had happened are read anew. (The data has columns called jfi and momentum, which would be used as they are: the scores are
defined under other names, by the standard models.) *The first* includes what is made once for all instants: what every
event says.

Beside it one component alone, in DuckDB as well, whose answers are found equal: how much adoption is left of each account,
half of it gone after 30 days, and the average of what it earns.
"""

import csv
import datetime
import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from compare import ORBITS, ROOT, SIZES, Run, data, first_line, same

WEEKS = 52
SCORES = "show avg friction, avg pace, avg promotion"
MODELS = """
define friction
  tickets: sum of points of ticket weight 30 half-life 21 days half-point 3
  negative: sum of points of negative weight 25 half-life 45 days half-point 2
  gap: level of feature_gap from 0 to 1 weight 25
  delay: level of dwell from p50 to p90 weight 20

define pace
  adoption: sum of points of adoption weight 30 half-life 30 days half-point 4
  moves: sum of points of forward weight 25 half-life 60 days half-point 1
  praise: sum of points of praise weight 20 half-life 45 days half-point 2
  renewal: sum of points of renewal weight 15 half-life 180 days half-point 1
  referral: sum of points of referral weight 10 half-life 90 days half-point 1

define promotion
  referral: sum of points of referral weight 30 half-life 365 days half-point 1
  review: sum of points of review weight 25 half-life 365 days half-point 1
  study: sum of points of case_study weight 25 half-life 365 days half-point 1
  talk: sum of points of talk weight 20 half-life 365 days half-point 1

"""
COMPONENT = "define adoption_left\n  adoption: count of feature_adopted weight 1 half-life 30 days half-point 4\n"
SQL = """
with left_over as (
  select account_id, sum(pow(2, -epoch(timestamp '{end}' - ts) / (30 * 86400.0))) as amount
  from events where type = 'feature_adopted' and ts < timestamp '{end}' group by account_id),
begun as (select account_id from events where ts < timestamp '{end}' group by account_id)
select avg(100 * (1 - pow(2, -coalesce(amount, 0) / 4))) from begun left join left_over using (account_id)
"""


def workspace(folder):
    return (f'load accounts from "{folder}/accounts.csv"\nload events from "{folder}/events.csv"\n'
            f'{MODELS}{COMPONENT}')


def ask(folder, sentences, wants_answers=False):
    """Seconds from the start to each answer, of clock and of processor, the peak in MB, and the answers if wanted."""
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "scores.orbits"
        script.write_text(workspace(folder) + "\n".join(["count of accounts", *sentences]) + "\n")
        run = Run([ORBITS, script, "--format", "csv", "--quiet"])
        moments = run.moments([2 * (n + 1) for n in range(len(sentences) + 1)])
        if not wants_answers:
            return moments, run.peak_megabytes, []
        told = subprocess.run([ORBITS, script, "--format", "csv", "--quiet"], capture_output=True, text=True, check=True)
    return moments, run.peak_megabytes, list(csv.reader(io.StringIO(told.stdout)))[1::2]


def weeks(now):
    return [(now - datetime.timedelta(days=7 * n + 1)).date() for n in range(1, WEEKS + 1)]


def duck(folder, instants):
    """Seconds of clock and of processor for each instant; loading is not counted."""
    base = duckdb.connect()
    base.execute("set threads = 2")
    base.execute(f"create table events as select account_id, ts, type from read_csv('{folder}/events.csv') "
                 "order by account_id, ts")
    found = []
    for end in instants:
        clock, processor = time.perf_counter(), time.process_time()
        value = base.execute(SQL.format(end=end)).fetchone()[0]
        found.append((time.perf_counter() - clock, time.process_time() - processor, value))
    return found


def measure(size):
    folder = data(size)
    newest = subprocess.run([ORBITS, folder / "accounts.csv", folder / "events.csv", "--format", "csv", "--quiet",
                             "-c", "events show max at"], capture_output=True, text=True, check=True).stdout
    day = datetime.datetime.fromisoformat(newest.split()[-1].strip("Z").strip('"')).date()
    now = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    days = weeks(now)
    print(f"{size}: scores", file=sys.stderr)
    moments, peak, _ = ask(folder, [f"accounts {SCORES}"] + [f"accounts as of {day} {SCORES}" for day in days])
    spans = [[then - before for before, then in zip(*pair)] for pair in zip(moments, moments[1:])]
    print(f"{size}: one component", file=sys.stderr)
    few = days[:8]
    alone, _, answers = ask(folder, [f"accounts as of {day} show avg adoption_left" for day in few], wants_answers=True)
    ours = [[then - before for before, then in zip(*pair)] for pair in zip(alone, alone[1:])]
    theirs = duck(folder, [day + datetime.timedelta(days=1) for day in few])
    for day, row, (_, _, value) in zip(few, answers[1:], theirs):
        if not same(row[0], str(value)):
            sys.exit(f"{size}, as of {day}: orbits says {row[0]}, DuckDB {value}")
    accounts = SIZES[size][0]

    def line(work, seconds, processor, beside=""):
        return (f"| {size} | {work} | {seconds:,.2f} | {processor:,.2f} | {1e9 * processor / accounts:,.0f} | {beside} |")

    rest = spans[1:]
    mean = [sum(part) / len(rest) for part in zip(*rest)]
    own = [sum(part) / len(ours[1:]) for part in zip(*ours[1:])]
    other = [sum(part) / len(theirs) for part in list(zip(*theirs))[:2]]
    return [
        line("load both files", *moments[0]),
        line("all scores now, the first", *spans[0]),
        line("all scores as of a week's end, mean of 52", *mean),
        line("all scores, weekly over a year", sum(part[0] for part in rest), sum(part[1] for part in rest)),
        line("one component as of a week's end, mean of 7", *own, f"DuckDB {other[0]:,.3f} s, {other[1]:,.3f} s of processor"),
    ], peak


def main():
    sizes = sys.argv[1:] or ["S", "M"]
    rows, peaks = [], []
    busy = os.getloadavg()[0]
    for size in sizes:
        if size not in SIZES:
            sys.exit(f"the sizes are {', '.join(SIZES)}, not {size}")
        lines, peak = measure(size)
        rows += lines
        peaks.append(f"{peak:,.0f} MB ({size})")
    commit = first_line(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"])
    text = f"""# Scores

Written by `Benchmarks/run scores {' '.join(sizes)}` on {datetime.date.today()}, commit {commit}: {os.cpu_count()} cores,
load {busy:.1f} before the run and {os.getloadavg()[0]:.1f} after it; {first_line([ORBITS, '--version'])}, DuckDB {duckdb.__version__}.

{__doc__.strip().split(chr(10), 2)[2]}

| size | work | s | s of processor | ns of processor an account | beside it |
|---|---|---:|---:|---:|---|
{chr(10).join(rows)}

Peak memory of the run of 53 instants: {', '.join(peaks)}.

Sizes: {', '.join(f'{name} = {n:,} accounts with {e} events each' for name, (n, e) in SIZES.items())}.
"""
    (ROOT / "Benchmarks" / "SCORES.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
