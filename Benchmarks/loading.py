"""How long it takes until a file of events can be asked, format by format: Benchmarks/run loading [S] [M] [L]

Each engine gets a process of its own for every file and counts the events in it; they take turns. The clock of
orbits runs from the start of its process, those of the peers from the first call of their reader: their imports are
a gift. pm4py reads XES into a pandas frame; orbits reads it into cases and events, sorted by account, with the
journeys; for XES above S pm4py is left out, it needs more memory than there is.
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

from compare import CACHE, ORBITS, ROOT, SHARED, Run, data, first_line
from formats import prepared

ROUNDS = 2
POLARS = "import polars as pl; frame = pl.{}({!r}{}); rows = frame.height"
PM4PY = "import pm4py; frame = pm4py.read_xes({!r}); rows = len(frame)"
MEASURED = """
import json, sys, time
{imports}
start = time.perf_counter(), time.process_time()
{work}
print(json.dumps([time.perf_counter() - start[0], time.process_time() - start[1], rows]))
"""


def scripts(name, file):
    """What each peer runs for a file of this format."""
    path = str(file)
    if name == "XES":
        return {"pm4py": PM4PY.format(path)}
    if name == "JSON Lines":
        read, scan, more = f"read_json('{path}', format='newline_delimited')", "read_ndjson", ""
    else:
        read, scan, more = f"read_csv('{path}')", "read_csv", ", try_parse_dates=True"
    # A table is made, as orbits makes one: counting alone would not read the cells.
    make = f"create table t as select * from {read}"
    return {
        "DuckDB": f"import duckdb; c = duckdb.connect(); c.execute({make!r}); "
                  "rows = c.execute('select count(*) from t').fetchone()[0]",
        "polars": POLARS.format(scan, path, more),
    }


def peer(script):
    imports, work = script.split("; ", 1)
    run = Run([sys.executable, "-c", MEASURED.format(imports=imports, work=work.replace("; ", "\n"))])
    clock, processor, rows = json.loads(run.process.stdout.read().splitlines()[-1])
    run.finish()
    return clock, processor, run.peak_megabytes, rows


def orbits(file):
    run = Run([ORBITS, file, "--format", "csv", "--quiet", "-c", "count of events"])
    descriptor, text = run.process.stdout.fileno(), b""
    while text.count(b"\n") < 2 and (chunk := os.read(descriptor, 1 << 16)):
        text += chunk
    clock, processor = time.perf_counter() - run.start, run.processor()
    run.process.stdout.read()
    run.finish()
    return clock, processor, run.peak_megabytes, int(text.split()[1])


def measure(label, name, file, peers):
    found = {"orbits": []} | {peer_name: [] for peer_name in peers}
    for number in range(1 if label == "L" else ROUNDS):
        for engine in found:
            print(f"{label}, {name}, round {number + 1}: {engine}", file=sys.stderr)
            found[engine].append(orbits(file) if engine == "orbits" else peer(peers[engine]))
    counts = {engine: {run[3] for run in runs} for engine, runs in found.items()}
    if len(set.union(*counts.values())) != 1:
        sys.exit(f"{label}, {name}: the engines count differently: {counts}")
    lines = []
    for place, (unit, digits) in enumerate([("s", 2), ("s of processor", 2), ("MB at most", 0)]):
        best = {engine: min(run[place] for run in runs) for engine, runs in found.items()}
        cells = []
        for engine in ["orbits", "DuckDB", "polars", "pm4py"]:
            if engine not in found:
                cells.append("")
                continue
            middle = statistics.median(run[place] for run in found[engine])
            cells.append(f"{best[engine]:.{digits}f} / {middle:.{digits}f}")
        others = [value for engine, value in best.items() if engine != "orbits"]
        ratio = f"{min(others) / best['orbits']:.1f} x" if others else ""
        size = f"{file.stat().st_size / 1e6:,.0f} MB" if place == 0 else ""
        lines.append(f"| {label} | {name} | {size} | {unit} | {' | '.join(cells)} | {ratio} |")
    return lines


def main():
    sizes = sys.argv[1:] or ["S", "M"]
    busy = os.getloadavg()[0]
    lines = []
    for size in sizes:
        # In a process of its own: what a child may take at most begins with what its parent has.
        subprocess.run([sys.executable, Path(__file__).with_name("formats.py"), data(size), size], check=True)
        for name, file in prepared(data(size), with_log=size != "L").items():
            peers = scripts(name, file)
            if name == "XES" and size != "S":
                peers = {}
            lines += measure(size, name, file, peers)
    log = CACHE / "data" / "bpic2012.xes"
    if not log.exists():
        packed = SHARED / "data" / "bpic2012" / "bpic2012.xes.gz"
        log.write_bytes(subprocess.run(["gzip", "-dc", packed], capture_output=True, check=True).stdout)
    lines += measure("bpic2012", "XES", log, scripts("XES", log))
    commit = first_line(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"])
    versions = ", ".join(f"{name} {version(name)}" for name in ["duckdb", "polars", "pm4py"])
    text = f"""# Loading, format by format

Written by `Benchmarks/run loading {' '.join(sizes)}` on {datetime.date.today()}, commit {commit}: {os.cpu_count()} cores,
load {busy:.1f} before the run; {first_line([ORBITS, '--version'])}, {versions}, Python {platform.python_version()}.

{__doc__.strip().split(chr(10), 2)[2]}

Best / median of {ROUNDS} (L: one); the ratio is the best peer's best by ours: above 1, orbits is faster or needs less.

| data | format | size | unit | orbits | DuckDB | polars | pm4py | peer : orbits |
|---|---|---:|---|---:|---:|---:|---:|---:|
{chr(10).join(lines)}
"""
    (ROOT / "Benchmarks" / "LOADING.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
