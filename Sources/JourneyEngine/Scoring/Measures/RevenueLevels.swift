/// What accounts pay, told by events of their contracts: `subscription_started` with its `mrr`
/// tells what is paid from then on, `subscription_ended` that it is nothing any more. Contracts
/// that have keys of their own run beside each other.
struct RevenueLevels: Sendable {
  let name: String
  private let log: EventLog
  private let kinds: [UInt32]
  /// By kind.
  private let meanings: [Meaning]
  private let amounts: NumberAttribute
  private let keys: [UInt32]?

  private enum Meaning { case none, level, end }

  private static let keyNames = ["subscription_id", "contract_id", "subscription", "contract"]

  private static func attribute(_ log: EventLog) -> (name: String, NumberAttribute)? {
    for name in RecurringRevenue.yearly + RecurringRevenue.monthly {
      if let column = log.table.column(name), let numbers = NumberAttribute(column) {
        return (name, numbers)
      }
    }
    return nil
  }

  static func areTold(_ log: EventLog) -> Bool { RevenueLevels(log) != nil }

  /// nil where no event of a contract tells what is paid.
  init?(_ log: EventLog) {
    guard let (name, amounts) = RevenueLevels.attribute(log),
      case .codes(let kinds, let names)? = log.table.column("kind")?.storage
    else { return nil }
    let meanings = (0..<UInt32(names.count)).map { RevenueLevels.meaning(ofKind: names[$0]) }
    guard meanings.contains(.level) else { return nil }
    self.name = name
    self.log = log
    self.amounts = amounts
    self.kinds = kinds
    self.meanings = meanings + [.none]
    keys = RevenueLevels.keyNames.lazy.compactMap { log.table.column($0) }.first
      .map { KeyColumn($0).codes }
  }

  private static func meaning(ofKind kind: String) -> Meaning {
    let words = Set(KindWords(kind).words)
    let contracts: Set = ["subscription", "contract", "licence", "license", "plan", "renewal"]
    let ends: Set = ["ended", "end", "cancelled", "canceled", "terminated", "expired"]
    guard !contracts.isDisjoint(with: words) else { return .none }
    return ends.isDisjoint(with: words) ? .level : .end
  }

  /// What an account paid just before an instant; nil where no contract had begun.
  func amount(_ account: Int, before instant: Int64) -> Double? {
    guard account < log.accountCount else { return nil }
    var paid: [UInt32: Double] = [:]
    for place in log.places(ofAccount: account) {
      if log.times[place] >= instant { break }
      let key = keys?[place] ?? KeyColumn.blank
      switch meanings[min(Int(kinds[place]), meanings.count - 1)] {
      case .none: continue
      case .end: if paid[key] != nil { paid[key] = 0 }
      case .level: if amounts.isKnown(place) { paid[key] = amounts.value(place) }
      }
    }
    // In the order of the keys, so that every sum is the same.
    return paid.isEmpty ? nil : paid.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
  }
}
