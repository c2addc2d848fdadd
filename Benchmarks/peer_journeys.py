"""One process of DuckDB or ClickHouse: loads both files, asks each question with every constant, prints times and answers.

usage: peer_journeys.py DuckDB|ClickHouse FOLDER NOW [QUESTION]   (with a question: only that one, once)
"""

import datetime
import json
import sys
import time

from journey_questions import VARIATIONS, questions


class DuckDB:
    def __init__(self):
        import duckdb
        self.connection = duckdb.connect()

    def load(self, folder):
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute(
            f"create table accounts as select * replace (created_at::timestamp as created_at) from read_csv('{folder}/accounts.csv')")
        # Sorted by account at once: every question about journeys is the faster for it.
        self.connection.execute(
            f"create table events as select * replace (ts::timestamp as ts) from (select *, row_number() over () as n "
            f"from read_csv('{folder}/events.csv')) order by account_id, ts, n")

    def ask(self, question, i):
        return self.connection.execute(question.duckdb(i)).fetchall()


class ClickHouse:
    def __init__(self):
        from chdb import session
        self.session = session.Session()

    def load(self, folder):
        run = self.session.query
        run("create database j")
        run("use j")
        run("create table accounts engine = MergeTree order by account_id settings allow_nullable_key = 1 as select * replace "
            f"(parseDateTimeBestEffort(toString(created_at), 'UTC') as created_at) from file('{folder}/accounts.csv', 'CSVWithNames')")
        run("create table events engine = MergeTree order by (account_id, ts, n) as select account_id, "
            "parseDateTimeBestEffort(ts, 'UTC') as ts, rowNumberInAllBlocks() as n, toLowCardinality(type) as type, "
            "toLowCardinality(stage) as stage, toLowCardinality(channel) as channel, value from "
            f"file('{folder}/events.csv', 'CSVWithNames', 'account_id String, ts String, type String, stage String, "
            "channel String, value Float64') settings max_threads = 1")

    def ask(self, question, i):
        answer = json.loads(str(self.session.query(question.clickhouse(i), "JSONCompact")))
        types = [column["type"].startswith("DateTime") for column in answer["meta"]]
        return [[datetime.datetime.fromisoformat(cell) if is_time else cell for cell, is_time in zip(row, types)]
                for row in answer["data"]]


def moment():
    """Seconds of clock, and of processor."""
    return time.perf_counter(), time.process_time()


def since(start):
    return [now - then for now, then in zip(moment(), start)]


def text(cell):
    """As orbits writes it."""
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%Y-%m-%dT%H:%M:%SZ")
    return "" if cell is None else str(cell)


def main():
    name, folder, now = sys.argv[1:4]
    only = sys.argv[4] if len(sys.argv) > 4 else None
    engine = {"DuckDB": DuckDB, "ClickHouse": ClickHouse}[name]()
    start = moment()
    engine.load(folder)
    report = {"load": since(start), "times": {}, "answers": {}}
    for question in questions(datetime.datetime.fromisoformat(now)):
        if only and question.title != only:
            continue
        times, answers = [], []
        for i in range(1 if only else VARIATIONS):
            start = moment()
            rows = engine.ask(question, i)
            times.append(since(start))
            answers.append([[text(cell) for cell in row] for row in rows])
        report["times"][question.title], report["answers"][question.title] = times, answers
    json.dump(report, sys.stdout)


main()
