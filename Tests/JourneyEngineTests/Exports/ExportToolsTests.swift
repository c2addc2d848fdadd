import JourneyEngine
import TestSupport
import Testing

/// The other tools, and that nothing else is taken for an export.
@Suite struct ExportToolsTests {
  private func load(_ names: String...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(
      names.map { try ExportFixtures.source($0 + ".csv") }, settings: CatalogFixtures.settings())
  }

  // MARK: - HubSpot

  @Test func hubSpotDealsAlone() throws {
    let result = try load("hubspot_deals")
    #expect(
      result.sourceLines == [
        "hubspot_deals.csv: accounts, 12 (id = Record ID, name = Deal Name, stage = Deal Stage, "
          + "started = Create Date)"
      ])
    #expect(
      result.snapshot.stageModel.names == [
        "Appointment scheduled", "Qualified to buy", "Contract sent", "Closed won",
      ])
    #expect(
      result.stages == [
        "Appointment scheduled 1", "Closed won 6", "Contract sent 1", "Qualified to buy 1",
        "lost 3",
      ])
  }

  @Test func hubSpotStagesInColumnsOfDatesAndInAPropertyHistoryAgree() throws {
    let dated = try load("hubspot_deals_dates")
    let history = try load("hubspot_deals", "hubspot_property_history")
    for result in [dated, history] {
      #expect(result.report.sources.map(\.role) == ["accounts", "stages"])
      #expect(result.snapshot.visits?.table.rowCount == 30)
      #expect(result.snapshot.accounts.texts("stage").count { $0 == "Closed won" } == 6)
    }
    #expect(
      dated.snapshot.accounts.texts("entered") == history.snapshot.accounts.texts("entered"))
    #expect(dated.snapshot.stageModel == history.snapshot.stageModel)
    #expect(
      history.report.notes.contains {
        $0.message == "4 rows are of other fields (amount 4) and no stage entries"
      })
  }

  @Test func hubSpotCompaniesWithALifecycleKeepIt() throws {
    let result = try load("hubspot_companies", "hubspot_deals", "hubspot_property_history")
    #expect(
      result.sourceLines.prefix(2) == [
        "hubspot_companies.csv: accounts, 10 (id = Record ID, name = Company name, "
          + "stage = Lifecycle Stage, started = Create Date)",
        "hubspot_deals.csv: events, 12 (account = Associated Company IDs)",
      ])
    #expect(result.kinds == ["deal_created 12", "deal_lost 3", "deal_won 6"])
    #expect(result.stages == ["Customer 3", "Lead 4", "Opportunity 3"])
    #expect(result.report.sources[2].role == "table")
    #expect(result.report.sources[2].reasons.last?.hasPrefix("its stages are not taken") == true)
    #expect(result.report.orphanEvents == 0)
  }

  @Test func hubSpotCompaniesWithoutALifecycleMoveWithTheirDeals() throws {
    let result = try load("hubspot_companies_plain", "hubspot_deals", "hubspot_property_history")
    #expect(result.report.sources.map(\.role) == ["accounts", "events", "stages"])
    #expect(result.snapshot.visits?.table.rowCount == 30)
    #expect(
      result.report.sources[2].reasons.contains(
        "`Record ID` leads to the accounts by way of hubspot_deals.csv"))
    #expect(
      try load("hubspot_companies_plain", "hubspot_deals_dates").snapshot.visits?.table.rowCount
        == 30)
  }

  @Test func hubSpotTickets() throws {
    let result = try load("hubspot_tickets")
    #expect(result.kinds == ["ticket 14", "ticket_resolved 10"])
    #expect(
      result.sourceLines == [
        "hubspot_tickets.csv: events, 14 (account = Associated Company, priority = Priority, "
          + "status = Ticket status)"
      ])
  }

  // MARK: - Zendesk, Gainsight, Stripe

  @Test func zendeskTickets() throws {
    let result = try load("zendesk_tickets")
    #expect(result.kinds == ["ticket 16", "ticket_resolved 12"])
    #expect(
      result.report.sources[0].reasons.contains(
        "16 `ticket` at `Created at`, 12 `ticket_resolved` at `Solved at`"))
    #expect(
      Set(result.snapshot.events?.table.texts("priority") ?? []) == [
        "Low", "Normal", "High", "Urgent",
      ])
  }

  @Test func gainsight() throws {
    #expect(
      try load("gainsight_company").sourceLines == [
        "gainsight_company.csv: accounts, 10 (id = GSID, name = Name, stage = Lifecycle Stage, "
          + "started = Original Contract Date)"
      ])
    #expect(try load("gainsight_cta").kinds == ["cta 12", "cta_closed 8"])
    #expect(try load("gainsight_timeline").kinds == ["Call 4", "Email 4", "Meeting 3", "Update 3"])
    let health = try load("gainsight_health")
    #expect(health.kinds == ["health_score 20"])
    #expect(health.snapshot.events?.table.column("score")?.type == .integer)
  }

  @Test func stripeCustomersAreLostWithTheirLastSubscription() throws {
    let result = try load("stripe_subscriptions")
    // Two customers have another subscription, which is one of its own.
    #expect(result.kinds == ["subscription_ended 3", "subscription_started 12"])
    // The first customer goes on with another plan on the day the first one ends.
    #expect(result.stages == ["Active 8", "lost 2"])
    let accounts = result.snapshot.accounts
    let lost = zip(accounts.texts("id"), accounts.texts("lost")).filter { $0.1 == "true" }
    #expect(lost.map(\.0) == ["cus_Q03xYz", "cus_Q05xYz"])
  }

  // MARK: - Several tools

  /// Salesforce has the accounts; what the others know of the same companies is joined to them, and
  /// their keys and names lead there.
  @Test func toolsKnowTheSameCompanies() throws {
    let result = try load(
      "salesforce_account", "gainsight_company", "hubspot_companies", "hubspot_tickets",
      "zendesk_tickets", "stripe_subscriptions", "delighted_responses")
    #expect(
      result.report.sources.map(\.role) == [
        "accounts", "aliases", "aliases", "events", "events", "events", "stages", "events",
      ])
    #expect(result.report.orphanEvents == 0)
    #expect(result.report.eventsWithoutKey == 0)
    #expect(result.snapshot.accounts.rowCount == 10)
    let joins = result.report.sources[0].joins
    #expect(joins.map(\.left) == ["Id", "Name"])
    #expect(joins.map(\.right) == ["SFDC Account ID", "Company name"])
    #expect(joins.map(\.matchedRows) == [10, 10])
    #expect(result.snapshot.accounts.texts("MRR")[9] == "10000")
    #expect(
      result.kinds == [
        "nps 15", "subscription_ended 3", "subscription_started 12", "ticket 30",
        "ticket_resolved 22",
      ])
    #expect(result.stages == ["Active 8", "lost 2"])
  }

  // MARK: - Surveys

  @Test func surveysAskTheUsualQuestions() throws {
    let monkey = try load("surveymonkey_responses")
    #expect(monkey.kinds == ["csat 12", "nps 14"])
    #expect(monkey.snapshot.accounts.rowCount == 10)
    let events = try #require(monkey.snapshot.events?.table)
    let scores = zip(events.texts("kind"), events.texts("score")).filter { $0.0 == "nps" }.map(\.1)
    #expect(
      scores.sorted() == ["0", "0", "10", "10", "10", "3", "3", "7", "7", "7", "8", "8", "9", "9"])
    let typeform = try load("typeform_responses")
    #expect(typeform.kinds == ["ces 12", "nps 12"])
    #expect(typeform.report.sources[0].mappings.first?.origin == "What is your company called?")
    let delighted = try load("delighted_responses")
    #expect(delighted.kinds == ["nps 15"])
    #expect(delighted.snapshot.events?.table.texts("score").contains("10") == true)
  }

  // MARK: - Product events

  @Test func mixpanel() throws {
    let result = try load("mixpanel_events")
    #expect(
      result.sourceLines == [
        "mixpanel_events.csv: events, 24 (account = distinct_id, at = time, kind = event)"
      ])
    #expect(result.kinds == ["Logged In 6", "Report Created 6", "Report Shared 6", "Signed Up 6"])
  }

  /// Nested JSON comes as columns named by path.
  @Test func productEventsFromJSON() throws {
    let mixpanel = CatalogFixtures.source(
      "mixpanel.jsonl",
      """
      event,properties.time,properties.distinct_id,properties.$insert_id,properties.plan
      Signed Up,1772359200,u1,i1,pro
      Logged In,1772362800,u1,i2,pro
      """)
    let result = try ExportFixtures.assemble(mixpanel)
    #expect(result.kinds == ["Logged In 1", "Signed Up 1"])
    #expect(result.snapshot.accounts.texts("id") == ["u1"])
    #expect(result.snapshot.events?.table.texts("at").first == "2026-03-01T10:00:00Z")

    let amplitude = CatalogFixtures.source(
      "amplitude.jsonl",
      """
      event_type,user_id,event_time,amplitude_id,session_id,event_properties.plan
      Report Created,u1,2026-03-01 10:22:33,801,1772359200000,pro
      """)
    #expect(try ExportFixtures.assemble(amplitude).kinds == ["Report Created 1"])
  }

  @Test func segmentCallsAreEventsByNameOrType() throws {
    let segment = CatalogFixtures.source(
      "segment.jsonl",
      """
      type,event,messageId,anonymousId,userId,timestamp,groupId,properties.plan
      track,Report Created,m1,a1,u1,2026-03-01 10:22:33,,pro
      page,,m2,a1,u1,2026-03-01 10:23:33,,
      identify,,m3,a1,u1,2026-03-01 10:24:33,,
      group,,m4,a1,u1,2026-03-01 10:25:33,A1,
      """)
    let result = try ExportFixtures.assemble(segment)
    #expect(result.kinds == ["Report Created 1", "group 1", "identify 1", "page 1"])
  }

  /// Group calls say which user belongs to which account: with accounts, users are found by them.
  @Test func segmentUsersAreAliasesOfTheirAccounts() throws {
    let accounts = CatalogFixtures.source("accounts.csv", "id,name\nA1,Acme\nA2,Birch\n")
    let segment = CatalogFixtures.source(
      "segment.jsonl",
      """
      type,event,messageId,anonymousId,userId,timestamp,groupId
      track,Report Created,m1,a1,u1,2026-03-01 10:22:33,
      group,,m4,a1,u1,2026-03-01 10:25:33,A1
      """)
    let result = try ExportFixtures.assemble(accounts, segment)
    #expect(
      result.sourceLines == [
        "accounts.csv: accounts, 2 ()", "segment.jsonl: events, 2 (account = userId)",
        "segment.jsonl: aliases, 2 (alias = userId, account = groupId)",
      ])
  }

  @Test func satisfactionRatingsFindTheirOrganisationByTheTicket() throws {
    let tickets = CatalogFixtures.source(
      "tickets.jsonl",
      """
      id,requester_id,submitter_id,assignee_id,organization_id,status,priority,created_at
      500,1,1,9,77,closed,high,2026-03-01 10:00:00
      501,2,2,9,78,open,low,2026-03-02 10:00:00
      """)
    let ratings = CatalogFixtures.source(
      "ratings.jsonl",
      """
      id,assignee_id,requester_id,ticket_id,score,created_at,updated_at
      1,9,1,500,good,2026-03-03 10:00:00,2026-03-03 10:00:00
      2,9,2,501,bad,2026-03-04 10:00:00,2026-03-04 10:00:00
      3,9,2,501,offered,2026-03-05 10:00:00,2026-03-05 10:00:00
      """)
    let alone = try ExportFixtures.assemble(ratings)
    #expect(alone.kinds == ["csat 2"])
    #expect(alone.snapshot.events?.table.texts("score") == ["5", "1"])
    #expect(alone.snapshot.accounts.texts("id") == ["1", "2"])
    #expect(alone.report.sources[0].reasons.contains("1 row has no answer and is left out"))
    let both = try ExportFixtures.assemble(tickets, ratings)
    #expect(both.kinds == ["csat 2", "ticket 2"])
    #expect(both.snapshot.accounts.texts("id") == ["77", "78"])
  }

  // MARK: - Nothing else

  @Test func everyReadingHasANameOfItsOwnAndKnowsItsFixture() throws {
    #expect(Set(ExportCatalogue.names).count == ExportCatalogue.names.count)
    let fixtures = [
      ("salesforce_account.csv", "Salesforce accounts"),
      ("salesforce_account_report.csv", "Salesforce accounts"),
      ("salesforce_opportunity.csv", "Salesforce opportunities"),
      ("salesforce_opportunity_report.csv", "Salesforce opportunities"),
      ("salesforce_opportunityhistory.csv", "Salesforce opportunity history"),
      ("salesforce_opportunityfieldhistory.csv", "Salesforce opportunity field history"),
      ("salesforce_case.csv", "Salesforce cases"),
      ("salesforce_case_report.csv", "Salesforce cases"),
      ("hubspot_companies.csv", "HubSpot companies"), ("hubspot_deals.csv", "HubSpot deals"),
      ("hubspot_deals_dates.csv", "HubSpot deals"), ("hubspot_tickets.csv", "HubSpot tickets"),
      ("hubspot_property_history.csv", "HubSpot property history"),
      ("zendesk_tickets.csv", "Zendesk tickets"), ("mixpanel_events.csv", "Mixpanel events"),
      ("gainsight_company.csv", "Gainsight companies"),
      ("gainsight_cta.csv", "Gainsight calls to action"),
      ("gainsight_timeline.csv", "Gainsight timeline"),
      ("gainsight_health.csv", "Gainsight health scores"),
      ("stripe_subscriptions.csv", "Stripe subscriptions"),
      ("surveymonkey_responses.csv", "SurveyMonkey responses"),
      ("typeform_responses.csv", "Typeform responses"),
      ("delighted_responses.csv", "Delighted responses"),
    ]
    for (file, name) in fixtures {
      #expect(ExportCatalogue.reading(of: try ExportFixtures.source(file).table) == name)
    }
  }

  @Test func theEmbeddedCompanyIsNoExport() {
    for source in SampleCompany.sources() {
      #expect(ExportCatalogue.reading(of: source.table) == nil, "\(source.name)")
    }
  }

  /// Headers that many tables have are no export, however much they look like one.
  @Test(arguments: [
    "user_id,event,timestamp,path", "id,name,stage,created_at",
    "account_id,stage,close_date,amount",
    "id,customer,status,created,amount", "event,time,user_id", "type,event,timestamp,user_id",
    "id,subject,status,priority,created_at", "score,comment,date", "company,score,date",
    "id,name,owner,industry", "case_id,status,priority,opened_at,closed_at",
    "property,value,city", "deal_id,deal_name,stage,close_date", "company_name,created_at,industry",
    "activity_date,subject,notes", "customer_id,plan,start_date,end_date,status",
    "start date,end date,email,score",
  ])
  func commonHeadersAreNoExport(header: String) {
    #expect(ExportCatalogue.reading(of: CatalogFixtures.table(header + "\n")) == nil)
  }

  @Test(
    .enabled(if: SharedData.root != nil),
    arguments: [
      "crm-sales-maven", "olist-7500", "ravenstack-saas", "receipt", "retentioneering-ecom",
      "helpdesk-italian", "csvkit-examples/examples",
      "csv-spectrum/csvs",
    ])
  func noFileOfOthersIsTakenForAnExport(folder: String) throws {
    let path = try #require(SharedData.path(folder))
    var checked = 0
    for file in try DataFiles.expand([path]) {
      guard let tables = try? FileReader.tables(path: file) else { continue }
      for table in tables {
        #expect(ExportCatalogue.reading(of: table.table) == nil, "\(file)")
        checked += 1
      }
    }
    #expect(checked > 0)
  }
}
