import JourneyEngine
import TestSupport
import Testing

/// Rows in = rows stored + rows reported, for the formats that are no lines of text: made so that
/// the number of their rows is known, and damaged in ways that leave it so.
@Suite struct RowsAccountedTests {
  /// Sheets with gaps, errors, formulas without a result, blank rows between and cells beyond the
  /// header.
  @Test func ofWorkbooks() throws {
    for seed in 0..<UInt64(Repetitions.count(300)) {
      var random = SeededGenerator(seed: seed)
      let width = Int.random(in: 2...5, using: &random)
      var rows = [(0..<width).map { "!name\($0)" }]
      var count = 0
      for row in 0..<Int.random(in: 1...30, using: &random) {
        if Int.random(in: 0..<6, using: &random) == 0 {
          rows.append([])
          continue
        }
        var cells = (0..<width).map { _ in
          ["!text", "5", "-2.5", "", "E#N/A", "=A1", "?1", "44197", "!2026-01-05", "!  "]
            .randomElement(using: &random) ?? ""
        }
        // Its first cell says that there is a row.
        cells[0] = "!row\(row)"
        if Int.random(in: 0..<8, using: &random) == 0 { cells.append("!beyond") }
        if Int.random(in: 0..<8, using: &random) == 0 { cells.removeLast(width - 1) }
        rows.append(cells)
        count += 1
      }
      let file = try readWorkbook(WorkbookText(sheet(rows)).bytes()) {
        $0.header = .lines(1...1)
        $0.footer = 0
      }
      let found = file[0].table.rowCount + file[0].report.refusedCount
      #expect(found == count, "seed \(seed): \(rows)")
      #expect(file[0].report.rowsRead == file[0].table.rowCount, "seed \(seed)")
    }
  }

  /// Logs with elements taken out, doubled, emptied and moved, always well-formed.
  @Test func ofEventLogs() throws {
    let parts = [
      "<string key=\"concept:name\" value=\"go\"/>", "<string key=\"concept:name\" value=\"\"/>",
      "<date key=\"time:timestamp\" value=\"2026-01-05T10:00:00Z\"/>",
      "<date key=\"time:timestamp\" value=\"soon\"/>", "<int key=\"n\" value=\"12\"/>",
      "<int key=\"n\" value=\"many\"/>", "<float value=\"1.5\"/>", "<boolean key=\"b\"/>",
      "<list key=\"l\"><values><string key=\"x\" value=\"1\"/></values></list>", "<unknown/>",
      "text", "<string key=\"s\" value=\"a&amp;b\"><int key=\"deep\" value=\"1\"/></string>",
    ]
    for seed in 0..<UInt64(Repetitions.count(300)) {
      var random = SeededGenerator(seed: seed)
      var counts = (cases: 0, events: 0)
      func some() -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
          parts.randomElement(using: &random) ?? ""
        }.joined()
      }
      var body = ""
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        counts.cases += 1
        body += "<trace>" + some()
        for _ in 0..<Int.random(in: 0...6, using: &random) {
          counts.events += 1
          body += "<event>" + some() + "</event>"
        }
        body += "</trace>"
      }
      let log = try readLog("<log xes.version=\"2.0\">\(body)</log>") { $0.lifecycle = "all" }
      let cases = log.cases.table.rowCount + log.cases.report.refusedCount
      let events = log.events.table.rowCount + log.events.report.refusedCount
      #expect(cases == counts.cases, "seed \(seed): \(body)")
      #expect(events == counts.events, "seed \(seed): \(body)")
    }
  }

  /// Tables of values of any kind in any column, whole and cut off: all rows, or words that say why
  /// not. (A turned bit may take a row out of a page and leave a sound database.)
  @Test func ofDatabases() throws {
    for (seed, base) in try Self.databases(Repetitions.count(20)).enumerated() {
      var random = SeededGenerator(seed: UInt64(seed))
      let whole = try FileReader.tables(bytes: base.bytes, path: "base.sqlite")
      let file = try #require(whole.first { $0.part?.name == "t" })
      #expect(file.table.rowCount + file.report.refusedCount == base.rows, "seed \(seed)")
      for _ in 0..<20 {
        let size = Int.random(in: 100..<base.bytes.count, using: &random)
        do throws(LoadError) {
          let files = try FileReader.tables(bytes: Array(base.bytes[..<size]), path: "base.sqlite")
          let file = files.first { $0.part?.name == "t" }
          let found = file.map { $0.table.rowCount + $0.report.refusedCount } ?? 0
          let isSaid = files.contains { !$0.report.warnings.isEmpty }
          #expect(found == base.rows || isSaid, "seed \(seed), \(size) bytes: \(found)")
        } catch {
          #expect(!error.message.isEmpty, "seed \(seed), \(size) bytes")
        }
      }
    }
  }

  private static func databases(_ count: Int) throws -> [(bytes: [UInt8], rows: Int)] {
    let script = """
      import base64, os, random, sqlite3, tempfile
      for seed in range(\(count)):
          chance = random.Random(seed)
          path = os.path.join(tempfile.mkdtemp(), "x.sqlite")
          base = sqlite3.connect(path)
          base.execute(f"pragma page_size = {chance.choice([512, 1024, 4096])}")
          end = chance.choice(["", " without rowid"])
          base.execute(f"create table t (id text primary key, a integer, b real, c date, d){end}")
          values = [None, 1, -2.5, "x", "", b"\\x00\\xff", "2026-01-05", 1 << 60, "y" * 3000, "é"]
          rows = chance.randrange(1, 400)
          base.executemany("insert into t values (?, ?, ?, ?, ?)",
                           [(f"k{n}", *[chance.choice(values) for _ in range(4)]) for n in range(rows)])
          base.execute("create table other (id text)")
          base.execute("insert into other values ('k1')")
          base.commit()
          base.execute("delete from t where rowid % 7 = 3" if not end else "delete from t where id = 'k0'")
          base.commit()
          rows = base.execute("select count(*) from t").fetchone()[0]
          base.close()
          print(rows, base64.b64encode(open(path, "rb").read()).decode())
      """
    return try PythonProcess.run(script, inputs: []).split(separator: "\n").map { line in
      let parts = line.split(separator: " ")
      return (MutationFixtures.decoded(base64: parts[1]), Int(parts[0]) ?? -1)
    }
  }
}
