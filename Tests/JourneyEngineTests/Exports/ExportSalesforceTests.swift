import JourneyEngine
import Testing

@Suite struct ExportSalesforceTests {
  private func load(_ names: String...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(
      names.map { try ExportFixtures.source("salesforce_\($0).csv") },
      settings: CatalogFixtures.settings())
  }

  @Test func accountsByTheirAPINames() throws {
    let result = try load("account")
    #expect(
      result.sourceLines == [
        "salesforce_account.csv: accounts, 10 (id = Id, name = Name, started = CreatedDate)"
      ])
    #expect(result.snapshot.accounts.texts("name")[1] == "Birch & Co")
    #expect(
      result.report.sources[0].reasons == [
        "its columns are those of Salesforce accounts: `reading export none` says otherwise"
      ])
  }

  @Test func accountsOfAReport() throws {
    let result = try load("account_report")
    #expect(
      result.sourceLines == [
        "salesforce_account_report.csv: accounts, 10 (id = Account Name, name = Account Name)"
      ])
  }

  @Test func opportunitiesAloneMakeTheJourneys() throws {
    let result = try load("opportunity")
    #expect(
      result.sourceLines == [
        "salesforce_opportunity.csv: accounts, 12 (id = Id, name = Name, stage = StageName, "
          + "entered = LastStageChangeDate, started = CreatedDate)"
      ])
    #expect(result.stages == ["Closed Won 6", "Negotiation/Review 3", "Qualification 1", "lost 2"])
    // In Salesforce's own order, however few of them there are.
    #expect(
      result.snapshot.stageModel.names == ["Qualification", "Negotiation/Review", "Closed Won"])
  }

  @Test func opportunitiesOfAReport() throws {
    let result = try load("opportunity_report")
    #expect(
      result.sourceLines == [
        "salesforce_opportunity_report.csv: accounts, 12 (id = Opportunity Name, "
          + "name = Opportunity Name, stage = Stage, started = Created Date)"
      ])
    #expect(result.stages == ["Closed Won 6", "Negotiation/Review 3", "Qualification 1", "lost 2"])
  }

  @Test(arguments: ["opportunityhistory", "opportunityfieldhistory"])
  func bothHistoriesTellTheSame(name: String) throws {
    let result = try load("opportunity", name)
    #expect(result.report.sources.map(\.role) == ["accounts", "stages"])
    #expect(result.report.sources[1].rowCount == (name == "opportunityhistory" ? 44 : 47))
    #expect(result.snapshot.visits?.table.rowCount == 42)
    #expect(
      result.snapshot.stageModel.names == [
        "Prospecting", "Qualification", "Proposal/Price Quote", "Negotiation/Review", "Closed Won",
      ])
    #expect(result.stages == ["Closed Won 6", "Negotiation/Review 3", "Qualification 1", "lost 2"])
    #expect(!result.report.notes.contains { $0.severity == .warning })
  }

  @Test func aFieldHistorySaysWhatItLeavesOut() throws {
    let report = try load("opportunityfieldhistory").report
    #expect(
      report.notes.contains {
        $0.message == "15 rows are of other fields (created 12, Amount 3) and no stage entries"
      })
    #expect(report.sources[0].reasons.contains("the first change also says which stage was left"))
  }

  @Test func casesBeginAndEnd() throws {
    let result = try load("case")
    #expect(result.kinds == ["case 15", "case_closed 12"])
    #expect(result.snapshot.accounts.rowCount == 10)
    let events = try #require(result.snapshot.events?.table)
    #expect(Set(events.texts("priority")) == ["Low", "Medium", "High", "Critical"])
    #expect(
      result.report.sources[0].reasons.contains(
        "15 `case` at CreatedDate, 12 `case_closed` at ClosedDate"))
    #expect(try load("case_report").kinds == ["case 15", "case_closed 12"])
  }

  @Test func besideAccountsOpportunitiesMoveThem() throws {
    let result = try load("account", "opportunity", "opportunityhistory", "case")
    #expect(
      result.sourceLines == [
        "salesforce_account.csv: accounts, 10 (id = Id, name = Name, started = CreatedDate)",
        "salesforce_opportunity.csv: events, 12 (account = AccountId)",
        "salesforce_opportunityhistory.csv: stages, 44 (account = AccountId, stage = StageName, "
          + "entered = CreatedDate)",
        "salesforce_case.csv: events, 15 (account = AccountId, priority = Priority, "
          + "status = Status)",
      ])
    #expect(
      result.kinds == [
        "case 15", "case_closed 12", "opportunity_created 12", "opportunity_lost 2",
        "opportunity_won 6",
      ])
    #expect(result.report.orphanEvents == 0)
    #expect(
      result.report.sources[2].reasons.contains(
        "OpportunityId leads to the accounts by way of salesforce_opportunity.csv"))
    #expect(
      result.stages == [
        "Closed Won 4", "Negotiation/Review 3", "Qualification 1", "lost 2",
      ])
  }

  @Test func withoutAHistoryTheCurrentStageCounts() throws {
    let result = try load("opportunity", "case")
    #expect(result.report.sources.map(\.role) == ["stages", "events", "events"])
    #expect(result.snapshot.accounts.rowCount == 10)
    #expect(
      result.stages == [
        "Closed Won 4", "Negotiation/Review 3", "Qualification 1", "lost 2",
      ])
  }

  // MARK: - What the user says holds

  @Test func noneSwitchesTheReadingOff() throws {
    let result = try ExportFixtures.assemble(
      ExportFixtures.source("salesforce_case.csv", export: "none"))
    #expect(result.report.sources.map(\.role) == ["accounts"])
    #expect(result.snapshot.accounts.rowCount == 15)
  }

  @Test func aDeclaredRoleTakesTheReadingsColumns() throws {
    let result = try ExportFixtures.assemble(
      ExportFixtures.source("salesforce_case.csv", role: .events))
    #expect(result.kinds == ["case 15", "case_closed 12"])
    #expect(result.report.sources[0].reasons.first == "said by `load`")
  }

  @Test func declaredColumnsWin() throws {
    let result = try ExportFixtures.assemble(
      ExportFixtures.source(
        "salesforce_case.csv", role: .events,
        mappings: [
          DataSource.Mapping("at", column: "ClosedDate"),
          DataSource.Mapping("account", column: "ContactId"),
        ]))
    #expect(result.kinds == ["case_closed 12"])
    #expect(result.snapshot.accounts.rowCount == 6)
  }

  @Test func mappingsWithoutARoleAreNoMatterForAReading() throws {
    let result = try ExportFixtures.assemble(
      ExportFixtures.source(
        "salesforce_case.csv", mappings: [DataSource.Mapping("id", column: "CaseNumber")]))
    #expect(result.report.sources.map(\.role) == ["accounts"])
    #expect(result.snapshot.accounts.texts("id")[0] == "00001000")
  }

  @Test func declaredAccountsThatAreOpportunitiesStayTheJourneys() throws {
    let result = try ExportFixtures.assemble(
      ExportFixtures.source("salesforce_opportunity.csv", role: .accounts),
      ExportFixtures.source("salesforce_opportunityhistory.csv"))
    #expect(result.snapshot.accounts.rowCount == 12)
    #expect(result.snapshot.visits?.table.rowCount == 42)
  }

  @Test func aReadingThatIsNotThereIsSaid() throws {
    #expect {
      _ = try ExportFixtures.assemble(
        ExportFixtures.source("salesforce_case.csv", export: "Salesforce case"))
    } throws: { error in
      (error as? LoadError)?.hint == "write `reading export \"Salesforce cases\"`"
    }
  }

  @Test func aReadingThatCannotBeIsSaid() throws {
    #expect {
      _ = try ExportFixtures.assemble(
        ExportFixtures.source("salesforce_case.csv", export: "HubSpot deals"))
    } throws: { error in
      (error as? LoadError)?.message.hasPrefix("this does not look like an export of HubSpot deals")
        == true
    }
  }
}
