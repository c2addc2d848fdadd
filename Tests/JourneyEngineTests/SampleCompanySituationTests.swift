import JourneyEngine
import Testing

/// What the canonical sentences ask for must be there to be found.
@Suite struct SampleCompanySituationTests {
  private let company = SampleCompanyData.standard
  private let now = SampleCompanyData.now
  private let day = SampleCompanyData.day
  private let order = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"]

  @Test func vocabulary() {
    let kinds = Set(company.accounts.flatMap(\.events).map(\.kind))
    let asked = [
      "ticket", "ticket_resolved", "downgrade", "feature_adopted", "login", "contract_signed",
      "demo",
      "proposal", "escalation", "milestone", "first_value", "renewal", "referral", "review",
      "case_study", "talk", "survey", "survey_sent", "complaint", "outage", "redline",
      "billing_dispute", "invoice", "expansion", "praise",
    ]
    #expect(asked.filter { !kinds.contains($0) } == [])
    #expect(
      company.accounts.flatMap(\.events).contains { $0.kind == "milestone" && $0.name == "go-live" }
    )
    #expect(
      Set(company.accounts.map(\.vertical)) == [
        "SaaS", "Telecom", "Healthcare", "Retail", "Fintech", "Education", "Hospitality",
        "Public Sector",
      ])
    for (column, count) in [
      ("segment", 3), ("region", 4), ("partner", 6), ("owner", 10), ("mindset", 2), ("outcome", 3),
      ("churn_type", 2),
    ] {
      #expect(Set(company.accounts.compactMap { $0.text[column] }).count == count)
    }
  }

  @Test func everyStageIsPeopled() {
    let sizes = Dictionary(grouping: company.accounts, by: \.stage).mapValues(\.count)
    for stage in order { #expect(sizes[stage, default: 0] >= 8, "\(stage)") }
    #expect(sizes["Lost", default: 0] >= 50)
  }

  @Test func benchmarkHasFriction() {
    let found = company.accounts.filter { $0.stage == "Benchmark" && ($0.jfi ?? 0) > 60 }
    #expect((5...15).contains(found.count))
    #expect(found.allSatisfy { $0.momentum != nil })
  }

  @Test func telecomIsLargeInSeveralStages() {
    let stages = Set(company.accounts(in: "Telecom").filter { $0.arr >= 50_000 }.map(\.stage))
    #expect(stages.count >= 4)
  }

  @Test func investStalledAtTheEndOfMarch() {
    let at = SampleCompanyData.instant(2026, 4, 1)
    let forward = ["contract_signed", "kickoff", "integration", "training", "milestone"]
    let stalled = company.accounts.filter { account in
      guard account.stage(at: at - 1) == "Invest", account.end > at,
        let entered = account.visits.last(where: { $0.entered < at })?.entered
      else { return false }
      let last = account.events.last { $0.at < at && forward.contains($0.kind) }?.at ?? entered
      return at - entered > 25 * day && at - last >= 14 * day
    }
    #expect((5...12).contains(stalled.count))
    #expect(
      (2...8).contains(
        company.accounts.count { account in
          account.stage == "Invest" && now - (account.visits.last?.entered ?? now) > 25 * day
        }))
  }

  @Test func ticketsThenDowngrade() {
    let found = company.accounts.filter { account in
      let tickets = account.events("ticket").filter { $0.severity == "high" }
      return zip(tickets, tickets.dropFirst()).contains { first, second in
        account.events.contains {
          $0.kind == "downgrade" && $0.at > second.at && $0.at - first.at <= 60 * day
        }
      }
    }
    #expect(found.count >= 5)
  }

  @Test func ticketsWithoutAdoptionInTheLastMonth() {
    let found = company.accounts.filter { account in
      account.events("ticket", from: now - 30 * day).count >= 3
        && account.events("feature_adopted", from: now - 30 * day).isEmpty
    }
    #expect(found.count >= 5)
    #expect(found.contains { $0.stage == "Transform" })
  }

  @Test func transformWithoutLogins() {
    let transform = company.accounts.filter { $0.stage == "Transform" }
    let absent = transform.filter { $0.events("login", from: now - 14 * day).isEmpty }
    #expect(absent.count >= 6 && absent.count * 4 < transform.count)
  }

  @Test func renewalsAtRisk() {
    let first = Int64(CivilDate.dayNumber(year: 2026, month: 7, day: 1))
    let found = company.accounts.filter { account in
      guard let renewal = account.renewal, let jfi = account.jfi else { return false }
      return renewal >= first && renewal < first + 60 && jfi > 50
    }
    #expect(found.count >= 5)
    #expect(company.accounts.allSatisfy { $0.renewal == nil || ($0.isCustomer && !$0.isLost) })
    #expect(company.accounts.allSatisfy { $0.renewal.map { $0 >= first } ?? true })
  }

  @Test func retailTicketsOfTheLastWeek() {
    let tickets = company.accounts(in: "Retail").flatMap {
      $0.events("ticket", from: now - 7 * day)
    }
    #expect((5...50).contains(tickets.count))
  }

  @Test func movesOfAllKinds() {
    var skips = 0
    var regressions = 0
    var recent = 0
    for account in company.accounts {
      for (from, to) in zip(account.visits, account.visits.dropFirst()) where to.stage != "Lost" {
        guard let left = order.firstIndex(of: from.stage),
          let right = order.firstIndex(of: to.stage)
        else { continue }
        if right > left + 1 { skips += 1 }
        if right < left { regressions += 1 }
        if right < left, to.entered >= SampleCompanyData.instant(2026, 4, 1) { recent += 1 }
      }
    }
    #expect(skips >= 10 && regressions >= 20 && recent >= 5)
  }

  @Test(arguments: [2025, 2026]) func firstQuarterOfSaaS(year: Int) {
    let from = SampleCompanyData.instant(year, 1, 1)
    let to = SampleCompanyData.instant(year, 4, 1)
    let cohort = company.accounts(in: "SaaS").filter { $0.started >= from && $0.started < to }
    #expect(cohort.count >= 12)
    #expect(cohort.count { $0.entry("Invest") != nil } >= 8)
    #expect(cohort.count { !$0.events("login").isEmpty } >= 8)
  }

  @Test func funnelOfTheContract() {
    var direct = 0
    var signed = 0
    var escalated = 0
    for account in company.accounts {
      let events = account.events
      for (place, event) in events.enumerated() where event.kind == "demo" {
        guard place + 1 < events.count, events[place + 1].kind == "proposal" else { continue }
        direct += 1
        let rest = events[(place + 2)...]
        guard let contract = rest.first(where: { $0.kind == "contract_signed" }) else { continue }
        if contract.at - event.at <= 90 * day { signed += 1 }
        if rest.contains(where: { $0.kind == "escalation" && $0.at < contract.at }) {
          escalated += 1
        }
      }
    }
    #expect(direct >= 60 && signed >= 40 && signed < direct && escalated >= 3)
  }

  @Test func someTiesAndNotMany() {
    var ties = 0
    var decisive = 0
    for account in company.accounts {
      for (left, right) in zip(account.events, account.events.dropFirst()) where left.at == right.at
      {
        ties += 1
        if left.kind == "demo", right.kind == "proposal" { decisive += 1 }
      }
    }
    #expect(decisive >= 3 && ties < 60)
  }

  @Test func pathsFromBenchmarkToLoss() {
    var paths: Set<[String]> = []
    for account in company.accounts where account.isLost {
      guard let benchmark = account.entry("Benchmark"),
        benchmark >= SampleCompanyData.instant(2026, 1, 1)
      else { continue }
      paths.insert(account.visits.filter { $0.entered >= benchmark }.map(\.stage))
    }
    #expect(paths.count >= 3)
  }

  @Test func surveysInBothQuarters() {
    for (from, to) in [(1, 4), (4, 7)] {
      for vertical in ["SaaS", "Telecom", "Healthcare", "Retail", "Hospitality"] {
        let answers = company.accounts(in: vertical).flatMap(\.events).count {
          $0.nps != nil && $0.at >= SampleCompanyData.instant(2026, from, 1)
            && $0.at < SampleCompanyData.instant(2026, to, 1)
        }
        #expect(answers >= 10, "\(vertical)")
      }
    }
  }

  @Test func acme() throws {
    let acme = try #require(company.account(named: "Acme Ltd"))
    #expect(acme.visits.map(\.stage) == order)
    let incident = try #require(acme.events("ticket").first { $0.severity == "critical" })
    #expect(incident.handled == "well")
    let solved = try #require(acme.events("ticket_resolved").first { $0.at > incident.at })
    #expect(solved.at - incident.at < day / 2)
    #expect(acme.events("referral").count == 1 && acme.events("renewal").count == 1)
    // The dip after the contract, and the recovery.
    let invest = try #require(acme.entry("Invest"))
    let transform = try #require(acme.entry("Transform"))
    func feeling(_ from: Int64, _ to: Int64) -> Double {
      SampleCompanyData.mean(
        acme.events.filter { $0.at >= from && $0.at < to }.compactMap(\.sentiment))
    }
    #expect(feeling(acme.entry("Benchmark") ?? 0, invest) > 0)
    #expect(feeling(invest, transform) < -0.2)
    #expect(feeling(transform, now) > 0.1)
    // The rough patch since April 2026.
    #expect(acme.events("ticket", from: SampleCompanyData.instant(2026, 4, 1)).count == 4)
  }
}
