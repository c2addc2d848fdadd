"""One process of DuckDB: loads both files, asks every question several times, prints times and answers.

usage: peer_duckdb.py FOLDER REPETITIONS
"""

import json
import sys
import time

import duckdb
from questions import QUESTIONS


def moment():
    """Seconds of clock, and of processor."""
    return time.perf_counter(), time.process_time()


def since(start):
    return [now - then for now, then in zip(moment(), start, strict=True)]


folder, repetitions = sys.argv[1], int(sys.argv[2])
connection = duckdb.connect()
start = moment()
for table in ["accounts", "events"]:
    connection.execute(f"create table {table} as select * from read_csv('{folder}/{table}.csv')")
connection.execute("select count(*) from accounts").fetchall()
load = since(start)

times = {}
answers = {}
for question in QUESTIONS:
    start = moment()
    for _ in range(repetitions):
        rows = connection.execute(question.sql).fetchall()
    times[question.title] = [span / repetitions for span in since(start)]
    answers[question.title] = [["" if cell is None else str(cell) for cell in row] for row in rows]
json.dump({"load": load, "times": times, "answers": answers}, sys.stdout)
