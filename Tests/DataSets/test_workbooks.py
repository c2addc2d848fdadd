"""Excel workbooks written by openpyxl, cell by cell against what openpyxl reads."""

import datetime
import random

import openpyxl
import pytest

from orbits_program import SCALE, SHARED, WRONG_DATA, answers, orbits

EXAMPLES = SHARED / "data" / "csvkit-examples" / "examples"


def reading(value):
    """A cell as orbits writes it in JSON."""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def alike(got, wanted):
    """Equal in meaning: a text column tells numbers, dates and yes/no as texts."""
    wanted = reading(wanted)
    if wanted is None or wanted == "":
        return got is None
    if isinstance(wanted, bool):
        return got is wanted or got == str(wanted).lower()
    if isinstance(wanted, (int, float)):
        try:
            return got is not None and float(got) == float(wanted)
        except ValueError:
            return False
    got = str(got).removesuffix("Z")
    # A day among instants is its midnight.
    return got in (wanted, wanted + "T00:00:00", wanted.replace(".000", ""))


def rows_of(path, sheet=None, tmp_path=None):
    workspace = tmp_path / "book.orbits"
    clause = f' reading sheet "{sheet}"' if sheet else ""
    workspace.write_text(f'load accounts from "{path}" with id = id{clause}\n')
    return answers(["accounts"], "-w", workspace)[0]


def random_cell(randomly, kind):
    if randomly.random() < 0.1:
        return None
    if kind == "whole":
        return randomly.randrange(-10**6, 10**12)
    if kind == "float":
        return randomly.uniform(-1e6, 1e6)
    if kind == "cents":
        return randomly.randrange(1, 10**7) / 100
    if kind == "date":
        return datetime.date(1990, 1, 1) + datetime.timedelta(days=randomly.randrange(20_000))
    if kind == "moment":
        return datetime.datetime(1990, 1, 1) + datetime.timedelta(
            seconds=randomly.randrange(10**9), milliseconds=randomly.choice([0, 0, 125, 999]))
    if kind == "flag":
        return randomly.random() < 0.5
    if kind == "text":
        return randomly.choice(["Acme, Inc.", 'say "yes"', "two\nlines", "Zoë & Söhne <x>", " both ",
                                "a;b", "日本", "'quoted", "00123"])
    return random_cell(randomly, randomly.choice(["whole", "float", "date", "flag", "text"]))


KINDS = ["whole", "float", "cents", "date", "moment", "flag", "text", "mixed"]


@pytest.mark.parametrize("seed", range(round(10 * SCALE)))
def test_every_cell_is_what_openpyxl_reads(seed, tmp_path):
    randomly = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for _ in range(randomly.randrange(3)):
        sheet.append([])
    kinds = ["id"] + [randomly.choice(KINDS) for _ in range(randomly.randrange(1, 8))]
    names = ["id"] + [f"{kind} {place}" for place, kind in enumerate(kinds[1:])]
    sheet.append(names)
    for number in range(randomly.randrange(1, 80)):
        sheet.append([1000 + number] + [random_cell(randomly, kind) for kind in kinds[1:]])
        if randomly.random() < 0.05:
            sheet.append([])
    path = tmp_path / "book.xlsx"
    book.save(path)

    read = openpyxl.load_workbook(path)["Data"]
    expected = [row for row in read.iter_rows(values_only=True)
                if any(cell is not None for cell in row)][1:]
    got = rows_of(path, tmp_path=tmp_path)
    assert len(got) == len(expected)
    for row, cells in zip(got, expected):
        assert row["id"] == str(cells[0])
        for name, cell in list(zip(names, cells))[1:]:
            if name in row:
                assert alike(row[name], cell), (name, row[name], cell)


def test_sheets_are_named_and_several_need_a_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Orders"
    for row in [["id", "amount"], ["1", 10], ["2", 20]]:
        book.active.append(row)
    other = book.create_sheet("Clients")
    for row in [["id", "city"], ["1", "Bonn"]]:
        other.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    assert [row["id"] for row in rows_of(path, "Orders", tmp_path)] == ["1", "2"]
    workspace = tmp_path / "several.orbits"
    workspace.write_text(f'load accounts from "{path}" with id = id\n')
    run = orbits("-w", workspace, "-c", "accounts")
    assert run.status == WRONG_DATA and 'reading sheet "Orders"' in run.err, run
    workspace.write_text(f'load accounts from "{path}:Orders" with id = id '
                         f'join "{path}:Clients" on id\n')
    assert [row["city"] for row in answers(["accounts"], "-w", workspace)[0]] == ["Bonn", None]


def test_real_workbook_has_the_cells_openpyxl_reads(tmp_path):
    path = EXAMPLES / "realdata" / "ne_1033_data.xlsx"
    if not path.is_file():
        pytest.skip(f"no shared data at {path}")
    read = openpyxl.load_workbook(path).active
    [names, *expected] = read.iter_rows(values_only=True)
    workspace = tmp_path / "real.orbits"
    workspace.write_text(f'load events from "{path}" with account = nsn, at = ship_date, '
                         'kind = "shipped"\nset duplicates keep\n')
    got = answers(["events show account, at, fips, quantity, total_cost"], "-w", workspace)[0]
    place = {name: names.index(name) for name in names}
    wanted = sorted((row[place["nsn"]], row[place["ship_date"]].isoformat(), row[place["fips"]],
                     row[place["quantity"]], row[place["total_cost"]]) for row in expected)
    assert sorted((row["account"], row["at"].removesuffix("Z"), float(row["fips"]),
                   row["quantity"], row["total_cost"]) for row in got) == wanted


def test_a_bomb_is_refused(tmp_path):
    import zipfile
    book = openpyxl.Workbook()
    book.active.append(["id"])
    path = tmp_path / "bomb.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    filler = b"<row><c t='inlineStr'><is><t>" + b"a" * 30_000 + b"</t></is></c></row>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            if name == "xl/worksheets/sheet1.xml":
                with target.open(name, "w") as part:
                    part.write(b"<worksheet><sheetData>")
                    for _ in range(20_000):
                        part.write(filler)
            else:
                target.writestr(name, content)
    run = orbits(path, "-c", "accounts")
    assert run.status == WRONG_DATA and "refused" in run.err, run
