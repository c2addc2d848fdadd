import JourneyEngine

/// The sample company's raw tables, read into plain values for the tests. Nothing of the engine's
/// own analytics is used here: what the stories say is counted by hand.
struct SampleCompanyData {
  struct Event {
    var at: Int64
    var kind: String
    var name: String?
    var severity: String?
    var sentiment: Double?
    var handled: String?
    var nps: Int64?
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
  static let standard = SampleCompanyData(SampleCompany.tables())

  let accounts: [Account]

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
          renewal: cell.integral("renewal_date"), jfi: cell.number("jfi"),
          momentum: cell.number("momentum")))
    }
    for row in 0..<tables.events.rowCount {
      let cell = Reader(table: tables.events, row: row)
      guard let account = cell.text("account").flatMap({ rowOf[$0] }) else { continue }
      accounts[account].events.append(
        Event(
          at: cell.integral("at") ?? 0, kind: cell.text("kind") ?? "", name: cell.text("name"),
          severity: cell.text("severity"), sentiment: cell.number("sentiment"),
          handled: cell.text("handled"), nps: cell.integral("nps_score")))
    }
    for row in 0..<tables.stageHistory.rowCount {
      let cell = Reader(table: tables.stageHistory, row: row)
      guard let account = cell.text("account").flatMap({ rowOf[$0] }) else { continue }
      accounts[account].visits.append(
        Visit(stage: cell.text("stage") ?? "", entered: cell.integral("entered") ?? 0))
    }
    self.accounts = accounts
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

    func integral(_ name: String) -> Int64? {
      switch value(name) {
      case .integer(let raw), .date(let raw), .instant(let raw): raw
      default: nil
      }
    }
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
