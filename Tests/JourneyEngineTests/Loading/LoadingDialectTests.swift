import JourneyEngine
import Testing

/// How files are written: what is found out, what is said about it, and what the caller can say.
struct LoadingDialectTests {
  // MARK: - Delimiters, quotes, line ends

  @Test(arguments: [
    ("a||b||c\n1||x|y||3\n2||z||4\n", "CSV, `||`"), ("a::b\n1::x:y\n2::z\n", "CSV, `::`"),
    ("a;;b\n1;;x\n2;;z\n", "CSV, `;;`"), ("a | b\n1 | x\n2 | z\n", "CSV, ` | `"),
    ("a:b:c\n1:x:3\n2:y:4\n", "CSV, colon"), ("a^b\n1^x, y\n2^z\n", "CSV, `^`"),
    ("a~b\n1~x\n2~z\n", "CSV, `~`"), ("a\u{1F}b\n1\u{1F}x\n2\u{1F}y\n", "CSV, `\\x1f`"),
    ("at,n\n10:20:30,1\n10:20:31,2\n", "CSV, comma"), ("1,5;2\n3,5;4\n4,5;7\n", "CSV, semicolon"),
    ("name   seats\nAcme   3\nFoo    41\n", "CSV, aligned by spaces"),
    ("a b c\n1 2 3\n4 5 6\n", "CSV, space"), ("name\nDoe, John\nRoe, Ann\n", "CSV, comma"),
  ])
  func findsRarerDelimiters(_ text: String, _ format: String) throws {
    #expect(try load(text).report.format == format)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [String]()),
    ("a\tb\n1\t2\n", ["the delimiter is a tab: `reading delimiter \",\"` says otherwise"]),
    ("a;b\n1;2\n", ["the delimiter is `;`: `reading delimiter \",\"` says otherwise"]),
    (
      "'a','b'\n'1','x, y'\n'2','z'\n", ["values stand in `'`: `reading quote none` says otherwise"]
    ),
    (
      "a,b\n1,\"x \\\"y\\\", z\"\n2,q\n",
      [
        "a backslash makes a letter of the quote or delimiter behind it: `reading escape \"doubled\"` says otherwise"
      ]
    ),
    (
      "a\tb\n\"5\tx\n6\t\"y\n7\tz\n",
      [
        "the delimiter is a tab: `reading delimiter \",\"` says otherwise",
        "quotes are letters like any other: `reading quote \"\\\"\"` says otherwise",
      ]
    ),
    (
      "name\nDoe, John\nRoe, Ann\n",
      ["no delimiter fits, every line is one value: `reading delimiter \",\"` says otherwise"]
    ),
  ])
  func saysWhatItGuessed(_ text: String, _ guesses: [String]) throws {
    #expect(try load(text).report.guesses == guesses)
  }

  @Test func obeysExcelsFirstLine() throws {
    for text in ["sep=;\na;b\n1,5;2\n", "SEP=;\r\na;b\r\n1,5;2\r\n"] {
      let file = try load(text)
      #expect(file.names == ["a", "b"])
      #expect(file.report.guesses.isEmpty)
    }
    let file = try load("sep=;\na;b\n1;2\n1;2;3\n")
    #expect(file.report.refused.map(\.line) == [4])
  }

  @Test func saidOptionsAreNotGuessed() throws {
    let file = try load("a;b\n1;2\n") { $0.delimiter = "," }
    #expect(file.names == ["a;b"])
    #expect(file.report.guesses.isEmpty)
    #expect(try load("a||b\n1||2\n") { $0.delimiter = "||" }.names == ["a", "b"])
    #expect(try load("a\tb\n1\t2\n") { $0.delimiter = "tab" }.names == ["a", "b"])
    #expect(try load("a\tb\n1\t2\n") { $0.delimiter = "\\t" }.names == ["a", "b"])
    #expect(try load("a,b\nx,2\n") { $0.delimiter = "none" }.cells == [["x,2"]])
    #expect(try load("a,b\n\"1,2\n") { $0.quote = "none" }.cells == [["\"1", "2"]])
    let escaped = try load("a,b\nx\\,2,C:\\temp\n") { $0.escape = "\\" }
    #expect(escaped.cells == [["x,2", "C:\\temp"]])
  }

  @Test(arguments: [
    ("delimiter", "\n"), ("delimiter", "\""), ("quote", "ab"), ("escape", ""), ("delimiter", ""),
  ])
  func refusesOptionsThatMeanNothing(_ option: String, _ value: String) throws {
    let error = try #require(
      loadError("a,b\n1,2\n") {
        switch option {
        case "delimiter": $0.delimiter = value
        case "quote": $0.quote = value
        default: $0.escape = value
        }
      })
    #expect(error.hint?.contains("reading") ?? false)
  }

  @Test(arguments: [
    "a,b\r1,x\r2,\"y\rz\"\r", "a,b\r1,x\r2,\"y\rz\"", "a,b\r\n1,x\r2,\"y\rz\"\n",
    "a,b\n1,x\r\n2,\"y\rz\"\r",
  ])
  func readsAnyLineEnds(_ text: String) throws {
    for block in [1, 5, 1 << 18] {
      let file = try load(text) { $0.blockSize = block }
      #expect(file.cells == [["1", "x"], ["2", "y\rz"]])
    }
  }

  /// In a file of many lines a carriage return somebody typed is a letter.
  @Test func keepsALoneCarriageReturn() throws {
    let rows = (0..<20).map { "\($0),x\n" }.joined()
    let file = try load("a,b\n" + rows + "7,one\rtwo\n")
    #expect(file.cells.last == ["7", "one\rtwo"])
  }

  @Test func countsLinesThatEndInCarriageReturns() throws {
    let file = try load("a,b\r1,2\r\"x\ry\",3\r4,5,6\r")
    #expect(file.report.refused == [.init(line: 5, reason: "has 3 fields, the header has 2")])
    let error = try #require(loadError("a,b\r1,2\r3,4\r5,\"x\r") { $0.quote = "\"" })
    #expect(error.line == 4)
    #expect(error.column == 3)
  }

  // MARK: - Aligned columns

  @Test func readsAlignedColumns() throws {
    let text = """
      NAME             SEATS   SINCE
      Müller GmbH         12   2024-01-05
      A                        2023-11-30

      Acme Holdings    1,200   2022-01-01

      """
    for options in [nil, "spaces"] as [String?] {
      let file = try load(text) { $0.delimiter = options }
      #expect(file.names == ["NAME", "SEATS", "SINCE"])
      #expect(file.column("NAME") == ["Müller GmbH", "A", "Acme Holdings"])
      #expect(file.column("SEATS")[1] == nil)
      #expect(file.report.refusedCount == 0)
    }
  }

  @Test func refusesTextThatRunsOverItsColumn() throws {
    let rows = (0..<250).map { "row\($0 + 100)   \($0 + 100)\n" }.joined()
    let file = try load(
      "name     count\n" + rows + "a much longer name   5\nand one that runs over 5\n")
    #expect(file.report.format == "CSV, aligned by spaces")
    #expect(file.column("name").last == "a much longer name")
    #expect(file.column("count").last == "5")
    #expect(
      file.report.refused == [
        .init(line: 253, reason: "has text where one column ends and the next begins")
      ])
  }

  @Test func saysWhenNothingIsAligned() throws {
    let error = try #require(loadError("a,b\n1,2\n") { $0.delimiter = "spaces" })
    #expect(error.message == "the columns of this file are not aligned by spaces")
  }
}
