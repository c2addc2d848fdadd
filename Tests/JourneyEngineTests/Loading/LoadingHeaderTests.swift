import JourneyEngine
import Testing

/// Titles above the header, headers of several rows and none, footers.
struct LoadingHeaderTests {
  // MARK: - Titles

  @Test(arguments: [
    ("Report: deals\n\nid,name,arr\n1,x,5\n2,y,6\n", 3),
    ("Report: deals\nFrom,2024-01-01\n\nid,name,arr\n1,x,5\n2,y,6\n", 4),
    ("Deals of 2024,,\n,,\nid,name,arr\n1,x,5\n2,y,6\n", 3),
    ("Deals\nid,name,arr\n1,x,5\n2,y,6\n", 2), ("\"Deals, all\"\n\n\nid,name,arr\n1,x,5\n", 4),
  ])
  func findsTheHeaderBelowTitles(_ text: String, _ line: Int) throws {
    let file = try load(text)
    #expect(file.names == ["id", "name", "arr"])
    let above = line == 2 ? "line 1 above it is" : "the \(line - 1) lines above it are"
    #expect(
      file.report.guesses == [
        "the header is line \(line), \(above) no data: `reading header 1` says otherwise"
      ])
    #expect(file.report.refusedCount == 0)
    let said = try load(text) { $0.header = .lines(line...line) }
    #expect(said.cells == file.cells)
    #expect(said.report.guesses.isEmpty)
  }

  @Test(arguments: [
    "a,b,c\n1,2,3\n", "a\n1\n2\n", "name,,\nx,1,2\ny,3,4\n", "only\nDoe, John\nRoe, Ann\n",
    "a,b\nx\ny\n", "a,b\n1,2,3\n4,5,6\n7,8,9\n1,2\n",
  ])
  func takesTheFirstLineForTheHeader(_ text: String) throws {
    let names = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
    let file = try load(text)
    #expect(Array(file.names.prefix(names.count)) == names)
  }

  @Test func countsLinesFromTheFirst() throws {
    let file = try load("Title\n\nid,name,n\n1,x,2\n1,x,2,3\n") { $0.header = .lines(3...3) }
    #expect(file.report.refused.map(\.line) == [5])
    let error = try #require(loadError("a,b\n1,2\n") { $0.header = .lines(9...9) })
    #expect(error.message == "the file has only 2 lines")
    #expect(error.hint == "the header cannot be line 9: `reading header 1`")
  }

  @Test func looksAtTheTextOfTheHeader() throws {
    // One that mixes UTF-8 with something else; a letter that is only Latin is read as such.
    do throws(LoadError) {
      _ = try load(Array("ü,Caf".utf8) + [0xE9] + Array("\n1,2\n".utf8))
      Issue.record("read a header that is no UTF-8")
    } catch {
      #expect(error.line == 1)
      #expect(error.column == 6)
    }
  }

  // MARK: - Several rows

  @Test func joinsGroupsAndNames() throws {
    let text = ",,Sales,,Support,\nid,name,q1,q2,tickets,csat\nA,x,1,2,3,4.5\nB,y,2,3,4,4.1\n"
    let file = try load(text)
    #expect(
      file.names == ["id", "name", "Sales q1", "Sales q2", "Support tickets", "Support csat"])
    #expect(
      file.report.guesses == [
        "the header is lines 1 to 2, group and name: `reading header 2` takes line 2 alone"
      ])
    #expect(file.table.rowCount == 2)
    let alone = try load(text) { $0.header = .lines(2...2) }
    #expect(alone.names == ["id", "name", "q1", "q2", "tickets", "csat"])
    #expect(alone.table.rowCount == 2)
  }

  @Test func joinsTheLinesSaid() throws {
    let file = try load("x\nspeed,time\nkm/h,s\n1,2\n") { $0.header = .lines(2...3) }
    #expect(file.names == ["speed km/h", "time s"])
    #expect(file.cells == [["1", "2"]])
  }

  // MARK: - No header

  @Test(arguments: [
    ("1,2,3\n4,5,6\n", 2), ("C-1,open,2024-01-05\nC-2,won,2024-01-06\n", 2), ("1,2,3\n", 1),
    ("open,x\nwon,y\nopen,z\nopen,w\nlost,v\nwon,u\n", 6),
    ("a@b.example,x\nc@d.example,y\ne@f.example,z\ng@h.example,q\n", 4),
  ])
  func seesThatTheFirstRowIsData(_ text: String, _ rows: Int) throws {
    let file = try load(text)
    #expect(file.names.first == "column_1")
    #expect(file.table.rowCount == rows)
    #expect(
      file.report.guesses == [
        "the file has no header, its columns are called column_1, column_2, ...: `reading header 1` takes line 1 for it"
      ])
    let said = try load(text) { $0.header = .lines(1...1) }
    #expect(said.table.rowCount == rows - 1)
    let none = try load(text) { $0.header = ReadingOptions.Header.none }
    #expect(none.cells == file.cells)
    #expect(none.report.guesses.isEmpty)
  }

  @Test(arguments: [
    "account,2023,2024\nA,10,20\nB,11,21\n", "account,1,2,3\nA,10,20,40\n", "0,1,2\n5,6,9\n",
    "id,status\n1,open\n", "status\nopen\nwon\n", "a,b\nx,y\nz,w\n", ",a,b\n0,1,2\n1,3,4\n",
    "account,2024-01,2024-02\nA,10,20\n",
  ])
  func seesThatTheFirstRowIsAHeader(_ text: String) throws {
    let file = try load(text)
    #expect(!file.report.guesses.contains { $0.contains("no header") })
    #expect(file.table.rowCount == text.filter { $0 == "\n" }.count - 1)
  }

  @Test func takesRowsOfAnyWidthWithoutAHeader() throws {
    let file = try load("x,y\n\na,b,c\nd\n") { $0.header = ReadingOptions.Header.none }
    #expect(file.names == ["column_1", "column_2", "column_3"])
    #expect(file.cells == [["x", "y", nil], ["a", "b", "c"], ["d", nil, nil]])
  }

  @Test func joinsQuestionsAndAnswers() throws {
    let head = "Respondent ID,Start Date,How likely?,Why?,Which do you use?,\n"
    let rows = "11,2026-02-24,7,so,Web,\n12,2026-02-25,9,,Web,App\n13,2026-02-26,3,no,,App\n"
    let file = try load(head + ",,Response,Open-Ended Response,Web,App\n" + rows)
    #expect(
      file.names == [
        "Respondent ID", "Start Date", "How likely?", "Why?", "Which do you use? Web",
        "Which do you use? App",
      ])
    #expect(file.types[2] == .integer)
    #expect(
      file.report.guesses == [
        "the header is lines 1 to 2, question and answer: `reading header 1` takes line 1 alone"
      ])
    // A row without an id is a row.
    #expect(try load("id,at,n\n,,so\n1,2026-01-01,so\n2,2026-01-02,no\n").table.rowCount == 3)
    #expect(
      try load("id,at,n\n,2026-01-01,so\n1,2026-01-01,x\n2,2026-01-02,y\n").table.rowCount == 3)
  }

  // MARK: - Footers

  @Test(arguments: [
    ("\n\n\"Deals\"\n\"Copyright (c) 2024 salesforce.com, inc.\"\n\"Generated By: A B\"\n", 3),
    ("Total,,11\n", 1), ("Generated by orbits\n", 1), ("\n(2 rows)\n\n", 1),
    ("\"Note: x, y\",,\nand more,,\n", 2), ("\nsome words\n", 1),
    ("Total,,11\nExported by Ann\n", 2), ("Total,,11\n\nEnd of report\n\n", 2),
  ])
  func leavesFootersOut(_ footer: String, _ lines: Int) throws {
    let text = "id,name,arr\n1,x,5\n2,y,6\n" + footer
    for block in [4, 1 << 18] {
      let file = try load(text) { $0.blockSize = block }
      #expect(file.table.rowCount == 2)
      let words = lines == 1 ? "the last line is no data" : "the last \(lines) lines are no data"
      #expect(file.report.guesses.count == 1)
      #expect(file.report.guesses[0].hasPrefix(words))
      #expect(file.report.guesses[0].hasSuffix("`reading footer 0` says otherwise"))
      #expect(file.types == [.text, .text, .integer] || file.types.last != .text)
      let said = try load(text) { $0.footer = lines }
      #expect(said.cells == file.cells)
      #expect(try load(text) { $0.footer = 0 }.table.rowCount == 2 + lines)
    }
  }

  @Test(arguments: [
    "3,z,7\n", "3\n", "3,z\n", "Total GmbH,x,5\n", "\"a\n\nb\",z,7\n", "\n3,z,7\n", "Acme\n",
  ])
  func takesLastRowsForRows(_ last: String) throws {
    let file = try load("id,name,arr\n1,x,5\n2,y,6\n" + last)
    #expect(file.report.guesses.isEmpty)
    #expect(file.table.rowCount == 3)
  }

  /// The last value goes on over lines that look like the words of a footer.
  @Test(arguments: [
    "\"Hello,\n\nBest regards\"", "\"Hello\nTotal: 5\"", "\"Hello\n\nTotal\nBye\"",
    "\"Hi \"\"you\"\"\n\nNote: \"\"x\"\" y\"", "\"a\n\n\"",
  ])
  func takesALastTextOfSeveralLinesForAValue(_ last: String) throws {
    let rows = "id,kind,note\n1,a,x\n2,a,\(last)"
    let text = String(last.dropFirst().dropLast()).split(separator: "\"\"").joined(separator: "\"")
    for end in ["", "\n"] {
      let file = try load(rows + end)
      #expect(file.report.guesses.isEmpty)
      #expect(file.table.rowCount == 2)
      #expect(file.cells.last?.last == text)
    }
    let footed = try load(rows + "\n\nTotal: 2 rows\n")
    #expect(footed.table.rowCount == 2)
    #expect(footed.report.guesses.count == 1)
  }

  // MARK: - Width

  @Test func refusesMoreColumnsThanASheetHas() throws {
    let most = (0..<16_384).map { "c\($0)" }.joined(separator: ",")
    #expect(try load(most + "\n").names.count == 16_384)
    let error = try #require(loadError(most + ",one\n"))
    #expect(error.line == 1)
    #expect(error.message.hasPrefix("the header has 16,385 columns, more than the 16,384 a table"))
    #expect(error.hint?.contains("`reading delimiter \";\"`") == true)
  }

  @Test func numbersNamesThatComeAgain() throws {
    let file = try load("a,a,a_2,a,b,b\n1,2,3,4,5,6\n")
    #expect(file.names == ["a", "a_3", "a_2", "a_4", "b", "b_2"])
  }
}
