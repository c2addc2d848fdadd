"""Values as they stand in exports: what a script gets, and what `describe` says, against Python."""

import csv
import io
import random
import statistics

from orbits_program import FINE, WRONG_DATA, orbits


def file(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def facts(run):
    return dict(list(csv.reader(io.StringIO(run.is_fine().out)))[1:])


def test_open_day_and_month_end_a_script_with_the_clause_to_paste(tmp_path):
    path = file(tmp_path, "a.csv", "id,created\n1,03/04/2026 10:00\n2,05/06/2026 11:00\n")
    run = orbits(path, "-c", "accounts")
    assert run.status == WRONG_DATA, run
    for order, first in [("dd/MM/yyyy", "2026-04-03"), ("MM/dd/yyyy", "2026-03-04")]:
        clause = f'reading dates "{order}"'
        assert clause in run.err, run
        answer = orbits("-c", f'load accounts from "{path}" {clause}', "-c", "accounts show id, started",
                        "--format", "csv")
        assert answer.status == FINE and first in answer.out, answer


def test_what_was_done_to_values_is_in_the_report(tmp_path):
    path = file(tmp_path, "a.csv", "id,arr,seats,signup,rate\n"
                'A,"$1,234.50",5,25/12/2025,12.5 %\nB,$7,NA,03/04/2026,5%\n')
    run = orbits(path, "-c", "accounts show id, arr, seats, signup, rate", "--format", "csv").is_fine()
    assert run.out.splitlines()[1:] == ["A,1234.50,5,2025-12-25,0.125", "B,7.00,,2026-04-03,0.05"], run
    notes = orbits(path, "-c", "describe load").is_fine().out
    for words in ["`$1,234.50` is read as 1234.50 USD (`reading numbers none` keeps the text)",
                  '1 value "NA" is missing (`reading missing none` keeps it)', "dates written dd/MM/yyyy",
                  "`12.5 %` is read as 0.125"]:
        assert words in notes, (words, notes)


def test_describe_a_field_agrees_with_python(tmp_path):
    draw = random.Random(5)
    values = [round(draw.lognormvariate(3, 1), 2) for _ in range(500)]
    path = file(tmp_path, "a.csv", "id,size,plan\n" + "".join(
        f"A{i},{value if i % 10 else ''},{'Gold' if i % 3 else 'Silver'}\n" for i, value in enumerate(values)))
    known = [value for i, value in enumerate(values) if i % 10]
    told = facts(orbits(path, "-c", "describe size", "--format", "csv"))
    assert told["missing"] == "50 (10.0%)" and told["rows"] == "500", told
    assert told["distinct"] == str(len(set(known))), told

    def near(text, value):
        return abs(float(text.replace(",", "")) - value) <= 0.0051

    cuts = statistics.quantiles(known, n=20, method="inclusive")
    for name, value in [("lowest", min(known)), ("5%", cuts[0]), ("25%", cuts[4]), ("median", cuts[9]),
                        ("75%", cuts[14]), ("95%", cuts[18]), ("highest", max(known)),
                        ("mean", statistics.fmean(known))]:
        assert near(told[name], value), (name, value, told)
    assert len(told["spread"].split("  ")[0]) == 24, told
    plan = facts(orbits(path, "-c", "describe plan", "--format", "csv"))
    assert plan["top 1"].split()[:3] == ["Gold", "333", "66.6%"], plan
    assert plan["top 2"].split()[:3] == ["Silver", "167", "33.4%"], plan
