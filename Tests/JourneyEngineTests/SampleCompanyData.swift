import Foundation
import JourneyEngine
import Testing

/// The sample company's raw tables, read into plain values for the tests: what the stories say is
/// counted by hand. Only the scores are the engine's (they have a reference of their own), asked
/// for by the sentences that an analyst would type.
struct SampleCompanyData {
  struct Event {
    var at: Int64
    var kind: String
    var name: String?
    var severity: String?
    var sentiment: Double?
    var handled: String?
    var nps: Int64?
    var amount: Double?
    var resolvedAtOnce: Bool?
  }

  struct Visit {
    var stage: String
    var entered: Int64
  }

  struct Account {
    var id: String
    var name: String
    var text: [String: String]
    var arr: Double
    var renewal: Int64?
    /// As scored now.
    var jfi: Double?
    var momentum: Double?
    var events: [Event] = []
    var visits: [Visit] = []

    var stage: String { visits.last?.stage ?? "" }
    var isLost: Bool { stage == "Lost" }
    var vertical: String { text["vertical"] ?? "" }
    var started: Int64 { visits.first?.entered ?? 0 }
    var end: Int64 { isLost ? visits.last?.entered ?? 0 : SampleCompanyData.now }
    var isCustomer: Bool {
      visits.contains { ["Invest", "Transform", "Share"].contains($0.stage) }
    }
    var hasChurned: Bool { isLost && isCustomer }

    func entry(_ stage: String) -> Int64? { visits.first { $0.stage == stage }?.entered }

    func events(_ kind: String, from: Int64 = .min, to: Int64 = .max) -> [Event] {
      events.filter { $0.kind == kind && $0.at >= from && $0.at < to }
    }

    func stage(at instant: Int64) -> String? { visits.last { $0.entered <= instant }?.stage }
  }

  static let now = instant(2026, 7, 1)
  static let day = microsecondsPerDay
  static let seeds = [SampleCompany.defaultSeed, 7, 99]
  static let standard = SampleCompanyData(SampleCompany.tables())
  private static let others = seeds.dropFirst().map {
    SampleCompanyData(SampleCompany.tables(seed: $0))
  }

  static func of(_ seed: UInt64) -> SampleCompanyData {
    seeds.dropFirst().firstIndex(of: seed).map { others[$0 - 1] } ?? standard
  }

  private(set) var accounts: [Account]
  /// Puts sentences to this company, now being the end of its data.
  let asking: Asking

  static func instant(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    Int64(CivilDate.dayNumber(year: year, month: month, day: day)) * microsecondsPerDay
  }

  init(_ tables: SampleCompany.Tables) {
    var accounts: [Account] = []
    var rowOf: [String: Int] = [:]
    let table = tables.accounts
    for row in 0..<table.rowCount {
      let cell = Reader(table: table, row: row)
      let id = cell.text("id") ?? ""
      rowOf[id] = row
      var text: [String: String] = [:]
      for field in table.fields where field.column.type == .text {
        text[field.name] = cell.text(field.name)
      }
      accounts.append(
        Account(
          id: id, name: cell.text("name") ?? "", text: text, arr: cell.number("arr") ?? 0,
          renewal: cell.integral("renewal_date")))
    }
    for row in 0..<tables.events.rowCount {
      let cell = Reader(table: tables.events, row: row)
      guard let account = cell.text("account").flatMap({ rowOf[$0] }) else { continue }
      accounts[account].events.append(
        Event(
          at: cell.integral("at") ?? 0, kind: cell.text("kind") ?? "", name: cell.text("name"),
          severity: cell.text("severity"), sentiment: cell.number("sentiment"),
          handled: cell.text("handled"), nps: cell.integral("nps_score"),
          amount: cell.number("amount"), resolvedAtOnce: cell.flag("resolved_first_contact")))
    }
    for row in 0..<tables.stageHistory.rowCount {
      let cell = Reader(table: tables.stageHistory, row: row)
      guard let account = cell.text("account").flatMap({ rowOf[$0] }) else { continue }
      accounts[account].visits.append(
        Visit(stage: cell.text("stage") ?? "", entered: cell.integral("entered") ?? 0))
    }
    self.accounts = accounts
    asking = Asking(SampleCompanyData.snapshot(tables))
    for row in (try? asking.table("accounts show id, jfi, momentum").cells) ?? [] {
      guard case .text(let id) = row[0], let account = rowOf[id] else { continue }
      self.accounts[account].jfi = row[1].double
      self.accounts[account].momentum = row[2].double
    }
  }

  private static func snapshot(_ tables: SampleCompany.Tables) -> Snapshot {
    let settings = CatalogFixtures.settings { $0.now = now }
    let sources = [
      DataSource("accounts", tables.accounts, role: .accounts),
      DataSource("events", tables.events, role: .events),
      DataSource("stage_history", tables.stageHistory, role: .stages),
    ]
    do { return try SourceAssembly.assemble(sources, settings: settings).snapshot } catch {
      fatalError("the embedded company: \(error)")
    }
  }

  /// One row of a table.
  private struct Reader {
    let table: Table
    let row: Int

    func value(_ name: String) -> Value { table.column(name)?[row] ?? .unknown }

    func text(_ name: String) -> String? {
      guard case .text(let text) = value(name) else { return nil }
      return text
    }

    func number(_ name: String) -> Double? { value(name).double }

    func flag(_ name: String) -> Bool? {
      guard case .boolean(let flag) = value(name) else { return nil }
      return flag
    }

    func integral(_ name: String) -> Int64? {
      switch value(name) {
      case .integer(let raw), .date(let raw), .instant(let raw): raw
      default: nil
      }
    }
  }

  // MARK: - Sentences

  /// The one number of an answer of one row: `accounts in Invest as of 2026-03-31 show avg jfi`.
  func number(_ sentence: String) throws -> Double {
    let cells = try asking.table(sentence).cells
    return try #require(cells.first?.first?.double, "no number: \(sentence)")
  }

  /// The mean of a number over several days; `as of` is put before its `show`.
  func number(_ sentence: String, asOf days: [String]) throws -> Double {
    let parts = sentence.components(separatedBy: " show ")
    return SampleCompanyData.mean(
      try days.map { try number("\(parts[0]) as of \($0) show \(parts[1])") })
  }

  // MARK: - Measures

  func accounts(in vertical: String) -> [Account] { accounts.filter { $0.vertical == vertical } }

  func account(named name: String) -> Account? { accounts.first { $0.name == name } }

  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The median days from Invest to first value where losses compete and the rest is still open
  /// (Aalen-Johansen): smallest t at which half have arrived.
  static func medianTimeToValue(_ accounts: [Account]) -> Double? {
    enum Outcome { case reached, lost, open }
    var spans: [(days: Double, outcome: Outcome)] = []
    for account in accounts {
      guard let invest = account.entry("Invest") else { continue }
      let value = account.events.first { $0.kind == "first_value" && $0.at >= invest }
      let end = value?.at ?? account.end
      let outcome: Outcome = value != nil ? .reached : account.isLost ? .lost : .open
      spans.append((Double(end - invest) / Double(day), outcome))
    }
    spans.sort { $0.days < $1.days }
    var surviving = 1.0
    var reached = 0.0
    for (place, span) in spans.enumerated() {
      let atRisk = Double(spans.count - place)
      if span.outcome == .reached { reached += surviving / atRisk }
      if span.outcome != .open { surviving *= 1 - 1 / atRisk }
      if reached >= 0.5 { return span.days }
    }
    return nil
  }

  /// The share not lost within 90 days of entering Invest, of those whose 90 days have passed.
  static func retentionAfter90Days(_ accounts: [Account]) -> Double {
    let observed = accounts.compactMap { account -> Bool? in
      guard let invest = account.entry("Invest"), invest + 90 * day <= now else { return nil }
      return !(account.isLost && account.end < invest + 90 * day)
    }
    return Double(observed.count { $0 }) / Double(observed.count)
  }
}
