@testable import JourneyEngine
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct JourneyFieldTests {
  private static let fields = [
    "nps_score", "csat_score", "ces_score", "nps_group", "peak_end", "perception_gap", "recovery",
    "complained", "renewed", "loyalty_behavioural", "loyalty_attitudinal",
  ]

  @Test func agreeWithTheNaiveWay() throws {
    var seen: [String: Int] = [:]
    for seed in 0..<Repetitions.count(60) {
      let world = MeasureWorld(seed: seed)
      // Of a handful of events some attribute may be told by none.
      guard world.events.count > 40,
        world.events.contains(where: { $0.expectation != nil && $0.experience != nil })
      else { continue }
      let asking = Asking(try world.snapshot(now: CatalogFixtures.at("2026-03-01")))
      for (clause, end) in [("", "2026-03-01"), ("as of 2025-08-31", "2025-09-01")] {
        let naive = NaiveFields(
          NaiveMeasures(world, from: nil, to: CatalogFixtures.at(end), customersFrom: 0))
        let table = try asking.table(
          "accounts \(clause) order by id show id, \(JourneyFieldTests.fields.joined(separator: ", "))"
        )
        for row in table.cells {
          guard case .text(let id) = row[0], let account = Int(id.dropFirst()) else { continue }
          for (place, field) in JourneyFieldTests.fields.enumerated() {
            let wanted = naive.value(field, account)
            let found = row[place + 1]
            let isSame =
              if let number = wanted.double {
                found.double.map { abs($0 - number) < 1e-9 } ?? false
              } else {
                found == wanted
              }
            #expect(isSame, "\(field) of \(id) \(clause), seed \(seed): \(found), not \(wanted)")
            if !wanted.isUnknown { seen["\(field) \(wanted.text ?? "")", default: 0] += 1 }
          }
        }
      }
    }
    for field in JourneyFieldTests.fields {
      #expect(seen.contains { $0.key.hasPrefix(field + " ") && $0.value > 20 }, "\(field)")
    }
    for word in ["recovered", "not recovered", "no incident"] {
      #expect(seen["recovery \(word)", default: 0] > 3, "\(word): \(seen)")
    }
  }

  @Test func thoseOfTheDataAreUsedAsTheyAre() throws {
    let asking = Asking(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source(
            "accounts.csv", "id,name,nps_score,recovery\na,A,7,fine\n", role: .accounts),
          CatalogFixtures.source(
            "events.csv", "account,at,kind,nps_score\na,2025-01-01,survey,10\n", role: .events),
        ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2025-04-01") }
      ).snapshot)
    #expect(
      try asking.table("accounts show nps_score, nps_group, recovery").cells
        == [[.integer(7), .text("passive"), .text("fine")]])
  }

  @Test func theSentencesOfTheTrainer() throws {
    let asking = Asking(Asking.sampleCompany)
    for sentence in [
      "accounts by recovery show count, share(renewed), share(churned)",
      "accounts churned by complained show count",
      "accounts by nps_group show count, share(churned), sum arr",
      "accounts top 5 by loyalty_behavioural show name, loyalty_attitudinal, loyalty_advocacy",
    ] {
      #expect(try asking.table(sentence).rowCount > 1, "\(sentence)")
    }
  }
}

/// The fields as one would work them out on paper.
private struct NaiveFields {
  let naive: NaiveMeasures
  var world: MeasureWorld { naive.world }
  var end: Int64 { naive.end }

  init(_ naive: NaiveMeasures) { self.naive = naive }

  private func last(_ account: Int, _ answer: NaiveMeasures.Answer, _ isOn: (Double) -> Bool)
    -> Double?
  {
    naive.events(account).compactMap(answer).last(where: isOn)
  }

  func value(_ field: String, _ account: Int) -> Value {
    let events = naive.events(account)
    switch field {
    case "nps_score": return number(last(account, { $0.nps }) { (0...10).contains($0) })
    case "csat_score": return number(last(account, { $0.csat }, naive.csatScale.contains))
    case "ces_score": return number(last(account, { $0.ces }) { (1...7).contains($0) })
    case "nps_group":
      guard let answer = last(account, { $0.nps }, { (0...10).contains($0) }) else {
        return .text("silent")
      }
      return .text(answer >= 9 ? "promoter" : answer >= 7 ? "passive" : "detractor")
    case "peak_end":
      let felt = events.compactMap(\.sentiment)
      guard let last = felt.last, let most = felt.map({ abs($0) }).max(),
        let peak = felt.last(where: { abs($0) == most })
      else { return .unknown }
      return .number((peak + last) / 2)
    case "perception_gap":
      let gaps = naive.gaps(account).map(\.gap)
      return gaps.isEmpty ? .unknown : .number(gaps.reduce(0, +) / Double(gaps.count))
    case "complained": return complained(account)
    case "renewed": return .boolean(events.contains { $0.kind == "renewal" })
    case "recovery": return recovery(account)
    case "loyalty_behavioural": return behavioural(account)
    default: return attitudinal(events)
    }
  }

  private func number(_ value: Double?) -> Value { value.map(Value.number) ?? .unknown }

  private func complained(_ account: Int) -> Value {
    let lost = naive.entries(account).last.flatMap { $0.stage == 6 ? $0 : nil }
    // Of losses in a row the first one counts.
    let end = lost == nil ? end : naive.lives(account).last?.to ?? end
    return .boolean(
      naive.events(account).contains { event in
        event.at < end
          && (["escalation", "billing_dispute"].contains(event.kind)
            || (event.kind == "ticket" && ["high", "critical"].contains(event.severity)))
      })
  }

  // MARK: - Recovery

  private struct Incident {
    var severity: String
    var at: Int64
    var end: Int64?
  }

  /// Every ticket is resolved by the first resolution after it that no older one has taken.
  private func incidents(_ account: Int) -> [Incident] {
    var all: [Incident] = []
    for event in naive.events(account) {
      if event.kind == "ticket" {
        all.append(Incident(severity: event.severity ?? "", at: event.at))
      } else if event.kind == "ticket_resolved",
        let open = all.firstIndex(where: { $0.end == nil })
      {
        all[open].end = event.at
      }
    }
    return all.filter { ["high", "critical"].contains($0.severity) }
  }

  private func recovery(_ account: Int) -> Value {
    // An escalation is heard as a ticket is, though it is none that could be resolved.
    let feeds = ["ticket", "escalation"]
    guard world.events.contains(where: { feeds.contains($0.kind) && $0.at < end }) else {
      return .unknown
    }
    guard let incident = incidents(account).last else { return .text("no incident") }
    guard let solved = incident.end else { return .text("not recovered") }
    let durations = (0..<world.accounts).flatMap(incidents)
      .filter { $0.severity == incident.severity }
      .compactMap { incident in incident.end.map { $0 - incident.at } }.sorted()
    let middle = durations.count / 2
    let median =
      durations.count % 2 == 1
      ? Double(durations[middle]) : Double(durations[middle - 1] + durations[middle]) / 2
    let scale = naive.csatScale
    let next = naive.events(account).first { event in
      event.at >= solved
        && (event.sentiment != nil || event.nps.map { (0...10).contains($0) } ?? false
          || event.csat.map(scale.contains) ?? false)
    }
    let isGood =
      next.map { event in
        event.sentiment.map { $0 >= 0 } ?? false
          || event.nps.map { (9...10).contains($0) } ?? false
          || event.csat.map { scale.contains($0) && $0 >= scale.upperBound - 1 } ?? false
      } ?? false
    return .text(
      Double(solved - incident.at) <= median && isGood ? "recovered" : "not recovered")
  }

  // MARK: - Loyalty

  private func behavioural(_ account: Int) -> Value {
    var parts: [Double] = []
    let day = Double(microsecondsPerDay)
    let isRenewal = { (event: MeasureWorld.Event) in ["renewal", "expansion"].contains(event.kind) }
    if world.events.contains(where: { isRenewal($0) && $0.at < end }) {
      let amount = naive.events(account).filter(isRenewal)
        .reduce(0) { $0 + pow(2, -Double(end - $1.at) / (365 * day)) }
      parts.append(1 - pow(2, -amount))
    }
    if world.events.contains(where: { $0.kind == "login" }) {
      let weeks = (1...13).filter { week in
        naive.events(account).contains { event in
          event.kind == "login" && Double(end - event.at) <= 7 * day * Double(week)
            && Double(end - event.at) > 7 * day * Double(week - 1)
        }
      }
      parts.append(Double(weeks.count) / 13)
    }
    return parts.isEmpty ? .unknown : .number(100 * parts.reduce(0, +) / Double(parts.count))
  }

  private func attitudinal(_ events: [MeasureWorld.Event]) -> Value {
    let scale = naive.csatScale
    var felt: [Double] = []
    for event in events {
      if let value = event.sentiment { felt.append(50 * (1 + value)) }
      if let value = event.nps, value <= 10 { felt.append(10 * value) }
      if let value = event.csat, scale.contains(value) {
        felt.append(100 * (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound))
      }
      if let value = event.ces { felt.append(100 * (value - 1) / 6) }
    }
    return felt.isEmpty ? .unknown : .number(felt.reduce(0, +) / Double(felt.count))
  }
}

extension Value {
  fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
}
