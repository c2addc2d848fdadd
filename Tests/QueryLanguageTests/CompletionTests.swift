import QueryLanguage
import Testing

/// `¦` marks the place.
private func context(_ text: String) -> CompletionContext {
  let parts = text.split(separator: "\u{A6}", omittingEmptySubsequences: false)
  return CompletionContext.at(parts[0].utf8.count, in: parts.joined())
}

@Suite struct CompletionTests {
  @Test(arguments: [
    ("¦", CompletionCategory.keyword("accounts")), ("acc¦", .keyword("accounts")),
    ("dri¦", .keyword("drift zones")), ("drift ¦", .keyword("zones")), ("¦", .keyword("load")),
    ("accounts in ¦", .stage), ("accounts in stage Be¦", .stage), ("accounts in ¦", .period),
    ("accounts in cohort ¦", .cohort), ("accounts in cohort \"Q¦", .cohort),
    ("accounts where ¦", .field), ("accounts where jfi > ¦", .field),
    ("accounts where jf¦", .field),
    ("accounts where vertical is ¦", .value(of: ["vertical"])),
    ("accounts where vertical is not Sa¦", .value(of: ["vertical"])),
    ("accounts where account.vertical in (SaaS, ¦", .value(of: ["account", "vertical"])),
    ("accounts where name is \"Ac¦", .value(of: ["name"])),
    ("accounts where jfi ¦", .keyword("is")),
    ("accounts where jfi starts ¦", .keyword("with")), ("accounts where dwell > 30 ¦", .unit),
    ("accounts where a > 3 ¦", .keyword("order by")), ("accounts order ¦", .keyword("by")),
    ("accounts show name ¦", .keyword("called")), ("accounts show avg ¦", .field),
    ("accounts show count ¦", .keyword("of")), ("accounts show count of ¦", .eventKind),
    ("accounts show sum of ¦", .eventAttribute), ("accounts as ¦", .rendering),
    ("accounts as ¦", .keyword("of")),
    ("accounts into \"¦", .file), ("accounts top ¦", .number), ("accounts during last ¦", .unit),
    ("trend jfi of accounts per ¦", .unit), ("nps ¦", .keyword("of")),
    ("nps of ¦", .keyword("accounts")),
    ("journey of \"Ac¦", .account), ("funnel a -> ¦", .eventKind), ("why ¦", .score),
    ("compare nps of accounts with benchmark \"¦", .benchmark), ("set ¦", .setting),
    ("accounts where renewal_date in next ¦", .number), ("accounts where a > $¦", .parameter),
    ("describe ¦", .topic), ("help ¦", .topic), ("load events from \"¦", .file),
    ("load events from \"x\" with at = ¦", .sourceColumn), ("accounts | ¦", .keyword("order by")),
    ("accounts matching ¦", .eventKind), ("accounts where (jfi ¦", .symbol(.closeParenthesis)),
    ("accounts by st¦ show count", .field), ("accounts\nev¦", .keyword("events")),
    ("accounts\n  or¦", .keyword("order by")),
    ("retention of accounts ret¦", .keyword("returning")),
    ("load events from \"x\" ¦", .keyword("reading")),
    ("load events from \"x\" ¦", .keyword("append")),
    ("load events from \"x\" reading ¦", .keyword("delimiter")),
    ("load events from \"x\" reading delimiter ¦", .readingValue(.delimiter)),
    ("load events from \"x\" reading delimiter \";\", header ¦", .keyword("none")),
    ("load events from \"x\" reading header 2 ¦", .keyword("to")),
    ("load ¦", .keyword("aliases")), ("reload \"¦", .file),
    ("describe load ¦", .keyword("where")), ("describe load | ¦", .keyword("order by")),
  ])
  func offers(_ text: String, _ category: CompletionCategory) {
    #expect(context(text).categories.contains(category), "\(context(text).categories)")
  }

  @Test(arguments: [
    ("accounts where jfi > ¦", "where"), ("accounts ret¦", "returning"),
    ("accounts where a > 1 ¦", "where"),
    ("accounts as bar ¦", "as"), ("accounts # ¦", "where"), ("accounts in ¦", "where"),
    ("accounts | top 3 ¦", "within"), ("accounts where vertical is ¦", "and"),
  ])
  func doesNotOffer(_ text: String, _ keyword: String) {
    #expect(!context(text).keywords.contains(keyword), "\(context(text).keywords)")
  }

  @Test(arguments: [
    ("¦", CompletionScope.statement), ("accounts where ¦", .accounts), ("events where ¦", .events),
    ("visits by ¦", .visits), ("accounts | where ¦", .result), ("nps of accounts by ¦", .accounts),
    ("dwell of accounts by ¦", .analysis(.dwell)),
    ("accounts matching ticket[¦", .event(kind: "ticket")),
    ("accounts matching ticket[a is b] where ¦", .accounts),
    ("load events from \"x\" with a = ¦", .source),
  ])
  func scopes(_ text: String, _ scope: CompletionScope) {
    #expect(context(text).scope == scope)
  }

  @Test(
    arguments: [
      ("accounts where jf¦i", "jf", 15, 17, nil), ("accounts ¦", "", 9, 9, nil),
      ("journey of \"Acme L¦", "Acme L", 11, 18, "\""),
      ("accounts where `Acc¦", "Acc", 15, 19, "`"),
      ("expect $si¦", "$si", 7, 10, nil), ("expect $¦", "$", 7, 8, nil),
    ] as [(String, String, Int, Int, Character?)])
  func partialWords(
    _ text: String, _ partial: String, _ lower: Int, _ upper: Int, _ quote: Character?
  ) {
    let context = context(text)
    #expect(context.partial == partial)
    #expect(context.span == SourceSpan(lower, upper))
    #expect(context.quote == quote)
  }

  @Test func everyKeywordOfferedHasAMeaning() {
    for text in [
      "¦", "accounts ¦", "accounts where a ¦", "accounts show ¦", "compare nps of accounts ¦",
    ] {
      for keyword in context(text).keywords where !keyword.hasPrefix("p") {
        let words = keyword.split { $0 == " " || $0 == "-" }
        for word in words { #expect(KeywordTable.meaning(of: String(word)) != nil, "\(word)") }
      }
    }
  }
}
