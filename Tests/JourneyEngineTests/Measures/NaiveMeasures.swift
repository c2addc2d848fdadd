@testable import JourneyEngine
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures of groups as one would work them out on paper: from the raw rows, an account at a time,
/// with nothing there that is not before the end of the period.
struct NaiveMeasures {
  let world: MeasureWorld
  /// `[start, end)`; start nil: from the beginning.
  let start: Int64?
  let end: Int64
  /// From which customers are followed.
  let from: Int64

  init(_ world: MeasureWorld, from start: Int64?, to end: Int64, customersFrom: Int64) {
    self.world = world
    self.start = start
    self.end = end
    from = start ?? customersFrom
  }

  func inside(_ time: Int64) -> Bool { time >= start ?? .min && time < end }

  func events(_ account: Int) -> [MeasureWorld.Event] {
    world.events.filter { $0.account == account && $0.at < end }.sorted { $0.at < $1.at }
  }

  func entries(_ account: Int) -> [MeasureWorld.Entry] {
    world.entries.filter { $0.account == account && $0.at < end }
      .sorted { ($0.at, $0.stage) < ($1.at, $1.stage) }
  }

  // MARK: - Who is there

  func begin(_ account: Int) -> Int64 {
    let first = world.entries.filter { $0.account == account }.map(\.at).min()
    let event = world.events.filter { $0.account == account }.map(\.at).min()
    if world.entries.isEmpty { return event ?? .min }
    guard let first else { return .min }
    return min(first, event ?? first)
  }

  /// From when to when it was there.
  func lives(_ account: Int) -> [(from: Int64, to: Int64)] {
    var lives: [(from: Int64, to: Int64)] = [(begin(account), .max)]
    for entry in entries(account) {
      if entry.stage == 6 {
        if lives[lives.count - 1].to == .max { lives[lives.count - 1].to = entry.at }
      } else if lives[lives.count - 1].to != .max {
        lives.append((entry.at, .max))
      }
    }
    return lives
  }

  /// The accounts that the sentence is about.
  func population(_ accounts: [Int], hasPeriod: Bool, isPast: Bool) -> [Int] {
    accounts.filter { account in
      if isPast, begin(account) >= end { return false }
      guard hasPeriod else { return true }
      return lives(account).contains { $0.from < end && $0.to >= start ?? .min }
    }
  }

  // MARK: - Surveys

  typealias Answer = (MeasureWorld.Event) -> Double?

  func latest(_ answer: Answer, _ accounts: [Int], _ isOn: (Double) -> Bool) -> [Double] {
    var found: [Double] = []
    for account in accounts {
      var last: [String: Double] = [:]
      for event in events(account) where inside(event.at) {
        if let value = answer(event), isOn(value) { last[event.respondent ?? ""] = value }
      }
      found += last.values
    }
    return found
  }

  /// As all the answers before the end tell it.
  var csatScale: ClosedRange<Double> {
    let all = world.events.filter { $0.at < end }.compactMap(\.csat)
    for scale in [1.0...5, 1...7, 0...10, 0...100] {
      if all.filter({ !scale.contains($0) }).count * 20 <= all.count { return scale }
    }
    return 1...5
  }

  private func share(_ count: Int, _ all: Int) -> Double? {
    all == 0 ? nil : Double(count) / Double(all)
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  private func survey(_ name: String, _ accounts: [Int]) -> Double? {
    let nps = latest({ $0.nps }, accounts) { (0...10).contains($0) }
    let scale = csatScale
    let csat = latest({ $0.csat }, accounts, scale.contains)
    let ces = latest({ $0.ces }, accounts) { (1...7).contains($0) }
    switch name {
    case "nps":
      return mean(nps.map { $0 >= 9 ? 100.0 : $0 <= 6 ? -100 : 0 })
    case "nps_se":
      guard let mean = mean(nps.map { $0 >= 9 ? 1.0 : $0 <= 6 ? -1 : 0 }) else { return nil }
      let squares = nps.reduce(0.0) { sum, answer in
        let vote = answer >= 9 ? 1.0 : answer <= 6 ? -1 : 0
        return sum + (vote - mean) * (vote - mean)
      }
      return 100 * sqrt(squares) / Double(nps.count)
    case "nps_n": return Double(nps.count)
    case "csat": return share(csat.count { $0 >= scale.upperBound - 1 }, csat.count)
    case "ces": return mean(ces)
    case "ces_easy": return share(ces.count { $0 >= 5 }, ces.count)
    default: return nil
    }
  }

  private func responseRate(_ accounts: [Int]) -> Double? {
    var (sent, answered) = (0, 0)
    guard world.events.contains(where: { $0.kind == "survey_sent" && $0.at < end }) else {
      let active = accounts.filter { account in
        lives(account).contains { $0.from < end && $0.to >= start ?? .min }
      }
      let heard = active.filter { events($0).contains { inside($0.at) && $0.isAnswer } }
      return share(heard.count, active.count)
    }
    for account in accounts {
      let all = events(account).filter { inside($0.at) }
      for (place, event) in all.enumerated() where event.kind == "survey_sent" {
        sent += 1
        for later in all[(place + 1)...] where later.respondent == event.respondent {
          if later.kind == "survey_sent" { break }
          if later.isAnswer {
            answered += 1
            break
          }
        }
      }
    }
    return share(answered, sent)
  }

  func gaps(_ account: Int) -> [(at: Int64, gap: Double)] {
    var expectation: Double?
    var gaps: [(at: Int64, gap: Double)] = []
    for event in events(account) {
      expectation = event.expectation ?? expectation
      if let experience = event.experience, let expectation {
        gaps.append((event.at, expectation - experience))
      }
    }
    return gaps
  }

  private func perception(_ name: String, _ accounts: [Int]) -> Double? {
    let all = accounts.flatMap { gaps($0).filter { inside($0.at) }.map(\.gap) }
    guard let mean = mean(all) else { return nil }
    if name == "perception_gap" { return mean }
    guard all.count > 1 else { return nil }
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count - 1)
    let margin = 1.96 * sqrt(variance / Double(all.count))
    return name == "perception_gap_low" ? mean - margin : mean + margin
  }

  // MARK: - Service

  private func contacts(net: Bool, _ accounts: [Int]) -> Double? {
    let isTold = world.events.contains { $0.firstContact != nil }
    var (first, all) = (0, 0)
    for account in accounts {
      let events = events(account)
      for event in events where inside(event.at) && !(net && event.isEscalated == true) {
        if isTold {
          guard let told = event.firstContact else { continue }
          all += 1
          if told { first += 1 }
        } else if event.kind == "ticket", event.at + 7 * microsecondsPerDay < end {
          all += 1
          let isRepeated = events.contains {
            $0.kind == "ticket" && $0.topic == event.topic && $0.at > event.at
              && $0.at <= event.at + 7 * microsecondsPerDay
          }
          if !isRepeated { first += 1 }
        }
      }
    }
    return share(first, all)
  }

  // MARK: - Customers

  func customers(_ accounts: [Int]) -> [Int] {
    accounts.filter { account in
      let isThere = lives(account).contains { $0.from < from && $0.to >= from }
      guard !world.entries.isEmpty else { return isThere }
      return isThere
        && entries(account).contains { $0.at < from && (3...5).contains($0.stage) }
    }
  }

  func isLost(_ account: Int) -> Bool {
    entries(account).contains { $0.stage == 6 && $0.at >= from }
  }

  func will(_ account: Int) -> String {
    switch world.reasons[account] {
    case nil, "": "unknown"
    case "payment failed", "Insolvency", "involuntary": "involuntary"
    default: "voluntary"
    }
  }

  private func churn(_ name: String, _ accounts: [Int]) -> Double? {
    let customers = customers(accounts)
    let lost = customers.filter(isLost)
    switch name {
    case "churn": return share(lost.count, customers.count)
    case "retention": return share(lost.count, customers.count).map { 1 - $0 }
    case "churn_n": return Double(customers.count)
    default:
      return share(
        lost.count { "churn_" + will($0) == name }, customers.count)
    }
  }

  private func change(_ event: MeasureWorld.Event) -> Double {
    guard let amount = event.amount else { return 0 }
    return event.kind == "expansion" ? amount : event.kind == "downgrade" ? -amount : 0
  }

  private func revenue(_ name: String, _ accounts: [Int]) -> Double? {
    var (before, kept, grown, payers) = (0.0, 0.0, 0.0, 0)
    for account in customers(accounts) {
      guard let today = world.revenues[account] else { continue }
      let all = world.events.filter { $0.account == account && $0.at >= from }
      let first = all.reduce(today) { $0 - change($1) }
      guard first > 0 else { continue }
      payers += 1
      before += first
      if isLost(account) { continue }
      let inside = all.filter { $0.at < end }.map(change)
      kept += max(0, first + inside.filter { $0 < 0 }.reduce(0, +))
      grown += inside.filter { $0 > 0 }.reduce(0, +)
    }
    switch name {
    case "grr": return before > 0 ? kept / before : nil
    case "nrr": return before > 0 ? (kept + grown) / before : nil
    case "revenue_n": return Double(payers)
    default: return value(name, accounts, payers > 0 ? before / Double(payers) : nil)
    }
  }

  private func value(_ name: String, _ accounts: [Int], _ yearly: Double?) -> Double? {
    guard let yearly, let churn = churn("churn", accounts) else { return nil }
    let year = 365.25 * Double(microsecondsPerDay)
    if name == "clv" {
      return churn == 0 ? nil : 0.8 * yearly * (Double(end - from) / year) / churn
    }
    var lived = 0.0
    for account in customers(accounts) {
      let loss = entries(account).first { $0.stage == 6 && $0.at >= from }?.at
      lived += Double((loss ?? end) - from) / year
    }
    let losses = customers(accounts).count(where: isLost)
    guard losses > 0, lived > 0 else { return 0.8 * yearly * 3 }
    let hazard = Double(losses) / lived
    return 0.8 * yearly * (1 - exp(-3 * hazard)) / hazard
  }

  func measure(_ name: String, _ accounts: [Int]) -> Double? {
    switch name {
    case "response_rate": responseRate(accounts)
    case "fcr": contacts(net: false, accounts)
    case "fcr_net": contacts(net: true, accounts)
    case "perception_gap", "perception_gap_low", "perception_gap_high": perception(name, accounts)
    case "grr", "nrr", "revenue_n", "clv", "clv_horizon": revenue(name, accounts)
    case let name where name.hasPrefix("churn") || name == "retention": churn(name, accounts)
    default: survey(name, accounts)
    }
  }
}
