import JourneyEngine
import TestSupport
import Testing

@Suite struct DriftModelTests {
  /// Days of a small world, in which ten exits are many.
  static let settings = {
    var settings = DriftSettings()
    settings.limit = 25
    settings.minimumExits = 8
    settings.shortestSilence = 6
    return settings
  }()

  static let rounds = Repetitions.count(150)

  struct Round {
    let journeys: PlainJourneys
    let segments: [UInt32]?
    let now: Int64

    init(_ seed: Int) {
      var random = SeededGenerator(seed: UInt64(seed) + 500)
      journeys = PlainJourneys.random(
        seed: UInt64(seed), accounts: Int.random(in: 1...60, using: &random),
        latest: [12, 60, 200][seed % 3])
      now = Int64.random(in: 0...[13, 61, 220][seed % 3], using: &random)
      segments =
        seed % 2 == 0
        ? nil
        : journeys.accounts.map { _ in
          [0, 1, 2, DriftModel.noSegment].randomElement(using: &random)!
        }
    }

    func model(_ journeys: PlainJourneys) -> DriftModel {
      DriftModel(
        journeys.snapshot(now: now), segments: segments, settings: DriftModelTests.settings)
    }
  }

  @Test func agreesWithTheNaiveWay() {
    var counts: [DriftState: Int] = [:]
    for seed in 0..<Self.rounds {
      let round = Round(seed)
      let model = round.model(round.journeys)
      let naive = NaiveDrift(
        round.journeys, now: round.now, segments: round.segments, settings: Self.settings)
      for account in round.journeys.accounts.indices {
        let place = "account \(account) of seed \(seed)"
        #expect(model.states[account] == naive.state(account), "\(place)")
        counts[model.states[account], default: 0] += 1
        #expect(
          model.silences[account] == naive.silence(account, at: round.now), "\(place)")
        let visit = naive.current(account)
        #expect(model.dwells[account] == visit.map { round.now - $0.entered }, "\(place)")
        let thresholds = model.thresholds(ofAccount: account)
        let limits = visit.map { naive.limits($0.stage, account: account) }
        #expect(
          thresholds.map {
            NaiveDrift.Limits(
              source: $0.source, exits: $0.exits, p50: $0.p50, p75: $0.p75, p90: $0.p90,
              silence: $0.silence)
          } == limits, "\(place)")
        let next = visit.flatMap {
          $0.stage + 1 < naive.stageCount ? "S\($0.stage) -> S\($0.stage + 1)" : nil
        }
        #expect(model.zone(ofAccount: account) == next, "\(place)")
      }
    }
    // The journeys were such that everything happened.
    #expect(DriftState.allCases.allSatisfy { counts[$0, default: 0] > 20 }, "\(counts)")
  }

  /// The answer as of T does not change when what happened at T and later is taken away.
  @Test func nothingIsKnownBeforeItHappens() {
    for seed in 0..<Self.rounds {
      let round = Round(seed)
      let model = round.model(round.journeys)
      let earlier = round.model(round.journeys.before(round.now))
      #expect(model.states == earlier.states, "seed \(seed)")
      #expect(model.silences == earlier.silences && model.dwells == earlier.dwells)
      #expect(
        model.thresholds == earlier.thresholds || earlier.thresholds.isEmpty, "seed \(seed)")
      let money = round.journeys.money
      for (zone, other) in zip(
        DriftZones(model, money: money).zones, DriftZones(earlier, money: money).zones)
      {
        #expect(zone.drifting == other.drifting && zone.accounts == other.accounts)
        #expect(zone.money == other.money && zone.excessDays == other.excessDays)
        #expect(zone.drifted == other.drifted && zone.others == other.others)
      }
    }
  }

  @Test func zonesAgreeWithTheNaiveWay() {
    var drifted = 0
    for seed in 0..<Self.rounds {
      let round = Round(seed)
      let model = round.model(round.journeys)
      let naive = NaiveDrift(
        round.journeys, now: round.now, segments: round.segments, settings: Self.settings)
      let codes = round.journeys.accounts.indices.map { row in
        seed % 5 == 0 ? UInt32(0) : row % 4 == 3 ? UInt32.max : UInt32(row % 4)
      }
      let zones = DriftZones(
        model, money: round.journeys.money, groups: seed % 5 == 0 ? nil : codes,
        groupCount: seed % 5 == 0 ? 1 : 3)
      for zone in zones.zones {
        let members = codes.indices.filter { codes[$0] == zone.group }
        let here = members.filter { naive.current($0)?.stage == Int(zone.from) }
        let drifting = here.filter { naive.state($0) == .drifting }
        #expect(zone.to == zone.from + 1 && zone.accounts == here.count)
        #expect(zone.drifting == drifting.count)
        #expect(zone.share == (here.isEmpty ? nil : Double(drifting.count) / Double(here.count)))
        let cents = drifting.compactMap { round.journeys.accounts[$0].cents }
        #expect(
          zone.money == (cents.isEmpty ? .unknown : .money(cents.reduce(0, +), scale: 2)))
        let excess = drifting.map { row -> Int64 in
          let limits = naive.limits(Int(zone.from), account: row)
          return round.now - (naive.current(row)?.entered ?? 0) - (limits.p50 ?? 0)
        }.reduce(0, +)
        #expect(zone.excessDays == Double(excess) / Double(microsecondsPerDay))
        let outcomes = members.compactMap { naive.outcome($0, stage: Int(zone.from)) }
        let place = "zone \(zone.from) of seed \(seed)"
        #expect(zone.drifted.accounts == outcomes.count { $0.drifted }, "\(place)")
        #expect(zone.drifted.lost == outcomes.count { $0.drifted && $0.lost }, "\(place)")
        #expect(zone.others.accounts == outcomes.count { !$0.drifted }, "\(place)")
        #expect(zone.others.lost == outcomes.count { !$0.drifted && $0.lost }, "\(place)")
        drifted += zone.drifted.accounts
      }
    }
    #expect(drifted > 100)
  }

  /// Nine accounts took 1 to 9 days in S0 and one is still there; silence counts from the 6th day.
  @Test func theStatesByHand() {
    func stay(_ now: Int64, demo: Int64? = nil, lost: Int64? = nil) -> DriftModel {
      var journeys = PlainJourneys(stageNames: ["S0", "S1"], accounts: [])
      for days in 1...9 as ClosedRange<Int64> {
        journeys.accounts.append(
          .init(entries: [.init(at: 0, stage: 0), .init(at: days, stage: 1)]))
      }
      var last = PlainJourneys.Account(entries: [.init(at: 0, stage: 0)])
      if let lost { last.entries.append(.init(at: lost, stage: 2)) }
      if let demo { last.events.append(.init(at: demo, kind: "demo_requested")) }
      journeys.accounts.append(last)
      return DriftModel(journeys.snapshot(now: now), settings: Self.settings)
    }
    // Ten at risk, S(7) = 0.3, S(8) = 0.2, S(9) = 0.1; N is the p90 of the gaps 1 to 9, 8.2.
    let model = stay(12)
    #expect(model.thresholds[0].p50 == 5 && model.thresholds[0].p75 == 8)
    #expect(model.thresholds[0].p90 == 9 && model.thresholds[0].silence == 8)
    #expect(model.thresholds[0].source == .all && model.thresholds[0].exits == 9)
    #expect(model.states[9] == .drifting && model.zone(ofAccount: 9) == "S0 -> S1")
    #expect(model.dwells[9] == 12 && model.silences[9] == 12)
    #expect(stay(12, demo: 10).states[9] == .slow)
    #expect(stay(12, demo: 10).silences[9] == 2)
    // What happens at now is not known yet.
    #expect(stay(12, demo: 12).states[9] == .drifting)
    #expect(stay(12, lost: 12).states[9] == .drifting && stay(12, lost: 11).states[9] == .lost)
    #expect(stay(12, lost: 11).zone(ofAccount: 9) == nil)
    #expect(stay(10, demo: 9).states[9] == .slow && stay(9, demo: 8).states[9] == .moving)
    // In the last stage silence alone decides.
    #expect(stay(40).states[0] == .quiet && stay(10).states[8] == .moving)
    #expect(stay(40).zone(ofAccount: 0) == nil)
  }

  @Test func withoutAHistoryNothingIsKnown() {
    let journeys = PlainJourneys(
      stageNames: ["S0", "S1"],
      accounts: [.init(events: [.init(at: 3, kind: "demo")]), .init()])
    let model = DriftModel(journeys.snapshot(now: 10))
    #expect(model.states == [.unknown, .unknown] && model.silences == [7, nil])
    #expect(model.dwells == [nil, nil] && model.thresholds.isEmpty)
    #expect(DriftZones(model).zones.map(\.accounts) == [0])
    #expect(DriftZones(model).zones.map(\.share) == [nil])
  }

  @Test func fewExitsGiveTheConfiguredLimit() {
    let journeys = PlainJourneys(
      stageNames: ["S0", "S1"],
      accounts: [
        .init(entries: [.init(at: 0, stage: 0)]),
        .init(entries: [.init(at: 0, stage: 0), .init(at: 5, stage: 1)]),
      ])
    let day = microsecondsPerDay
    let model = DriftModel(journeys.snapshot(now: 91 * day))
    #expect(model.thresholds[0].source == .limit && model.thresholds[0].exits == 1)
    #expect(model.thresholds[0].p75 == 90 * day && model.thresholds[0].silence == 14 * day)
    #expect(model.states[0] == .drifting)
    #expect(DriftZones(model).zone(from: 0).excessDays == 1)
    #expect(DriftModel(journeys.snapshot(now: 90 * day)).states[0] == .quiet)
  }
}
