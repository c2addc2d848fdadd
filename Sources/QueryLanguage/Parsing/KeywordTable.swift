/// Every contextual keyword with its meaning: completion, suggestions, the formatter's backquotes
/// and `grammar/keywords.txt` come from here.
package enum KeywordTable {
  /// A keyword and what it is for, in one line.
  package struct Entry: Hashable, Sendable {
    package let word: String
    package let meaning: String

    init(_ word: String, _ meaning: String) {
      self.word = word
      self.meaning = meaning
    }
  }

  /// What `help WORD` says; nil where the word is no keyword.
  package static func meaning(of word: String) -> String? {
    entries.first { $0.word == word }?.meaning
  }

  /// All of them, each once, by the part of a sentence they are first met in.
  package static let entries: [Entry] =
    statements + heads + populations + clauses + tests + values + aggregates + measures + times
    + declarations + readings

  // MARK: - Lists for the parser

  static let clauseWords = clauses.filter { $0.meaning.hasPrefix("clause") }.map(\.word)
  static let followers = clauseWords + ["and", "or", "called", "else", "then", "desc", "asc"]
  static let statementWords = statements.map(\.word)
  static let units = TimeUnit.allCases.flatMap { [$0.rawValue + "s", $0.rawValue] }

  /// What completion offers where an operand may begin.
  static let operandWords = [
    "not", "if", "count", "count of", "count distinct", "sum", "sum of", "avg", "median", "min",
    "max", "stddev", "first", "last", "list", "p50", "p90", "share of total", "change of",
    "time in", "time from", "month of", "week of", "year of",
  ]
  static let periodWords = ["last", "this", "next", "today", "yesterday", "now"]

  /// A name spelt like this is written in backquotes: somewhere a keyword would be read instead.
  static func isReserved(_ word: String) -> Bool {
    reserved.contains(word) || AggregateWord(word: word) != nil
  }

  private static let reserved = Set(clauseWords)
    .union(ContextualWords.infixes)
    .union([
      "not", "if", "true", "false", "unknown", "today", "yesterday", "now", "this", "next",
      "change", "distinct", "half", "each",
    ])

  /// Words that begin a population or a restriction.
  static let populationWords: Set<String> = [
    "accounts", "events", "visits", "those", "cohort", "drifting", "visited", "reached", "matching",
    "never",
  ]
}
