import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// Loads of third-party data, with counts that were made independently (Python's csv module, and
/// the README beside each set).
@Suite(.enabled(if: SharedData.root != nil)) struct CatalogSharedDataTests {
  static func load(_ folder: String, _ sentences: String...) throws -> SourceAssembly.Result {
    let path = try #require(SharedData.path(folder))
    var sources: [DataSource] = []
    for sentence in sentences {
      let parsed = Parser.parse(sentence)
      #expect(parsed.diagnostics.isEmpty)
      guard case .load(let load)? = parsed.statements.first?.kind else {
        Issue.record("no load: \(sentence)")
        continue
      }
      let plan = LoadPlan(load, folder: path, zone: .utc)
      sources += try plan.sources(read: FileReader.tables)
    }
    return try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
  }

  static func recognise(_ folder: String, _ names: String...) throws -> SourceAssembly.Result {
    let path = try #require(SharedData.path(folder))
    var sources: [DataSource] = []
    for name in names {
      sources.append(
        try DataSource(
          recognising: FileReader.read(path: "\(path)/\(name)"), name: name))
    }
    return try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
  }

  // MARK: - crm-sales-maven

  @Test func crmAsTheLanguagePageLoadsIt() throws {
    let result = try Self.load(
      "crm-sales-maven",
      """
      load accounts from "sales_pipeline.csv" with id = opportunity_id, stage = deal_stage \
      join "accounts.csv" on account join "products.csv" on product join "sales_teams.csv" on sales_agent
      """)
    try checkCRM(result)
    let join = try #require(result.report.sources.first?.joins)
    #expect(join[0].blankRows == 1425)
    #expect(join[0].matchedRows == 7375)
    #expect(join[0].matchedKeys == 85)
    #expect(join[1].unmatchedRows == 1480)
    #expect(join[1].mismatches.map(\.key) == ["GTXPro"])
    #expect(join[1].mismatches.map(\.rows) == [1480])
    #expect(join[1].mismatches.map(\.near) == ["GTX Pro"])
    #expect(join[2].unmatchedRows == 0)
  }

  private func checkCRM(_ result: SourceAssembly.Result) throws {
    let accounts = result.snapshot.accounts
    #expect(accounts.rowCount == 8800)
    #expect(result.snapshot.stageModel.names == ["Prospecting", "Engaging", "Won"])
    let stages = Dictionary(accounts.texts("stage").map { ($0, 1) }, uniquingKeysWith: +)
    #expect(stages == ["Prospecting": 500, "Engaging": 1589, "Won": 4238, "lost": 2473])
    #expect(accounts.texts("lost").count { $0 == "true" } == 2473)
    #expect(accounts.texts("deal_stage") == accounts.texts("stage"))
    #expect(accounts.texts("close_value").count { $0 == "-" } == 2089)
    #expect(accounts.texts("sales_price").count { $0 == "-" } == 1480)
    #expect(accounts.texts("sector").count { $0 == "-" } == 1425)
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2018-01-01 00:00")
    let said = result.report.warnings.map(\.message)
    #expect(said.contains("1,480 rows: `GTXPro` is not in products.csv; near: `GTX Pro`"))
    #expect(
      result.report.notes.contains {
        $0.hint == "`stages Prospecting -> Engaging -> Won, lost when stage is Lost`"
      })
  }

  @Test func crmFilesNamedTogether() throws {
    let result = try Self.recognise(
      "crm-sales-maven", "accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv")
    #expect(result.report.sources.map(\.role) == ["table", "table", "accounts", "table"])
    #expect(
      result.report.sources[2].joins.map(\.file) == [
        "accounts.csv", "products.csv", "sales_teams.csv",
      ])
    #expect(result.snapshot.tables.keys.sorted() == ["accounts", "products", "sales_teams"])
    try checkCRM(result)
  }

  // MARK: - ravenstack-saas

  @Test func ravenstackUsageInTwoHops() throws {
    let result = try Self.load(
      "ravenstack-saas", #"load accounts from "ravenstack_accounts.csv""#,
      """
      load events from "ravenstack_feature_usage.csv" join "ravenstack_subscriptions.csv" on \
      subscription_id with account = account_id, at = usage_date in "dd-MM-yyyy", kind = "usage"
      """,
      """
      load events from "ravenstack_supports_ticket.csv" with account = account_id, \
      at = submitted_at in "dd-MM-yyyy", kind = "ticket", severity = priority
      """)
    let snapshot = result.snapshot
    #expect(snapshot.accounts.rowCount == 500)
    #expect(snapshot.accounts.texts("lost").count { $0 == "true" } == 110)
    let log = try #require(snapshot.events)
    #expect(log.table.rowCount == 27_000)
    let kinds = log.table.texts("kind")
    #expect(kinds.count { $0 == "usage" } == 25_000)
    #expect(result.report.orphanEvents == 0)
    #expect(result.report.duplicateEvents == 0)
    #expect(result.report.sources[1].joins[0].unmatchedRows == 0)
    #expect(PlainText.wall(snapshot.now, .utc) == "2025-01-01 00:00")
    let account = try #require(snapshot.accounts.texts("id").firstIndex(of: "A-2e4581"))
    let usage = log.places(ofAccount: account).filter { kinds[$0] == "usage" }
    let at = try #require(log.table.column("at"))
    #expect(usage.count == 55)
    #expect(
      usage.prefix(3).map { PlainText.of(at[$0]).prefix(10) } == [
        "2023-01-14", "2023-02-10", "2023-03-04",
      ])
    #expect(log.table.texts("satisfaction_score").count { $0 == "-" } == 25_825)
    #expect(log.table.column("priority") === log.table.column("severity"))
  }

  @Test func ravenstackFilesNamedTogether() throws {
    let result = try Self.recognise(
      "ravenstack-saas", "ravenstack_accounts.csv", "ravenstack_churn_events.csv",
      "ravenstack_feature_usage.csv", "ravenstack_subscriptions.csv",
      "ravenstack_supports_ticket.csv")
    #expect(
      result.report.sources.map(\.role) == ["accounts", "events", "events", "events", "events"])
    #expect(result.report.sources[2].joins.map(\.matchedRows) == [25_000])
    #expect(result.snapshot.events?.table.rowCount == 600 + 25_000 + 5_000 + 2_000)
    #expect(result.report.orphanEvents == 0)
    #expect(PlainText.wall(result.snapshot.now, .utc) == "2025-01-01 00:00")
  }

  @Test func theSampleCompany() throws {
    let tables = SampleCompany.tables()
    let result = try SourceAssembly.assemble(
      [
        DataSource("accounts", tables.accounts, role: .accounts),
        DataSource("events", tables.events, role: .events),
        DataSource("stage_history", tables.stageHistory, role: .stages),
      ], settings: CatalogFixtures.settings())
    for line in result.report.lines() { print(line) }
    print(
      result.snapshot.accounts.names, result.snapshot.accounts.aliases,
      result.snapshot.visits!.table.names)
  }

  @Test func ravenstackChurnAsLosses() throws {
    let result = try Self.load(
      "ravenstack-saas", #"load accounts from "ravenstack_accounts.csv""#,
      """
      load stages from "ravenstack_churn_events.csv" with account = account_id, \
      at = churn_date in "dd-MM-yyyy", stage = "Churned"
      """)
    let lost = result.snapshot.accounts.texts("lost_at").count { $0 != "-" }
    #expect(lost == 352)
    #expect(result.snapshot.visits == nil)
  }

  // MARK: - olist-7500

  @Test func olistOrdersAreFourEventsEach() throws {
    let result = try Self.load(
      "olist-7500",
      #"load accounts from "olist_customers_dataset.csv" with id = customer_unique_id"#,
      """
      load events from "olist_orders_dataset.csv" join "olist_customers_dataset.csv" on customer_id \
      with account = customer_unique_id, kind from columns (order_purchase_timestamp, \
      order_approved_at, order_delivered_carrier_date, order_delivered_customer_date)
      """)
    let snapshot = result.snapshot
    #expect(snapshot.accounts.rowCount == 8016)
    let log = try #require(snapshot.events)
    #expect(log.table.rowCount == 27_647)
    let kinds = [
      "order_purchase_timestamp": 8135, "order_approved_at": 7989,
      "order_delivered_carrier_date": 6353, "order_delivered_customer_date": 5170,
    ]
    let found = log.table.texts("kind")
    for (kind, count) in kinds { #expect(found.count { $0 == kind } == count) }
    #expect(result.report.orphanEvents == 0)
    #expect(PlainText.wall(snapshot.now, .utc) == "2018-10-18 00:00")
    let duplicates = try #require(
      result.report.warnings.first { $0.message.contains("an earlier row") })
    #expect(duplicates.message.hasPrefix("119 rows have an id that an earlier row has"))
    #expect(duplicates.line != nil)
    #expect(log.table.names.contains("order_approved_at"))
    #expect(log.table.names.contains("order_estimated_delivery_date"))
  }

  @Test func olistFilesNamedTogether() throws {
    let result = try Self.recognise(
      "olist-7500", "olist_customers_dataset.csv", "olist_orders_dataset.csv",
      "olist_order_reviews_dataset.csv")
    #expect(result.report.sources[0].role == "accounts")
    #expect(result.snapshot.accounts.rowCount == 8135)
    #expect(
      result.report.notes.contains {
        $0.hint?.contains("kind from columns (order_purchase_timestamp, order_approved_at") == true
      })
  }
}
