import JourneyEngine
import Testing

/// `="001"` in a delimited file.
@Suite struct FormulaTextsTests {
  @Test(arguments: ["=\"001\"", "\"=\"\"001\"\"\""])
  func idsKeepTheirZeros(_ cell: String) throws {
    let file = try load("id,name\n\(cell),Acme\n=\"002\",Birch\n003,Cedar\n=\"\",Doe\n")
    #expect(file.column("id") == ["001", "002", "003", nil])
    #expect(
      file.report.guesses == [
        "3 cells are written as formulas for Excel, like `=\"001\"`, and read as what is inside, "
          + "`001` (id)"
      ])
  }

  @Test func valuesAreTypedAsTheyWouldBeWithoutIt() throws {
    let file = try load(
      "=\"id\",=\"arr\",=\"since\",note\n=\"007\",=\"12.50\",=\"2026-03-01\",=\"say \"\"hi\"\"\"\n"
        + "=\"008\",=\"7\",=\"2026-03-02\",plain\n")
    #expect(file.names == ["id", "arr", "since", "note"])
    #expect(file.column("id") == ["007", "008"])
    #expect(file.types[1] != .text)
    #expect(file.types[2] == .date)
    #expect(file.column("note") == ["say \"hi\"", "plain"])
    #expect(file.report.guesses.count { $0.contains("formulas for Excel") } == 1)
  }

  @Test func oneTextWrittenInTwoWaysIsOne() throws {
    let rows = (0..<400).map { $0.isMultiple(of: 2) ? "=\"north\"" : "north" }
    let file = try load("region,n\n" + rows.map { "\($0),1\n" }.joined())
    #expect(Set(file.column("region")) == ["north"])
    guard case .codes(_, let texts)? = file.table.column("region")?.storage else { return }
    #expect(texts.count == 1)
  }

  @Test func formulasThatAreNoTextStay() throws {
    let file = try load("id,note\n1,=A1+1\n2,=\"\n3,=\"a\" & b\n")
    #expect(file.column("note") == ["=A1+1", "=\"", "=\"a\" & b"])
    #expect(file.report.guesses.isEmpty)
    let json = try load("[{\"a\": \"=\\\"001\\\"\"}]", as: "a.json")
    #expect(json.column("a") == ["=\"001\""])
  }
}
