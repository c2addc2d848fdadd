/// Every head of a sentence: what it takes, what it answers, and how it is explained.
package enum HeadTable {
  package struct Entry: Sendable {
    package let name: String
  }
  package static let entries: [Entry] =
    ["accounts", "events", "visits", "those"].map(Entry.init)
    + AnalysisWord.allCases.map { Entry(name: $0.rawValue) }

  static let firstWords = entries.map { String($0.name.prefix { $0 != " " }) }
}
