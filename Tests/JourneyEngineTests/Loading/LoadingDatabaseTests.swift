import JourneyEngine
import TestSupport
import Testing

/// Databases that Python wrote, each with what its tables are as delimited text.
private struct WrittenDatabase {
  let bytes: [UInt8]
  /// Table by table.
  let texts: [String]

  /// `script` prints hexadecimal bytes on one line, and then as many texts as it likes.
  static func all(_ script: String) throws -> [WrittenDatabase] {
    let preamble = """
      import csv, io, os, random, sqlite3, sys, tempfile
      def show(fill):
          handle, path = tempfile.mkstemp()
          os.close(handle)
          os.unlink(path)
          base = sqlite3.connect(path)
          texts = fill(base) or []
          base.commit()
          base.close()
          print(open(path, "rb").read().hex())
          os.unlink(path)
          for text in texts:
              print(text.encode().hex())
          print("--")
      def delimited(header, rows):
          text = io.StringIO()
          csv.writer(text, lineterminator="\\n").writerows([header, *rows])
          return text.getvalue()

      """
    let printed = try PythonProcess.run(preamble + script)
    return printed.split(separator: "--\n").map { block in
      let lines = block.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      return WrittenDatabase(
        bytes: bytes(ofHex: lines.first ?? ""),
        texts: lines.dropFirst().map { String(decoding: bytes(ofHex: $0), as: UTF8.self) })
    }
  }

  private static func bytes(ofHex text: Substring) -> [UInt8] {
    let digits = Array(text.utf8).map { $0 < 97 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  func tables(
    _ name: String = "shop.sqlite", _ configure: (inout ReadingOptions) -> Void = { _ in }
  ) throws(LoadError) -> [LoadedFile] {
    var options = ReadingOptions()
    configure(&options)
    return try FileReader.tables(bytes: bytes, path: name, options: options)
  }
}

@Suite struct LoadingDatabaseTests {
  /// Whatever is in the cells, a table is what its texts would be in a file.
  @Test func randomTablesAreWhatTheyAreAsDelimitedText() throws {
    let databases = try WrittenDatabase.all(
      """
      chance = random.Random(7)
      kinds = [
          lambda: chance.randrange(-10**6, 10**6), lambda: chance.randrange(-2**63, 2**63),
          lambda: chance.choice([chance.random(), chance.randrange(10**6) / 100, 1e300, -2.5e-8, 5.0]),
          lambda: chance.choice(["yes", "no"]), lambda: f"2024-0{chance.randrange(1, 10)}-11",
          lambda: f"2024-02-0{chance.randrange(1, 10)} 11:0{chance.randrange(10)}:59",
          lambda: str(chance.randrange(1000)), lambda: f"0{chance.randrange(100)}",
          lambda: chance.choice(["é, \\"ü\\"", "a\\nb", "日本", "x" * 300, "n/a"]),
          lambda: chance.choice(["12.50", "3", "1e5"])]
      names = ["customer_id", "amount", "note", "when", "share", "flag"]
      for number in range(\(60 * randomScale)):
          def fill(base):
              texts = []
              for table in range(chance.randrange(1, 4)):
                  header = chance.sample(names, chance.randrange(2, 6))
                  own = [chance.sample(kinds, chance.choice([1, 1, 1, 2])) for _ in header]
                  rows = [[None if chance.random() < 0.1 else chance.choice(kind)() for kind in own]
                          for _ in range(chance.choice([1, 5, 300]))]
                  columns = ", ".join(f'"{name}"' for name in header)
                  base.execute(f"create table t{table} ({columns})")
                  base.executemany(f"insert into t{table} values ({','.join('?' * len(header))})", rows)
                  # In a file, a row of nothing is no row.
                  rows = [[repr(c) if isinstance(c, float) else c for c in row] for row in rows]
                  texts.append(delimited(header, rows))
              return texts
          show(fill)
      """)
    #expect(databases.count == 60 * randomScale)
    for database in databases {
      let tables = try database.tables()
      #expect(tables.map { $0.part?.name } == database.texts.indices.map { "t\($0)" })
      for (table, text) in zip(tables, database.texts) {
        let expected = try load(text)
        #expect(table.names == expected.names)
        #expect(table.types == expected.types, "\(table.names) \(text.prefix(300))")
        #expect(table.cells == expected.cells, "\(text.prefix(300))")
      }
    }
  }

  @Test func manyBlocksAndLongTexts() throws {
    let database = try #require(
      WrittenDatabase.all(
        """
        def fill(base):
            base.execute("create table long (n integer primary key, note text, price real)")
            base.executemany("insert into long values (?, ?, ?)", (
                (n, "x" * (n % 7) if n != 5000 else "y" * 3000000, n / 4) for n in range(40000)))
        show(fill)
        """
      ).first)
    for threads in [1, 4] {
      let file = try #require(try database.tables { $0.threadCount = threads }.first)
      #expect(file.table.rowCount == 40_000)
      #expect(file.report.rowsRead == 40_000)
      #expect(file.types == [.integer, .text, .money(scale: 2)])
      #expect(file.column("n")[39_999] == "39999")
      #expect(file.column("note")[5000]?.count == 3_000_000)
      #expect(file.column("price")[39_998] == "9999.50")
    }
  }

  @Test func aColumnThatTurnsOutOtherwiseIsReadAgain() throws {
    let database = try #require(
      WrittenDatabase.all(
        """
        def fill(base):
            base.execute("create table t (n, photo blob, latest)")
            base.executemany("insert into t values (?, ?, ?)", (
                (n if n != 29999 else "many", b"x" if n % 3 else None, 9e999 if n == 4 else n / 3)
                for n in range(30000)))
        show(fill)
        """
      ).first)
    let file = try #require(try database.tables().first)
    #expect(file.types[0] == .text)
    #expect(file.column("n")[77] == "77" && file.column("n")[29_999] == "many")
    #expect(file.column("latest")[4] == nil)
    // Counted once, though the table is read twice.
    #expect(
      file.report.warnings.contains("photo: 20,000 values are binary data (BLOB) and unknown here"))
    #expect(file.report.warnings.contains("latest: 1 value is infinite and unknown here"))
  }

  @Test func textsThatAreNoneAreMadeReadableAndCounted() throws {
    let database = try #require(
      WrittenDatabase.all(
        """
        def fill(base):
            base.execute("create table t (a, b)")
            base.execute("insert into t values (cast(x'41ff42' as text), 'fine')")
            base.execute("insert into t values ('x' || char(0) || 'y', 'also')")
        show(fill)
        """
      ).first)
    let file = try #require(try database.tables().first)
    #expect(file.cells == [["A\u{FFFD}B", "fine"], ["x\u{FFFD}y", "also"]])
    #expect(file.report.warnings.contains { $0.hasPrefix("2 texts are not UTF-8") })
  }

  @Test func viewsWaitToBeAskedFor() throws {
    let database = try #require(
      WrittenDatabase.all(
        """
        def fill(base):
            base.execute("create table orders (id, at)")
            base.execute("insert into orders values (1, '2024-01-01'), (2, '2024-01-02')")
            base.execute("create view late as select * from orders where id > 1")
            base.execute("create view broken as select * from gone")
        show(fill)
        """
      ).first)
    let all = try database.tables()
    #expect(all.map { $0.part?.name } == ["orders"])
    #expect(all[0].report.guesses.contains { $0.contains("`late`") })
    #expect(try database.tables { $0.part = "LATE" }.map(\.table.rowCount) == [1])
    #expect(throws: LoadError.self) { try database.tables { $0.part = "broken" } }
    let error = #expect(throws: LoadError.self) { try database.tables { $0.part = "order" } }
    #expect(error?.hint == "write `reading table \"orders\"`")
  }

  @Test func loadingCanBeStopped() throws {
    let database = try #require(
      WrittenDatabase.all(
        """
        def fill(base):
            base.execute("create table t (n)")
            base.executemany("insert into t values (?)", ((n,) for n in range(200000)))
        show(fill)
        """
      ).first)
    let error = #expect(throws: LoadError.self) {
      try database.tables { $0.progress = { _, _ in false } }
    }
    #expect(error?.message == "stopped")
    let log = ProgressLog()
    _ = try database.tables { $0.progress = { log.note($0, $1) } }
    #expect(!log.entries.isEmpty)
    #expect(log.entries.allSatisfy { $0.done <= $0.total })
  }

  /// Bits turned over and ends cut off: the rows are all there, or it is said.
  @Test func damagedDatabasesAreRefusedOrSaid() throws {
    let database = try #require(
      WrittenDatabase.all(
        """
        def fill(base):
            base.execute("pragma page_size = 1024")
            base.execute("create table customers (customer_id text, name text, n integer)")
            base.execute("create table orders (at text, customer_id text)")
            base.execute("create index by_name on customers (name)")
            base.executemany("insert into customers values (?, ?, ?)",
                             ((f"c{n}", "name" * (n % 9), n) for n in range(400)))
            base.executemany("insert into orders values (?, ?)",
                             (("2024-01-01", f"c{n % 400}") for n in range(900)))
        show(fill)
        """
      ).first)
    let whole = try database.tables()
    #expect(whole.map(\.table.rowCount) == [400, 900])
    for seed in 0..<UInt64(400 * randomScale) {
      var random = SeededGenerator(seed: seed)
      var bytes = database.bytes
      switch seed % 4 {
      case 0: bytes.removeLast(Int.random(in: 1..<bytes.count - 16, using: &random))
      case 1:
        for page in 0..<(bytes.count / 1024) where Bool.random(using: &random) {
          let place = max(16, page * 1024 + Int.random(in: 0..<16, using: &random))
          bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
      default:
        for _ in 0...Int.random(in: 0..<6, using: &random) {
          let place = Int.random(in: 16..<bytes.count, using: &random)
          bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
      }
      guard
        let tables = try? WrittenDatabase(bytes: bytes, texts: []).tables(),
        !tables.contains(where: { $0.report.warnings.contains { $0.contains("damaged") } })
      else { continue }
      // What a bit says of a table's name or of a value nobody can know; rows are counted.
      #expect(tables.map(\.table.rowCount).sorted() == [400, 900], "seed \(seed)")
    }
  }
}
