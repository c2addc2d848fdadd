import Testing

@testable import Shell

/// What may stand at `|`, as candidates come from the embedded company.
@Suite struct CompleterTests {
  static func candidates(_ marked: String) throws -> (all: [CompletionCandidate], typed: String) {
    let cursor = try #require(marked.firstIndex(of: "‸"))
    let before = String(marked[..<cursor])
    let text = before + marked[marked.index(after: cursor)...]
    let list = try Completer(Session(SessionOptions())).completions(text, cursor: before.utf8.count)
    let bytes = Array(text.utf8)[list.replacing]
    return (list.candidates, String(decoding: bytes, as: UTF8.self))
  }

  /// The text before the cursor, what Tab would replace, some of what it must offer.
  @Test(arguments: [
    ("‸", "", ["accounts", "events", "explain", "load"]),
    ("acc‸", "acc", ["accounts"]),
    ("accounts ord‸", "ord", ["order by"]),
    ("accounts order ‸", "", ["by"]),
    ("accounts in stage ‸", "", ["Obstacle", "Research", "Benchmark", "Invest", "Share"]),
    ("accounts in be‸ where jfi > 60", "be", ["Benchmark"]),
    ("accounts where ‸", "", ["jfi", "vertical", "not"]),
    ("accounts where vertical is ‸", "", ["SaaS", "Retail", "\"Public Sector\""]),
    ("accounts where vertical in (SaaS, ‸", "", ["Retail"]),
    ("accounts where vertical is \"Pu‸", "\"Pu", ["\"Public Sector\""]),
    ("accounts where owner is \"El‸", "\"El", ["\"Elin Sjöberg\""]),
    ("accounts where name is Öre‸", "Öre", ["\"Öresund Kod AB\""]),
    ("accounts where upp‸", "upp", ["upper("]),
    ("accounts where jfi > 60 ‸", "", ["and", "order by", "show", "as"]),
    ("accounts by vertical | where ‸", "", ["vertical", "count"]),
    ("accounts by vertical | ‸", "", ["where", "order by"]),
    ("events where kind is tic‸", "tic", ["ticket", "ticket_resolved"]),
    ("journey of \"Acm‸", "\"Acm", ["\"Acme Ltd\""]),
    ("accounts as c‸", "c", ["csv"]),
    ("set ‸", "", ["now", "timezone", "duplicates", "names"]),
    ("help fun‸", "fun", ["funnel", "functions"]),
    ("describe ‸", "", ["accounts", "load", "jfi"]),
    ("describe load ‸", "", ["sources", "columns", "where", "as"]),
    ("describe load | where ‸", "", ["severity", "source", "rows"]),
    ("describe load | where severity is ‸", "", ["read"]),
    ("describe load | by source | where ‸", "", ["source", "count"]),
    ("load events from \"x.csv\" reading ‸", "", ["delimiter", "dates", "header"]),
    ("load events from \"x.csv\" reading delimiter ‸", "", ["\";\"", "\"tab\""]),
    ("load events from \"x.csv\" reading encoding \"win‸", "\"win", ["\"windows-1252\""]),
    (
      "load events from \"x.csv\" reading export \"Stri‸", "\"Stri",
      ["\"Stripe subscriptions\""]
    ),
    ("load events from \"x.csv\" reading header ‸", "", ["none"]),
    ("load events from \"x.csv\" ‸", "", ["reading", "join", "with", "append"]),
  ])
  func offers(_ marked: String, _ replaced: String, _ expected: [String]) throws {
    let (all, typed) = try Self.candidates(marked)
    let texts = all.map(\.text)
    #expect(typed == replaced)
    for text in expected { #expect(texts.contains(text), "\(marked): \(texts)") }
    #expect(Set(texts).count == texts.count)
  }

  @Test(arguments: [
    ("accounts where ‸", "upper("), ("accounts where vertical is ‸", "jfi"),
    ("accounts by vertical | where ‸", "jfi"), ("accounts in stage ‸", "where"),
    ("describe ‸", "funnel"), ("accounts where jfi > 60 ‸", "jfi"),
  ])
  func doesNotOffer(_ marked: String, _ unwanted: String) throws {
    #expect(!(try Self.candidates(marked).all.map(\.text).contains(unwanted)))
  }

  @Test func valuesComeCommonestFirstWithTheirCounts() throws {
    let all = try Self.candidates("accounts where vertical is ‸").all
    #expect(all.prefix(2).map(\.text) == ["SaaS", "Retail"])
    #expect(all.prefix(2).map(\.count) == ["76", "44"])
  }

  @Test func stagesComeInTheOrderOfTheJourney() throws {
    let all = try Self.candidates("accounts in stage ‸").all
    #expect(
      all.map(\.text) == ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"])
  }

  @Test(arguments: [
    "zzz‸", "accounts # wh‸", "accounts where jfi > 6‸", "accounts where vertical is \"SaaS\"‸",
  ])
  func offersNothing(_ marked: String) throws {
    #expect(try Self.candidates(marked).all.isEmpty)
  }

  @Test func everyPlaceOfASentenceCanBeAsked() throws {
    let sentence = "accounts where vertical is \"Public Sector\" by stage | where count > 5"
    let completer = try Completer(Session(SessionOptions()))
    for cursor in 0...sentence.utf8.count {
      let list = completer.completions(sentence, cursor: cursor)
      #expect(list.candidates.isEmpty || list.replacing.upperBound == cursor)
    }
  }
}
