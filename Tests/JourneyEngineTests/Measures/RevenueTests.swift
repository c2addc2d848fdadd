@testable import JourneyEngine
import TestSupport
import Testing

/// Revenue that contracts tell, beside each other and one after the other.
@Suite struct RevenueTests {
  private struct Contract {
    var account: Int
    var from: Int
    var to: Int?
    var monthly: Int
  }

  private static func day(_ number: Int) -> String {
    CivilDate(dayNumber: CivilDate.dayNumber(year: 2025, month: 1, day: 1) + number).description
  }

  private func contracts(_ random: inout SeededGenerator) -> [Contract] {
    (0..<Int.random(in: 1...20, using: &random)).map { _ in
      let from = Int.random(in: 0..<300, using: &random)
      let isOver = Bool.random(using: &random)
      return Contract(
        account: Int.random(in: 0..<6, using: &random), from: from,
        to: isOver ? from + Int.random(in: 1...200, using: &random) : nil,
        monthly: Int.random(in: 1...9, using: &random) * 10)
    }
  }

  @Test func ofSubscriptions() throws {
    var known = 0
    for seed in 0..<Repetitions.count(150) {
      var random = SeededGenerator(seed: UInt64(seed) + 400)
      let contracts = contracts(&random)
      var rows = "account,at,kind,subscription_id,mrr\n"
      for (number, contract) in contracts.enumerated() {
        let (key, monthly) = ("s\(number)", contract.monthly)
        rows +=
          "a\(contract.account),\(RevenueTests.day(contract.from)),subscription_started,\(key),\(monthly)\n"
        if let to = contract.to {
          rows +=
            "a\(contract.account),\(RevenueTests.day(to)),subscription_ended,\(key),\(monthly)\n"
        }
      }
      let asking = Asking(
        try SourceAssembly.assemble(
          [
            CatalogFixtures.source(
              "accounts.csv", "id\na0\na1\na2\na3\na4\na5\n", role: .accounts),
            CatalogFixtures.source("events.csv", rows, role: .events),
          ], settings: CatalogFixtures.settings { $0.now = CatalogFixtures.at("2026-09-01") }
        ).snapshot)
      let (from, to) = (Int.random(in: 50..<200, using: &random), 400)
      let found = try asking.table(
        "grr, nrr of accounts between \(RevenueTests.day(from)) and \(RevenueTests.day(to - 1))")
      var (before, kept, all) = (0.0, 0.0, 0.0)
      for account in 0..<6 {
        func paid(at day: Int) -> Double {
          contracts.filter { $0.account == account && $0.from < day && ($0.to ?? .max) >= day }
            .reduce(0) { $0 + Double($1.monthly) }
        }
        guard paid(at: from) > 0 else { continue }
        before += paid(at: from)
        kept += min(paid(at: from), paid(at: to))
        all += paid(at: to)
      }
      guard before > 0 else {
        #expect(found.cells[0][0].isUnknown)
        continue
      }
      known += 1
      #expect(abs((found.cells[0][0].double ?? -1) - kept / before) < 1e-9, "grr, seed \(seed)")
      #expect(abs((found.cells[0][1].double ?? -1) - all / before) < 1e-9, "nrr, seed \(seed)")
    }
    #expect(known > 50)
  }
}
