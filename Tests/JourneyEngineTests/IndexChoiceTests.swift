import JourneyEngine
import QueryLanguage
import Testing

/// Which index a sentence gets, and when: as `explain` tells it.
@Suite struct IndexChoiceTests {
  private static let rowCount = 4096

  /// Accounts whose numbers crowd near zero, as money does.
  private static func environment() -> BindingEnvironment {
    var id = ColumnBuilder(.text, dictionaryLimit: 0)
    var stage = ColumnBuilder(.text)
    var arr = ColumnBuilder(.number)
    for row in 0..<rowCount {
      id.append(.text("A-\(row)"))
      stage.append(.text(row % 8 == 0 ? "Invest" : "Transform"))
      let share = Double(row) / Double(rowCount)
      arr.append(.number(share * share * share * 1000))
    }
    let accounts = Table(
      [
        Table.Field("id", id.build()), Table.Field("stage", stage.build()),
        Table.Field("arr", arr.build()),
      ], rowCount: rowCount)
    return BindingEnvironment(
      snapshot: Snapshot(
        accounts: accounts, events: nil, visits: nil, tables: [:], stageModel: .orbits, now: 0,
        zone: .utc, title: "test"))
  }

  /// The index of the filter, and how many rows were expected of it and seen.
  private func filter(
    _ sentence: String, _ environment: BindingEnvironment
  ) throws -> (index: Value, expected: Double, seen: Double) {
    let statement = try #require(Parser.parse(sentence).statements.first)
    guard case .query(let query) = statement.kind else {
      Issue.record("no query: \(sentence)")
      return (.unknown, 0, 0)
    }
    let plan = try QueryPipeline.explain(query, in: environment).plan
    let steps = plan.columns[0].column
    let row = try #require((0..<plan.rowCount).first { steps[$0] == .text("keep") })
    return (
      plan.columns[2].column[row], plan.columns[3].column[row].double ?? -1,
      plan.columns[4].column[row].double ?? -1
    )
  }

  @Test func aTextOfFewValuesGetsABitmapAtOnce() throws {
    let found = try filter("accounts where stage is Invest", Self.environment())
    #expect(found.index == .text("bitmap on stage"))
    #expect(found.expected == found.seen)
  }

  @Test func numbersAreSortedOnceScansHaveCostAsMuch() throws {
    let environment = Self.environment()
    let sentence = "accounts where arr > 500"
    #expect(try filter(sentence, environment).index == .unknown)
    for _ in 0..<30 { _ = try filter(sentence, environment) }
    #expect(try filter(sentence, environment).index == .text("sorted on arr"))
  }

  @Test func crowdedNumbersAreEstimatedByTheirSample() throws {
    let found = try filter("accounts where arr > 500", Self.environment())
    #expect(abs(found.expected - found.seen) < 0.05 * Double(Self.rowCount))
  }

  @Test func anIdIsLookedUpByHash() throws {
    let environment = Self.environment()
    for _ in 0..<5 { _ = try filter("accounts where id is \"A-77\"", environment) }
    let found = try filter("accounts where id is \"A-77\"", environment)
    #expect(found.index == .text("hash on id"))
    #expect(found.seen == 1)
  }
}
