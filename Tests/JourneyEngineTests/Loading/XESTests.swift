import JourneyEngine
import TestSupport
import Testing

/// A log around what is given, in UTF-8.
func xes(_ inside: String) -> String {
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\">\(inside)</log>"
}

/// The cases and the events of a log.
func readLog(
  _ text: String, _ configure: (inout ReadingOptions) -> Void = { _ in }
) throws(LoadError) -> (cases: LoadedFile, events: LoadedFile) {
  try readLog(Array(text.utf8), configure)
}

func readLog(
  _ bytes: [UInt8], _ configure: (inout ReadingOptions) -> Void = { _ in }
) throws(LoadError) -> (cases: LoadedFile, events: LoadedFile) {
  var options = ReadingOptions()
  configure(&options)
  let files = try FileReader.tables(bytes: bytes, path: "log.xes", options: options)
  func table(_ name: String) -> LoadedFile {
    files.first { $0.part?.name == name }
      ?? LoadedFile(
        table: Table([], rowCount: 0), report: FileReport(path: "", format: ""))
  }
  return (table("cases"), table("events"))
}

func logError(_ bytes: [UInt8]) -> LoadError? {
  do throws(LoadError) {
    _ = try readLog(bytes)
    return nil
  } catch {
    return error
  }
}

func logError(_ text: String) -> LoadError? { logError(Array(text.utf8)) }

@Suite struct XESTests {
  private let twoCases = xes(
    """
    <extension name="Concept" prefix="concept" uri="http://x"/>
    <global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
    <classifier name="Activity" keys="concept:name"/>
    <string key="origin" value="csv"/>
    <trace>
      <string key="concept:name" value="007"/><float key="amount" value="12.5"/>
      <event><string key="concept:name" value="open"/>
        <date key="time:timestamp" value="2024-03-01T10:00:00.250+02:00"/>
        <int key="cost" value="3"/><boolean key="urgent" value="true"/></event>
      <event><string key="concept:name" value="close"/>
        <date key="time:timestamp" value="2024-03-02T10:00:00Z"/>
        <int key="cost" value="-4"/><id key="who" value="12"/></event>
    </trace>
    <trace><string key="concept:name" value="8"/></trace>
    """)

  @Test func casesAndEventsAreTwoTablesWithTheTypesOfTheLog() throws {
    let (cases, events) = try readLog(twoCases)
    #expect(cases.names == ["case", "amount"])
    #expect(cases.types == [.text, .number])
    #expect(cases.cells == [["007", "12.5"], ["8", nil]])
    #expect(cases.part == FilePart("cases", rows: .accounts, roles: ["id": "case"]))
    #expect(events.names == ["case", "concept:name", "time:timestamp", "cost", "urgent", "who"])
    #expect(events.types == [.text, .text, .instant, .integer, .boolean, .text])
    #expect(
      events.cells == [
        ["007", "open", "2024-03-01T08:00:00.250000Z", "3", "true", nil],
        ["007", "close", "2024-03-02T10:00:00.000000Z", "-4", nil, "12"],
      ])
    #expect(events.part?.rows == .events)
    #expect(events.part?.roles["at"] == "time:timestamp")
    #expect(cases.report.warnings.isEmpty && events.report.warnings.isEmpty)
    #expect(events.report.rowsRead == 2)
  }

  @Test func columnsAreFoundByTheNamesOfConversions() throws {
    let (cases, events) = try readLog(twoCases)
    #expect(events.table.index(of: "case:concept:name") == 0)
    #expect(cases.table.index(of: "case:concept:name") == 0)
    #expect(cases.table.index(of: "case:amount") == 1)
  }

  @Test func nestedAttributesAreNamedByTheirPath() throws {
    let (cases, events) = try readLog(
      xes(
        """
        <trace><string key="a" value="x"><int key="b" value="1"><float key="c" value="2.5"/></int>
        </string><list key="l"><values><string key="i" value="p"/><string key="i" value="q"/>
        <int key="n" value="4"/><int value="9"/></values></list>
        <container key="box"><string key="s" value="t"/></container>
        <event><list key="tags"><string key="tag" value="one"/><string key="tag" value="two"/>
        <string key="tag" value="three"/></list></event></trace>
        """))
    #expect(cases.names == ["case", "a", "a.b", "a.b.c", "l", "l.i", "l.n", "box.s"])
    #expect(cases.cells == [["case 1", "x", "1", "2.5", "9", "p, q", "4", "t"]])
    #expect(events.column("tags.tag") == ["one, two, three"])
  }

  @Test func mixedTypesOfAKeyLoseNothing() throws {
    let (_, events) = try readLog(
      xes(
        """
        <trace><event><int key="n" value="1"/><int key="m" value="007"/>
        <date key="d" value="2024-01-01T00:00:00+01:00"/><int key="w" value="9007199254740993"/>
        </event>
        <event><float key="n" value="2.5"/><int key="m" value="7"/><string key="d" value="later"/>
        <float key="w" value="0.5"/></event></trace>
        """))
    #expect(events.table.column("n")?.type == .number)
    #expect(events.column("n") == ["1.0", "2.5"])
    #expect(events.column("m") == ["007", "7"])
    #expect(events.column("d") == ["2024-01-01T00:00:00+01:00", "later"])
    #expect(events.column("w") == ["9007199254740993", "0.5"])
  }

  @Test func aDateThatIsNoneIsUnknownAndTold() throws {
    let days = (1...5).map {
      "<event><date key=\"at\" value=\"2024-01-0\($0)T10:00:00Z\"/></event>"
    }
    let (_, events) = try readLog(
      xes("<trace>\(days.joined())<event><date key=\"at\" value=\"soon\"/></event></trace>"))
    #expect(events.table.column("at")?.type == .instant)
    #expect(events.column("at").last == .some(nil))
    #expect(events.report.warnings.contains { $0.contains("1 value is no date") })
    #expect(events.note("at")?.contains("`soon`") == true)
  }

  @Test func stringsThatAreAllNumbersAreNumbersUnlessTheyAreNames() throws {
    let (cases, events) = try readLog(
      xes(
        """
        <trace><string key="AMOUNT_REQ" value="20000"/><string key="rate" value="0.5"/>
        <string key="zip" value="10115"/><string key="since" value="2024-01-01T00:00:00Z"/>
        <event><string key="org:resource" value="112"/><string key="concept:name" value="1"/>
        <string key="mixed" value="1"/></event>
        <event><string key="mixed" value="a"/><string key="blank" value=" "/></event>
        <event><string key="blank" value="5"/></event></trace>
        """))
    #expect(cases.types == [.text, .integer, .number, .text, .instant])
    #expect(cases.note("AMOUNT_REQ")?.contains("whole numbers") == true)
    #expect(events.table.column("org:resource")?.type == .text)
    #expect(events.table.column("concept:name")?.type == .text)
    #expect(events.column("mixed") == ["1", "a", nil])
    #expect(events.column("blank") == [nil, nil, "5"])
  }

  @Test func lifecycleIsTakenWholeUnlessOneIsAskedFor() throws {
    let transitions = ["SCHEDULE", "START", "COMPLETE"].map {
      "<event><string key=\"lifecycle:transition\" value=\"\($0)\"/></event>"
    }
    let text = xes("<trace>\(transitions.joined())<event/></trace>")
    let all = try readLog(text).events
    #expect(all.table.rowCount == 4)
    #expect(all.report.guesses.contains { $0.contains("reading lifecycle \"complete\"") })
    #expect(try readLog(text) { $0.lifecycle = "all" }.events.report.guesses.isEmpty)
    let complete = try readLog(text) { $0.lifecycle = "complete" }.events
    #expect(complete.column("lifecycle:transition") == ["COMPLETE", nil])
    #expect(complete.report.warnings.contains { $0.contains("2 events") })
    let error = #expect(throws: LoadError.self) {
      _ = try readLog(text) { $0.lifecycle = "complet" }
    }
    #expect(error?.hint?.contains("COMPLETE") == true)
  }

  @Test func casesWithoutANameOrWithTheSameAreKeptAndTold() throws {
    let (cases, events) = try readLog(
      xes(
        """
        <trace><event/></trace><trace><string key="concept:name" value="A"/></trace>
        <trace><event/><string key="concept:name" value="A"/></trace><event/>
        """))
    #expect(cases.column("case") == ["case 1", "A", "A"])
    #expect(events.column("case") == ["case 1", "A", nil])
    #expect(cases.report.warnings.contains { $0.contains("1 case has no name") })
    #expect(cases.report.warnings.contains { $0.contains("name of an earlier one") })
  }

  @Test func repeatedKeysAndStrangersAreTold() throws {
    let (cases, events) = try readLog(
      xes(
        """
        <trace><event><int key="a" value="1"/><int key="a" value="2"/><string value="x"/>
        <strange><int key="b" value="1"/></strange></event>
        <event><string key="case" value="own"/></event></trace>
        """))
    #expect(events.column("a") == ["2", nil])
    #expect(events.column("case_2") == [nil, "own"])
    #expect(events.report.warnings.contains { $0.contains("stands twice in 1 place") })
    #expect(cases.report.warnings.contains { $0.contains("1 element that XES does not have") })
    #expect(cases.report.warnings.contains { $0.contains("1 attribute without a key") })
  }

  @Test func encodingsAreThoseOfTheDeclaration() throws {
    let body = "<log><trace><string key=\"concept:name\" value=\"Größe €\"/></trace></log>"
    func declared(_ name: String) -> String { "<?xml version=\"1.0\" encoding=\"\(name)\"?>" }
    var utf16 = [UInt8]([0xFF, 0xFE])
    for unit in (declared("UTF-16") + body).utf16 {
      utf16 += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    #expect(try readLog(utf16).cases.column("case") == ["Größe €"])
    let latin = body.replacing("€", with: "EUR")
    let windows = (declared("windows-1252") + body).unicodeScalars.map {
      $0 == "€" ? 0x80 : UInt8($0.value)
    }
    #expect(try readLog(windows).cases.column("case") == ["Größe €"])
    let iso = (declared("ISO-8859-1") + latin).unicodeScalars.map { UInt8($0.value) }
    #expect(try readLog(iso).cases.column("case") == ["Größe EUR"])
    #expect(
      try readLog([0xEF, 0xBB, 0xBF] + Array(body.utf8)).cases.column("case") == ["Größe €"])
  }

  @Test func linesOfRowsAreThoseOfTheFile() throws {
    let (_, events) = try withTemporaryFolder { folder in
      try write(twoCases, to: "\(folder)/log.xes")
      let files = try FileReader.tables(path: "\(folder)/log.xes")
      let lines = try DataSource(recognising: files[1], name: "log.xes").lines
      #expect(lines.place(ofRow: 0)?.line == 8)
      #expect(lines.place(ofRow: 1)?.line == 11)
      return (files[0], files[1])
    }
    #expect(events.table.rowCount == 2)
  }
}

@Suite struct XESBadInputTests {
  private let small = xes(
    "<trace><string key=\"concept:name\" value=\"A\"/><event><int key=\"n\" value=\"1\"/></event>"
      + "</trace>")

  @Test func everyCutIsRefusedWithAPlace() throws {
    let bytes = Array(small.utf8)
    for count in 60..<bytes.count {
      let error = try #require(logError(Array(bytes[..<count])), "cut at \(count)")
      #expect(error.line != nil && error.column != nil, "\(error)")
      #expect(error.message.contains("ends in the middle, after"), "\(error)")
    }
    #expect(logError(bytes) == nil)
  }

  @Test func howFarReadingCameIsSaid() throws {
    let error = try #require(logError(small.replacing("</trace>", with: "</trac>")))
    #expect(error.line == 2)
    #expect(error.message.contains("after 1 case and 1 event"), "\(error.message)")
  }

  @Test(arguments: [
    "<!DOCTYPE log [<!ENTITY a \"x\">]><log><trace/></log>",
    "<!DOCTYPE log [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><log>&a;</log>",
    "<!DOCTYPE log [<!ENTITY % p SYSTEM \"http://127.0.0.1/x.dtd\"> %p;]><log><trace/></log>",
    "<!DOCTYPE log SYSTEM \"http://127.0.0.1/x.dtd\"><log><trace/></log>",
    "<!DOCTYPE log [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;\">]>"
      + "<log><string key=\"x\" value=\"&c;\"/></log>",
  ]) func entitiesAreRefused(text: String) throws {
    let error = try #require(logError(text))
    #expect(error.message.contains("entities"), "\(error)")
    #expect(error.line == 1)
  }

  @Test func whatIsNoLogIsRefused() throws {
    #expect(logError("<other/>")?.message.contains("no event log") == true)
    #expect(logError("<log/>")?.message.contains("no cases") == true)
    #expect(logError("<log><trace value=\"&nothing;\"/></log>")?.message.contains("&") == true)
    #expect(logError(Array("<log>".utf8) + [0xFF] + Array("</log>".utf8))?.line == 1)
    #expect(
      logError("<?xml version=\"1.0\" encoding=\"EBCDIC\"?><log/>")?.message.contains("encoding")
        == true)
  }

  @Test func depthAndWidthHaveLimits() throws {
    let deep = (0..<5_000).map { "<string key=\"k\($0)\" value=\"v\">" }.joined()
    #expect(logError("<log><trace>\(deep)")?.message.contains("deep") == true)
    let wide = (0..<10_001).map { "<string key=\"k\($0)\" value=\"v\"/>" }.joined()
    #expect(logError("<log><trace>\(wide)</trace></log>")?.message.contains("10,000") == true)
  }

  /// Damaged logs are read or refused: no crash, no hang.
  @Test func damagedLogsAreRefusedOrRead() {
    var random = SeededGenerator(seed: 3)
    let original = Array(small.utf8)
    for _ in 0..<Repetitions.count(2_000) {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let other = Int.random(in: place..<min(bytes.count, place + 30), using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<other)
        case 2: bytes.insert(contentsOf: bytes[place..<other], at: place)
        default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0..<20, using: &random)))
        }
      }
      if let error = logError(bytes) { #expect(!error.message.isEmpty) }
    }
  }
}
