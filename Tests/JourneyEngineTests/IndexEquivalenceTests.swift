import JourneyEngine
import Testing
import TestSupport

/// An index never changes an answer: thousands of random sentences with indexes everywhere,
/// nowhere, and where the engine thinks them useful; cells, order and footers are compared.
@Suite struct IndexEquivalenceTests {
  /// `ORBITS_TEST_SCALE` asks for more.
  static let count = Repetitions.count(1500)

  @Test func embeddedCompany() throws {
    try compare(Asking.sampleCompany, seed: 1, sentences: Self.count)
  }

  @Test(arguments: [(UInt64(11), 40), (12, 700), (13, 2500)])
  func randomTables(seed: UInt64, accounts: Int) throws {
    let snapshot = try RandomCompany.snapshot(seed: seed, accounts: accounts, events: accounts * 4)
    try compare(snapshot, seed: seed, sentences: Self.count)
  }

  private func compare(_ snapshot: Snapshot, seed: UInt64, sentences: Int) throws {
    var with = Asking(snapshot), without = Asking(snapshot)
    let adaptive = Asking(snapshot)
    with.environment.indexPolicy = .always
    without.environment.indexPolicy = .never
    var generator = SentenceGenerator(snapshot, seed: seed)
    var answered = 0
    for _ in 0..<sentences {
      let sentence = generator.next()
      let expected: ResultTable
      do {
        expected = try without.table(sentence)
      } catch {
        Issue.record("refused: \(error)")
        continue
      }
      answered += expected.rowCount > 0 ? 1 : 0
      for asking in [with, adaptive] {
        let found = try asking.table(sentence)
        if let difference = found.difference(from: expected) {
          Issue.record("\(asking.environment.indexPolicy): \(sentence)\n  \(difference)")
        }
      }
    }
    #expect(answered > sentences / 2, "most sentences should find something: \(answered)")
  }
}
