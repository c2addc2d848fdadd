@testable import JourneyEngine
import QueryLanguage
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Folders, and patterns that go into them.
@Suite struct DataFilesTests {
  /// `crm/a.csv`, `crm/notes.txt`, `crm/2026/b.csv`, `crm/2026/q1/c.jsonl`, `crm/2026/q1/d.csv`,
  /// `crm/.hidden/e.csv`, and a link in `crm/2026` that leads back to `crm`.
  private func withFolders<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      for inner in ["crm", "crm/2026", "crm/2026/q1", "crm/.hidden", "outer", "outer/in"] {
        mkdir("\(folder)/\(inner)", 0o755)
      }
      for name in ["a.csv", "2026/b.csv", "2026/q1/d.csv", ".hidden/e.csv"] {
        try write("id,n\n1,2\n", to: "\(folder)/crm/\(name)")
      }
      try write("{\"id\":1}\n", to: "\(folder)/crm/2026/q1/c.jsonl")
      try write("hello", to: "\(folder)/crm/notes.txt")
      try write("id,n\n1,2\n", to: "\(folder)/outer/in/f.csv")
      symlink("\(folder)/crm", "\(folder)/crm/2026/back")
      return try body(folder)
    }
  }

  @Test(arguments: [
    ("crm/**/*.csv", ["crm/2026/b.csv", "crm/2026/q1/d.csv", "crm/a.csv"]),
    ("crm/**", ["crm/2026/b.csv", "crm/2026/q1/c.jsonl", "crm/2026/q1/d.csv", "crm/a.csv"]),
    ("**/q1/*", ["crm/2026/q1/c.jsonl", "crm/2026/q1/d.csv"]),
    ("*/**/d.csv", ["crm/2026/q1/d.csv"]),
    ("crm/**/q*/**/*.csv", ["crm/2026/q1/d.csv"]), ("crm", ["crm/a.csv"]),
  ])
  func twoStarsAreAnyNumberOfFolders(_ pattern: String, _ files: [String]) throws {
    try withFolders { folder in
      let found = try DataFiles.expand(["\(folder)/\(pattern)"])
      #expect(found.map { String($0.dropFirst(folder.count + 1)) } == files)
    }
  }

  @Test func whatIsLeftOutIsSaidWithTheWayIn() throws {
    try withFolders { folder in
      guard
        case .load(let load)? = Parser.parse("load table t from \"crm\"").statements.first?.kind
      else { return }
      let plan = LoadPlan(load, folder: folder, zone: .utc)
      let sources = try plan.sources { path, options throws(LoadError) in
        try FileReader.tables(path: path, options: options)
      }
      let note = try #require(sources.first?.notes.first)
      #expect(
        note.message == "1 other file and 1 folder in it are not read: notes.txt, 2026/")
      #expect(note.hint == "`\"crm/**\"` takes the data files in its folders too")
    }
  }

  @Test func aFolderOfFoldersSaysTheWayIn() throws {
    try withFolders { folder in
      let error = #expect(throws: LoadError.self) { try DataFiles.expand(["\(folder)/outer"]) }
      #expect(
        error?.message
          == "there are no data files in this folder, and the folders in it are not opened")
      #expect(error?.hint == "name one of them, or \"\(folder)/outer/**\" for all that is in them")
      let inside = try DataFiles.expand(["\(folder)/outer/**"])
      #expect(inside == ["\(folder)/outer/in/f.csv"])
      #expect(throws: LoadError.self) { try DataFiles.expand(["\(folder)/crm/**/*.xes"]) }
    }
  }
}
