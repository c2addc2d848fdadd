import JourneyEngine
import Testing
import TestSupport

/// Conditions over unknown values against Kleene's tables, one row at a time.
@Suite struct ThreeValuedLogicTests {
  enum Truth: Int { case no, unknown, yes }

  indirect enum Condition {
    case compare(String, String, Int64)
    case isUnknown(String)
    case isKnown(String)
    case flag
    case member(String, [Int64])
    case between(String, Int64, Int64)
    case not(Condition)
    case and([Condition])
    case or([Condition])

    var words: String {
      switch self {
      case .compare(let field, let operation, let value): "\(field) \(operation) \(value)"
      case .isUnknown(let field): "\(field) is unknown"
      case .isKnown(let field): "\(field) is known"
      case .flag: "flag"
      case .member(let field, let values):
        "\(field) in (\(values.map(String.init).joined(separator: ", ")))"
      case .between(let field, let low, let high): "\(field) between \(low) and \(high)"
      case .not(let inner): "not (\(inner.words))"
      case .and(let terms): "(\(terms.map(\.words).joined(separator: " and ")))"
      case .or(let terms): "(\(terms.map(\.words).joined(separator: " or ")))"
      }
    }

    func truth(_ row: [String: Value]) -> Truth {
      func number(_ field: String) -> Int64? {
        if case .integer(let value) = row[field]! { value } else { nil }
      }
      switch self {
      case .compare(let field, let operation, let value):
        guard let number = number(field) else { return .unknown }
        let holds: Bool =
          switch operation {
          case "=": number == value
          case "!=": number != value
          case "<": number < value
          case "<=": number <= value
          case ">": number > value
          default: number >= value
          }
        return holds ? .yes : .no
      case .isUnknown(let field): return row[field]!.isUnknown ? .yes : .no
      case .isKnown(let field): return row[field]!.isUnknown ? .no : .yes
      case .flag:
        if case .boolean(let flag) = row["flag"]! { return flag ? .yes : .no }
        return .unknown
      case .member(let field, let values):
        return number(field).map { values.contains($0) ? .yes : .no } ?? .unknown
      case .between(let field, let low, let high):
        return number(field).map { (low...max(low, high)).contains($0) && $0 <= high ? .yes : .no }
          ?? .unknown
      case .not(let inner): return Truth(rawValue: 2 - inner.truth(row).rawValue)!
      case .and(let terms): return Truth(rawValue: terms.map { $0.truth(row).rawValue }.min()!)!
      case .or(let terms): return Truth(rawValue: terms.map { $0.truth(row).rawValue }.max()!)!
      }
    }

    static func random(_ random: inout SeededGenerator, depth: Int = 0) -> Condition {
      let field = ["whole", "other"].randomElement(using: &random)!
      let value = Int64.random(in: -6...6, using: &random)
      switch Int.random(in: 0..<(depth > 2 ? 6 : 11), using: &random) {
      case 0, 1:
        return .compare(
          field, ["=", "!=", "<", "<=", ">", ">="].randomElement(using: &random)!, value)
      case 2: return .isUnknown(field)
      case 3: return .flag
      case 4: return .member(field, [value, value + 3, 2])
      case 5:
        return Bool.random(using: &random) ? .between(field, value, value + 4) : .isKnown(field)
      case 6: return .not(.random(&random, depth: depth + 1))
      case 7, 8:
        return .and(
          (0...Int.random(in: 1...2, using: &random)).map { _ in .random(&random, depth: depth + 1)
          })
      default:
        return .or(
          (0...Int.random(in: 1...2, using: &random)).map { _ in .random(&random, depth: depth + 1)
          })
      }
    }
  }

  @Test(arguments: [IndexPolicy.never, .always]) func randomConditions(policy: IndexPolicy) throws {
    var random = SeededGenerator(seed: 77)
    let count = 400
    func numbers() -> [Value] {
      RandomCompany.cells(count, &random, unknown: 0.3) {
        .integer(Int64.random(in: -6...6, using: &$0))
      }
    }
    let table = Table(
      [
        RandomCompany.field("id", .text, (0..<count).map { .text("r\(1000 + $0)") }),
        RandomCompany.field("whole", .integer, numbers()),
        RandomCompany.field("other", .integer, numbers()),
        RandomCompany.field(
          "flag", .boolean,
          RandomCompany.cells(count, &random, unknown: 0.3) { .boolean(Bool.random(using: &$0)) }),
      ], rowCount: count)
    let assembled = try SourceAssembly.assemble(
      [DataSource("a.csv", table, role: .accounts)], settings: CatalogFixtures.settings())
    var asking = Asking(assembled.snapshot)
    asking.environment.indexPolicy = policy
    let rows = try asking.table("accounts show id, whole, other, flag").cells.map { row in
      Dictionary(uniqueKeysWithValues: zip(["id", "whole", "other", "flag"], row))
    }
    for _ in 0..<Repetitions.count(2000) {
      let condition = Condition.random(&random)
      let kept = rows.filter { condition.truth($0) == .yes }
      let undecided = rows.filter { condition.truth($0) == .unknown }
      let table = try asking.table("accounts where \(condition.words) order by id show id")
      #expect(table.cells.map { $0[0] } == kept.map { $0["id"]! }, "\(condition.words)")
      // The footer names a field for every undecided row, and none when all are decided.
      let named = table.footer.unknowns.map(\.count)
      #expect(
        undecided.isEmpty == named.isEmpty, "\(condition.words): \(undecided.count), \(named)")
      if let most = named.max() {
        #expect(
          most <= undecided.count && named.reduce(0, +) >= undecided.count, "\(condition.words)")
      }
      // As a column the condition is its own truth value.
      let share = try asking.column("y", of: "accounts show share(\(condition.words)) called y")[0]
      let decided = rows.count - undecided.count
      #expect(
        share == (decided == 0 ? .unknown : .number(Double(kept.count) / Double(decided))),
        "\(condition.words)")
    }
  }

  @Test func elseGivesUnknownAValue() throws {
    let asking = Asking(try RandomCompany.snapshot(seed: 5, accounts: 200))
    let rows = try asking.table("accounts show whole, whole else 0, if whole > 0 then 1 else 2")
      .cells
    for row in rows {
      #expect(row[1] == (row[0].isUnknown ? .integer(0) : row[0]))
      // A condition that is unknown chooses neither side.
      let expected = row[0].double.map { Value.integer($0 > 0 ? 1 : 2) } ?? .unknown
      #expect(row[2] == expected)
    }
  }
}
