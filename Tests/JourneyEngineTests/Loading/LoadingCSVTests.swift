import JourneyEngine
import TestSupport
import Testing

/// Reading CSV: the shape of files, not the types of columns.
struct LoadingCSVTests {
  @Test func readsRowsAndNames() throws {
    let file = try load("id,name,seats\na1,Acme,3\na2,\"Miller, Sons\",4\n")
    #expect(file.names == ["id", "name", "seats"])
    #expect(file.cells == [["a1", "Acme", "3"], ["a2", "Miller, Sons", "4"]])
    #expect(file.types == [.text, .text, .integer])
    #expect(file.report.format == "CSV, comma")
    #expect(file.report.rowsRead == 2)
    #expect(file.report.refusedCount == 0)
    #expect(file.report.byteCount == 44)
  }

  @Test(arguments: [
    ("a,b\n1,x\n", "CSV, comma"), ("a;b\n1,5;x\n2,5;y\n", "CSV, semicolon"),
    ("a\tb\n1\tx\n", "CSV, tab"),
    ("a|b\n1|x\n", "CSV, pipe"), ("a;b;c\n\"x,y,z\";2;3\n", "CSV, semicolon"),
    ("\"a;b\",c\n1,2\n", "CSV, comma"), ("name\nhello; world\n", "CSV, comma"),
    ("a,b;c\n1;2\n3;4\n", "CSV, semicolon"), ("a|b,c|d\n1|2|3\n1|2,3|4\n", "CSV, pipe"),
  ])
  func findsTheDelimiter(_ text: String, _ format: String) throws {
    #expect(try load(text).report.format == format)
  }

  @Test(arguments: [
    ("data.tsv", "CSV, tab"), ("data.psv", "CSV, pipe"), ("data.csv", "CSV, comma"),
  ])
  func prefersTheDelimiterOfTheExtension(_ name: String, _ format: String) throws {
    #expect(
      try load("a|b,c|d\te\n", as: name).report.format
        == (name == "data.csv" ? "CSV, pipe" : format))
  }

  @Test(arguments: [
    "\u{FEFF}a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4",
    "\n\na,b\n1,2\n\n3,4\n\n", "\"a\",\"b\"\n\"1\",2\n3,\"4\"\n", "a,b\n1,2\n \t\n3,4\n\r\n",
  ])
  func readsTheSameTable(_ text: String) throws {
    let file = try load(text)
    #expect(file.names == ["a", "b"])
    #expect(file.cells == [["1", "2"], ["3", "4"]])
    #expect(file.types == [.integer, .integer])
    #expect(file.report.refusedCount == 0)
  }

  @Test func keepsTextExactly() throws {
    let file = try load(
      "note,x\n\" two  \",1\n  lead and trail ,2\n\"a\"\"b\",3\n\"l1\r\nl2\",4\n5'10\",5\n")
    #expect(file.column("note") == [" two  ", "  lead and trail ", "a\"b", "l1\r\nl2", "5'10\""])
  }

  @Test func takesBlankFieldsForUnknown() throws {
    let file = try load("n,t\n,\n\"\",\"\"\n  ,\t\n1,x\n 2 ,\" \"\n")
    #expect(file.column("n") == [nil, nil, nil, "1", "2"])
    #expect(file.column("t") == [nil, nil, nil, "x", nil])
    #expect(file.report.columns.map(\.missing) == [3, 4])
  }

  @Test func takesBlankLinesForMissingValuesInOneColumnOnly() throws {
    #expect(try load("n\n1\n\n3\n").cells == [["1"], [nil], ["3"]])
    #expect(try load("n,m\n1,1\n\n3,3\n").cells == [["1", "1"], ["3", "3"]])
  }

  @Test func takesRaggedRowsAndRefusesWhatHasNoColumn() throws {
    let file = try load("a,b,c\n1,2,3\n1,2\n\"x\ny\",2,3\n1,2,3,4\nonly\n\"x\"y,2,3\n7,8,9, ,\n")
    #expect(file.report.rowsRead == 6)
    #expect(file.report.refusedCount == 1)
    #expect(file.report.refused == [.init(line: 6, reason: "has 4 fields, the header has 3")])
    #expect(file.column("a") == ["1", "1", "x\ny", "only", "xy", "7"])
    #expect(file.column("c") == ["3", nil, "3", nil, "3", "9"])
    #expect(
      file.report.warnings == [
        "2 rows have fewer fields than the header, the first on line 3: what is missing there is unknown",
        "1 row has more fields than the header, all blank, the first on line 9",
        "1 value goes on behind a closing quote, the first on line 8: the text was kept, the quotes were not",
      ])
  }

  @Test func countsManyRefusedRowsButListsTheFirst() throws {
    let text =
      "a,b\n" + String(repeating: "1,2\n", count: 101) + String(repeating: "x,y,z\n", count: 100)
    for block in [8, 64, 1 << 18] {
      let file = try load(text) { $0.blockSize = block }
      #expect(file.report.refusedCount == 100)
      #expect(file.report.refused.map(\.line) == Array(103...122))
    }
  }

  @Test func saysWhenMostRowsWereRefused() throws {
    let file = try load("a,b\n1,2\n" + String(repeating: "x,y,z\n", count: 9)) {
      $0.header = .lines(1...1)
    }
    #expect(
      file.report.warnings == [
        "most rows were refused: the delimiter was taken for `,`, line 1 for the header; say otherwise with `reading delimiter \";\"` or `reading header 1`"
      ])
  }

  /// Filling up each of many short rows to a very wide header would take memory without bound.
  @Test func refusesRowsMuchShorterThanTheHeader() throws {
    let header = (1...1000).map { "c\($0)" }.joined(separator: ",")
    let full = (1...1000).map { String($0) }.joined(separator: ",")
    for quote in ["\"", "'"] {
      let file = try load("\(header)\n\(full)\n1,2,3\n" + String(repeating: "1,", count: 20) + "\n")
      {
        $0.quote = quote
      }
      #expect(file.report.rowsRead == 2)
      #expect(file.report.refused == [.init(line: 3, reason: "has 3 fields, the header has 1000")])
    }
  }

  @Test func givesEveryColumnANameOfItsOwn() throws {
    let file = try load("a,,a, b ,a_2,a\n1,2,3,4,5,6\n")
    #expect(file.names == ["a", "column_2", "a_3", "b", "a_2", "a_4"])
    #expect(
      file.report.warnings == [
        "column 2 has no name in the header; it is called `column_2`",
        "the header names `a` more than once; column 3 is called `a_3`",
        "the header names `a` more than once; column 6 is called `a_4`",
      ])
  }

  @Test func readsAHeaderAloneAsATableOfNoRows() throws {
    for text in ["a,b\n", "a,b", "\u{FEFF}a,b\r\n"] {
      let file = try load(text)
      #expect(file.names == ["a", "b"])
      #expect(file.table.rowCount == 0)
      #expect(file.report.warnings == ["the file has a header and no rows"])
    }
  }

  @Test func readsCSVSpectrum() throws {
    guard let folder = SharedData.path("csv-spectrum") else { return }
    let files = names(in: folder + "/csvs")
    #expect(files.count == 12)
    for name in files {
      var csv = bytes(of: "\(folder)/csvs/\(name)")
      // The checkout the files were taken from had turned CRLF into LF.
      if name.hasSuffix("_crlf.csv") && !csv.contains(13) {
        csv = csv.flatMap { $0 == 10 ? [13, 10] : [$0] }
      }
      let file = try load(csv, as: name)
      #expect(file.report.refusedCount == 0)
      // Its JSON is one object, and names another telephone.
      if name == "location_coordinates.csv" {
        #expect(file.cells[0][0] == "2095257564")
        #expect(file.cells[0][1] == "37\u{FFFD}36'37.8\"N 121\u{FFFD}2'17.9\"W")
        continue
      }
      let expected = try FileReader.read(path: "\(folder)/json/\(name.dropLast(4)).json")
      #expect(file.names == expected.names)
      #expect(file.cells == expected.cells)
    }
  }

  @Test func readsTheRealFiles() throws {
    let expected: [(path: String, rows: Int, columns: Int)] = [
      ("crm-sales-maven/sales_pipeline.csv", 8800, 8),
      ("olist-7500/olist_order_reviews_dataset.csv", 8225, 7),
      ("ravenstack-saas/ravenstack_feature_usage.csv", 25000, 8), ("receipt/receipt.csv", 8577, 15),
      ("olist-7500/olist_geolocation_dataset.csv", 45928, 5),
    ]
    for (path, rows, columns) in expected {
      guard let path = SharedData.path(path) else { return }
      let file = try FileReader.read(path: path)
      #expect(file.table.rowCount == rows)
      #expect(file.table.fields.count == columns)
      #expect(file.report.refusedCount == 0)
      #expect(file.report.columns.count == columns)
    }
  }
}
