import JourneyEngine
import TestSupport
import Testing

/// Whatever the shape: a row is there as an event, or the report counts it.
@Suite struct NothingIsLostTests {
  typealias Fixtures = CatalogFixtures

  enum Shape: CaseIterable { case rows, columns, changes, periods, survey }

  @Test(arguments: 0..<Repetitions.count(60)) func rowsInAreEventsAndReported(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let shape = Shape.allCases[seed % Shape.allCases.count]
    let count = Int.random(in: 1...60, using: &random)
    func maybe(_ text: String) -> String {
      Int.random(in: 0..<6, using: &random) == 0 ? "" : text
    }
    func date() -> String {
      let year = [1950, 2025, 2026, 2090][Int.random(in: 0..<12, using: &random) % 4]
      return maybe("\(year)-0\(Int.random(in: 1...9, using: &random))-11")
    }
    var text = "n,account,start,end,state,score\n"
    for n in 0..<count {
      let state = maybe(["a", "b"].randomElement(using: &random) ?? "")
      text +=
        "\(n),\(maybe("A\(Int.random(in: 1...9, using: &random))")),\(date()),\(date()),\(state),"
        + "\(maybe("\(Int.random(in: -1...12, using: &random))"))\n"
    }
    // One row with everything, so that each column is of its type.
    text += "\(count),A1,2025-01-01,2025-02-01,a,5\n"
    var source = Fixtures.source(
      "x.csv", text, role: .events, mappings: [.init("at", column: "start")],
      textColumns: ["state"])
    switch shape {
    case .rows: source.mappings.append(.init("kind", column: "state"))
    case .columns:
      source.mappings = []
      source.kindColumns = ["start", "end"]
    case .changes: source.changes = .init(of: ["state", "score"], by: "account")
    case .periods: source.periods = .init(from: "start", to: "end")
    case .survey: source.surveys = [.init("nps", column: "score")]
    }
    let accounts = Fixtures.source("a.csv", "id,name\nA1,x\nA2,y\nA7,z\n", role: .accounts)
    let result = try SourceAssembly.assemble([accounts, source], settings: Fixtures.settings())
    let table = try #require(result.snapshot.events?.table)
    let there = Set(table.texts("n")).count

    func number(before words: String, in text: String) -> Int {
      guard let end = text.firstRange(of: words)?.lowerBound else { return 0 }
      let digits = text[..<end].reversed().prefix { $0.isNumber || $0 == "," }
      return Int(String(digits.reversed().filter(\.isNumber))) ?? 0
    }
    var reported = 0
    for note in result.report.notes where note.source == "x.csv" {
      let isLeftOut = ["left out", "no event", "no events"].contains { note.message.contains($0) }
      if isLeftOut { reported += number(before: " row", in: note.message) }
    }
    let words = result.report.sources[1].shape ?? ""
    for phrase in [" row changes nothing", " rows change nothing", " row says", " rows say"] {
      reported += number(before: phrase, in: words)
    }
    #expect(there + reported == count + 1, "\(shape) \(words)")
    #expect(result.report.sources[1].rowCount == count + 1)
    // Those of no account are there as well.
    #expect(
      result.report.orphanEvents + result.report.eventsWithoutKey
        == table.rowCount - (result.snapshot.events?.offsets.last ?? 0))
  }
}
