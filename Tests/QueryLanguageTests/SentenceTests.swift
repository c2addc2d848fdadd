import QueryLanguage
import Testing

/// How sentences are read, shown by their canonical text: what means the same is written the same.
@Suite struct SentenceTests {
  @Test func clausesStandInAnyOrder() {
    checkCanonical(
      "accounts top 10 show name order by arr desc where jfi > 60 as bar during 2026",
      "accounts where jfi > 60 during 2026 order by arr desc top 10 show name as bar")
    checkCanonical("accounts order by arr where jfi > 60", "accounts where jfi > 60 order by arr")
  }

  @Test func aBarePopulationOwnsAnyWhere() {
    guard case .query(let query)? = parsed("accounts by stage where jfi > 60")?.kind,
      case .population(let population) = query.head.kind
    else { return #expect(Bool(false)) }
    #expect(population.condition != nil)
    #expect(query.clauses.count == 1)
  }

  @Test func whereBehindAPopulationIsThePopulations() {
    guard case .query(let query)? = parsed("nps of accounts where arr > 5 by stage")?.kind,
      case .measures(_, let population?) = query.head.kind
    else { return #expect(Bool(false)) }
    #expect(population.condition != nil)
    #expect(query.clauses.map(\.kind.word) == [.by])
  }

  @Test func whereBehindParenthesesIsTheHeads() {
    guard case .query(let query)? = parsed("nps of (accounts) where arr > 5 by stage")?.kind,
      case .measures(_, let population?) = query.head.kind
    else { return #expect(Bool(false)) }
    #expect(population.condition == nil)
    #expect(query.clauses.map(\.kind.word) == [.condition, .by])
    checkRoundTrip("nps of accounts by stage where nps > 5")
    checkCanonical(
      "nps of accounts by stage where nps > 5", "nps of (accounts) where nps > 5 by stage")
  }

  @Test func aPeriodInParenthesesIsThePopulations() {
    guard case .query(let query)? = parsed("nps of (accounts where a > 1 during 2026)")?.kind,
      case .measures(_, let population?) = query.head.kind,
      case .group(_, let clauses) = population.source
    else { return #expect(Bool(false)) }
    #expect(clauses.count == 1)
    #expect(query.clauses.isEmpty)
  }

  @Test func inBeforeAPeriodIsDuring() {
    checkCanonical("accounts in last 30 days", "accounts during last 30 days")
    checkCanonical("accounts in 2026", "accounts during 2026")
    checkCanonical("accounts in Invest in 2026-Q1", "accounts in Invest during 2026-Q1")
    checkCanonical("accounts drifting in last 30 days", "accounts drifting during last 30 days")
    checkCanonical("visits in last 3 months", "visits during last 3 months")
  }

  @Test func restrictions() {
    for text in [
      "accounts in stage Invest, Share visited Research reached Invest drifting from Invest to Share",
      "accounts in cohort \"Q1 SaaS\" churned at_risk",
      "accounts drifting in cohort \"x\"", "those in Invest where jfi > 3", "cohort \"x\" drifting",
      "accounts matching a[x > 1] or b => c exactly 2 times within 3 days and never d followed by nothing for 9 days",
      "accounts matching a -> b without c between a and b", "accounts never login in last 30 days",
    ] { checkRoundTrip(text) }
  }

  @Test func aLineMayGoOnFromTheLastAnswer() {
    guard case .query(let query)? = parsed("| where count > 5 | as bar")?.kind else {
      return #expect(Bool(false))
    }
    #expect(query.head.kind == .lastAnswer)
    #expect(query.pipes.count == 2)
  }

  @Test func measuresAndPopulations() {
    checkRoundTrip("count, avg arr of accounts by stage")
    checkRoundTrip("retention, churn of accounts")
    checkRoundTrip("nps by vertical")
    checkRoundTrip("expect nps of (accounts where vertical is SaaS) > 30")
    checkRoundTrip("expect share(state is drifting) of accounts < 10%")
    checkRoundTrip("expect avg jfi of accounts in Invest < 50")
    checkRoundTrip("count of ticket[severity is high] in last 30 days of accounts by stage")
    checkRoundTrip("define load_ = sum of amount of invoice during 2026 / count of invoice")
  }

  @Test func topByAndInEach() {
    checkRoundTrip("accounts top 3 by arr in each stage, vertical")
    checkRoundTrip("accounts lowest 5 by jfi")
    checkCanonical("accounts top 3 by arr by stage", "accounts by stage top 3 by arr")
  }

  @Test func attributionAndHeads() {
    for text in [
      "funnel a -> [b or c] => any of (d, e[x is y]) of accounts by owner at step 2",
      "paths of accounts", "paths from a through b of accounts", "why drifting of \"Acme Ltd\"",
      "check of accounts by owner", "trend count of ticket, avg jfi of accounts per week",
      "drivers of accounts churned with accounts active",
      "compare nps of accounts with last quarter",
      "compare nps of accounts with (accounts where a is b)", "help", "jfi?", "help \"drift zone\"",
      "describe", "set quadrant 40, 60", "set duplicates drop",
      "load table products from \"products.csv\"", "load events from \"a.csv\", \"b.csv\"",
      "load from \"x.csv\" join \"y.csv\" on product = product_name",
      "signal praise = thumbs_up[stars >= 4] or review", "stage Invest when a -> b within 3 days",
    ] { checkRoundTrip(text) }
    checkCanonical("drift zone?", "help \"drift zone\"")
  }

  /// A name spelt like a keyword is a name where no keyword can stand, and always in backquotes.
  @Test(arguments: [
    "where", "by", "show", "order", "top", "in", "during", "since", "as", "with", "and", "or", "is",
    "of", "not", "stage", "accounts", "count", "first", "last", "avg", "p90", "if", "then", "else",
    "each", "to", "from", "for", "at", "per", "time", "change", "share", "median", "lowest",
    "known",
  ])
  func keywordsAreNames(_ word: String) {
    checkRoundTrip(
      "accounts where `\(word)` > 5 by `\(word)` show name, `\(word)` order by `\(word)`")
    checkRoundTrip("expect avg `\(word)` of accounts > change of `\(word)` since 2026-01-01")
    checkRoundTrip("accounts where vertical is \(word == "not" ? "`not`" : word)")
    checkRoundTrip("load events from \"x\" with account = `\(word)`, kind from columns (`\(word)`)")
  }

  /// Nothing but a column can stand before a layout.
  @Test(arguments: ["when", "from", "by", "in", "with", "join", "order", "date"])
  func keywordsAreColumnsBeforeALayout(_ word: String) {
    checkRoundTrip("load events from \"x\" with account = a, at = \(word) in \"dd.MM.yyyy\"")
  }

  @Test(arguments: ["where", "by", "show", "order", "top", "in", "stage", "during", "as", "like"])
  func keywordsAreNamesWithoutBackquotes(_ word: String) {
    checkRoundTrip("accounts where \(word) > 5 and \(word) is high show name, \(word), arr")
    checkRoundTrip("accounts order by \(word) desc")
  }
}
