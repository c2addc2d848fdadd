"""SQLite: the tables of a database answer as the same tables in files do."""

import csv
import gzip
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys

import pytest

from orbits_program import FINE, SCALE, WRONG_DATA, answers, data_set, orbits

SENTENCES = {
    "ravenstack-saas": [
        "accounts show count", "accounts by industry show count, sum seats", "events by kind show count",
        "accounts order by id top 20 show id, name, started, lost, plan_tier, seats",
        "events where kind is ravenstack_subscriptions by plan_tier show count, sum mrr_amount, avg arr_amount",
        # By way of the subscription: a key of two hops.
        "events where kind is ravenstack_feature_usage by account.country show count, sum usage_count",
        "events by month of at show count",
        "events order by at, account, kind top 50",
        "events by account.lost show count, count distinct account.id called people"],
    "crm-sales-maven": [
        "accounts show count", "accounts by stage show count, sum close_value",
        "accounts by manager show count order by count desc, manager",
        "accounts by sector show sum revenue, avg sales_price, median employees",
        "accounts order by id top 30"],
    "olist-7500": [
        "accounts show count", "events by kind show count",
        "events order by at, account, kind top 40",
        "accounts order by id top 10"],
}


def database_of(folder, path, affinity):
    """All CSV files of a folder as tables of one database."""
    base = sqlite3.connect(path)
    for file in sorted(pathlib.Path(folder).glob("*.csv")):
        with open(file, newline="", encoding="utf-8-sig") as lines:
            rows = csv.reader(lines)
            header = next(rows)
            # A column of numbers would make 8248 of the postcode 08248.
            names = ", ".join(f'"{name}" {"text" if "zip" in name else affinity}' for name in header)
            base.execute(f'create table "{file.stem}" ({names})')
            base.executemany(
                f'insert into "{file.stem}" values ({", ".join("?" * len(header))})',
                ([cell or None for cell in row] for row in rows if row))
    base.commit()
    base.close()
    return path


@pytest.mark.parametrize("affinity", ["text", "numeric"])
@pytest.mark.parametrize("name", SENTENCES)
def test_a_database_answers_as_its_files_do(name, affinity, tmp_path):
    folder = data_set(name)
    database = database_of(folder, tmp_path / "shop.sqlite", affinity)
    expected = answers(SENTENCES[name], folder)
    assert any(answer for answer in expected)
    found = answers(SENTENCES[name], database)
    for sentence, one, other in zip(SENTENCES[name], expected, found):
        assert one == other, sentence
    assert sorted(p.name for p in tmp_path.iterdir()) == ["shop.sqlite"], "something was left beside it"


@pytest.fixture
def shop(tmp_path):
    base = sqlite3.connect(tmp_path / "shop.sqlite")
    base.execute("create table customers (customer_id integer primary key, name text, vip boolean, "
                 "joined date, budget decimal(10, 2), photo blob)")
    base.execute("create table orders (order_id text, customer_id integer references customers, "
                 "at timestamp, kind text)")
    base.executemany("insert into customers values (?, ?, ?, ?, ?, ?)", [
        (1, "Ada", 1, "2024-01-03", 12.5, b"\x00\x01"), (2, "Bo", 0, "2024-02-01", 7, None),
        (3, "Cy", None, None, None, None)])
    base.executemany("insert into orders values (?, ?, ?, ?)", [
        ("007", 1, 1704272400, "order"), ("008", 1, 1704358800, "order"), ("009", 2, 1706774400, "return")])
    base.commit()
    base.close()
    return tmp_path / "shop.sqlite"


CUSTOMERS = [
    {"id": "1", "vip": True, "joined": "2024-01-03", "budget": 12.5},
    {"id": "2", "vip": False, "joined": "2024-02-01", "budget": 7},
    {"id": "3", "vip": None, "joined": None, "budget": None}]


def test_declared_types_are_believed_where_all_values_agree(shop):
    columns = answers(["accounts order by id show id, vip, joined, budget",
                       "events order by at show order_id, at"], shop)
    assert [{k: float(v) if k == "budget" and v is not None else v for k, v in row.items()}
            for row in columns[0]] == CUSTOMERS
    assert [row["order_id"] for row in columns[1]] == ["007", "008", "009"]
    assert columns[1][0]["at"].startswith("2024-01-03T09:00"), columns[1]
    report = orbits(shop, "-c", "accounts show count").err
    assert "photo: 1 value is binary data" in report, report


def test_one_table_by_name(shop):
    run = orbits(stdin=f'load accounts from "{shop}" reading table "customers" with id = customer_id\n\n'
                       "accounts show count\n")
    assert run.status == FINE and "3" in run.out, run
    run = orbits(stdin=f'load accounts from "{shop}" reading table "custmers"\n')
    assert run.status == WRONG_DATA and "customers" in run.err, run
    run = orbits(stdin=f'load accounts from "{shop}"\n')
    assert run.status == WRONG_DATA and 'reading table "customers"' in run.err, run


def test_a_packed_database_and_one_in_memory(shop, tmp_path):
    packed = tmp_path / "packed.sqlite.gz"
    packed.write_bytes(gzip.compress(shop.read_bytes()))
    run = orbits(packed, "-c", "accounts show count")
    if "gzip" in run.err and run.status == WRONG_DATA:
        pytest.skip("this build does not unpack")
    assert run.status == FINE, run
    assert answers(["accounts order by id"], packed) == answers(["accounts order by id"], shop)


def test_the_log_beside_a_database_is_read_and_nothing_is_left(tmp_path):
    base = sqlite3.connect(tmp_path / "live.sqlite")
    base.execute("pragma journal_mode = wal")
    base.execute("create table customers (customer_id text, joined date)")
    base.commit()
    base.execute("pragma wal_checkpoint(truncate)")
    base.executemany("insert into customers values (?, '2024-01-01')", [(f"c{n}",) for n in range(500)])
    base.commit()
    sentence = ["accounts show count"]
    live = sorted(p.name for p in tmp_path.iterdir())
    assert answers(sentence, tmp_path / "live.sqlite") == [[{"count": 500}]]
    assert sorted(p.name for p in tmp_path.iterdir()) == live
    # A copy of the database and its log, as a backup makes it.
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ["live.sqlite", "live.sqlite-wal"]:
        shutil.copy(tmp_path / name, copy)
    assert answers(sentence, copy / "live.sqlite") == [[{"count": 500}]]
    assert sorted(p.name for p in copy.iterdir()) == ["live.sqlite", "live.sqlite-wal"]
    base.close()
    # Now the log is written back, and the header still speaks of one.
    assert answers(sentence, tmp_path / "live.sqlite") == [[{"count": 500}]]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy", "live.sqlite"]


def test_another_program_that_writes_is_waited_for_and_told(shop):
    writer = sqlite3.connect(shop, isolation_level=None)
    writer.execute("begin exclusive")
    run = orbits(shop, "-c", "accounts show count")
    assert run.status == WRONG_DATA and "another program is writing" in run.err, run
    writer.execute("rollback")
    assert orbits(shop, "-c", "accounts show count").status == FINE


def test_odd_databases(tmp_path):
    def make(name, *sql):
        base = sqlite3.connect(tmp_path / name)
        for statement in sql:
            base.execute(statement)
        base.commit()
        base.close()
        return tmp_path / name

    run = orbits(make("none.sqlite", "create table a (b)", "drop table a"), "-c", "accounts show count")
    assert run.status == WRONG_DATA and "no tables" in run.err, run
    odd = make("odd.sqlite", 'create table "a ""b"" \U0001F600" (customer_id text, "" text, "x\ny" text, '
               '"select" text)', "create table empty (customer_id text, at text, kind text)",
               """insert into "a ""b"" \U0001F600" values ('k1', 'u', 'v', 'w'), ('k2', 'u2', 'v2', 'w2')""",
               "create view seen as select * from empty")
    run = orbits(odd, "-c", "accounts order by id show id, column_2, `x y`, `select`", "--format", "csv")
    assert run.status == FINE and run.out.splitlines()[1] == "k1,u,v,w", run
    wide = make("wide.sqlite", "create table wide (customer_id text, "
                + ", ".join(f"c{n} integer" for n in range(1999)) + ")",
                "insert into wide (customer_id, c1998) values ('a', 5), ('b', 6)")
    assert answers(["accounts show sum c1998 called s"], wide) == [[{"s": 11}]]
    for name in ["shop.sqlite", "shop.db"]:
        (tmp_path / name).write_bytes(random.Random(3).randbytes(8192))
        run = orbits(tmp_path / name, "-c", "accounts show count")
        assert run.status == WRONG_DATA and "encrypted" in run.err, run
    (tmp_path / "cut.sqlite").write_bytes(odd.read_bytes()[:4096])
    run = orbits(tmp_path / "cut.sqlite", "-c", "accounts show count")
    assert run.status == WRONG_DATA and "damaged" in run.err, run
    assert "Traceback" not in run.err


def test_a_view_without_end_stops_at_control_c(tmp_path):
    base = sqlite3.connect(tmp_path / "endless.sqlite")
    base.execute("create view v as with recursive n(customer_id) as (values (1) union all "
                 "select customer_id + 1 from n) select count(*) as customer_id from n")
    base.commit()
    base.close()
    import os
    import signal
    import time
    from orbits_program import BINARY
    run = subprocess.Popen([BINARY, str(tmp_path / "endless.sqlite"), "-c", "accounts show count"],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)})
    time.sleep(1)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=20)
    assert run.returncode == 130


@pytest.mark.parametrize("seed", range(max(1, int(3 * SCALE))))
def test_damaged_databases_never_lose_rows_unsaid(seed, tmp_path):
    chance = random.Random(seed)
    whole = tmp_path / "whole.sqlite"
    base = sqlite3.connect(whole)
    base.execute("create table customers (customer_id text, joined date, note text)")
    base.executemany("insert into customers values (?, '2024-01-01', ?)",
                     [(f"c{n:06}", "x" * chance.randrange(40)) for n in range(3000)])
    base.commit()
    base.close()
    original = whole.read_bytes()
    for number in range(12):
        damaged = bytearray(original)
        if number % 3 == 0:
            damaged = damaged[:chance.randrange(100, len(damaged))]
        else:
            for page in range(0, len(damaged), 4096):
                if chance.random() < 0.3:
                    place = page + chance.choice([chance.randrange(12), chance.randrange(4096)])
                    if place >= 16:
                        damaged[place] ^= 1 << chance.randrange(8)
        path = tmp_path / "damaged.sqlite"
        path.write_bytes(damaged)
        run = orbits(path, "-c", "accounts show count", "--format", "csv", timeout=60)
        assert run.status in (FINE, WRONG_DATA), run
        if run.status == FINE and "damaged" not in run.err:
            assert run.out.splitlines()[1] == "3000" or "repeat" in run.err or "left out" in run.err, run


CIRCLE = {
    "a": [("customer_id", "partner_id", "name"), ("a1", "b1", "Ada"), ("a2", "b2", "Bo"), ("a3", "b3", "Cy")],
    "b": [("partner_id", "region_id", "label"), ("b1", "r1", "Beta"), ("b2", "r2", "Gamma"), ("b3", "r1", "Delta")],
    "c": [("region_id", "customer_id", "area"), ("r1", "a1", "North"), ("r2", "a2", "South")]}


@pytest.fixture
def circle(tmp_path):
    base = sqlite3.connect(tmp_path / "circle.sqlite")
    for name, (header, *rows) in CIRCLE.items():
        (tmp_path / f"{name}.csv").write_text("".join(",".join(row) + "\n" for row in [header, *rows]))
        base.execute(f"create table {name} ({', '.join(f'{column} text' for column in header)})")
        base.executemany(f"insert into {name} values (?, ?, ?)", rows)
    base.commit()
    base.close()
    return tmp_path


def test_keys_in_a_circle_end(circle):
    sentence = "accounts order by id show id, label, area"
    files = answers([sentence], circle / "a.csv", circle / "b.csv", circle / "c.csv")
    assert files == answers([sentence], circle / "circle.sqlite")
    assert files[0][0] == {"id": "a1", "label": "Beta", "area": "North"}

    def load(clauses, show="accounts order by id show id, label, area"):
        return orbits("--format", "csv", cwd=circle, timeout=20,
                      stdin=f"load accounts from \"a.csv\" {clauses}\n\n{show}\n")

    for b, c, a in [("b.csv", "c.csv", "a.csv"),
                    ("circle.sqlite:b", "circle.sqlite:c", "circle.sqlite:a")]:
        run = load(f'join "{b}" on partner_id join "{c}" on region_id').is_fine()
        assert run.out.splitlines()[1:] == ["a1,Beta,North", "a2,Gamma,South", "a3,Delta,North"]
        # All the way round: a3's region leads to a1.
        round_about = load(f'join "{b}" on partner_id join "{c}" on region_id '
                           f'join "{a}" on `c.customer_id` = customer_id', "accounts order by id show id, `a.name`")
        assert round_about.is_fine().out.splitlines()[1:] == ["a1,Ada", "a2,Bo", "a3,Ada"]
        run = load(f'join "{b}" on partner_id join "{b}" on partner_id', "accounts show count").is_fine()
        assert "twice: once is enough" in run.err, run
        run = load(f'join "{b}" on region_id')
        assert run.status == WRONG_DATA and "there is no column `region_id`" in run.err, run
    run = load('join "a.csv" on customer_id', "accounts show count").is_fine()
    assert "each row would find itself" in run.err, run
    run = load('join "circle.sqlite" on partner_id')
    assert run.status == WRONG_DATA and 'join "circle.sqlite:a"' in run.err, run


def test_declared_references_lead_to_the_accounts(tmp_path):
    """Keys whose names say nothing: `lines.ord` is the id of an order, `orders.who` that of a customer."""
    base = sqlite3.connect(tmp_path / "shop.sqlite")
    base.executescript("""
      create table customers (id integer primary key, name text);
      create table orders (id text primary key, who integer references customers, placed text);
      create table lines (line_id text, ord text references orders (id), shipped text, article text);
      insert into customers values (1, 'Ada'), (2, 'Bo'), (3, 'Cy');
      insert into orders values ('o1', 1, '2024-01-01'), ('o2', 1, '2024-01-05'), ('o3', 2, '2024-01-09');
      insert into lines values ('l1', 'o1', '2024-02-01', 'pen'), ('l2', 'o1', '2024-02-02', 'ink'),
        ('l3', 'o3', '2024-02-03', 'pen'), ('l4', 'o3', '2024-02-03', 'pad'), ('l5', 'o2', '2024-02-04', 'pen');
    """)
    base.close()
    found = answers(["accounts order by id show id, name", "events by account, kind show count"],
                    tmp_path / "shop.sqlite")
    assert [row["name"] for row in found[0]] == ["Ada", "Bo", "Cy"]
    counts = {(row["account"], row["kind"]): row["count"] for row in found[1]}
    assert counts == {("Ada", "orders"): 2, ("Bo", "orders"): 1, ("Ada", "lines"): 3, ("Bo", "lines"): 2}
