import JourneyEngine
import Testing
import TestSupport

/// Every aggregate against one computed row by row, in the plainest way.
@Suite struct AggregateReferenceTests {
  private static func company(_ columns: [Table.Field]) throws -> Asking {
    let count = columns[0].column.count
    let ids = (0..<count).map { Value.text("id\($0 + 1_000_000)") }
    let table = Table([RandomCompany.field("id", .text, limit: 0, ids)] + columns, rowCount: count)
    return Asking(
      try SourceAssembly.assemble(
        [DataSource("a.csv", table, role: .accounts)], settings: CatalogFixtures.settings()
      ).snapshot)
  }

  private static func one(_ type: ValueType, _ values: [Value], _ show: String) throws -> Value {
    let asking = try company([RandomCompany.field("x", type, values)])
    return try asking.table("accounts show \(show) called y").columns[0].column[0]
  }

  // MARK: - By hand

  @Test func quantilesAsTheSemanticsPageGivesThem() throws {
    let six = [3, 5, 8, 13, 21, 34].map { Value.integer($0) }
    #expect(try Self.one(.integer, six, "p50 x") == .number(10.5))
    #expect(try Self.one(.integer, six, "median x") == .number(10.5))
    #expect(try Self.one(.integer, six, "p90 x") == .number(27.5))
    #expect(try Self.one(.integer, [.integer(7)], "p90 x") == .number(7))
    #expect(try Self.one(.integer, [.unknown], "p90 x") == .unknown)
  }

  @Test func moneyIsExactFarBeyondDoubles() throws {
    // 2^53 + 1 is no double; nor are the cents of this sum.
    let large: [Value] = [
      .money(9_007_199_254_740_993, scale: 2), .money(1, scale: 2), .money(1, scale: 2),
    ]
    #expect(
      try Self.one(.money(scale: 2), large, "sum x") == .money(9_007_199_254_740_995, scale: 2))
    let many = [Value](repeating: .money(10, scale: 2), count: 100_001)
    #expect(try Self.one(.money(scale: 2), many, "sum x") == .money(1_000_010, scale: 2))
  }

  @Test func wholeNumbersDoNotOverflowOnTheWay() throws {
    let values: [Value] = [
      .integer(.max), .integer(.max), .integer(-.max), .integer(-.max), .integer(5),
    ]
    #expect(try Self.one(.integer, values, "sum x") == .integer(5))
  }

  @Test func smallNumbersSurviveLargeOnes() throws {
    let values = [1e16, 1, 1, 1, 1, -1e16].map { Value.number($0) }
    #expect(try Self.one(.number, values, "sum x") == .number(4))
    #expect(try Self.one(.number, values, "avg x") == .number(4.0 / 6))
    let tenths = [Value](repeating: .number(0.1), count: 1000)
    #expect(try Self.one(.number, tenths, "sum x") == .number(100))
  }

  @Test func spreadOfNumbersFarFromZero() throws {
    let values = [4.0, 7, 13, 16].map { Value.number(1e9 + $0) }
    let found = try #require(Self.one(.number, values, "stddev x").double)
    #expect(abs(found - 30.0.squareRoot()) < 1e-6)
    #expect(try Self.one(.number, [.number(3)], "stddev x") == .unknown)
  }

  @Test func nothingKnownIsUnknownAndNothingCountedIsZero() throws {
    for word in ["sum", "avg", "median", "p90", "min", "max", "stddev"] {
      #expect(try Self.one(.number, [.unknown, .unknown], "\(word) x") == .unknown, "\(word)")
    }
    #expect(try Self.one(.number, [.unknown, .unknown], "count x") == .integer(0))
    #expect(try Self.one(.number, [.unknown, .unknown], "count distinct x") == .integer(0))
    #expect(try Self.one(.number, [.unknown, .unknown], "count") == .integer(2))
    #expect(try Self.one(.number, [.unknown, .unknown], "share(x > 1)") == .unknown)
  }

  // MARK: - Against row at a time

  @Test(arguments: 0..<60) func randomColumns(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) + 500)
    let count = [1, 2, 3, 17, 256, 3000][seed % 6]
    let groups = RandomCompany.cells(count, &random, unknown: 0.1) {
      .text(RandomCompany.groups.randomElement(using: &$0)!)
    }
    let types: [(String, ValueType, (inout SeededGenerator) -> Value)] = [
      ("whole", .integer, { .integer(Int64.random(in: -1000...1000, using: &$0)) }),
      ("level", .number, { .number(Double.random(in: -1e3...1e3, using: &$0)) }),
      (
        "price", .money(scale: 2),
        { .money(Int64.random(in: -9_999_999...99_999_999, using: &$0), scale: 2) }
      ),
    ]
    var fields = [RandomCompany.field("g", .text, groups)]
    var cells: [String: [Value]] = [:]
    for (name, type, make) in types {
      let values = RandomCompany.cells(count, &random, unknown: seed % 3 == 0 ? 0.6 : 0.2, make)
      cells[name] = values
      fields.append(RandomCompany.field(name, type, values))
    }
    let asking = try Self.company(fields)
    for (name, type, _) in types {
      let table = try asking.table(
        """
        accounts by g show count called rows, count \(name) called n, count distinct \(name) called kinds, \
        sum \(name) called total, avg \(name) called mean, median \(name) called mid, p90 \(name) called high, \
        p12.5 \(name) called low, min \(name) called least, max \(name) called most, \
        stddev \(name) called spread, count(\(name) > 0) called above, share(\(name) > 0) called part
        """)
      var expected: [Value: [Value]] = [:]
      for (row, group) in groups.enumerated() {
        expected[group, default: []].append(cells[name]![row])
      }
      #expect(table.rowCount == expected.count)
      for row in table.cells {
        let values = try #require(expected[row[0]])
        check(row, Reference(values, type), "\(name), group \(row[0]), seed \(seed)")
      }
    }
  }

  private func check(_ row: [Value], _ reference: Reference, _ about: String) {
    #expect(row[1] == .integer(Int64(reference.rows)), "count, \(about)")
    #expect(row[2] == .integer(Int64(reference.known.count)), "count x, \(about)")
    #expect(row[3] == .integer(Int64(Set(reference.known).count)), "count distinct, \(about)")
    for (place, wanted) in [
      (4, reference.sum), (5, reference.mean), (6, reference.quantile(0.5)),
      (7, reference.quantile(0.9)),
      (8, reference.quantile(0.125)), (9, reference.numbers.min()), (10, reference.numbers.max()),
      (11, reference.deviation), (13, reference.shareAboveZero),
    ] {
      guard let wanted else {
        #expect(row[place] == .unknown, "column \(place), \(about)")
        continue
      }
      let found = row[place].double ?? .nan
      #expect(
        abs(found - wanted) <= 1e-9 * max(1, abs(wanted)),
        "column \(place): \(found), \(wanted), \(about)")
    }
    #expect(row[12] == .integer(Int64(reference.numbers.count { $0 > 0 })), "count(), \(about)")
    if case .money = reference.type, !reference.known.isEmpty {
      #expect(row[4] == .money(reference.unscaledSum, scale: 2), "exact sum, \(about)")
    }
  }

  private struct Reference {
    let rows: Int
    let known: [Value]
    let numbers: [Double]
    let type: ValueType

    init(_ values: [Value], _ type: ValueType) {
      rows = values.count
      known = values.filter { !$0.isUnknown }
      numbers = known.compactMap(\.double)
      self.type = type
    }

    var unscaledSum: Int64 {
      known.reduce(0) { sum, value in if case .money(let raw, _) = value { sum + raw } else { sum }
      }
    }
    /// In sorted order of size, so that the error is small.
    var sum: Double? { known.isEmpty ? nil : numbers.sorted { abs($0) < abs($1) }.reduce(0, +) }
    var mean: Double? { sum.map { $0 / Double(known.count) } }
    var shareAboveZero: Double? {
      known.isEmpty ? nil : Double(numbers.count { $0 > 0 }) / Double(known.count)
    }
    var deviation: Double? {
      guard known.count > 1, let mean else { return nil }
      let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      return (squares / Double(known.count - 1)).squareRoot()
    }
    func quantile(_ p: Double) -> Double? {
      guard !numbers.isEmpty else { return nil }
      let sorted = numbers.sorted()
      let place = p * Double(sorted.count - 1)
      let below = Int(place)
      guard below + 1 < sorted.count else { return sorted[below] }
      return sorted[below] * (1 - (place - Double(below))) + sorted[below + 1]
        * (place - Double(below))
    }
  }
}
