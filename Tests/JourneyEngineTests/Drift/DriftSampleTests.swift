import JourneyEngine
import TestSupport
import Testing

/// The embedded company: its drift must tell the stories that it was made for.
@Suite struct DriftSampleTests {
  private static func snapshot(now: String) throws -> Snapshot {
    let tables = SampleCompany.tables()
    let settings = CatalogFixtures.settings { $0.now = CatalogFixtures.at(now) }
    return try SourceAssembly.assemble(
      [
        DataSource("accounts", tables.accounts, role: .accounts),
        DataSource("events", tables.events, role: .events),
        DataSource("stage_history", tables.stageHistory, role: .stages),
      ], settings: settings
    ).snapshot
  }

  private func days(_ time: Int64?) -> String {
    time.map { "\((Double($0) / Double(microsecondsPerDay) * 10).rounded() / 10)" } ?? "-"
  }

  private func counts(_ model: DriftModel) -> [[DriftState: Int]] {
    model.stageModel.names.indices.map { stage in
      Dictionary(
        model.states.indices.filter { model.stages[$0] == UInt32(stage) }
          .map { (model.states[$0], 1) }, uniquingKeysWith: +)
    }
  }

  @Test func driftTellsABelievableStory() throws {
    let snapshot = try Self.snapshot(now: "2026-07-01")
    let model = DriftModel(snapshot)
    let zones = DriftZones(model, money: snapshot.accounts.column("arr"))
    for (stage, states) in counts(model).enumerated() {
      let thresholds = model.thresholds[stage]
      let line = DriftState.allCases.map { "\($0.name) \(states[$0, default: 0])" }
      print(
        snapshot.stageModel.names[stage], line.joined(separator: ", "), "p50",
        days(thresholds.p50), "p75", days(thresholds.p75), "p90", days(thresholds.p90), "N",
        days(thresholds.silence), "exits", thresholds.exits, "open", thresholds.open)
    }
    for zone in zones.zones {
      print(
        model.zone(from: zone.from), zone.drifting, "of", zone.accounts, zone.money, "excess",
        zone.excessDays, "lost", zone.drifted.lost, "of", zone.drifted.accounts, "others",
        zone.others.lost, "of", zone.others.accounts)
    }
    #expect(model.thresholds.allSatisfy { $0.source == .all || $0.stage == 5 })
    #expect(!model.states.contains(.unknown))
    #expect(
      model.states.count { $0 == .lost }
        == snapshot.accounts.texts("lost").count { $0 == "true" })
    // Some drift in Invest, and nobody in Share, from which there is nowhere to go.
    #expect((1..<zones.zone(from: 3).accounts).contains(zones.zone(from: 3).drifting))
    // Whoever drifted in Invest was lost more often than others.
    let (drifted, others) = (zones.zone(from: 3).drifted.rate, zones.zone(from: 3).others.rate)
    #expect(drifted ?? 0 > 2 * (others ?? 1))
    #expect(counts(model)[5][.drifting, default: 0] == 0)
  }
}
