"""Small files that would become tables too large to hold, and paths that lead to odd places."""

import gzip
import json
import os
import pty
import select
import sqlite3
import threading
import time

from orbits_program import BINARY, WRONG_DATA, orbits


def refused(path, words):
    run = orbits(path, "-c", "accounts show count")
    assert run.status == WRONG_DATA and words in run.err, run


def object_log(path, events, objects=1):
    path.write_text(json.dumps({
        "objectTypes": [{"name": "t", "attributes": []}], "eventTypes": [],
        "objects": [{"id": f"o{number}", "type": "t"} for number in range(objects)],
        "events": events}))


def event(number, attributes, objects=("o0",)):
    return {"id": f"e{number}", "type": "a", "time": "2024-01-01T00:00:00Z",
            "attributes": [{"name": name, "value": "x" * 60} for name in attributes],
            "relationships": [{"objectId": one, "qualifier": "q"} for one in objects]}


def test_an_object_log_of_attributes_only(tmp_path):
    path = tmp_path / "log.jsonocel"
    object_log(path, [event(0, [f"n{number}" for number in range(300_000)])])
    refused(path, "too many different attributes")
    object_log(path, [event(number, [f"n{number}"]) for number in range(12_000)])
    refused(path, "too many different attributes")


def test_a_case_log_of_empty_events(tmp_path):
    path = tmp_path / "log.xes.gz"
    keys = "".join(f'<string key="k{number}" value="v"/>' for number in range(5000))
    path.write_bytes(gzip.compress(
        f"<log><trace><event>{keys}</event>{'<event/>' * 40_000}</trace></log>".encode()))
    refused(path, "too many for a table")


def test_a_view_that_never_ends(tmp_path):
    path = tmp_path / "view.sqlite"
    base = sqlite3.connect(path)
    base.execute("create view v as with recursive n(x) as (values (1) union all "
                 "select x + 1 from n) select hex(zeroblob(100000)) as x from n")
    base.commit()
    refused(path, "does it ever end?")


def shop(path):
    base = sqlite3.connect(path)
    base.execute("create table orders (account text, at text, kind text)")
    base.executemany("insert into orders values (?, '2024-01-02', 'buy')", [("a",), ("b",)])
    base.commit()
    return base


def test_databases_in_odd_places(tmp_path):
    shop(tmp_path / "shop.sqlite")
    assert "2" in orbits(f"/{tmp_path}/shop.sqlite", "-c", "events show count").is_fine().out
    pipe = tmp_path / "pipe.sqlite"
    os.mkfifo(pipe)
    writer = threading.Thread(
        target=lambda: pipe.write_bytes((tmp_path / "shop.sqlite").read_bytes()))
    writer.start()
    orbits(pipe, "-c", "events show count", timeout=30).is_fine()
    writer.join()


def test_reload_sees_the_log_beside_a_database(tmp_path):
    base = shop(tmp_path / "shop.sqlite")
    base.execute("pragma journal_mode = wal")
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(tmp_path)
        os.execve(BINARY, [BINARY, "shop.sqlite:orders"],
                  {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "dumb"})

    def said(wanted):
        text, end = "", time.monotonic() + 20
        while wanted not in text and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                text += os.read(terminal, 65536).decode(errors="replace")
        assert wanted in text, text

    try:
        said("2 events")
        base.execute("insert into orders values ('c', '2024-01-03', 'buy')")
        base.commit()
        os.write(terminal, b"reload\n\n")
        said("3 events")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)


def test_an_array_tells_the_row_of_what_does_not_fit(tmp_path):
    path = tmp_path / "people.json"
    path.write_text(json.dumps(
        [{"id": f"a{row}", "due": "never" if row == 36 else "2024-01-02"} for row in range(50)]))
    run = orbits("-c", f'load accounts from "{path}" with due = due in "yyyy-MM-dd"')
    assert "`never`" in run.err and "row 37" in run.err, run


def test_web_pages_called_workbooks(tmp_path):
    (tmp_path / "report.xls").write_text("<html><table><tr><td>a</td></tr></table></html>")
    refused(tmp_path / "report.xls", "save it as .xlsx")


def test_hints_are_commands_that_work(tmp_path):
    cut = gzip.compress(b"account,at,kind\n" + b"a,2024-01-01,k\n" * 1000)[:-20]
    (tmp_path / "my file.csv.gz").write_bytes(cut)
    refused(tmp_path / "my file.csv.gz", f"gunzip -c '{tmp_path}/my file.csv.gz' >")
    run = orbits("-", "-c", "accounts show count", stdin=cut)
    assert run.status == WRONG_DATA and "gunzip" not in run.err, run
