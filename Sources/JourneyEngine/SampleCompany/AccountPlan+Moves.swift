/// Moving an account through its stages.
extension AccountPlan {
  mutating func enter(_ stage: SampleStage, at minute: Int, because reason: StaticString) {
    guard minute < end, minute < SampleClock.end else { return }
    visits.append(Visit(stage: stage, entered: minute, reason: reason))
  }

  /// Forgets what was planned from `minute` on.
  mutating func cut(at minute: Int) {
    visits.removeAll { $0.entered >= minute }
    if let value = firstValue, value >= minute { firstValue = nil }
    renewals.removeAll { $0 >= minute }
  }

  /// Ends the journey of a customer. Without a way of leaving given, most go quietly (story 6).
  mutating func lose(at minute: Int, _ way: Leaving?, random: inout SampleRandom) {
    guard minute < SampleClock.end, minute < end else { return }
    leaving = way ?? (random.chance(0.08) ? .loudly : .quietly)
    let isLoud = leaving == .loudly
    let quietDays = isLoud ? random.between(2.0, 8) : random.between(28.0, 60)
    let reasons: [StaticString] =
      isLoud
      ? ["left after a complaint", "left for a competitor"]
      : ["did not renew", "left for a competitor", "no answer any more", "did not renew"]
    end = minute
    let length = minute - (signed ?? started)
    silentFrom = minute - min(SampleClock.minutes(days: quietDays), length * 2 / 3)
    if let firstValue { silentFrom = max(silentFrom, firstValue + 2 * SampleClock.minutesPerDay) }
    cut(at: silentFrom)
    visits.append(
      Visit(stage: .lost, entered: minute, reason: reasons[random.below(reasons.count)]))
  }

  /// Tells of one who went quietly that it had to go.
  mutating func forceOut(number: Int) {
    let reasons: [StaticString] = [
      "payment failed", "taken over by another company", "business closed",
    ]
    leaving = .byNecessity
    cannotPay = number % reasons.count == 0
    visits[visits.count - 1].reason = reasons[number % reasons.count]
  }

  static func reason(entering stage: SampleStage, isBack: Bool) -> StaticString {
    switch stage {
    case .obstacle: "first contact"
    case .research: isBack ? "requirements reopened" : "asked for material"
    case .benchmark: isBack ? "back on the short list" : "demo agreed"
    case .invest: "contract signed"
    case .transform: "go-live"
    case .share: "recommended us"
    case .lost: "left"
    }
  }
}

extension SampleStage: Comparable {
  static func < (left: SampleStage, right: SampleStage) -> Bool { left.rawValue < right.rawValue }
}
