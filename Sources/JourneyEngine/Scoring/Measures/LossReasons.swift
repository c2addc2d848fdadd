/// Whether accounts left of their own will: from the reasons that the data give for a loss.
struct LossReasons: Sendable {
  enum Will: Hashable, Sendable { case voluntary, involuntary, unknown }

  private let log: EventLog?
  /// Whether events of a kind tell of a loss.
  private let isLoss: [Bool]
  private let kinds: [UInt32]
  private let ofEvents: [Column]
  private let ofAccounts: [Column]

  private static let accountNames = [
    "churn_type", "churn_reason", "loss_reason", "lost_reason", "closed_lost_reason",
    "reason_for_leaving",
  ]
  private static let eventNames = [
    "churn_type", "churn_reason", "loss_reason", "lost_reason", "cancellation_reason", "reason",
    "reason_code",
  ]

  init(_ snapshot: Snapshot) {
    func texts(_ names: [String], _ table: Table?) -> [Column] {
      names.compactMap { table?.column($0) }.filter { $0.type == .text }
    }
    log = snapshot.events
    ofAccounts = texts(LossReasons.accountNames, snapshot.accounts)
    ofEvents = texts(LossReasons.eventNames, snapshot.events?.table)
    if !ofEvents.isEmpty,
      case .codes(let codes, let names)? = snapshot.events?.table.column("kind")?.storage
    {
      kinds = codes
      isLoss = (0..<UInt32(names.count)).map { LossReasons.tellsOfLoss(names[$0]) } + [false]
    } else {
      (kinds, isLoss) = ([], [false])
    }
  }

  private static func tellsOfLoss(_ kind: String) -> Bool {
    let losses: Set = [
      "churn", "churned", "cancellation", "cancelled", "canceled", "lost", "loss", "terminated",
      "termination",
    ]
    return !losses.isDisjoint(with: KindWords(kind).words)
  }

  /// What the last event of the period that tells of a loss says, else the account's own columns.
  func will(_ account: Int, from start: Int64, to end: Int64) -> Will {
    if let log, !ofEvents.isEmpty {
      let places = log.places(ofAccount: account).reversed().prefix { log.times[$0] >= start }
      for place in places where log.times[place] < end {
        guard place < kinds.count, isLoss[min(Int(kinds[place]), isLoss.count - 1)] else {
          continue
        }
        let will = LossReasons.first(ofEvents, place)
        if will != .unknown { return will }
      }
    }
    return LossReasons.first(ofAccounts, account)
  }

  private static func first(_ columns: [Column], _ row: Int) -> Will {
    for column in columns {
      guard case .text(let text) = column[row] else { continue }
      let will = will(of: text)
      if will != .unknown { return will }
    }
    return .unknown
  }

  /// What was not the customer's choice; any other reason is.
  static func will(of reason: String) -> Will {
    let words = KindWords(reason)
    if words.words.isEmpty || silent.contains(where: { words.words == $0.words }) {
      return .unknown
    }
    return involuntary.contains { words.contains($0) } ? .involuntary : .voluntary
  }

  private static let silent = [
    "unknown", "n/a", "na", "none", "not known", "other", "unspecified", "not given", "null",
  ].map(KindWords.init)

  private static let involuntary = [
    "involuntary", "payment failed", "failed payment", "payment failure", "payment declined",
    "card expired", "expired card", "card declined", "insolvent", "insolvency", "bankrupt",
    "bankruptcy", "liquidation", "liquidated", "non payment", "nonpayment", "not paid", "unpaid",
    "dunning", "fraud", "fraudulent", "out of business", "ceased trading", "closed down",
    "went out", "acquired", "acquisition", "merger", "deceased",
  ].map(KindWords.init)
}
