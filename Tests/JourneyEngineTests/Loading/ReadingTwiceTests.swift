@testable import JourneyEngine
import QueryLanguage
import Testing

/// Two clauses of `reading` about one thing.
@Suite struct ReadingTwiceTests {
  private let text = "id,score\n1,tbd\n2,-9\n3,5\n4,n/k\n"

  private func sources(_ clause: String) throws(LoadError) -> [DataSource] {
    let sentence = "load table t from \"t.csv\" \(clause)"
    guard case .load(let load)? = Parser.parse(sentence).statements.first?.kind else { return [] }
    return try LoadPlan(load, folder: "", zone: .utc).sources { path, options throws(LoadError) in
      try FileReader.tables(bytes: Array(text.utf8), path: path, options: options)
    }
  }

  @Test(arguments: [
    "reading missing \"tbd\", missing (\"-9\", \"n/k\")",
    "reading missing \"tbd\" reading missing \"n/k\", missing \"-9\"",
  ])
  func wordsForMissingAddUp(_ clause: String) throws {
    let table = try #require(try sources(clause).first?.table)
    #expect(table.texts("score") == ["-", "-", "5", "-"])
  }

  @Test(arguments: [
    (
      "reading dates \"dd/MM/yyyy\", dates \"MM/dd/yyyy\"",
      "`reading dates` is said twice, and only one can hold"
    ),
    (
      "reading sheet \"A\", table \"B\"",
      "`reading sheet` and `reading table` both name the table, and only one can hold"
    ),
    (
      "reading missing none, missing \"x\"",
      "`reading missing none` says that no word means missing, and another `reading missing` "
        + "names one"
    ),
  ])
  func anythingElseIsSaidOnce(_ clause: String, _ message: String) {
    let error = #expect(throws: LoadError.self) { try sources(clause) }
    #expect(error?.message == message)
    #expect(error?.path == "t.csv")
    #expect(error?.hint == "leave one of them out")
  }
}
