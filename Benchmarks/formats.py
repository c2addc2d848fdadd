"""Writes the events of a benchmark's data in other formats, once: CSV.gz, JSON Lines, XES."""

import csv
import gzip
import json
import shutil
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr


def prepared(folder, with_log=True):
    """The files by format, each with all events of events.csv; made where they are missing. (Sorting L into cases
    takes more memory than there is.)"""
    source = folder / "events.csv"
    files = {
        "CSV": source, "CSV, gzip": folder / "events.csv.gz", "JSON Lines": folder / "events.jsonl",
        "XES": folder / "events.xes"}
    writers = {"CSV, gzip": write_gzip, "JSON Lines": write_json_lines, "XES": write_xes}
    if not with_log:
        del files["XES"], writers["XES"]
    for name, write in writers.items():
        if not files[name].exists():
            partial = files[name].with_name("partial")
            write(source, partial)
            partial.rename(files[name])
    return files


def write_gzip(source, target):
    with open(source, "rb") as plain, gzip.open(target, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)


def write_json_lines(source, target):
    with open(source, newline="") as rows, open(target, "w") as lines:
        for row in csv.DictReader(rows):
            row["value"] = float(row["value"])
            lines.write(json.dumps(row) + "\n")


def write_xes(source, target):
    """One trace an account, its events in their order of time."""
    with open(source, newline="") as rows:
        events = sorted(csv.reader(rows), key=lambda row: (row[0] == "account_id", row[0], row[1]))[:-1]
    with open(target, "w") as log:
        log.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016">\n')
        case = None
        for account, at, kind, stage, channel, value in events:
            if account != case:
                log.write("</trace>\n" if case else "")
                log.write(f'<trace>\n<string key="concept:name" value={quoteattr(account)}/>\n')
                case = account
            log.write(
                f'<event>\n<string key="concept:name" value={quoteattr(kind)}/>\n'
                f'<date key="time:timestamp" value="{at[:-1]}.000+00:00"/>\n'
                f'<string key="stage" value={quoteattr(stage)}/>\n'
                f'<string key="channel" value={quoteattr(channel)}/>\n'
                f'<float key="value" value="{value}"/>\n</event>\n')
        log.write("</trace>\n</log>\n")


if __name__ == "__main__":
    prepared(Path(sys.argv[1]), with_log=sys.argv[2] != "L")
