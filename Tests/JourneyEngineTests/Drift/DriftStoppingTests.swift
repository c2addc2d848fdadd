@testable import JourneyEngine
import QueryLanguage
import Synchronization
import TestSupport
import Testing

/// Ctrl-C stops drift, wherever a sentence speaks of it.
@Suite struct DriftStoppingTests {
  private static func snapshot() -> Snapshot {
    PlainJourneys.random(seed: 5, accounts: 60, latest: 200).snapshot(now: 150)
  }

  /// Says stop from the question after `count` others on.
  private final class Asked: Sendable {
    private let asked = Mutex(0)
    let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    var count: Int { asked.withLock { $0 } }
    var cancellation: Cancellation {
      Cancellation {
        self.asked.withLock {
          $0 += 1
          return $0 > self.limit
        }
      }
    }
  }

  @Test func aStoppedModelIsMadeByWhoeverAsksNext() throws {
    let columns = DriftColumns(Self.snapshot(), DriftChoice())
    #expect(throws: QueryFailure.self) { try columns.model(Cancellation { true }) }
    let model = try columns.model()
    #expect(model.states.count == 60)
    #expect(throws: QueryFailure.self) {
      try DriftZones(model, checking: Cancellation { true }.check)
    }
  }

  @Test(arguments: [
    "drift zones of accounts", "accounts drifting show id",
    "accounts where state is drifting show id", "accounts by zone show count",
    "accounts show id, silence order by silence", "dwell of accounts by state",
    "events of (accounts where state is quiet) show count",
    "accounts show id, count of demo[account.state is moving]",
    "count of accounts where silence > avg silence of accounts",
  ])
  func whileTheModelIsMadeTheSentenceAsks(_ sentence: String) throws {
    let asking = Asking(Self.snapshot())
    let query = try asking.query(sentence)
    let first = Asked()
    _ = try QueryPipeline.answer(query, in: asking.environment, cancellation: first.cancellation)
    let second = Asked()
    _ = try QueryPipeline.answer(query, in: asking.environment, cancellation: second.cancellation)
    #expect(first.count >= second.count + 4, "\(sentence): \(first.count), \(second.count)")
    for limit in 0..<first.count {
      let anew = Asking(Self.snapshot())
      #expect(throws: QueryFailure.self, "\(sentence), after \(limit)") {
        try QueryPipeline.answer(
          query, in: anew.environment, cancellation: Asked(limit: limit).cancellation)
      }
    }
  }

  /// Every fourth sojourn is a long one, and each has its forward signal.
  private func restless(_ visits: Int) -> PlainJourneys {
    var account = PlainJourneys.Account()
    var at: Int64 = 0
    for visit in 0..<visits {
      account.entries.append(.init(at: at, stage: visit % 2))
      account.events.append(.init(at: at, kind: "demo"))
      at += visit % 4 == 3 || visit % 40 == 0 ? 9 : 1
    }
    return PlainJourneys(stageNames: ["S0", "S1", "S2"], accounts: [account])
  }

  @Test func oneAccountWithManySojourns() {
    let few = restless(300)
    let now = (few.accounts[0].entries.last?.at ?? 0) + 1
    let naive = NaiveDrift(
      few, now: now, segments: nil, settings: DriftModelTests.settings)
    let model = DriftModel(few.snapshot(now: now), settings: DriftModelTests.settings)
    let history = DriftHistory(model) {}
    #expect(history.hasDrifted == naive.visits[0].map(naive.hasDrifted))
    #expect(history.hasDrifted.contains(true))

    // The beginning of a journey of very many is like it.
    let many = restless(300_000)
    let end = (many.accounts[0].entries.last?.at ?? 0) + 1
    let later = DriftModel(many.snapshot(now: end), settings: DriftModelTests.settings)
    #expect(Array(DriftHistory(later) {}.hasDrifted.prefix(300)) == history.hasDrifted)
  }
}
