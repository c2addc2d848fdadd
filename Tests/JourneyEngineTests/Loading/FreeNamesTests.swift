@testable import JourneyEngine
import QueryLanguage
import Testing

/// What the readers of all formats share: names of columns, units of time, endings of files.
@Suite struct FreeNamesTests {
  @Test func everyColumnGetsANameOfItsOwn() {
    let given = ["a", "a", "a_2", "", "column_4", "A"]
    var exact = FreeNames(given: given)
    let names = given.enumerated().map { exact.take($1, or: "column_\($0 + 1)") }
    #expect(names == ["a", "a_3", "a_2", "column_4_2", "column_4", "A"])
    var folded = FreeNames(ignoringCase: true)
    #expect(
      ["Cost", "cost", "COST"].map { folded.take($0, or: "x") } == ["Cost", "cost_2", "COST_3"])
  }

  @Test func aHundredThousandEqualNamesTakeNoTime() {
    var free = FreeNames(given: ["a"])
    var last = ""
    for _ in 0..<100_000 { last = free.take("a", or: "x") }
    #expect(last == "a_100000")
  }

  @Test func unitsAreToldBySize() {
    let second: Int64 = 1_700_000_000
    for unit in EpochUnit.allCases {
      let value = second * unit.perSecond
      #expect(EpochUnit(from: value, to: value, since: EpochUnit.earliest) == unit)
      #expect(unit.microseconds(value) == second * 1_000_000)
      #expect(EpochUnit(pattern: unit.pattern) == unit)
      #expect(DateFormat(unit.pattern)?.wall(of: String(value)) == second * 1_000_000)
    }
    #expect(EpochUnit(from: 400_000_000, to: second, since: EpochUnit.earliest) == nil)
    #expect(EpochUnit(from: 400_000_000, to: second, since: EpochUnit.earliestNamed) == .seconds)
    #expect(EpochUnit.seconds.microseconds(Int64.max) == nil)
    #expect(DateFormat("epoch")?.wall(of: "9223372036854775807") == nil)
  }

  @Test func endingsAreThoseOfWhatIsInside() {
    #expect(DataFileEnding(of: "crm.v2/Calls.CSV.GZ") == .csv)
    #expect(DataFileEnding(of: "crm.csv/readme") == nil)
    #expect(DataFileEnding(of: ".csv") == nil)
    #expect(DataFileEnding(of: "a.gz") == nil)
    #expect(DataFileEnding.text(of: "old.xls.gzip") == "xls")
  }

  @Test func aPartStandsBehindTheNameOfItsFile() {
    #expect(DataSource.stem(of: "crm/shop.sqlite:orders") == "orders")
    #expect(DataSource.stem(of: "a:b/usage.csv.gz") == "usage")
    #expect(DataFiles.part(in: "usage.csv:1") == nil)
  }
}
