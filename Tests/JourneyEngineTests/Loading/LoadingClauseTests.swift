import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// The clauses that a report prints are sentences: pasted at the end of a load, they are understood
/// and read the file again.
struct LoadingClauseTests {
  private static let files = [
    "id,x\n1,\"1,234\"\n2,\"5,678\"\n",
    "id,x,y\n1,\"1,234\",\"2,345\"\n2,\"5,678\",\"1,111\"\n",
    "id;x;y\n1;1.234;1,5\n2;5.678;2,5\n",
    "id,x\n1,$5\n2,$7.50\n",
    "id,first seen\n1,25.12.2024\n2,01.02.2024\n",
    "id,a,b\n1,03/04/2026,25/12/2024\n2,05/06/2026,01/02/2024\n",
    "id,created_at\n1,1772532000\n2,1772532060\n",
    "id,start date\n1,46000\n2,46010\n",
    "id,day\n1,20260303\n2,20260304\n",
    "id,month\n1,2026-03\n2,2026-04\n",
    "id,x\n1,5\n2,NA\n3,7\n",
    "id,x\n1,5\n2,tbd\n3,7\n",
    "id,x\n1,red\n2,NA\n3,NA\n",
    "id,x\n1,1900-01-01\n2,2026-01-01\n",
    "1,2026-01-01\n2,2026-01-02\n",
    "id|x\n1|2\n3|4\n",
    "A report\n\nid,x\n1,2\n3,4\n",
  ]

  private static func lines(_ file: LoadedFile) -> [String] {
    file.report.guesses + file.report.warnings + file.report.columns.compactMap(\.note)
  }

  private static func clauses(_ file: LoadedFile) -> [String] {
    lines(file).flatMap { $0.split(separator: "`") }.map(String.init)
      .filter { $0.hasPrefix("reading ") }
  }

  private static func apply(_ clause: String, to options: inout ReadingOptions) throws {
    let result = Parser.parse("load events from \"x.csv\" \(clause)")
    #expect(result.diagnostics.isEmpty, "\(clause)")
    guard case .load(let load)? = result.statements.first?.kind else {
      Issue.record("\(clause) makes no load")
      return
    }
    #expect(load.readings.count == 1, "\(clause)")
    for reading in load.readings {
      switch (reading.option, reading.value) {
      case (.header, .numbers(let first, let last)):
        options.header = .lines(first...(last ?? first))
      case (.footer, .numbers(let count, _)): options.footer = count
      case (.missing, .none): options.missing = []
      case (let option, .none): try options.apply(option.name, "none", file: "x.csv")
      case (let option, .texts(let texts)):
        try options.apply(option.name, texts.last?.text ?? "", file: "x.csv")
      default: Issue.record("\(clause)")
      }
    }
  }

  @Test func areUnderstoodAndReadTheFile() throws {
    var seen: Set<String> = []
    for text in LoadingClauseTests.files {
      let file = try load(text)
      for clause in LoadingClauseTests.clauses(file) {
        var options = ReadingOptions()
        try LoadingClauseTests.apply(clause, to: &options)
        let option = String(clause.split(separator: " ")[1])
        seen.insert(option)
        // Another dialect may fit no row.
        guard ["dates", "numbers", "missing"].contains(option) else { continue }
        let again = try load(text) { $0 = options }
        // What was said is not offered again.
        #expect(!LoadingClauseTests.clauses(again).contains(clause), "\(clause)")
      }
    }
    #expect(seen.isSuperset(of: ["dates", "numbers", "missing", "delimiter", "header"]))
  }

  @Test func layoutsOfClausesReadTheSame() throws {
    for text in LoadingClauseTests.files {
      let file = try load(text)
      for clause in LoadingClauseTests.clauses(file)
      where clause.hasPrefix("reading dates \"") && !clause.contains("yyyy-MM\"") {
        var options = ReadingOptions()
        try LoadingClauseTests.apply(clause, to: &options)
        let again = try load(text) { $0 = options }
        #expect(again.cells == file.cells, "\(clause)")
      }
    }
  }

  @Test func saysWhichLayoutFitsNoColumn() throws {
    let text = "id,signup\n1,3/31/2026\n2,12/1/2026\n"
    let file = try load(text) { $0.dates = "dd/MM/yyyy" }
    #expect(
      file.report.warnings == ["no column is written dd/MM/yyyy: `signup` is written M/d/yyyy"])
    #expect(try load(text) { $0.dates = "MM/dd/yyyy" }.report.warnings.isEmpty)
    let plain = try load("id,at\n1,2026-03-31\n") { $0.dates = "yyyy-MM-dd" }
    #expect(plain.report.warnings.isEmpty)
  }

  @Test func monthsAreOfferedAndRead() throws {
    let text = "id,month\n1,2026-03\n2,2026-04\n"
    #expect(try load(text).note("month")?.hasSuffix("`reading dates \"yyyy-MM\"`") ?? false)
    let read = try load(text) { $0.dates = "yyyy-MM" }
    #expect(read.column("month") == ["2026-03-01", "2026-04-01"])
  }

  @Test func numbersThatMayBeThousandsAreToldOfInOneLine() throws {
    let file = try load("id,x,y\n1,\"1,234\",\"2,345\"\n2,\"5,678\",\"1,111\"\n")
    #expect(
      file.report.guesses.filter { $0.contains("reading numbers") } == [
        "x, y: `1,234` is taken for 1234: `reading numbers \"1.234,5\"` says otherwise"
      ])
  }

  @Test func noColumnIsNamedAgainstItself() throws {
    let file = try load("id;d;e\n1;1,5;2,5\n2;1.5;3,5\n")
    #expect(!file.report.warnings.contains { $0.hasPrefix("d:") && $0.contains("`d`") })
  }
}
