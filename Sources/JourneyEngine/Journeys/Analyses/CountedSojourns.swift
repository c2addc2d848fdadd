/// The sojourns of a snapshot as analyses count them: which are still going on, and how long the
/// others lasted.
struct CountedSojourns: Sendable {
  let sojourns: Sojourns
  let now: Int64
  /// Accounts that are lost, nobody knows since when.
  private let isLostUndated: [Bool]

  /// nil where nothing is known of stages.
  init?(_ snapshot: Snapshot) {
    guard let visits = snapshot.visits else { return nil }
    let sojourns = visits.sojourns
    self.sojourns = sojourns
    now = snapshot.now
    let lost = snapshot.accounts.column("lost")
    isLostUndated = (0..<max(0, sojourns.offsets.count - 1)).map { account in
      lost?[account] == .boolean(true) && sojourns.lostAt[account] == StageEntries.unknownTime
    }
  }

  func places(ofAccount account: UInt32) -> Range<Int> {
    sojourns.places(ofAccount: Int(account))
  }

  /// When the stage was left; nil while the account is there.
  func left(_ place: Int) -> Int64? {
    sojourns.isOpen(place) ? nil : sojourns.left[place]
  }

  /// Whether the stay has a known length, so far or in all: not where an account that is lost has
  /// never been said to leave.
  func hasLength(_ place: Int) -> Bool {
    !sojourns.isOpen(place) || !isLostUndated[Int(sojourns.accountRows[place])]
  }

  /// Up to now, while it goes on.
  func length(_ place: Int) -> Int64 {
    max(0, (left(place) ?? now) - sojourns.entered[place])
  }

  /// Where the account went; nil where it is still there.
  func exit(_ place: Int) -> StageExit? {
    guard !sojourns.isOpen(place) else { return nil }
    let next = sojourns.next[place]
    if next == Sojourns.nothing { return .nowhere }
    if next == sojourns.lostCode { return .lost }
    let stage = sojourns.stages[place]
    return next > stage ? .advanced : next < stage ? .regressed : .again
  }

  /// The footer's line on stays that are left out.
  static func note(withoutLength count: Int) -> String? {
    guard count > 0 else { return nil }
    return count == 1
      ? "left out: 1 stay of a lost account that nobody has dated the loss of"
      : "left out: \(PlainText.count(count)) stays of lost accounts without the date of the loss"
  }
}

/// How a sojourn ended.
enum StageExit: Sendable {
  /// Into a later stage, one or more on.
  case advanced
  case regressed
  case lost
  /// Left, and no other stage entered since.
  case nowhere
  /// Left, and the same stage entered anew.
  case again
}
