"""Object-centric logs (OCEL 2.0, both encodings) against what plain Python makes of them."""

import collections
import json

import pytest

import ocel_log
from orbits_program import FINE, WRONG_DATA, answers, assert_rows, orbits

TYPES = ["Customer", "Order", "Item"]


def accounts_of(log, kind):
    return sorted(o["id"] for o in log["objects"] if o["type"] == kind)


def rows_of(log, kind):
    """An event and an object of the type it touches: one row; an event that touches none: one."""
    kinds = {o["id"]: o["type"] for o in log["objects"]}
    rows = []
    for event in log["events"]:
        touched = []
        for relation in event["relationships"]:
            if kinds.get(relation["objectId"]) == kind and relation["objectId"] not in touched:
                touched.append(relation["objectId"])
        rows += [(event, one) for one in touched or [None]]
    return rows


@pytest.fixture(params=[1, 2, 3])
def logs(request, tmp_path):
    log = ocel_log.make(request.param)
    ocel_log.write_json(log, tmp_path / "log.json")
    ocel_log.write_json(log, tmp_path / "pretty.jsonocel", indent=1)
    ocel_log.write_sqlite(log, tmp_path / "log.sqlite")
    ocel_log.write_json_1(log, tmp_path / "old.json")
    return log, [tmp_path / name for name in ["log.json", "pretty.jsonocel", "log.sqlite"]], tmp_path


SENTENCES = [
    "accounts order by id show id", "events by kind show count", "events by account show count",
    "events show count, sum amount, sum parcels", "events order by at, event_id, account, kind",
    "accounts order by id",
]


@pytest.mark.parametrize("kind", TYPES)
def test_both_encodings_answer_as_python_does(logs, kind):
    log, files, _ = logs
    rows = rows_of(log, kind)
    expected = None
    for file in files:
        load = f'load from "{file}" reading objects "{kind}"'
        script = load + "\n\n" + "\n\n".join(SENTENCES) + "\n"
        run = orbits("--format", "json", "--quiet", stdin=script).is_fine()
        decoder, place, found = json.JSONDecoder(), 0, []
        while place < len(run.out.rstrip()):
            value, place = decoder.raw_decode(run.out, place)
            found.append(value)
            while place < len(run.out) and run.out[place].isspace():
                place += 1
        assert_rows(found[0], [(one,) for one in accounts_of(log, kind)], file)
        kinds = collections.Counter(event["type"] for event, _ in rows)
        assert sorted(tuple(r.values()) for r in found[1]) == sorted(kinds.items())
        people = collections.Counter(one for _, one in rows if one)
        by_account = {tuple(r.values()) for r in found[2]}
        assert {(k, v) for k, v in by_account if k} == set(people.items()), file
        value = {"amount": 0, "parcels": 0}
        for event, _ in rows:
            for attribute in event["attributes"]:
                if attribute["name"] in value:
                    value[attribute["name"]] += attribute["value"]
        assert_rows([{k: float(v) if v is not None else 0 for k, v in found[3][0].items()}],
                    [(len(rows), value["amount"], value["parcels"])])
        if expected is None:
            expected = found
        assert found == expected, f"{file} answers otherwise than {files[0]}"


def test_the_latest_value_stands_and_the_earlier_are_kept(logs):
    log, files, _ = logs
    tiers = {o["id"]: max((a["time"], a["value"]) for a in o["attributes"] if a["name"] == "tier")[1]
             for o in log["objects"] if o["type"] == "Customer"}
    for file in files:
        run = orbits(stdin=f'load from "{file}" reading objects "Customer"\n\n'
                           "accounts order by id show id, tier\n", *["--format", "csv"]).is_fine()
        found = dict(line.split(",") for line in run.out.splitlines()[1:])
        assert found == tiers
        changed = sum(len([a for a in o["attributes"] if a["name"] == "tier"]) > 1 for o in log["objects"])
        if changed:
            assert f"object_changes: table, {changed * 2} rows" in run.err, run


def test_without_a_word_the_type_is_chosen_and_said(logs):
    _, files, folder = logs
    for file in [*files, folder / "old.json"]:
        run = orbits(file, "-c", "accounts show count", "--format", "csv").is_fine()
        assert ":Order: accounts, 60 rows" in run.err, run
        assert "several of `Order`" in run.err, run
    run = orbits(stdin=f'load from "{files[0]}" reading objects "Ordr"\n')
    assert run.status == WRONG_DATA and 'reading objects "Order"' in run.err, run


def test_the_older_encoding_has_the_same_events(logs):
    log, files, folder = logs
    sentence = ["events by kind show count", "accounts order by id show id"]
    assert answers(sentence, folder / "old.json") == answers(sentence, files[0])


def test_odd_logs(tmp_path):
    def run(log, name="odd.json"):
        (tmp_path / name).write_text(log if isinstance(log, str) else json.dumps(log))
        return orbits(tmp_path / name, "-c", "events show count", "--format", "csv")

    base = {"objectTypes": [], "eventTypes": [], "objects": [], "events": []}
    empty = run(base)
    assert empty.status == WRONG_DATA and "no events and no objects" in empty.err, empty
    dangling = run(base | {
        "objects": [{"id": "a", "type": "T"}],
        "events": [{"id": "e", "type": "K", "time": "2024-01-01T00:00:00Z",
                    "relationships": [{"objectId": "a"}, {"objectId": "gone", "qualifier": "q"}]},
                   {"id": "e", "type": "K", "time": "2024-01-02T00:00:00Z",
                    "attributes": [{"name": "account", "value": 3}], "relationships": [{"objectId": "a"}]},
                   7]})
    assert dangling.status == FINE and dangling.out.splitlines()[1] == "2", dangling
    assert "1 relation names an object that the log does not have" in dangling.err, dangling
    assert "1 event has the id of another one" in dangling.err, dangling
    assert "refused" in dangling.err and "account_2" in dangling.err, dangling
    text = json.dumps(ocel_log.make(5))
    cut = run(text[:len(text) // 2], "cut.jsonocel")
    assert cut.status == WRONG_DATA and "not valid JSON" in cut.err, cut
    deep = run('{"objectTypes":[],"eventTypes":[],"objects":[],"events":' + "[" * 200000)
    assert deep.status == WRONG_DATA, deep
