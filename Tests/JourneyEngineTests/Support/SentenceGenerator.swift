import JourneyEngine
import TestSupport

/// Writes random sentences over the columns of a table, with constants that the table holds.
struct SentenceGenerator {
  struct Field {
    let name: String
    let type: ValueType
    /// As a sentence writes them.
    let constants: [String]
    /// `vertical`: few values, fit for `by`.
    let isGroup: Bool
  }

  private var random: SeededGenerator
  private let accounts: [Field]
  private let events: [Field]
  private let visits: [Field]

  init(_ snapshot: Snapshot, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    accounts = SentenceGenerator.fields(snapshot.accounts)
    events = snapshot.events.map { SentenceGenerator.fields($0.table) } ?? []
    visits = snapshot.visits.map { SentenceGenerator.fields($0.table) } ?? []
  }

  private static func fields(_ table: Table) -> [Field] {
    table.fields.compactMap { field -> Field? in
      var constants: [String] = []
      var distinct: Set<Value> = []
      for row in stride(from: 0, to: table.rowCount, by: max(1, table.rowCount / 200)) {
        let value = field.column[row]
        if value.isUnknown || !distinct.insert(value).inserted { continue }
        if let text = literal(value) { constants.append(text) }
      }
      guard !constants.isEmpty else { return nil }
      let isGroup = [.text, .boolean].contains(field.column.type) && distinct.count <= 25
      return Field(
        name: "`\(field.name)`", type: field.column.type, constants: constants, isGroup: isGroup)
    }
  }

  private static func literal(_ value: Value) -> String? {
    switch value {
    case .integer(let value): return "\(value)"
    case .number(let value): return abs(value) < 1e-4 && value != 0 ? nil : "\(value)"
    case .money(let raw, let scale):
      let sign = raw < 0 ? "-" : ""
      let unit = Int64(powerOfTen(scale))
      let cents = String(abs(raw) % unit)
      return "\(sign)\(abs(raw) / unit)"
        + (scale == 0 ? "" : ".\(String(repeating: "0", count: scale - cents.count))\(cents)")
    case .date(let day): return CivilDate(dayNumber: Int(day)).description
    case .instant(let instant):
      return CivilDate(dayNumber: Int(floorDivide(instant, microsecondsPerDay))).description
    case .text(let text): return text.contains { "\"\\\n".contains($0) } ? nil : "\"\(text)\""
    case .boolean(let flag): return flag ? "yes" : "no"
    case .duration, .unknown: return nil
    }
  }

  mutating func next() -> String {
    switch roll(10) {
    case 0..<6: return accountsSentence()
    case 6..<8 where !events.isEmpty: return listSentence(eventsPopulation(), events)
    case 8 where !visits.isEmpty: return listSentence("visits \(of())", visits)
    case 9: return groupSentence("accounts", accounts)
    default: return accountsSentence()
    }
  }

  private mutating func eventsPopulation() -> String {
    roll(2) == 0 ? "events" : "events of (accounts where \(condition(accounts)))"
  }

  private mutating func of() -> String {
    roll(2) == 0 ? "" : "of (accounts where \(condition(accounts)))"
  }

  private mutating func accountsSentence() -> String {
    roll(3) == 0 ? groupSentence("accounts", accounts) : listSentence("accounts", accounts)
  }

  private mutating func listSentence(_ population: String, _ fields: [Field]) -> String {
    var words = [population, "where", condition(fields)]
    if roll(4) > 0 { words.append("order by \(orderKeys(fields))") }
    if roll(3) == 0 {
      words.append("top \(1 + roll(30))")
    } else if roll(5) == 0 {
      words.append("lowest \(1 + roll(9)) by \(pick(fields).name) in each \(group(fields))")
    }
    if roll(4) == 0 {
      words.append("show \(pick(fields).name) called a, \(pick(fields).name) called b")
    }
    return words.joined(separator: " ")
  }

  private mutating func groupSentence(_ population: String, _ fields: [Field]) -> String {
    let number = pickNumber(fields)
    var words = [population]
    if roll(4) > 0 { words += ["where", condition(fields)] }
    words.append(
      "by \(group(fields)) show count called n, avg \(number) called mean, max \(number) called top1"
    )
    if roll(3) == 0 { words.append("| where n > \(roll(40))") }
    if roll(3) == 0 { words.append("| order by n desc | top 3") }
    return words.joined(separator: " ")
  }

  private mutating func condition(_ fields: [Field], depth: Int = 0) -> String {
    if depth < 2 {
      switch roll(6) {
      case 0:
        return "(\(condition(fields, depth: depth + 1)) and \(condition(fields, depth: depth + 1)))"
      case 1:
        return "(\(condition(fields, depth: depth + 1)) or \(condition(fields, depth: depth + 1)))"
      case 2 where roll(2) == 0: return "not (\(condition(fields, depth: depth + 1)))"
      case 3 where depth == 0:
        return
          "\(condition(fields, depth: 2)) and \(condition(fields, depth: 2)) and \(condition(fields, depth: 2))"
      default: break
      }
    }
    return test(pick(fields))
  }

  private mutating func test(_ field: Field) -> String {
    if roll(8) == 0 { return "\(field.name) is \(roll(2) == 0 ? "unknown" : "known")" }
    let constant = field.constants[roll(field.constants.count)]
    switch field.type {
    case .boolean:
      // In brackets: `x is a or flag` is taken for two values of x.
      return roll(2) == 0 ? "(\(field.name))" : "\(field.name) is \(constant)"
    case .text:
      switch roll(5) {
      case 0: return "\(field.name) is \(constant)"
      case 1: return "\(field.name) is not \(constant)"
      case 2: return "\(field.name) = \(constant)"
      case 3: return "\(field.name) contains \(constant)"
      default:
        return "\(field.name) in (\(constant), \(field.constants[roll(field.constants.count)]))"
      }
    case .date, .instant:
      switch roll(6) {
      case 0: return "\(field.name) since \(constant)"
      case 1: return "\(field.name) before \(constant)"
      case 2: return "\(field.name) in last \(1 + roll(400)) days"
      case 3: return "\(field.name) during \(constant.prefix(7))"
      default: return "\(field.name) \(operation()) \(constant)"
      }
    default:
      if roll(5) == 0 {
        return
          "\(field.name) between \(constant) and \(field.constants[roll(field.constants.count)])"
      }
      return "\(field.name) \(operation()) \(constant)"
    }
  }

  private mutating func orderKeys(_ fields: [Field]) -> String {
    let directions = ["", " asc", " desc"]
    return (0...roll(2)).map { _ in pick(fields).name + directions[roll(3)] }.joined(
      separator: ", ")
  }

  private mutating func operation() -> String { ["=", "!=", "<", "<=", ">", ">="][roll(6)] }
  private mutating func group(_ fields: [Field]) -> String { pick(fields.filter(\.isGroup)).name }
  private mutating func pickNumber(_ fields: [Field]) -> String {
    pick(fields.filter(\.type.isNumeric)).name
  }
  private mutating func pick(_ fields: [Field]) -> Field { fields[roll(fields.count)] }
  private mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
}
