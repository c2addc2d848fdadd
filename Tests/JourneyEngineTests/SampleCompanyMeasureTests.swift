import JourneyEngine
import Testing

/// What the company looks like as a whole: scores, feelings, money, answers, partners.
@Suite struct SampleCompanyMeasureTests {
  private static let seeds = SampleCompanyData.seeds
  private let stages = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"]

  private func company(_ seed: UInt64) -> SampleCompanyData { .of(seed) }

  // MARK: - Scores

  @Test(arguments: seeds) func scoresAreBelievable(seed: UInt64) {
    let open = company(seed).accounts.filter { !$0.isLost }
    for account in open {
      #expect(account.jfi.map { (0...100).contains($0) } ?? false)
      #expect(account.momentum.map { (0...100).contains($0) } ?? false)
    }
    for stage in stages {
      let here = open.filter { $0.stage == stage }
      #expect((13...55).contains(SampleCompanyData.mean(here.compactMap(\.jfi))), "\(stage)")
      let frictions = here.compactMap(\.jfi).sorted()
      #expect((frictions.last ?? 0) - (frictions.first ?? 0) > 20, "\(stage)")
    }
    let customers = open.filter { ["Transform", "Share"].contains($0.stage) }
    let momenta = customers.compactMap(\.momentum).sorted()
    #expect((40...60).contains(SampleCompanyData.median(momenta)))
    #expect(momenta[momenta.count / 20] < 30 && momenta[momenta.count * 19 / 20] > 70)
    // Who is well looked after moves.
    let smooth = customers.filter { ($0.jfi ?? 100) < 15 }.compactMap(\.momentum)
    let rough = customers.filter { ($0.jfi ?? 0) > 40 }.compactMap(\.momentum)
    #expect(SampleCompanyData.mean(smooth) > SampleCompanyData.mean(rough) + 8)
  }

  /// All four: gliding, pushing, disengaged, stuck.
  @Test func everyQuadrantIsPeopled() {
    let open = company(SampleCompany.defaultSeed).accounts.filter { !$0.isLost }
    var sizes: [[Bool]: Int] = [:]
    for account in open {
      sizes[[(account.jfi ?? 0) >= 50, (account.momentum ?? 0) >= 50], default: 0] += 1
    }
    #expect(sizes[[false, true], default: 0] >= 40 && sizes[[false, false], default: 0] >= 40)
    #expect(sizes[[true, false], default: 0] >= 10)
  }

  /// The CX curve rises in Benchmark, dips after Invest, rises again in Transform, fades in Share.
  @Test(arguments: seeds) func feelingsFollowTheCurve(seed: UInt64) {
    var feelings: [String: [Double]] = [:]
    for account in company(seed).accounts {
      for event in account.events {
        guard let stage = account.stage(at: event.at), let felt = event.sentiment else { continue }
        feelings[stage, default: []].append(felt)
      }
    }
    let mean = feelings.mapValues(SampleCompanyData.mean)
    func rise(_ from: String, _ to: String) -> Double { (mean[to] ?? .nan) - (mean[from] ?? .nan) }
    #expect(rise("Research", "Benchmark") > 0.05)
    #expect(rise("Benchmark", "Invest") < -0.1)
    #expect(rise("Invest", "Transform") > 0.3)
    #expect(rise("Transform", "Share") < -0.05)
  }

  @Test func acmeHasARoughPatch() throws {
    let company = company(SampleCompany.defaultSeed)
    let jfi = #"accounts where name is "Acme Ltd" show avg jfi"#
    let momentum = #"accounts where name is "Acme Ltd" show avg momentum"#
    #expect(try company.number(jfi, asOf: ["2026-04-01"]) < 15)
    #expect(try company.number(jfi, asOf: ["2026-06-30"]) > 40)
    #expect(
      try company.number(momentum, asOf: ["2026-06-30"])
        < company.number(momentum, asOf: ["2026-04-01"]) - 8)
  }

  // MARK: - Money

  /// The first contract and every change since add up to what the account pays now.
  @Test(arguments: seeds) func moneyAddsUp(seed: UInt64) throws {
    var changed = 0
    for account in company(seed).accounts {
      guard let contract = account.events("contract_signed").first?.amount else { continue }
      var revenue = contract
      for event in account.events where event.at > account.entry("Invest") ?? 0 {
        switch event.kind {
        case "expansion": revenue += try #require(event.amount)
        case "downgrade": revenue -= try #require(event.amount)
        case "renewal":
          let amount = try #require(event.amount)
          #expect(amount == revenue, "\(account.name)")
        default: continue
        }
        if event.kind != "renewal" { changed += 1 }
      }
      #expect(revenue == account.arr, "\(account.name)")
    }
    #expect(changed >= 80)
  }

  @Test(arguments: seeds) func lossesHaveReasons(seed: UInt64) {
    let churned = company(seed).accounts.filter(\.hasChurned)
    let types = Dictionary(grouping: churned) { $0.text["churn_type"] ?? "unknown" }
    #expect(Set(types.keys) == ["voluntary", "involuntary", "unknown"])
    let share = Double(types["involuntary"]?.count ?? 0) / Double(churned.count)
    #expect((0.15...0.42).contains(share))
    // Who could not pay is known by it, and nobody else.
    for account in company(seed).accounts where !account.events("payment_failed").isEmpty {
      #expect(account.text["churn_type"] == "involuntary")
    }
    #expect(churned.contains { !$0.events("payment_failed").isEmpty })
  }

  // MARK: - What they say

  @Test(arguments: seeds) func surveysAreAnsweredMoreAndLess(seed: UInt64) {
    let events = company(seed).accounts.flatMap(\.events)
    func rate(_ name: String) -> Double {
      let sent = events.count { $0.kind == "survey_sent" && $0.name == name }
      let answered = events.count { $0.kind == "survey" && $0.name == name }
      return Double(answered) / Double(sent)
    }
    #expect((0.3...0.45).contains(rate("CSAT")))
    #expect((0.42...0.58).contains(rate("NPS")))
    #expect((0.5...0.7).contains(rate("onboarding")))
  }

  @Test(arguments: seeds) func firstContactIsOftenEnough(seed: UInt64) {
    let told = company(seed).accounts.flatMap { $0.events("ticket") }.compactMap(\.resolvedAtOnce)
    #expect(told.count >= 1000)
    #expect((0.69...0.76).contains(Double(told.count { $0 }) / Double(told.count)))
  }

  // MARK: - Partners

  /// The same three ratings, 1 to 5, for all accounts of a partner; none without one.
  @Test func partnersAreRated() throws {
    let table = try company(SampleCompany.defaultSeed).asking.table(
      """
      accounts show partner, partner_alignment, partner_feedback, partner_responsiveness
      """)
    var ratings: [String: [Value]] = [:]
    for row in table.cells {
      guard case .text(let partner) = row[0] else {
        #expect(row[1...].allSatisfy { $0 == .unknown })
        continue
      }
      for case let rating in row[1...] {
        guard case .integer(let points) = rating else {
          Issue.record("\(partner) has no rating")
          continue
        }
        #expect((1...5).contains(points))
      }
      #expect(ratings[partner, default: Array(row[1...])] == Array(row[1...]))
      ratings[partner] = Array(row[1...])
    }
    #expect(ratings.count == 6 && Set(ratings.values).count == 6)
  }
}
