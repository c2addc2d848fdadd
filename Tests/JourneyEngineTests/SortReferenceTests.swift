import JourneyEngine
import Testing
import TestSupport

/// Sorting, `top` and `top .. in each` against an insertion of one row after the other.
@Suite struct SortReferenceTests {
  static let keys = [
    "whole", "huge", "level", "fine", "price", "day", "moment", "flag", "word", "label", "colour",
    "empty",
  ]

  @Test(arguments: 0..<40) func randomOrders(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) + 9000)
    let count = [0, 1, 5, 60, 900, 1500][seed % 6]
    guard count > 0 else { return }
    let snapshot = try RandomCompany.snapshot(seed: UInt64(seed), accounts: count)
    let asking = Asking(snapshot)
    let rows = try Rows(asking)
    for _ in 0..<25 {
      let chosen = (0...Int.random(in: 0...2, using: &random)).map { _ in
        Rows.Key(Self.keys.randomElement(using: &random)!, Bool.random(using: &random))
      }
      let words = chosen.map { "\($0.name)\($0.isDescending ? " desc" : "")" }.joined(
        separator: ", ")
      let expected = rows.sorted(chosen)
      #expect(
        try asking.ids("accounts order by \(words) show id") == expected, "\(words), seed \(seed)")
      let limit = Int.random(in: 1...(count + 2), using: &random)
      #expect(
        try asking.ids("accounts order by \(words) top \(limit) show id")
          == Array(expected.prefix(limit)),
        "\(words) top \(limit), seed \(seed)")
    }
  }

  @Test(arguments: 0..<12) func topInEach(seed: Int) throws {
    let count = [7, 80, 1300][seed % 3]
    let asking = Asking(try RandomCompany.snapshot(seed: UInt64(seed) + 70, accounts: count))
    let rows = try Rows(asking)
    for name in ["whole", "level", "day", "word"] {
      for (word, isDescending) in [("top", true), ("lowest", false)] {
        let sentence = "accounts \(word) 3 by \(name) in each colour show id"
        let order = rows.sorted([.init("colour", false), .init(name, isDescending)])
        var taken: [Value: Int] = [:]
        let expected = order.filter { id in
          let group = rows.value("colour", id)
          taken[group, default: 0] += 1
          return taken[group]! <= 3
        }
        #expect(try asking.ids(sentence) == expected, "\(sentence), seed \(seed)")
        #expect(
          try asking.ids("accounts \(word) 5 by \(name) show id")
            == Array(rows.sorted([.init(name, isDescending)]).prefix(5)))
      }
    }
  }

  @Test func unknownIsLastInBothDirections() throws {
    let asking = Asking(try RandomCompany.snapshot(seed: 3, accounts: 300))
    for name in Self.keys {
      for direction in ["", " desc"] {
        let cells = try asking.column(
          name, of: "accounts order by \(name)\(direction) show \(name)")
        let firstUnknown = cells.firstIndex(where: \.isUnknown) ?? cells.count
        let isLast = cells[firstUnknown...].allSatisfy { $0.isUnknown }
        #expect(isLast, "\(name)\(direction)")
      }
    }
  }

  @Test func stagesComeInTheOrderOfTheJourney() throws {
    let stages = try Asking(Asking.sampleCompany).column(
      "stage", of: "accounts by stage show count")
    let names = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share", "lost"]
    #expect(stages == names.map(Value.text))
    let backwards = try Asking(Asking.sampleCompany)
      .column("stage", of: "accounts by stage show count order by stage desc")
    #expect(backwards == names.reversed().map(Value.text))
  }

  /// All accounts, cell by cell.
  struct Rows {
    struct Key {
      let name: String
      let isDescending: Bool

      init(_ name: String, _ isDescending: Bool) {
        self.name = name
        self.isDescending = isDescending
      }
    }

    private let cells: [String: [String: Value]]

    init(_ asking: Asking) throws {
      let names = ["id"] + SortReferenceTests.keys
      let table = try asking.table("accounts show \(names.joined(separator: ", "))")
      var cells: [String: [String: Value]] = [:]
      for row in table.cells {
        guard case .text(let id) = row[0] else { continue }
        cells[id] = Dictionary(uniqueKeysWithValues: zip(names, row))
      }
      self.cells = cells
    }

    func value(_ name: String, _ id: String) -> Value { cells[id]![name]! }

    func sorted(_ keys: [Key]) -> [String] {
      cells.keys.sorted { left, right in
        for key in keys {
          let a = value(key.name, left), b = value(key.name, right)
          if a == b { continue }
          if a.isUnknown || b.isUnknown { return b.isUnknown }
          if Rows.less(a, b) { return !key.isDescending }
          if Rows.less(b, a) { return key.isDescending }
        }
        return Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
      }
    }

    private static func less(_ a: Value, _ b: Value) -> Bool {
      switch (a, b) {
      case (.text(let a), .text(let b)):
        let (foldedA, foldedB) = (Array(a.lowercased().utf8), Array(b.lowercased().utf8))
        return foldedA == foldedB
          ? Array(a.utf8).lexicographicallyPrecedes(Array(b.utf8))
          : foldedA.lexicographicallyPrecedes(foldedB)
      case (.boolean(let a), .boolean(let b)): return !a && b
      case (.integer(let a), .integer(let b)), (.date(let a), .date(let b)),
        (.instant(let a), .instant(let b)),
        (.money(let a, _), .money(let b, _)):
        return a < b
      case (.number(let a), .number(let b)): return a < b
      default: return false
      }
    }
  }
}
