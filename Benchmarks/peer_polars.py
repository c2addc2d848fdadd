"""One process of polars: loads both files, asks every question several times, prints times and answers.

usage: peer_polars.py FOLDER REPETITIONS
"""

import json
import sys
import time
from datetime import datetime

import polars as pl
from questions import QUESTIONS


def moment():
    """Seconds of clock, and of processor."""
    return time.perf_counter(), time.process_time()


def since(start):
    return [now - then for now, then in zip(moment(), start, strict=True)]


folder, repetitions = sys.argv[1], int(sys.argv[2])
start = moment()
accounts = pl.read_csv(f"{folder}/accounts.csv", try_parse_dates=True)
events = pl.read_csv(f"{folder}/events.csv", try_parse_dates=True)
load = since(start)
instants = events["ts"].dtype.time_zone


def top():
    found = accounts.filter((pl.col("stage") == "Benchmark") & (pl.col("jfi") > 60))
    return found.sort("momentum", "account_id").head(20).select("account_id", "momentum", "jfi")


def groups():
    return accounts.group_by("stage", "vertical").agg(
        pl.len(), pl.col("jfi").mean(), pl.col("momentum").median())


def months():
    first, last = (pl.lit(datetime(year, 1, 1)).dt.replace_time_zone(instants) for year in (2026, 2027))
    at = pl.col("ts")
    found = events.filter((pl.col("type") == "support_ticket") & (at >= first) & (at < last))
    return found.group_by(at.dt.strftime("%Y-%m")).len().sort("ts")


times = {}
answers = {}
for question, ask in zip(QUESTIONS, [top, groups, months], strict=True):
    start = moment()
    for _ in range(repetitions):
        rows = ask().rows()
    times[question.title] = [span / repetitions for span in since(start)]
    answers[question.title] = [["" if cell is None else str(cell) for cell in row] for row in rows]
json.dump({"load": load, "times": times, "answers": answers}, sys.stdout)
