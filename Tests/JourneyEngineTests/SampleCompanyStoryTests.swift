import JourneyEngine
import Testing

/// The seven stories, each counted on the raw tables. Every seed tells them.
@Suite struct SampleCompanyStoryTests {
  private static let seeds = [SampleCompany.defaultSeed, 7, 99]
  private let day = SampleCompanyData.day
  private let redesign = SampleCompanyData.instant(2025, 10, 1)
  private let bootCamp = SampleCompanyData.instant(2026, 2, 2)

  private func company(_ seed: UInt64) -> SampleCompanyData {
    seed == SampleCompany.defaultSeed
      ? .standard : SampleCompanyData(SampleCompany.tables(seed: seed))
  }

  private func distributor(_ company: SampleCompanyData) -> [SampleCompanyData.Account] {
    company.accounts.filter { $0.text["partner"] == "Nordvik Distribution" }
  }

  private func isWithin(_ value: Double, _ range: ClosedRange<Double>) -> Bool {
    range.contains(value)
  }

  /// 1: 15 days become 8, friction falls by a fifth, retention rises by twelve points.
  @Test(arguments: seeds) func slowOnboarding(seed: UInt64) throws {
    let onboarded = company(seed).accounts.filter { $0.entry("Invest") != nil }
    let before = onboarded.filter { ($0.entry("Invest") ?? 0) < redesign }
    let after = onboarded.filter { ($0.entry("Invest") ?? 0) >= redesign }
    #expect(before.count >= 80 && after.count >= 80)
    #expect(isWithin(try #require(SampleCompanyData.medianTimeToValue(before)), 14...16))
    #expect(isWithin(try #require(SampleCompanyData.medianTimeToValue(after)), 7.2...8.8))
    let gain =
      SampleCompanyData.retentionAfter90Days(after) - SampleCompanyData.retentionAfter90Days(before)
    #expect(isWithin(gain, 0.07...0.16))
    let friction = friction(after) / friction(before) - 1
    #expect(isWithin(friction, -0.32 ... -0.12))
  }

  /// Tickets and bad feelings thirty days after the contract, as JFI weighs them.
  private func friction(_ accounts: [SampleCompanyData.Account]) -> Double {
    let points = ["low": 0.5, "medium": 1, "high": 2, "critical": 3]
    var scores: [Double] = []
    for account in accounts {
      guard let invest = account.entry("Invest"), account.end >= invest + 30 * day else { continue }
      let now = invest + 30 * day
      var tickets = 0.0
      var dislike = 0.0
      for event in account.events where event.at < now {
        let age = Double(now - event.at) / Double(day)
        if ["ticket", "outage", "escalation", "complaint"].contains(event.kind) {
          tickets += points[event.severity ?? "medium", default: 1] * halved(age / 21)
        }
        if let sentiment = event.sentiment, sentiment < 0 {
          dislike -= sentiment * halved(age / 45)
        }
      }
      scores.append(30 * (1 - halved(tickets / 3)) + 25 * (1 - halved(dislike / 2)))
    }
    return SampleCompanyData.mean(scores)
  }

  /// `2^-exponent`, near enough.
  private func halved(_ exponent: Double) -> Double {
    var result = 1.0
    var left = exponent
    while left >= 1 {
      result /= 2
      left -= 1
    }
    let x = -left * 0.693_147_180_559_945
    return result * (1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)))))
  }

  /// 2: time to value falls by 40 %, renewals in Transform rise by 15 %, momentum goes from 65
  /// to 80.
  @Test(arguments: seeds) func bootCamp(seed: UInt64) throws {
    let accounts = distributor(company(seed))
    let before = accounts.filter { $0.entry("Invest").map { $0 < bootCamp } ?? false }
    let after = accounts.filter { $0.entry("Invest").map { $0 >= bootCamp } ?? false }
    #expect(before.count >= 12 && after.count >= 12)
    let slow = try #require(SampleCompanyData.medianTimeToValue(before))
    let quick = try #require(SampleCompanyData.medianTimeToValue(after))
    #expect(isWithin(quick / slow - 1, -0.47 ... -0.34))
    func renewals(_ from: Int64, _ to: Int64) -> Int {
      accounts.reduce(0) { sum, account in
        sum
          + account.events("renewal", from: from, to: to).count {
            account.stage(at: $0.at) == "Transform"
          }
      }
    }
    #expect(renewals(SampleCompanyData.instant(2025, 11, 2), bootCamp) == 13)
    #expect(renewals(bootCamp, SampleCompanyData.instant(2026, 5, 2)) == 15)
    func momentum(_ accounts: [SampleCompanyData.Account]) -> Double {
      SampleCompanyData.mean(accounts.filter { !$0.isLost }.compactMap(\.momentum))
    }
    #expect(isWithin(momentum(before), 62...68))
    #expect(isWithin(momentum(after), 77...83))
  }

  /// 3: Education is content, uses the product, and says nothing; then referrals rise by 15 %.
  @Test(arguments: seeds) func satisfiedButSilent(seed: UInt64) {
    let company = company(seed)
    let programme = SampleCompanyData.instant(2026, 1, 1)
    let active = company.accounts.filter { ["Transform", "Share"].contains($0.stage) }
    let silent = active.filter { $0.vertical == "Education" }
    let others = active.filter { $0.vertical != "Education" }
    #expect(silent.count >= 15)
    let friction = SampleCompanyData.mean(silent.compactMap(\.jfi))
    #expect(friction < SampleCompanyData.mean(others.compactMap(\.jfi)) - 4)
    let momentum = SampleCompanyData.mean(silent.compactMap(\.momentum))
    #expect(abs(momentum - SampleCompanyData.mean(others.compactMap(\.momentum))) < 8)
    func advocacy(_ accounts: [SampleCompanyData.Account], _ from: Int64, _ to: Int64) -> Int {
      accounts.reduce(0) { sum, account in
        sum
          + ["referral", "review", "case_study", "talk"].reduce(0) {
            $0 + account.events($1, from: from, to: to).count
          }
      }
    }
    let education = company.accounts(in: "Education")
    #expect(advocacy(education, .min, programme) <= 2)
    #expect(advocacy(education, programme, .max) >= 10)
    #expect(advocacy(company.accounts, .min, programme) >= 80)
    func referrals(_ from: Int64, _ to: Int64) -> Double {
      Double(company.accounts.reduce(0) { $0 + $1.events("referral", from: from, to: to).count })
    }
    let rise =
      referrals(programme, .max) / referrals(SampleCompanyData.instant(2025, 7, 1), programme) - 1
    #expect(isWithin(rise, 0.14...0.16))
  }

  /// 4: redlines and billing disputes sit in Healthcare, around the contract.
  @Test(arguments: seeds) func convolutedContract(seed: UInt64) {
    let company = company(seed)
    func each(_ kind: String, isHealthcare: Bool) -> Double {
      let accounts = company.accounts.filter {
        ($0.vertical == "Healthcare") == isHealthcare && $0.entry("Benchmark") != nil
      }
      return SampleCompanyData.mean(accounts.map { Double($0.events(kind).count) })
    }
    #expect(each("redline", isHealthcare: true) > 8 * each("redline", isHealthcare: false))
    #expect(
      each("billing_dispute", isHealthcare: true) > 8 * each("billing_dispute", isHealthcare: false)
    )
    for account in company.accounts {
      for event in account.events("redline") + account.events("billing_dispute") {
        #expect(["Benchmark", "Invest"].contains(account.stage(at: event.at)))
      }
    }
  }

  /// 5: reactive accounts arrive upset and in a hurry, proactive ones calm and slow.
  @Test(arguments: seeds) func reactiveAndProactive(seed: UInt64) {
    let arriving = company(seed).accounts.filter {
      ["Obstacle", "Research"].contains($0.visits.first?.stage)
    }
    func days(_ mindset: String) -> Double {
      SampleCompanyData.median(
        arriving.filter { $0.text["mindset"] == mindset }.compactMap { account in
          account.entry("Benchmark").map { Double($0 - account.started) / Double(day) }
        })
    }
    func complaints(_ mindset: String) -> Double {
      SampleCompanyData.mean(
        arriving.filter { $0.text["mindset"] == mindset }.map { account in
          Double(
            account.events.count {
              ($0.sentiment ?? 0) < 0 && $0.at < account.started + 30 * day
            })
        })
    }
    #expect(days("reactive") * 1.7 < days("proactive"))
    #expect(complaints("reactive") > 2 && complaints("proactive") < 0.3)
  }

  /// 6: most who churned never complained, and had not been heard of for weeks.
  @Test(arguments: seeds) func quietLeavers(seed: UInt64) {
    let company = company(seed)
    let churned = company.accounts.filter(\.hasChurned)
    #expect((35...60).contains(churned.count))
    let mute = churned.filter { $0.events("complaint").isEmpty }
    #expect(Double(mute.count) / Double(churned.count) >= 0.7)
    let silence = churned.map { Double($0.end - ($0.events.last?.at ?? $0.started)) / Double(day) }
    #expect(SampleCompanyData.median(silence) >= 24)
    let stayed = company.accounts.filter { $0.isCustomer && !$0.isLost }
    let spoke = Double(stayed.count { !$0.events("complaint").isEmpty }) / Double(stayed.count)
    #expect(spoke > Double(churned.count - mute.count) / Double(churned.count) - 0.05)
    let involuntary = Double(churned.count { $0.text["churn_type"] == "involuntary" })
    #expect(isWithin(involuntary / Double(churned.count), 0.15...0.4))
  }

  /// 7: a serious incident handled well is worth more than none.
  @Test(arguments: seeds) func recovered(seed: UInt64) {
    let customers = company(seed).accounts.filter {
      $0.entry("Transform") ?? $0.entry("Share") != nil
    }
    func serious(_ account: SampleCompanyData.Account) -> [SampleCompanyData.Event] {
      account.events.filter { ["high", "critical"].contains($0.severity) }
    }
    let well = customers.filter { account in
      let incidents = serious(account)
      return !incidents.isEmpty && incidents.allSatisfy { $0.handled == "well" }
    }
    let badly = customers.filter { account in serious(account).contains { $0.handled == "badly" } }
    let none = customers.filter { serious($0).isEmpty }
    #expect(well.count >= 25 && badly.count >= 15 && none.count >= 100)
    func share(_ accounts: [SampleCompanyData.Account], _ isSo: (SampleCompanyData.Account) -> Bool)
      -> Double
    {
      Double(accounts.count(where: isSo)) / Double(accounts.count)
    }
    let refers = { (account: SampleCompanyData.Account) in !account.events("referral").isEmpty }
    let renews = { (account: SampleCompanyData.Account) in !account.events("renewal").isEmpty }
    #expect(share(well, refers) > share(none, refers) + 0.2)
    #expect(share(well, renews) > share(none, renews) + 0.1)
    #expect(share(badly, refers) < 0.1)
    #expect(share(well, \.isLost) == 0 && share(badly, \.isLost) > share(none, \.isLost))
  }
}
