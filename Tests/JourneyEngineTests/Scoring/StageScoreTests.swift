import JourneyEngine
import TestSupport
import Testing

/// `jfi in Invest`: a score as it was in a stage.
@Suite struct StageScoreTests {
  private static let end = CatalogFixtures.at("2026-03-01")

  private func isClose(_ found: Value, _ wanted: Double?) -> Bool {
    guard let wanted else { return found.isUnknown }
    return found.double.map { abs($0 - wanted) < 1e-9 } ?? false
  }

  @Test func agreesWithTheNaiveWay() throws {
    var counts = (known: 0, unknown: 0)
    for seed in 0..<Repetitions.count(30) where seed % 5 != 4 {
      let world = NaiveScores.World(seed: seed)
      let asking = Asking(try world.snapshot(now: StageScoreTests.end))
      let stays = world.naive(now: StageScoreTests.end).stays
      for (stage, name) in NaiveScores.World.stages.enumerated() where stage < 6 {
        let table = try asking.table(
          "accounts order by id show id, jfi in \(name), momentum in \(name)")
        for row in table.cells {
          guard case .text(let id) = row[0], let account = Int(id.dropFirst()) else { continue }
          let last = stays.last { $0.account == account && $0.stage == stage }
          for (place, score) in ["jfi", "momentum"].enumerated() {
            let wanted = last.flatMap { stay in
              world.naive(now: stay.end).score(
                score, account, usual: world.naive(now: ScoreHistoryTests.usualTime(stay.end)))
            }
            #expect(isClose(row[place + 1], wanted), "\(score) in \(name) of \(id), seed \(seed)")
            if wanted == nil { counts.unknown += 1 } else { counts.known += 1 }
          }
        }
      }
    }
    #expect(counts.known > 200 && counts.unknown > 200, "\(counts)")
  }

  @Test func standsWhereverAFieldDoes() throws {
    let asking = Asking(Asking.sampleCompany)
    let shown = try asking.table(
      "accounts where jfi in Invest > 30 and momentum in Transform is known "
        + "order by jfi in Invest desc show name, jfi in Invest, momentum in Transform")
    #expect(shown.rowCount > 0)
    let scores = shown.cells.compactMap { $0[1].double }
    #expect(scores.count == shown.rowCount && scores.allSatisfy { $0 > 30 })
    #expect(scores == scores.sorted(by: >))
    let all = try asking.column("jfi in Invest", of: "accounts show jfi in Invest")
    #expect(all.count { ($0.double ?? 0) > 30 } >= shown.rowCount)
    // While the stay goes on it is the score of now.
    let here = try asking.table("accounts in Invest where jfi is known show jfi, jfi in Invest")
    #expect(here.rowCount > 0 && here.cells.allSatisfy { $0[0] == $0[1] })
    // Groups.
    let groups = try asking.table("accounts by vertical show avg jfi in Invest, count").cells
    #expect(groups.count > 1 && groups.allSatisfy { !$0[1].isUnknown })
    // Visits reach their account's.
    #expect(try asking.table("visits in Invest where jfi in Invest > 30").rowCount > 0)
  }

  @Test func whatIsWrongIsSaid() {
    let asking = Asking(Asking.sampleCompany)
    for (sentence, reason) in [
      ("accounts where jfy in Invest > 3", "no score is called `jfy`"),
      ("accounts where jfi in Invset > 3", "no stage is called `Invset`"),
      ("accounts where vertical in SaaS", "values behind `in` stand in parentheses: `(SaaS)`"),
      ("accounts where stage in Invest", "values behind `in` stand in parentheses: `(Invest)`"),
    ] {
      do {
        _ = try asking.table(sentence)
        Issue.record("it has an answer: \(sentence)")
      } catch let refused as Asking.Refused {
        #expect(refused.reasons == [reason], "\(sentence)")
      } catch {
        Issue.record(error)
      }
    }
  }
}
