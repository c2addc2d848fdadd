@testable import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

@Suite struct QuadrantTests {
  private struct Account {
    var jfi: Double?
    var momentum: Double?
    var arr: Int?
    var isLost: Bool
    var vertical: String

    init(_ random: inout SeededGenerator) {
      // On the cut-offs often.
      func score() -> Double? {
        Int.random(in: 0..<8, using: &random) == 0
          ? nil : Double(Int.random(in: 0...20, using: &random) * 5)
      }
      jfi = score()
      momentum = score()
      arr =
        Int.random(in: 0..<6, using: &random) == 0
        ? nil : Int.random(in: 1...9, using: &random) * 1000
      isLost = Int.random(in: 0..<4, using: &random) == 0
      vertical = ["SaaS", "Retail"].randomElement(using: &random) ?? ""
    }

    func quadrant(_ friction: Double, _ speed: Double) -> String {
      guard let jfi, let momentum else { return "unknown" }
      if jfi >= friction { return momentum >= speed ? "pushing" : "stuck" }
      return momentum >= speed ? "gliding" : "disengaged"
    }
  }

  private func asking(_ accounts: [Account]) throws -> Asking {
    var rows = "id,name,vertical,jfi,momentum,arr,lost\n"
    for (place, account) in accounts.enumerated() {
      let cells = [
        "a\(100 + place)", "Account \(100 + place)", account.vertical,
        account.jfi.map { "\($0)" } ?? "", account.momentum.map { "\($0)" } ?? "",
        account.arr.map { "\($0)" } ?? "", account.isLost ? "true" : "false",
      ]
      rows += cells.joined(separator: ",") + "\n"
    }
    return Asking(
      try SourceAssembly.assemble(
        [CatalogFixtures.source("accounts.csv", rows, role: .accounts)],
        settings: CatalogFixtures.settings()
      ).snapshot)
  }

  /// Columns of the data's own, as they are.
  @Test func agreesWithTheNaiveWay() throws {
    for seed in 0..<Repetitions.count(40) {
      var random = SeededGenerator(seed: UInt64(seed))
      let accounts = (0..<Int.random(in: 30...60, using: &random)).map { _ in Account(&random) }
      var asking = try asking(accounts)
      for (friction, speed) in [(50.0, 50.0), (40, 60)] {
        asking.environment.quadrant = try #require(
          QuadrantCutOffs([
            Expression(.literal(.number(friction)), span: SourceSpan(0, 0)),
            Expression(.literal(.integer(Int64(speed))), span: SourceSpan(0, 0)),
          ]))
        let active = accounts.enumerated().filter { !$0.element.isLost }
        var wanted: [[Value]] = []
        for name in ["gliding", "pushing", "disengaged", "stuck", "unknown"] {
          let inside = active.filter { $0.element.quadrant(friction, speed) == name }
          if inside.isEmpty, name == "unknown" { continue }
          let sums = inside.compactMap(\.element.arr)
          let examples = inside.sorted {
            ($1.element.arr ?? 0, $0.offset) < ($0.element.arr ?? 0, $1.offset)
          }.prefix(3).map { "Account \(100 + $0.offset)" }
          wanted.append([
            .text(name), .integer(Int64(inside.count)),
            .number(Double(inside.count) / Double(active.count)),
            sums.isEmpty ? .unknown : .integer(Int64(sums.reduce(0, +))),
            examples.isEmpty ? .unknown : .text(examples.joined(separator: ", ")),
          ])
        }
        let table = try asking.table("quadrant of accounts")
        #expect(table.cells == wanted, "seed \(seed)")
        let lost = accounts.count(where: \.isLost)
        #expect(
          table.footer.notes.contains("\(PlainText.counted(lost, "lost account")) left out")
            == (lost > 0))
        // By vertical: those of each, and nothing twice.
        let groups = try asking.table("quadrant of accounts by vertical").cells
        for vertical in ["SaaS", "Retail"] {
          let alone = try asking.table("quadrant of accounts where vertical is \(vertical)").cells
          #expect(
            groups.filter { $0[0] == .text(vertical) }.map { Array($0.dropFirst()) }
              == alone.filter { $0[1] != .integer(0) })
        }
      }
    }
  }

  /// Computed scores, at now and in the past: the same accounts that the fields say.
  @Test func followsTheScoreFields() throws {
    var seen: Set<Value> = []
    for seed in 0..<Repetitions.count(20) where seed % 5 != 4 {
      let world = NaiveScores.World(seed: seed)
      var asking = Asking(try world.snapshot(now: CatalogFixtures.at("2026-03-01")))
      asking.environment.quadrant = try #require(
        QuadrantCutOffs([
          Expression(.literal(.integer(20)), span: SourceSpan(0, 0)),
          Expression(.literal(.integer(10)), span: SourceSpan(0, 0)),
        ]))
      for clause in ["", " as of 2025-08-31"] {
        for row in try asking.table("quadrant of accounts\(clause)").cells {
          let condition =
            switch row[0] {
            case .text("gliding"): "jfi < 20 and momentum >= 10"
            case .text("pushing"): "jfi >= 20 and momentum >= 10"
            case .text("disengaged"): "jfi < 20 and momentum < 10"
            case .text("stuck"): "jfi >= 20 and momentum < 10"
            default: "(jfi is unknown or momentum is unknown)"
            }
          let count = try asking.table(
            "accounts where \(condition) and not lost\(clause) show count"
          ).cells[0][0]
          #expect(row[1] == count, "\(row[0])\(clause), seed \(seed)")
          if row[1] != .integer(0) { seen.insert(row[0]) }
        }
      }
    }
    #expect(seen.count == 5, "\(seen)")
  }

  @Test func scoresAreNeeded() throws {
    let asking = Asking(
      try SourceAssembly.assemble(
        [CatalogFixtures.source("accounts.csv", "id,name\na,Acme\n", role: .accounts)],
        settings: CatalogFixtures.settings()
      ).snapshot)
    do {
      _ = try asking.table("quadrant of accounts")
      Issue.record("there is no score")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons == ["no scores are loaded"])
    }
  }

  @Test func cutOffsAreTwoScores() {
    func cutOffs(_ numbers: [Int64]) -> QuadrantCutOffs? {
      QuadrantCutOffs(
        numbers.map { Expression(.literal(.integer($0)), span: SourceSpan(0, 0)) })
    }
    #expect(cutOffs([40, 60])?.friction == 40 && cutOffs([40, 60])?.momentum == 60)
    #expect(cutOffs([]) == nil && cutOffs([40]) == nil && cutOffs([40, 60, 70]) == nil)
    #expect(cutOffs([40, 101]) == nil)
  }
}
