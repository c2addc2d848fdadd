import JourneyEngine
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Drift over `$ORBITS_DRIFT_EVENTS` events, timed: run in release by hand.
@Suite(.enabled(if: getenv("ORBITS_DRIFT_EVENTS") != nil, "by hand")) struct DriftScaleTests {
  private static let kinds = [
    "login", "login", "login", "ticket", "feature_adopted", "ticket_resolved", "training", "survey",
  ]
  private static let stages = ["S0", "S1", "S2", "S3", "S4", "S5"]

  /// Some 40 events and 4 sojourns an account.
  private func snapshot(events count: Int) -> Snapshot {
    var random = SeededGenerator(seed: 1)
    let accounts = max(1, count / 40)
    let day = microsecondsPerDay
    let perAccount = count / accounts
    var times: [Int64] = []
    var codes: [UInt32] = []
    var sentiments: [Double] = []
    var offsets = [0]
    var entries = StageEntries()
    for account in 0..<accounts {
      var at = Int64.random(in: 0...300, using: &random) * day
      for stage in 0..<UInt32.random(in: 1...6, using: &random) {
        entries.append(account: UInt32(account), stage: stage, at: at)
        at += Int64.random(in: day...80 * day, using: &random)
      }
      at = 0
      for _ in 0..<perAccount {
        at += Int64.random(in: 0...25 * day, using: &random)
        times.append(at)
        codes.append(UInt32.random(in: 0..<UInt32(Self.kinds.count), using: &random))
        sentiments.append(Double.random(in: -1...1, using: &random))
      }
      offsets.append(times.count)
    }
    let known = NullMask(count: times.count)
    let table = Table(
      [
        Table.Field("at", Column(.instant, .integers(times), nulls: known)),
        Table.Field(
          "kind", Column(.text, .codes(codes, StringDictionary(Self.kinds)), nulls: known)),
        Table.Field("sentiment", Column(.number, .doubles(sentiments), nulls: known)),
      ], rowCount: times.count)
    let sojourns = Sojourns(entries, accountCount: accounts, stageCount: Self.stages.count)
    return Snapshot(
      accounts: Table([], rowCount: accounts),
      events: EventLog(table: table, accountRows: [], offsets: offsets),
      visits: PlainJourneys(stageNames: Self.stages, accounts: []).visitTable(
        sojourns, now: 500 * day),
      tables: [:], stageModel: StageModel(names: Self.stages, isDeclared: true), now: 500 * day,
      zone: .utc, title: "many")
  }

  @Test func takesLittleTime() {
    let count = getenv("ORBITS_DRIFT_EVENTS").flatMap { Int(String(cString: $0)) } ?? 1_000_000
    let snapshot = snapshot(events: count)
    let segments = (0..<snapshot.accounts.rowCount).map { UInt32($0 % 3) }
    let clock = ContinuousClock()
    for segments in [nil, segments] {
      var model: DriftModel?
      let start = processorSeconds()
      let modelTime = clock.measure { model = DriftModel(snapshot, segments: segments) }
      let zonesTime = clock.measure { _ = model.map { DriftZones($0).zones.count } }
      print(
        count, "events", snapshot.visits?.table.rowCount ?? 0, "visits", "model", modelTime,
        "zones",
        zonesTime, "processor seconds", processorSeconds() - start)
      #expect(model?.states.contains(.drifting) == true)
    }
  }

  /// The clock on the wall means little on a busy machine.
  private func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(0, &usage)
    return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
  }
}
