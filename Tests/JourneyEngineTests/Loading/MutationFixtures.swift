import TestSupport

/// Small files of every kind that is read, as bytes.
enum MutationFixtures {
  struct Fixture {
    let name: String
    let bytes: [UInt8]
  }

  static let csv = """
    account_id,at,kind,amount,note
    a1,2026-01-05 10:00:00,login,12.50,first visit
    a2,2026-01-06 11:30:00,ticket,7.00,Grüße aus Köln
    a1,2026-01-07 09:15:00,upgrade,120.25,plan B
    a3,2026-01-08 08:00:00,login,3.75,
    a2,2026-01-09 16:45:00,ticket,1.00,again
    a4,2026-01-10 12:00:00,login,99.99,café
    a1,2026-01-11 18:20:00,renewal,1480.00,three years

    """

  static let quotedCSV = #"""
    id;name;when;comment
    1;"Smith; Sons";2026-02-01;"said ""yes"""
    2;"O'Neil";2026-02-03;"two
    lines"
    3;Plain;2026-02-05;none
    4;"";2026-02-09;"5'10"""

    """#

  static let jsonLines = """
    {"account": "a1", "at": "2026-01-05T10:00:00Z", "kind": "login", "properties": {"plan": "pro", "seats": 5}}
    {"account": "a2", "at": "2026-01-06T11:30:00Z", "kind": "ticket", "properties": {"plan": "free"}, "tags": ["x", "y"]}
    {"account": "a1", "at": "2026-01-07T09:15:00Z", "kind": "r\\u00e9newal", "amount": 12.5}
    {"account": "a3", "at": "2026-01-08T08:00:00Z", "kind": "login", "properties": {"deep": {"er": {"x": true}}}}

    """

  static let json = """
    {"meta": {"page": 1}, "data": [
      {"id": 1, "name": "A \\"quoted\\" one", "score": 1.5e3, "ok": true},
      {"id": 2, "name": "Zweite", "score": null, "ok": false, "extra": {"a": {"b": [1, 2, {"c": 3}]}}},
      {"id": 3, "name": "\\ud834\\udd1e", "score": -0.25, "ok": true}
    ]}
    """

  static let xes = """
    <?xml version="1.0" encoding="UTF-8"?>
    <log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
      <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
      <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
      <trace>
        <string key="concept:name" value="Case 1"/><int key="AMOUNT" value="2000"/>
        <event>
          <string key="concept:name" value="Assign &amp; check"/>
          <date key="time:timestamp" value="2026-01-05T10:00:00.000+01:00"/>
          <string key="lifecycle:transition" value="complete"/>
          <float key="cost" value="12.5"><string key="currency" value="EUR"/></float>
        </event>
        <event>
          <string key="concept:name" value="Close"/>
          <date key="time:timestamp" value="2026-01-06T11:30:00.000+01:00"/>
          <boolean key="late" value="true"/>
        </event>
      </trace>
      <trace><string key="concept:name" value="Case 2"/></trace>
    </log>
    """

  static let ocel = """
    {"objectTypes": [{"name": "Order", "attributes": [{"name": "price", "type": "float"}]},
      {"name": "Item", "attributes": []}],
     "eventTypes": [{"name": "place", "attributes": [{"name": "channel", "type": "string"}]}],
     "objects": [
      {"id": "o1", "type": "Order", "attributes": [{"name": "price", "time": "1970-01-01T00:00:00Z", "value": 10.5}]},
      {"id": "o2", "type": "Order", "attributes": []}, {"id": "i1", "type": "Item"}],
     "events": [
      {"id": "e1", "type": "place", "time": "2026-01-05T10:00:00Z",
       "attributes": [{"name": "channel", "value": "web"}],
       "relationships": [{"objectId": "o1", "qualifier": "order"}, {"objectId": "i1", "qualifier": "item"}]},
      {"id": "e2", "type": "place", "time": "2026-01-06T10:00:00Z", "relationships": [
       {"objectId": "o2", "qualifier": "order"}]}]}
    """

  static let texts: [Fixture] = [
    Fixture(name: "events.csv", bytes: Array(csv.utf8)),
    Fixture(name: "quoted.csv", bytes: Array(quotedCSV.utf8)),
    Fixture(name: "events.jsonl", bytes: Array(jsonLines.utf8)),
    Fixture(name: "page.json", bytes: Array(json.utf8)),
    Fixture(name: "log.xes", bytes: Array(xes.utf8)),
    Fixture(name: "log.json", bytes: Array(ocel.utf8)),
  ]

  /// Files that only other programs write well: packed texts, a workbook, a database.
  static func binaries() throws -> [Fixture] {
    let script = """
      import base64, gzip, io, os, sqlite3, sys, tempfile
      import openpyxl
      for path in sys.argv[1:]:
          print(base64.b64encode(gzip.compress(open(path, "rb").read(), mtime=0)).decode())
      book = openpyxl.Workbook()
      book.active.title = "Orders"
      for row in [["id", "when", "amount"], ["a", "2026-01-05", 1.5], ["b", "2026-01-06", 2]]:
          book.active.append(row)
      book.create_sheet("Other").append(["x"])
      packed = io.BytesIO()
      book.save(packed)
      print(base64.b64encode(packed.getvalue()).decode())
      path = os.path.join(tempfile.mkdtemp(), "x.sqlite")
      base = sqlite3.connect(path)
      base.execute("create table accounts (id text primary key, arr real, started date)")
      base.executemany("insert into accounts values (?, ?, ?)",
                       [(f"a{n}", n * 1.5, f"2026-01-{n + 1:02}") for n in range(20)])
      base.execute("create table events (account text, at text, kind text, blob blob)")
      base.executemany("insert into events values (?, ?, ?, ?)",
                       [(f"a{n % 20}", f"2026-02-{n % 28 + 1:02}T10:00:00", "login", b"x") for n in range(60)])
      base.commit()
      base.close()
      print(base64.b64encode(open(path, "rb").read()).decode())
      """
    let printed = try PythonProcess.run(
      script, inputs: [csv, jsonLines, xes])
    let names = ["events.csv.gz", "events.jsonl.gz", "log.xes.gz", "book.xlsx", "base.sqlite"]
    return zip(names, printed.split(separator: "\n")).map { name, line in
      Fixture(name: name, bytes: decoded(base64: line))
    }
  }

  static func decoded(base64 text: Substring) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for letter in text.utf8 {
      guard let value = alphabet.firstIndex(of: letter) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}
