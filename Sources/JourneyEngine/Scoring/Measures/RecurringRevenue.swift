/// What customers pay a year, and how it changed.
struct RecurringRevenue: Sendable {
  struct Movement: Hashable, Sendable {
    /// At the start of the period.
    var before: Double
    var expansion = 0.0
    var contraction = 0.0
  }

  private enum Source {
    /// A column whose changes are known.
    case history(AttributeHistory)
    /// Today's column, and the events that changed it.
    case changes(Column)
    /// Events that tell what is paid from then on.
    case levels(RevenueLevels)
  }

  private let source: Source
  private let field: String
  /// Of a year.
  private let factor: Double
  private let log: EventLog?
  private let today: Int64
  private let amounts: [NumberAttribute]
  /// By kind: 1 for more, -1 for less.
  private let signs: [Double]
  private let kinds: [UInt32]

  static let yearly = ["arr", "annual_recurring_revenue", "arr_amount", "acv"]
  static let monthly = ["mrr", "monthly_recurring_revenue", "mrr_amount"]
  private static let amountNames = ["arr_change", "mrr_change", "amount", "change"]

  /// The column that tells it; nil without one.
  static func column(_ accounts: Table) -> (name: String, column: Column)? {
    for name in yearly + monthly {
      if let place = accounts.index(of: name), accounts.fields[place].type.isNumeric {
        return (accounts.fields[place].name, accounts.fields[place].column)
      }
    }
    return nil
  }

  /// Whether anything tells it.
  static func isTold(_ snapshot: Snapshot) -> Bool {
    column(snapshot.accounts) != nil || snapshot.events.map(RevenueLevels.areTold) ?? false
  }

  init?(_ snapshot: Snapshot, today: Int64) {
    self.today = today
    log = snapshot.events
    if let (name, column) = RecurringRevenue.column(snapshot.accounts) {
      field = name
      source = snapshot.histories[name].map { .history($0) } ?? .changes(column)
    } else if let log, let levels = RevenueLevels(log) {
      field = levels.name
      source = .levels(levels)
    } else {
      return nil
    }
    factor = RecurringRevenue.monthly.contains(field.lowercased()) ? 12 : 1
    amounts = log.map { NumberAttribute.named(RecurringRevenue.amountNames, in: $0.table) } ?? []
    if case .codes(let codes, let names)? = log?.table.column("kind")?.storage {
      kinds = codes
      signs = (0..<UInt32(names.count)).map { RecurringRevenue.sign(ofKind: names[$0]) } + [0]
    } else {
      (kinds, signs) = ([], [0])
    }
  }

  /// Whether events of a kind tell of a larger or a smaller contract.
  static func sign(ofKind kind: String) -> Double {
    let words = KindWords(kind)
    func says(_ phrases: [KindWords]) -> Bool { phrases.contains { words.contains($0) } }
    if SignalVocabulary.turns(.failed).contains(where: { words.contains($0) })
      || SignalVocabulary.turns(.asked).contains(where: { words.contains($0) })
    {
      return 0
    }
    return says(smaller) ? -1 : says(larger) ? 1 : 0
  }

  private static let larger = [
    "expansion", "expanded", "upsell", "upsold", "cross sell", "upgrade",
  ]
  .map(KindWords.init)
  private static let smaller = ["downgrade", "downgraded", "contraction", "downsell"]
    .map(KindWords.init)

  var note: String {
    switch source {
    case .history: "revenue is `\(field)` as it was at the start and the end"
    case .changes:
      "revenue is today's `\(field)` without the expansions and downgrades since"
    case .levels: "revenue is `\(field)` of the contracts that ran at the start and the end"
    }
  }

  /// Of an account in a period; nil where its revenue is not known.
  func movements(from start: Int64, to end: Int64) -> (Int) -> Movement? {
    switch source {
    case .history(let history):
      let before = history.column(asOf: start, known: nil)
      let after = history.column(asOf: end, known: nil)
      return { movement(from: before[$0].double, to: after[$0].double) }
    case .levels(let levels):
      return {
        movement(from: levels.amount($0, before: start), to: levels.amount($0, before: end))
      }
    case .changes(let column):
      return { account in
        guard let last = column[account].double else { return nil }
        var movement = Movement(before: last)
        forEachChange(of: account, since: start) { time, change in
          movement.before -= change
          guard time < end else { return }
          if change > 0 { movement.expansion += change } else { movement.contraction -= change }
        }
        return Movement(
          before: movement.before * factor, expansion: movement.expansion * factor,
          contraction: movement.contraction * factor)
      }
    }
  }

  private func movement(from first: Double?, to last: Double?) -> Movement? {
    guard let first else { return nil }
    let last = last ?? first
    return Movement(
      before: first * factor, expansion: max(0, last - first) * factor,
      contraction: max(0, first - last) * factor)
  }

  /// Today's column holds what has happened since the period as well.
  private func forEachChange(
    of account: Int, since start: Int64, _ body: (_ time: Int64, _ change: Double) -> Void
  ) {
    guard let log, account < log.accountCount else { return }
    for place in (log.offsets[account]..<log.offsets[account + 1]).reversed() {
      if log.times[place] < start { return }
      guard log.times[place] < today, place < kinds.count else { continue }
      let sign = signs[min(Int(kinds[place]), signs.count - 1)]
      guard sign != 0, let amount = NumberAttribute.first(amounts, place) else { continue }
      body(log.times[place], sign * abs(amount))
    }
  }
}
