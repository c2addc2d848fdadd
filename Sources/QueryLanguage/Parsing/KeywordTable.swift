/// Every contextual keyword with its meaning: completion, help, suggestions and
/// `grammar/keywords.txt` come from here.
package enum KeywordTable {
  package struct Entry: Sendable {
    package let word: String
    package let meaning: String

    init(_ word: String, _ meaning: String) {
      self.word = word
      self.meaning = meaning
    }
  }

  /// Measures of a group that have a name of their own.
  package static let measures = [
    Entry("nps", "net promoter score"),
    Entry("csat", "share of satisfied answers"),
    Entry("ces", "customer effort score"),
    Entry("fcr", "first contact resolution"),
    Entry("churn", "share of active accounts lost in the period"),
    Entry("retention", "1 - churn"),
    Entry("grr", "gross revenue retention"),
    Entry("nrr", "net revenue retention"),
    Entry("clv", "customer lifetime value"),
    Entry("response_rate", "share of invitations answered"),
  ]

  static let clauseWords = [
    "where", "by", "show", "order", "top", "lowest", "during", "since", "before", "between", "as",
    "known", "into", "per", "within", "without", "with", "against", "returning", "starting",
    "rolling", "for", "completed",
  ]
  /// Words that may stand right behind a value.
  static let followers = clauseWords + ["and", "or", "called", "else", "then", "desc", "asc"]
  static let statementWords = [
    "explain", "describe", "help", "load", "let", "set", "use", "expect", "cohort", "define",
    "stage", "stages", "event", "signal", "target", "play", "benchmark", "check",
  ]
  static let operandWords = [
    "not", "if", "count", "count of", "count distinct", "sum", "avg", "median", "min", "max",
    "first", "last", "list", "share of total", "change of", "time in", "time from", "month of",
    "week of", "year of",
  ]
  static let periodWords = [
    "last", "this", "next", "today", "yesterday", "now",
  ]

  static let units = TimeUnit.allCases.flatMap { [$0.rawValue + "s", $0.rawValue] }

  /// A name spelt like this is written in backquotes: somewhere a keyword would be read instead.
  static func isReserved(_ word: String) -> Bool {
    reserved.contains(word) || AggregateWord(word: word) != nil
  }

  /// Words that begin a population or a restriction.
  static let populationWords: Set<String> = [
    "accounts", "events", "visits", "those", "cohort", "drifting", "visited", "reached", "matching",
    "never",
  ]

  private static let reserved = Set(clauseWords)
    .union(ContextualWords.infixes)
    .union([
      "not", "if", "true", "false", "unknown", "today", "yesterday", "now", "this", "next",
      "change", "distinct", "half", "each",
    ])
}
