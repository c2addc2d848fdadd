import JourneyEngine
import Testing

/// `vertical`, `partner`, `owner` and `mindset` under whatever name the file has them.
@Suite struct AccountRoleTests {
  typealias Fixtures = CatalogFixtures

  private func result(
    _ text: String, _ mappings: [DataSource.Mapping] = []
  ) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(
      [Fixtures.source("a.csv", text, role: .accounts, mappings: mappings)],
      settings: Fixtures.settings())
  }

  @Test func theFilesOwnColumnsAnswerToThem() throws {
    let result = try result(
      "id,Industry,Reseller,Account Manager,Type\n1,SaaS,Nord,Kim,Reactive\n2,Retail,,Lee,proactive\n"
    )
    let asking = Asking(result.snapshot)
    #expect(
      try asking.table(
        "accounts where vertical is SaaS and mindset is reactive show id, partner, owner"
      ).cells == [[.text("1"), .text("Nord"), .text("Kim")]])
    #expect(try asking.column("n", of: "accounts by Industry show count called n").count == 2)
    #expect(
      result.snapshot.accounts.names == ["id", "Industry", "Reseller", "Account Manager", "Type"])
    #expect(
      result.report.notes.filter { $0.message.hasPrefix("sentences may also speak of") }.map(
        \.message)
        == [
          "sentences may also speak of `Industry` as `vertical`, `Reseller` as `partner`, "
            + "`Account Manager` as `owner`, `Type` as `mindset`"
        ])
  }

  @Test func aNameThatIsTakenStays() throws {
    let plain = try result("id,vertical,industry\n1,a,b\n")
    #expect(plain.snapshot.accounts.column("vertical")?[0] == .text("a"))
    let said = try result("id,trade,industry\n1,a,b\n", [.init("vertical", column: "trade")])
    #expect(said.snapshot.accounts.column("vertical")?[0] == .text("a"))
    #expect(!said.hasNote("sentences may also speak of"))
  }

  @Test func aTypeOfOtherWordsIsNoMindset() throws {
    let result = try result("id,type,partner_since\n1,reactive,2026-01-01\n2,Customer,2026-01-01\n")
    #expect(result.snapshot.accounts.column("mindset") == nil)
    #expect(result.snapshot.accounts.column("partner") == nil)
  }

  @Test func theEmbeddedCompanyNeedsNone() {
    let names = Asking.sampleCompany.accounts.aliases.keys
    #expect(!names.contains { ["vertical", "partner", "owner", "mindset"].contains($0) })
  }
}
