"""Object-centric event logs made up by a seed, in the two encodings of OCEL 2.0 (and JSON of 1.0).

A log is {"objectTypes", "eventTypes", "objects", "events"} as in the JSON of the specification
(https://www.ocel-standard.org); `write_sqlite` stores the same in the tables of its other encoding.
"""

import datetime
import json
import random
import sqlite3

START = datetime.datetime(2024, 1, 1, 8, 0, 0)
EPOCH = "1970-01-01T00:00:00Z"


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def make(seed, customers=12, orders=60):
    """Customers order items; orders are paid and delivered; prices of items and tiers change."""
    chance = random.Random(seed)
    objects, events = [], []

    def add(kind, name, attributes, relations=()):
        objects.append({"id": name, "type": kind, "attributes": attributes,
                        "relationships": [{"objectId": o, "qualifier": q} for o, q in relations]})

    for number in range(customers):
        tiers = [(EPOCH, "silver")]
        if chance.random() < 0.4:
            tiers.append((stamp(START + datetime.timedelta(days=chance.randrange(1, 200))), "gold"))
        chance.shuffle(tiers)
        add("Customer", f"c{number}", [{"name": "tier", "time": t, "value": v} for t, v in tiers]
            + [{"name": "country", "time": EPOCH, "value": chance.choice(["DE", "NL", "FR"])}])
    items = []
    for number in range(orders):
        customer = f"c{chance.randrange(customers)}"
        own = [f"i{len(items) + place}" for place in range(chance.randrange(1, 5))]
        items += own
        for item in own:
            add("Item", item, [{"name": "price", "time": EPOCH,
                                "value": chance.randrange(100, 9999) / 100},
                               {"name": "fragile", "time": EPOCH, "value": chance.random() < 0.5}])
        add("Order", f"o{number}", [{"name": "total", "time": EPOCH,
                                     "value": chance.randrange(1000, 99999) / 100}],
            [(customer, "placed by")] + [(item, "comprises") for item in own])
        at = START + datetime.timedelta(hours=chance.randrange(8000))

        def event(kind, after, relations, **attributes):
            nonlocal at
            at += datetime.timedelta(minutes=after)
            events.append({
                "id": f"e{len(events)}", "type": kind, "time": stamp(at),
                "attributes": [{"name": n, "value": v} for n, v in attributes.items()],
                "relationships": [{"objectId": o, "qualifier": q} for o, q in relations]})

        event("Place order", 0, [(f"o{number}", "order"), (customer, "buyer")]
              + [(item, "item") for item in own], channel=chance.choice(["web", "shop"]))
        if chance.random() < 0.8:
            event("Pay order", chance.randrange(5, 9000), [(f"o{number}", "order"), (customer, "payer")],
                  amount=chance.randrange(1000, 99999) / 100)
        for item in own:
            event("Pick item", chance.randrange(1, 500), [(item, "item"), (f"o{number}", "of")])
        if number and chance.random() < 0.5:
            other = chance.randrange(number)
            event("Pack together", 10, [(f"o{number}", "packed"), (f"o{other}", "packed")], parcels=3)
    event("Close of business", 10, [])
    chance.shuffle(events)
    return {
        "objectTypes": [
            {"name": "Customer", "attributes": [{"name": "tier", "type": "string"},
                                                {"name": "country", "type": "string"}]},
            {"name": "Order", "attributes": [{"name": "total", "type": "float"}]},
            {"name": "Item", "attributes": [{"name": "price", "type": "float"},
                                            {"name": "fragile", "type": "boolean"}]}],
        "eventTypes": [
            {"name": "Place order", "attributes": [{"name": "channel", "type": "string"}]},
            {"name": "Pay order", "attributes": [{"name": "amount", "type": "float"}]},
            {"name": "Pick item", "attributes": []},
            {"name": "Pack together", "attributes": [{"name": "parcels", "type": "integer"}]},
            {"name": "Close of business", "attributes": []}],
        "objects": objects, "events": events}


def write_json(log, path, indent=None):
    path.write_text(json.dumps(log, indent=indent))


def write_json_1(log, path):
    """The older encoding: no qualifiers, no changes (the latest value stands), things by id."""
    latest = {}
    for thing in log["objects"]:
        values = sorted(thing["attributes"], key=lambda a: a["time"])
        latest[thing["id"]] = {"ocel:type": thing["type"],
                               "ocel:ovmap": {a["name"]: a["value"] for a in values}}
    path.write_text(json.dumps({
        "ocel:global-log": {"ocel:version": "1.0"},
        "ocel:events": {e["id"]: {
            "ocel:activity": e["type"], "ocel:timestamp": e["time"],
            "ocel:omap": [r["objectId"] for r in e["relationships"]],
            "ocel:vmap": {a["name"]: a["value"] for a in e["attributes"]}} for e in log["events"]},
        "ocel:objects": latest}))


SQL_TYPES = {"string": "TEXT", "float": "REAL", "integer": "INTEGER", "boolean": "BOOLEAN",
             "time": "TIMESTAMP"}


def write_sqlite(log, path):
    base = sqlite3.connect(path)
    plain = {t["name"]: t["name"].replace(" ", "") for t in log["objectTypes"] + log["eventTypes"]}

    def moment(text):
        return text.replace("T", " ").replace("Z", "")

    def quoted(name):
        return '"' + name + '"'

    for kind, types in (("event", log["eventTypes"]), ("object", log["objectTypes"])):
        base.execute(f"create table {kind}_map_type (ocel_type text primary key, ocel_type_map text)")
        base.execute(f"create table {kind} (ocel_id text primary key, ocel_type text)")
        changed = ", ocel_changed_field text" if kind == "object" else ""
        for one in types:
            own = "".join(f", {quoted(a['name'])} {SQL_TYPES[a['type']]}" for a in one["attributes"])
            base.execute(f"create table {quoted(kind + '_' + plain[one['name']])} "
                         f"(ocel_id text, ocel_time timestamp{changed}{own})")
            base.execute(f"insert into {kind}_map_type values (?, ?)", (one["name"], plain[one["name"]]))
        base.executemany(f"insert into {kind} values (?, ?)",
                         [(x["id"], x["type"]) for x in log[kind + "s"]])
    base.execute("create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text)")
    base.execute("create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text)")

    def insert(table, row):
        names = ", ".join(map(quoted, row))
        base.execute(f"insert into {quoted(table)} ({names}) values ({', '.join('?' * len(row))})",
                     list(row.values()))

    for event in log["events"]:
        insert("event_" + plain[event["type"]],
               {"ocel_id": event["id"], "ocel_time": moment(event["time"])}
               | {a["name"]: a["value"] for a in event["attributes"]})
        base.executemany("insert into event_object values (?, ?, ?)", [
            (event["id"], r["objectId"], r["qualifier"]) for r in event["relationships"]])
    for thing in log["objects"]:
        table = "object_" + plain[thing["type"]]
        first = [a for a in thing["attributes"] if a["time"] == EPOCH]
        insert(table, {"ocel_id": thing["id"], "ocel_time": moment(EPOCH)}
               | {a["name"]: a["value"] for a in first})
        for change in thing["attributes"]:
            if change["time"] != EPOCH:
                insert(table, {"ocel_id": thing["id"], "ocel_time": moment(change["time"]),
                               "ocel_changed_field": change["name"], change["name"]: change["value"]})
        base.executemany("insert into object_object values (?, ?, ?)", [
            (thing["id"], r["objectId"], r["qualifier"]) for r in thing["relationships"]])
    base.commit()
    base.close()
