import JourneyEngine
import TestSupport
import Testing

/// Reading JSON arrays and JSON Lines.
struct LoadingJSONTests {
  @Test func readsAnArrayOfObjects() throws {
    let file = try load(
      """
      [ {"id": 7, "name": "Acme", "score": 1.5, "ok": true, "at": "2024-01-01T00:00:00Z"},
        {"name": "Zum\\u0067o \\"x\\" \\ud834\\udd1e", "id": 8, "extra": [1, {"a": "]"}], "ok": null} ]
      """, as: "data.json")
    #expect(file.report.format == "JSON")
    #expect(file.names == ["id", "name", "score", "ok", "at", "extra"])
    #expect(file.types == [.text, .text, .number, .boolean, .instant, .text])
    #expect(
      file.cells == [
        ["7", "Acme", "1.5", "true", "2024-01-01T00:00:00.000000Z", nil],
        ["8", "Zumgo \"x\" \u{1D11E}", nil, nil, nil, "[1, {\"a\": \"]\"}]"],
      ])
    #expect(file.note("extra") == "arrays and objects inside are kept as their JSON text")
  }

  @Test func readsAnObjectALine() throws {
    let file = try load(
      "\u{FEFF}{\"a\":1}\n\n {\"a\":2, \"b\":\"x\\ny\"} \r\n{\"a\":3", as: "data.jsonl")
    #expect(file.report.format == "JSON Lines")
    #expect(file.names == ["a", "b"])
    #expect(file.cells == [["1", nil], ["2", "x\ny"]])
    #expect(
      file.report.refused == [
        .init(line: 4, reason: "expected `,` or `}`, found the end of the line (column 7)")
      ])
  }

  @Test func refusesBadLinesAndReadsOn() throws {
    let lines = [
      "{\"a\":1}", "{\"a\":01}", "[1]", "5", "{\"a\":2}x", "{a:1}", "{\"a\":\"x", "{\"a\":[1,}",
      "{\"a\":2}", "nope",
    ]
    for block in [1, 20, 1 << 18] {
      let file = try load(lines.joined(separator: "\n"), as: "data.ndjson") { $0.blockSize = block }
      #expect(file.column("a") == ["1", nil, nil, "2"])
      #expect(file.column("value") == [nil, "[1]", "5", nil])
      #expect(file.report.refusedCount == 6)
      #expect(file.report.refused.map(\.line) == [2, 5, 6, 7, 8, 10])
      #expect(file.report.refused[0].reason == "a number does not begin with 0 (column 6)")
    }
  }

  @Test func contentDecidesBetweenArrayAndLines() throws {
    #expect(try load("{\"a\":1}\n{\"a\":2}\n", as: "data.json").report.format == "JSON Lines")
    #expect(try load("[{\"a\":1}]", as: "data.jsonl").report.format == "JSON")
    #expect(try load(" [{\"a\":1}]", as: "export").report.format == "JSON")
    #expect(try load("{\"a\":1}\n", as: "export").report.format == "JSON Lines")
    #expect(try load("[]", as: "data.json").table.rowCount == 0)
  }

  @Test func takesTheLastOfTwoValuesForAKey() throws {
    let file = try load("[{\"a\":1,\"a\":2},{\"a\":3}]", as: "data.json")
    #expect(file.column("a") == ["2", "3"])
    #expect(file.report.warnings == ["1 row names a key twice; the last value counts"])
  }

  @Test(arguments: [
    ("[{\"a\":1},\n x]", 2, 2), ("[{\"a\":1}", 1, 9), ("[", 1, 2), ("[{\"a\":1},]", 1, 10),
    ("[{\"a\":1}] x", 1, 11),
    ("[{\"a\":tru}]", 1, 7), ("[{\"é\":\"x}]", 1, 7), ("[{\"a\":\"x\ty\"}]", 1, 9),
    ("[{\"a\" 1}]", 1, 7), ("[{\"a\":{\"b\":1]}", 1, 13), ("[1 2]", 1, 4),
  ])
  func endsABadArrayAtItsPlace(_ text: String, _ line: Int, _ column: Int) throws {
    for block in [1, 1 << 18] {
      let error = try #require(loadError(text, as: "data.json") { $0.blockSize = block })
      #expect(error.line == line)
      #expect(error.column == column)
    }
  }

  @Test func survivesDeepNesting() throws {
    let open = String(repeating: "[", count: 100_000)
    let close = String(repeating: "]", count: 100_000)
    let file = try load("[{\"a\":\(open)\(close)}]", as: "data.json")
    #expect(file.table.rowCount == 1)
    #expect(
      loadError("[{\"a\":\(open)", as: "data.json")?.message.contains("never closed") ?? false)
    #expect(loadError(open, as: "data.json")?.column == 2)
  }

  @Test func readsTheSameRowsAsArrayLinesAndCSV() throws {
    for seed in 0..<UInt64(60 * randomScale) {
      var random = SeededGenerator(seed: seed)
      let keys = ["a", "b\"", "c", "né"]
      let rows = (0..<Int.random(in: 1...60, using: &random)).map { _ in
        keys.map { _ in Self.values.randomElement(using: &random) ?? "" }
      }
      let objects = rows.map { row in
        "{"
          + zip(keys, row).map { "\(Self.quoted($0)): \(Self.quoted($1))" }.joined(separator: ", ")
          + "}"
      }
      let block = Int.random(in: 1...300, using: &random)
      let threads = Int.random(in: 1...3, using: &random)
      func read(_ text: String, _ name: String) throws -> LoadedFile {
        try load(text, as: name) {
          $0.blockSize = block
          $0.threadCount = threads
        }
      }
      let array = try read("[" + objects.joined(separator: " ,\n") + "]", "data.json")
      let lines = try read(objects.joined(separator: "\n"), "data.jsonl")
      let csv = try read(
        ([keys] + rows).map { $0.map(Self.csvQuoted).joined(separator: ",") + "\n" }.joined(),
        "data.csv")
      for file in [array, lines] {
        #expect(file.names == csv.names, "seed \(seed)")
        #expect(file.types == csv.types, "seed \(seed)")
        #expect(file.cells == csv.cells, "seed \(seed)")
      }
    }
  }

  private static let values = [
    "", "1", "2.5", "x", "a\"b", "l\nm", "\\", "é𝄞", "2024-01-01", "yes", "]},{", " ",
  ]

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{1D11E}": result += "\\ud834\\uDD1E"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func csvQuoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
