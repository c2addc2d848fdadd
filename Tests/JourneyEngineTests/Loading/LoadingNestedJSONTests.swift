import JourneyEngine
import TestSupport
import Testing

/// Objects inside rows, and rows inside documents.
struct LoadingNestedJSONTests {
  // MARK: - Objects inside rows

  @Test func takesObjectsApartByPath() throws {
    let file = try load(
      """
      [{"id": "A1", "properties": {"plan": "pro", "limits": {"seats": 5}}, "tags": ["a", {"b": 1}]},
       {"id": "A2", "properties": {"limits": {"seats": 7, "on": true}, "plan": null}, "more": {}},
       {"id": "A3", "properties": null}]
      """, as: "data.json")
    #expect(
      file.names == [
        "id", "properties.plan", "properties.limits.seats", "tags", "properties.limits.on", "more",
      ])
    #expect(file.types == [.text, .text, .integer, .text, .boolean, .text])
    #expect(
      file.cells == [
        ["A1", "pro", "5", "[\"a\", {\"b\": 1}]", nil, nil], ["A2", nil, "7", nil, "true", nil],
        ["A3", nil, nil, nil, nil, nil],
      ])
    #expect(file.report.warnings.isEmpty)
  }

  @Test func keepsAValueBesideAnObjectOfTheSameName() throws {
    for block in [1, 1 << 18] {
      let file = try load(
        "{\"u\":5,\"id\":1}\n{\"u\":{\"x\":6},\"id\":2}\n{\"u\":[],\"id\":3}\n", as: "data.jsonl"
      ) { $0.blockSize = block }
      #expect(file.names == ["u", "id", "u.x"])
      #expect(file.column("u") == ["5", nil, "[]"])
      #expect(file.column("u.x") == [nil, "6", nil])
      #expect(file.note("u")?.contains("an object on other rows") ?? false)
    }
  }

  @Test func tellsPointsInKeysFromPaths() throws {
    let file = try load("[{\"a.b\":1,\"a\":{\"b\":2}},{\"a\":{\"b\":3}}]", as: "data.json")
    #expect(file.names == ["a.b", "a.b_2"])
    #expect(file.cells == [["1", "2"], [nil, "3"]])
    #expect(file.report.warnings.count == 1)
    let alone = try load("[{\"user.id\":7}]", as: "data.json")
    #expect(alone.names == ["user.id"])
    #expect(alone.types == [.text])
    #expect(alone.report.warnings.isEmpty)
    let marked = try load(
      "[{\"a\\u001f\":{\"b\":1},\"a\\u001f.b\":2,\"\":3,\"value\":4},5]", as: "data.json")
    #expect(marked.cells == [["1", "2", "3", "4", nil], [nil, nil, nil, nil, "5"]])
    #expect(Set(marked.names).count == 5)
  }

  @Test func takesTheLastOfTwoObjectsForAKey() throws {
    let file = try load(
      """
      {"a":{"x":1,"y":{"z":1}},"a":{"x":2}}
      {"a":{"x":1},"a":3}
      {"a":3,"a":{"x":4}}
      {"a":{"x":5,"y":{"z":6}}}
      """, as: "data.jsonl")
    #expect(file.column("a.x") == ["2", nil, "4", "5"])
    #expect(file.column("a.y.z") == [nil, nil, nil, "6"])
    #expect(file.column("a") == [nil, "3", nil, nil])
    #expect(file.report.warnings == ["3 rows name a key twice; the last value counts"])
  }

  @Test func keepsMapsAsText() throws {
    for threads in [1, 3] {
      let rows = (0..<900).map {
        "{\"id\":\($0),\"m\":{\"k\($0)\":{\"x\":1}},\"p\":{\"q\":{\"r\":\($0)}}}"
      }
      let file = try load(rows.joined(separator: "\n"), as: "data.jsonl") {
        $0.threadCount = threads
        $0.blockSize = 2000
      }
      #expect(file.names == ["id", "m", "p.q.r"])
      #expect(file.column("m").last == "{\"k899\":{\"x\":1}}")
      #expect(
        file.report.warnings == [
          "`m` has more than 500 different keys: it is kept as its JSON text"
        ])
    }
  }

  @Test func keepsRowsOfTooManyKeysWhole() throws {
    let rows = (0..<2100).map { "{\"k\($0)\":\($0)}" }
    for block in [5000, 1 << 18] {
      let file = try load(rows.joined(separator: "\n"), as: "data.jsonl") { $0.blockSize = block }
      #expect(file.names == ["value"])
      #expect(file.table.rowCount == 2100)
      #expect(file.column("value")[7] == "{\"k7\":7}")
      #expect(file.report.warnings.count == 1)
    }
    // Few keys everywhere, and many in all.
    let wide = (0..<30).map { part in
      "\"p\(part)\":{" + (0..<100).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
    }
    let file = try load("[{" + wide.joined(separator: ",") + "}]", as: "data.json")
    #expect(file.names.count == 30)
    #expect(file.report.warnings.count == 30 || file.report.warnings.count == 1)
  }

  @Test func keepsVeryDeepObjectsAsText() throws {
    let deep =
      String(repeating: "{\"a\":", count: 100_000) + "1"
      + String(repeating: "}", count: 100_000)
    let file = try load("[\(deep)]", as: "data.json")
    #expect(file.names == [Array(repeating: "a", count: 32).joined(separator: ".")])
    #expect(try load(deep, as: "data.jsonl").table.rowCount == 1)
    #expect(loadError(String(deep.dropLast()), as: "data.json")?.line == 1)
  }

  // MARK: - Rows inside documents

  @Test func findsTheRowsOfADocument() throws {
    let text =
      "{\n \"total\": 2, \"page\": {\"next\": null},\n \"data\": [{\"a\": 1}, {\"a\": {\"b\": 2}}]\n}\n"
    for block in [1, 1 << 18] {
      let file = try load(text, as: "data.json") { $0.blockSize = block }
      #expect(file.names == ["a", "a.b"])
      #expect(file.cells == [["1", nil], [nil, "2"]])
      #expect(
        file.report.guesses == [
          "the rows are the list `data`; `total`, `page` beside it are not read: "
            + "`reading rows \"$\"` takes the document as one row"
        ])
    }
    let whole = try load(text, as: "data.json") { $0.rows = "$" }
    #expect(whole.names == ["total", "page.next", "data"])
    #expect(whole.table.rowCount == 1)
    #expect(whole.report.guesses.isEmpty)
    #expect(try load(text, as: "x") { $0.rows = "$.data" }.table.rowCount == 2)
    let missing = try #require(loadError(text, as: "data.json") { $0.rows = "date" })
    #expect(missing.message == "there is no list at `date`")
    #expect(missing.hint == "`reading rows \"data\"`")
    #expect(loadError("[{\"a\":1}]", as: "a.json") { $0.rows = "b" }?.hint != nil)
  }

  @Test func asksWhichListHoldsTheRows() throws {
    let text = "{\"a\":[{\"x\":1}],\"b\":{\"c.d\":[{\"x\":2},{\"x\":3}]},\"e\":[1,2,3]}"
    let error = try #require(loadError(text, as: "data.json"))
    #expect(error.question?.answers.map(\.value) == ["b.c.d", "a", "$"])
    #expect(error.question?.answers.first?.clause == "reading rows \"b.c.d\"")
    #expect(try load(text, as: "data.json") { $0.rows = "b.c.d" }.column("x") == ["2", "3"])
    #expect(try load(text, as: "data.json") { $0.rows = "e" }.column("value") == ["1", "2", "3"])
  }

  @Test func readsAnyOneValue() throws {
    #expect(try load("{\"a\":1,\n\"b\":{\"c\":2}}", as: "data.json").cells == [["1", "2"]])
    #expect(try load("5", as: "data.json").cells == [["5"]])
    #expect(try load("\"x\"\n", as: "data.json").names == ["value"])
    #expect(try load("null", as: "data.json").table.rowCount == 1)
    #expect(
      try load("[1, \"x\", [2], null]", as: "data.json").column("value") == ["1", "x", "[2]", nil])
    #expect(try load("[1,2]\n[3,4]\n", as: "data.json").column("value") == ["[1,2]", "[3,4]"])
    #expect(try load("{}", as: "data.json").table.rowCount == 1)
    #expect(try load("[{\"a\":1},7]", as: "data.json").cells == [["1", nil], [nil, "7"]])
  }

  @Test(arguments: [
    ("nonsense", 1, 1), ("{\"a\":1} x", 1, 9), ("{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n", 4, 1),
    ("{\n\"a\": [{\"b\": tru}]\n}", 2, 13), ("{\"a\":1}{\"a\":2}", 1, 8), ("{\n\"a\": [1,\n", 3, 1),
    ("{\n \"a\": \"x", 2, 7), ("-", 1, 2), ("{\n\"a\":1]", 2, 6),
  ])
  func refusesABadDocumentWithItsPlace(_ text: String, _ line: Int, _ column: Int) throws {
    let error = try #require(loadError(text, as: "data.json"))
    #expect((error.line, error.column) == (line, column), "\(error)")
  }

  @Test func readsAroundABadFirstLine() throws {
    let file = try load("{\"a\":1,}\n{\"a\":2}\n", as: "data.json")
    #expect(file.cells == [["2"]])
    #expect(file.report.refused.map(\.line) == [1])
  }

  // MARK: - Python as the judge

  @Test func agreesWithPythonOnRandomDocuments() throws {
    guard PythonProcess.isAvailable() else { return }
    var documents: [String] = []
    for seed in 0..<UInt64(Repetitions.count(120)) {
      var random = SeededGenerator(seed: seed)
      let rows = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        Self.object(depth: 0, using: &random)
      }
      documents.append("[" + rows.joined(separator: ", ") + "]")
    }
    let answer = try PythonProcess.run(
      Self.flatten, inputs: ["[" + documents.joined(separator: ",\n") + "]"])
    let expected = answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(expected.count == documents.count + 1)
    for (number, document) in documents.enumerated() where number < expected.count {
      for block in [1, 1 << 18] {
        let file = try load(document, as: "data.json") {
          $0.blockSize = block
          // What numbers and dates look like is no concern of this test.
          $0.textColumns = Set(Self.paths)
        }
        var cells: [String] = []
        for row in 0..<file.table.rowCount {
          for field in file.table.fields.sorted(by: { $0.name < $1.name })
          where !field.column[row].isUnknown {
            cells.append("\(row)|\(field.name)|\(field.column[row].written)")
          }
        }
        #expect(cells.joined(separator: "~") == expected[number], "document \(number): \(document)")
      }
    }
  }

  private static let keys = ["a", "b", "c", "d"]

  private static let paths: [String] = {
    var all = keys
    var last = keys
    for _ in 0..<3 {
      last = last.flatMap { path in keys.map { "\(path).\($0)" } }
      all += last
    }
    return all
  }()

  private static func object(depth: Int, using random: inout SeededGenerator) -> String {
    let members = (0..<Int.random(in: 0...3, using: &random)).map { _ -> String in
      let key = keys.randomElement(using: &random) ?? "a"
      return "\"\(key)\":\(value(depth: depth, using: &random))"
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func value(depth: Int, using random: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: "null"
    case 1: "true"
    case 2: "\"t\(Int.random(in: 0...9, using: &random))\\u00e9\""
    case 3: "\(Int.random(in: -9...99, using: &random))"
    case 4: "[1,{\"a\":[2]}]"
    default: depth < 3 ? object(depth: depth + 1, using: &random) : "\"deep\""
    }
  }

  /// Scalars by path, arrays as their text; `null` and what is empty say nothing.
  private static let flatten = """
    import json, sys
    def walk(value, path, out):
      if isinstance(value, dict):
        for key, inner in value.items(): walk(inner, path + [key], out)
      elif isinstance(value, list): out[".".join(path)] = json.dumps(value, separators=(",", ":"))
      elif value is True or value is False: out[".".join(path)] = str(value).lower()
      elif value is not None: out[".".join(path)] = str(value)
    for rows in json.load(open(sys.argv[1])):
      cells = []
      for number, row in enumerate(rows):
        out = {}
        walk(row, [], out)
        cells += [f"{number}|{path}|{out[path]}" for path in sorted(out)]
      print("~".join(cells))
    """

  @Test func rowsWithinRowsSayTheWayOut() {
    let error = loadError(
      "{\"data\":[{\"id\":\"a\",\n\"items\":[{\"n\":1},{\"n\":2}]}]}", as: "a.json"
    ) { $0.rows = "data.items" }
    #expect(
      error?.message == "`data.items` is inside each row of `data`: rows within rows are not read")
    #expect(error?.hint?.hasPrefix("`reading rows \"data\"` reads the outer ones") == true)
    #expect(error?.hint?.contains("jq -c '.data[].items[]' a.json > INNER.jsonl") == true)
  }
}
