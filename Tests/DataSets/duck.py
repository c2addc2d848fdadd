"""DuckDB as the second opinion: answers computed from the raw files, without orbits."""

import datetime
import decimal

import duckdb


def connect():
    connection = duckdb.connect(":memory:")
    connection.execute("set timezone = 'UTC'")
    return connection


def read(connection, name, path):
    """The file as a table of texts: nothing is guessed; the SQL of a test casts what it needs."""
    connection.execute(
        f"create table {name} as select * from read_csv('{path}', all_varchar=true, header=true, "
        "quote='\"', escape='\"', delim=',', parallel=false, max_line_size=10000000)")


def cell(value):
    """A value as orbits writes it in JSON: dates as ISO text, durations as days."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime):
        text = value.isoformat(timespec="microseconds" if value.microsecond else "seconds")
        return text + "Z"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value


def rows(connection, sql):
    return [tuple(map(cell, row)) for row in connection.execute(sql).fetchall()]
