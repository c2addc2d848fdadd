import JourneyEngine
import Testing

/// The seven stories, counted on the raw tables and asked for by sentences about the scores. Every
/// seed tells them.
@Suite struct SampleCompanyStoryTests {
  private static let seeds = SampleCompanyData.seeds
  private let day = SampleCompanyData.day
  private let redesign = SampleCompanyData.instant(2025, 10, 1)
  private let bootCamp = SampleCompanyData.instant(2026, 2, 2)

  /// And the days in between, where a stage holds but a few accounts.
  private let quarters = [
    "2025-06-30", "2025-08-15", "2025-09-30", "2025-11-15", "2025-12-31", "2026-02-15",
    "2026-03-31", "2026-05-15", "2026-06-30",
  ]

  private func company(_ seed: UInt64) -> SampleCompanyData { .of(seed) }

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
    func surge(_ accounts: [SampleCompanyData.Account]) -> Double {
      SampleCompanyData.mean(
        accounts.compactMap { account in
          account.entry("Invest").map {
            Double(account.events("ticket", from: $0, to: $0 + 30 * day).count)
          }
        })
    }
    #expect(surge(before) > 1.25 * surge(after))
    // Of those who have signed within two months, before and after.
    let friction = """
      accounts active where first contract_signed in last 60 days \
      and (partner is unknown or partner is not "Nordvik Distribution") show avg jfi
      """
    let change =
      try company(seed).number(friction, asOf: ["2025-12-31", "2026-01-31", "2026-02-28"])
      / company(seed).number(friction, asOf: ["2025-06-30", "2025-07-31", "2025-09-30"]) - 1
    #expect(isWithin(change, -0.32 ... -0.12))
    let inInvest = "accounts in Invest show avg jfi"
    let early = ["2025-05-31", "2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30"]
    #expect(isWithin(try company(seed).number(inInvest, asOf: early), 18...40))
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
    let (renewedBefore, renewedAfter) = (
      renewals(SampleCompanyData.instant(2025, 11, 2), bootCamp),
      renewals(bootCamp, SampleCompanyData.instant(2026, 5, 2))
    )
    #expect((renewedBefore, renewedAfter) == (26, 30))
    let momentum = """
      accounts in Invest, Transform, Share where partner is "Nordvik Distribution" \
      show avg momentum
      """
    #expect(isWithin(try company(seed).number(momentum, asOf: ["2026-01-31"]), 62...68))
    #expect(isWithin(try company(seed).number(momentum, asOf: ["2026-04-30"]), 76...83))
    // Everybody else stays where they were.
    let others = """
      accounts in Invest, Transform, Share where partner is unknown \
      or partner is not "Nordvik Distribution" show avg momentum
      """
    let rise =
      try company(seed).number(others, asOf: ["2026-04-30"])
      - company(seed).number(others, asOf: ["2026-01-31"])
    #expect(abs(rise) < 5)
  }

  /// 3: Education is content, uses the product, and says nothing; then referrals rise by 15 %.
  @Test(arguments: seeds) func satisfiedButSilent(seed: UInt64) throws {
    let company = company(seed)
    let programme = SampleCompanyData.instant(2026, 1, 1)
    func score(_ score: String, isEducation: Bool, _ date: String) throws -> Double {
      let vertical = isEducation ? "is Education" : "is not Education"
      return try company.number(
        "accounts in Transform, Share where vertical \(vertical) show avg \(score)", asOf: [date])
    }
    for date in ["2025-12-31", "2026-06-30"] {
      #expect(
        try score("jfi", isEducation: true, date) < score("jfi", isEducation: false, date) - 4)
      let distance =
        try score("momentum", isEducation: true, date)
        - score("momentum", isEducation: false, date)
      #expect(abs(distance) < 11)
    }
    let drift =
      try score("momentum", isEducation: true, "2026-06-30")
      - score("momentum", isEducation: true, "2025-12-31")
    #expect(abs(drift) < 6)
    #expect(try score("advocacy", isEducation: true, "2025-12-31") < 3)
    #expect(try score("advocacy", isEducation: false, "2025-12-31") > 7)
    #expect(try score("advocacy", isEducation: true, "2026-06-30") > 6)
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
  @Test(arguments: seeds) func convolutedContract(seed: UInt64) throws {
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
    let friction = "accounts in Benchmark, Invest where vertical is Healthcare show avg jfi"
    let others = "accounts in Benchmark, Invest where vertical is not Healthcare show avg jfi"
    let spike = try company.number(friction, asOf: quarters)
    let usual = try company.number(others, asOf: quarters)
    #expect(spike > 1.4 * usual)
    // It is a spike: once they are settled these accounts are much like any other.
    func settled(_ vertical: String) throws -> Double {
      try company.number(
        "accounts in Transform, Share where vertical \(vertical) and dwell > 60 days show avg jfi",
        asOf: quarters)
    }
    let rest = try settled("is Healthcare") - settled("is not Healthcare")
    #expect(spike - usual > rest + 3)
  }

  /// 5: reactive accounts arrive upset and in a hurry, proactive ones calm and slow.
  @Test(arguments: seeds) func reactiveAndProactive(seed: UInt64) throws {
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
    func score(_ score: String, of mindset: String) throws -> Double {
      try company(seed).number(
        "accounts in Research, Benchmark where mindset is \(mindset) show avg \(score)",
        asOf: quarters)
    }
    #expect(try score("jfi", of: "reactive") > 1.8 * score("jfi", of: "proactive"))
    let (fast, slow) = (
      try score("momentum", of: "reactive"), try score("momentum", of: "proactive")
    )
    #expect(fast > slow)
  }

  /// 6: most who churned never complained, and had not been heard of for weeks.
  @Test(arguments: seeds) func quietLeavers(seed: UInt64) {
    let company = company(seed)
    let churned = company.accounts.filter(\.hasChurned)
    #expect((35...60).contains(churned.count))
    let mute = churned.filter { $0.events("complaint").isEmpty }
    #expect(Double(mute.count) / Double(churned.count) >= 0.7)
    let never = Double(churned.count { $0.events("ticket").isEmpty })
    #expect(never / Double(churned.count) > 0.5)
    let rest = company.accounts.filter { $0.entry("Invest") != nil && !$0.isLost }
    #expect(Double(rest.count { $0.events("ticket").isEmpty }) / Double(rest.count) < 0.1)
    let silence = churned.map { Double($0.end - ($0.events.last?.at ?? $0.started)) / Double(day) }
    #expect(SampleCompanyData.median(silence) >= 24)
    let stayed = company.accounts.filter { $0.isCustomer && !$0.isLost }
    let spoke = Double(stayed.count { !$0.events("complaint").isEmpty }) / Double(stayed.count)
    #expect(spoke > Double(churned.count - mute.count) / Double(churned.count) - 0.05)
    let involuntary = Double(churned.count { $0.text["churn_type"] == "involuntary" })
    #expect(isWithin(involuntary / Double(churned.count), 0.15...0.42))
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
