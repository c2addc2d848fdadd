/// The plan of the sample company: who carries which story, so that no story drowns another.
///
/// 1. Slow onboarding (`early`, `late`): 15 days to first value, many tickets, one in five lost
///    within 90 days; from `onboardingRedesign` on 8 days, half the tickets, a fifth less friction,
///    one in fifteen lost.
/// 2. The boot camp (`distributor`, who onboards by itself, so that the redesign passes it by): 15
///    days until `bootCamp`, 9 after; 26 of 30 renew in the three months before it, 30 of 30 after;
///    momentum rises from 65 to nearly 80.
/// 3. Satisfied but silent (all of Education): few tickets, steady use, no advocacy until
///    `referralProgramme` starts; then referrals rise by 15 %.
/// 4. The convoluted contract (all of Healthcare): redlines in Benchmark, billing disputes in
///    Invest, bad feelings and tickets with both, a long way to the signature.
/// 5. Reactive and proactive (everyone, half and half): urgent enquiries with bad feelings, and
///    fast; calm, and slow.
/// 6. The quiet leavers (most who churn): no ticket ever, fading use, four to eight weeks of
///    silence, then the loss.
/// 7. The recovered (31 of `carriedOver`, `early`, `late`, and Acme Ltd): a serious incident,
///    solved within hours; they renew and refer. Others were left waiting, and did neither.
///
/// `prospects` and `lostDeals` fill the early stages and carry stories 4 and 5 only. Acme Ltd is
/// written by hand. Serious tickets (high, critical) occur in story 7 and before downgrades only.
///
/// Scores are not written but computed from these events by the default models: how often something
/// is adopted, praised or complained about sets their level, and the figures above depend on it.
enum SampleStory: CaseIterable {
  case acme
  /// Customers taken over from a former CRM in January 2025.
  case carriedOver
  /// Signed before the onboarding was redesigned.
  case early
  /// Signed after it.
  case late
  /// All customers of Nordvik Distribution.
  case distributor
  /// Still on their way to a contract.
  case prospects
  /// Lost before a contract.
  case lostDeals

  /// 1 October 2025: onboarding in fewer steps, with a tutorial inside the product.
  static let onboardingRedesign = SampleClock.morning(2025, 10, 1)
  /// 2 and 3 February 2026, at Nordvik Distribution.
  static let bootCamp = SampleClock.morning(2026, 2, 2)
  /// 1 January 2026.
  static let referralProgramme = SampleClock.morning(2026, 1, 1)

  /// Accounts by vertical, in the order of `SampleVertical`.
  var members: [Int] {
    switch self {
    case .acme: [1, 0, 0, 0, 0, 0, 0, 0]
    case .carriedOver: [4, 3, 2, 3, 2, 4, 2, 2]
    case .early: [20, 7, 10, 8, 8, 8, 5, 4]
    case .late: [20, 7, 10, 8, 8, 7, 5, 5]
    case .distributor: [11, 6, 0, 13, 8, 0, 11, 5]
    case .prospects: [14, 9, 10, 8, 7, 7, 8, 10]
    case .lostDeals: [6, 4, 6, 4, 4, 4, 4, 4]
    }
  }

  /// Referrals of all but the distributor, Education and Acme Ltd by half-year, from 2025-H1.
  static let referralsByHalfYear = [22, 52, 43]
  /// The distributor's customers, while they are at it.
  static let distributorReferralsByHalfYear = [0, 45, 60]
  /// Education: none, a single one, then the programme. With Acme's own, 98 in all become 113: 15 %
  /// more.
  static let silentReferralsByHalfYear = [0, 1, 9]

  /// Days from Invest to first value.
  static let slowValue = QuantileCurve(6, 10.3, 14.1, 18, 25, 40)
  static let quickValue = QuantileCurve(3, 4.5, 5.9, 8.5, 11.5, 19)
  /// The distributor after its boot camp.
  static let coachedValue = QuantileCurve(4.2, 6.8, 8.2, 10, 12.5, 17)
}
