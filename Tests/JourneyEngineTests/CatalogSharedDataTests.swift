import JourneyEngine
import Testing
import TestSupport

@Suite struct CatalogSharedDataTests {
  static func sources(_ folder: String, _ names: [String]) -> [DataSource] {
    names.compactMap { name in
      SharedData.path("\(folder)/\(name)").flatMap { CatalogFixtures.contents(of: $0) }.map {
        CatalogFixtures.source(name, $0)
      }
    }
  }

  @Test(.enabled(if: SharedData.root != nil)) func crmFilesNamedTogether() throws {
    let sources = Self.sources(
      "crm-sales-maven", ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv"])
    let result = try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
    dump(result)
  }

  @Test(.enabled(if: SharedData.root != nil)) func ravenstackFilesNamedTogether() throws {
    let sources = Self.sources(
      "ravenstack-saas", ["ravenstack_accounts.csv", "ravenstack_churn_events.csv", "ravenstack_feature_usage.csv",
      "ravenstack_subscriptions.csv", "ravenstack_supports_ticket.csv"])
    let result = try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
    dump(result)
  }
  @Test(.enabled(if: SharedData.root != nil)) func olistFilesNamedTogether() throws {
    let sources = Self.sources(
      "olist-7500", ["olist_customers_dataset.csv", "olist_order_items_dataset.csv",
      "olist_orders_dataset.csv", "olist_order_reviews_dataset.csv", "product_category_name_translation.csv"])
    let result = try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
    dump(result)
  }
  func dump(_ r: SourceAssembly.Result) {
    for s in r.report.sources { print(s.name, s.role, s.reasons, s.mappings.map { "\($0.role) = \($0.origin)" }, s.joins.map { "\($0.file) \($0.left) \($0.matchedRows)/\($0.unmatchedRows)/\($0.blankRows)" }) }
    for n in r.report.notes { print(n.severity.rawValue, n.source, n.line ?? 0, n.message, "->", n.hint ?? "") }
    print(r.snapshot.accounts.rowCount, r.snapshot.accounts.names, r.snapshot.accounts.aliases.keys.sorted())
    print(r.snapshot.events?.table.rowCount ?? -1, r.snapshot.events?.table.names ?? [])
    print(r.snapshot.visits?.table.rowCount ?? -1, r.snapshot.stageModel.names, PlainText.wall(r.snapshot.now, .utc), r.snapshot.tables.keys.sorted())
  }
}
