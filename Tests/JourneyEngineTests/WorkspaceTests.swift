import Foundation
import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// Several loads of one session: what is appended, what replaces what, what is read again, what is
/// asked.
@Suite final class WorkspaceTests {
  private let folder: String
  private var workspace: Workspace
  /// Paths in the order in which they were read.
  private let log = ReadLog()

  private final class ReadLog { var paths: [String] = [] }

  init() throws {
    folder = NSTemporaryDirectory() + "orbits-workspace-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let log = log
    workspace = Workspace(wallClock: CatalogFixtures.at("2026-11-21 12:00")) {
      path, options throws(LoadError) in
      log.paths.append(path.split(separator: "/").last.map(String.init) ?? path)
      return try FileReader.tables(path: path, options: options)
    }
    try write("accounts.csv", "id,name\nA1,Acme\nA2,Beta\nA3,Gamma\n")
    try write("week1.csv", "account_id,at,kind\nA1,2026-01-01,login\nA2,2026-01-02,login\n")
    try write("week2.csv", "account_id,at,kind\nA2,2026-01-02,login\nA3,2026-01-09,ticket\n")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  @discardableResult
  private func load(_ sentence: String) throws -> Workspace.Loaded {
    guard case .load(let load)? = Parser.parse(sentence).statements.first?.kind else {
      throw LoadError(path: "", message: "no load: \(sentence)")
    }
    return try workspace.load(LoadPlan(load, folder: folder, zone: .utc))
  }

  private func recognise(_ names: String...) throws {
    try workspace.load(
      LoadPlan(recognising: names.map { "\(folder)/\($0)" }, zone: .utc))
  }

  private var counts: [Int] {
    get throws {
      let report = try workspace.report()
      return [report.accountCount, report.eventCount]
    }
  }

  // MARK: - append

  @Test func appendTakesOverTheMapping() throws {
    try load(#"load accounts from "accounts.csv""#)
    try load(#"load events from "week1.csv" with account = account_id, kind = "usage""#)
    try load(#"load events from "week2.csv" append"#)
    #expect(try counts == [3, 4])
    let kinds = try workspace.report().sources.map { $0.mappings.last?.origin }
    #expect(kinds == ["name", "\"usage\"", "\"usage\""])
  }

  @Test func appendMayDifferInWhatItSays() throws {
    try write("week3.csv", "account_id;at;kind\nA1;2026-01-15;login\n")
    try load(#"load events from "week1.csv" with account = account_id, kind = "usage""#)
    try load(#"load events from "week3.csv" reading delimiter ";" with kind = "other" append"#)
    let mappings = try workspace.report().sources[1].mappings
    #expect(mappings.map(\.origin) == ["account_id", "at", "\"other\""])
  }

  @Test func appendGoesOnFromWhatWasRecognised() throws {
    try recognise("accounts.csv", "week1.csv")
    try load(#"load events from "week2.csv" append"#)
    #expect(try counts == [3, 4])
  }

  @Test func appendNeedsSomethingBeforeIt() throws {
    try load(#"load accounts from "accounts.csv""#)
    #expect(throws: LoadError.self) { try load(#"load events from "week2.csv" append"#) }
    #expect(try counts == [3, 0])
  }

  @Test func duplicatesOfOverlappingExportsAreCounted() throws {
    try load(#"load accounts from "accounts.csv""#)
    try load(#"load events from "week*.csv" with account = account_id"#)
    #expect(try workspace.report().duplicateEvents == 1)
    workspace.change { $0.dropsDuplicates = true }
    #expect(try counts == [3, 3])
  }

  // MARK: - A file that is loaded twice

  @Test func theSameSentenceTwiceDoublesNothing() throws {
    try load(#"load events from "week1.csv" with account = account_id"#)
    #expect(try counts == [2, 2])
    let again = try load(#"load events from "week1.csv" with account = account_id"#)
    #expect(again.replaced == ["week1.csv"])
    #expect(try counts == [2, 2])
    #expect(try load(#"load events from "week1.csv" append"#).replaced == ["week1.csv"])
    #expect(try counts == [2, 2])
  }

  @Test func aSentenceCorrectsWhatWasRecognised() throws {
    try recognise("accounts.csv", "week1.csv")
    let loaded = try load(#"load events from "week1.csv" with account = account_id, kind = "use""#)
    #expect(loaded.replaced == ["\(folder)/week1.csv"])
    #expect(try counts == [3, 2])
    // As a stage history it is something else: both stay.
    #expect(
      try load(#"load stages from "week1.csv" with account = account_id, stage = kind"#).replaced
        == [])
    #expect(try counts == [3, 2])
  }

  @Test func oneFileMayBeTwoKindsOfEvent() throws {
    try write("subs.csv", "account,start,end\nA1,2026-01-01,2026-02-01\n")
    try load(#"load events from "subs.csv" with at = start, kind = "started""#)
    let loaded = try load(#"load events from "subs.csv" with at = end, kind = "ended""#)
    #expect(loaded.replaced == [])
    #expect(try counts == [1, 2])
  }

  @Test func whatALoadToldIsNotToldAgain() throws {
    try load(#"load accounts from "accounts.csv""#)
    let first = try workspace.report()
    #expect(first.lines().first == "accounts.csv: accounts, 3 rows")
    try load(#"load events from "week1.csv" with account = account_id"#)
    let lines = try workspace.report().lines(after: first)
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("week1.csv: events, 2 rows"))
    #expect(lines[1].hasPrefix("3 accounts, 2 events"))
  }

  @Test func manyFilesAreToldOnAScreenAndCounted() throws {
    for number in 10..<70 {
      try write("part\(number).csv", "account_id,at,kind\nA1,2026-01-01,x\nA1,2026-01-02,x,y\n")
    }
    try load(#"load events from "part*.csv" with account = account_id"#)
    let report = try workspace.report()
    let lines = report.lines()
    #expect(lines.count < 24)
    #expect(lines.contains { $0.hasPrefix("and 52 files") && $0.hasSuffix("`describe load`") })
    // Nothing is left out of the table, nor of the words behind it.
    let table = report.table()
    let severities = try #require(table.columns.first { $0.name == "severity" }).column
    let refused = (0..<table.rowCount).count { severities[$0] == .text("refused") }
    #expect(refused == 60)
    #expect(report.allLines().count { $0.contains(" refused") } == 60)
  }

  @Test func aLoadThatFailsLeavesEverything() throws {
    try load(#"load accounts from "accounts.csv""#)
    #expect(try counts == [3, 0])
    try write("accounts.csv", "id,name\nA1,Acme\nA1,Twice\n,None\n")
    #expect(throws: LoadError.self) {
      try load(#"load accounts from "accounts.csv" with id = nothing"#)
      _ = try counts
    }
    #expect(try counts == [3, 0])
  }

  // MARK: - reload

  @Test func reloadReadsOnlyWhatHasChanged() throws {
    try load(#"load accounts from "accounts.csv""#)
    try load(#"load events from "week1.csv", "week2.csv" with account = account_id"#)
    #expect(try counts == [3, 4])
    log.paths = []
    #expect(try workspace.reload() == [])
    try write(
      "week2.csv",
      "account_id,at,kind\nA3,2026-01-09,ticket\nA3,2026-01-10,ticket\nA1,2026-01-11,x\n")
    let reloaded = try workspace.reload()
    #expect(reloaded.map(\.name) == ["week2.csv"])
    #expect(reloaded.map(\.before) == [2])
    #expect(reloaded.map(\.after) == [3])
    #expect(log.paths == ["week2.csv"])
    #expect(try counts == [3, 5])
  }

  @Test func reloadFindsNewFilesOfAFolder() throws {
    try load(#"load events from "week*.csv" with account = account_id"#)
    #expect(try counts == [3, 4])
    try write("week3.csv", "account_id,at,kind\nA1,2026-01-15,login\n")
    let reloaded = try workspace.reload()
    #expect(reloaded.map(\.name) == ["week3.csv"])
    #expect(reloaded.map(\.before) == [nil])
    #expect(try counts == [3, 5])
  }

  @Test(arguments: ["", "nothing,here\n1,2\n"])
  func aFileThatIsBrokenNowLeavesTheOldData(_ text: String) throws {
    try load(#"load events from "week1.csv", "week2.csv" with account = account_id"#)
    #expect(try counts == [3, 4])
    try write("week1.csv", text)
    #expect(throws: LoadError.self) { try workspace.reload() }
    #expect(try counts == [3, 4])
    try FileManager.default.removeItem(atPath: "\(folder)/week1.csv")
    #expect(throws: LoadError.self) { try workspace.reload() }
    #expect(try counts == [3, 4])
    try write("week1.csv", "account_id,at,kind\nA1,2026-01-01,login\n")
    #expect(try workspace.reload().map(\.after) == [1])
    #expect(try counts == [3, 3])
  }

  @Test func reloadOfOneFileReadsItWhatever() throws {
    try load(#"load events from "week1.csv" with account = account_id"#)
    #expect(try workspace.reload(["week1.csv"]).map(\.after) == [2])
    #expect(throws: LoadError.self) { try workspace.reload(["week9.csv"]) }
  }

  @Test func aChangedLookUpFileIsJoinedAnew() throws {
    try write("plans.csv", "plan,price\np,1\n")
    try write("accounts.csv", "id,plan\nA1,p\n")
    try load(#"load accounts from "accounts.csv" join "plans.csv" on plan"#)
    #expect(try counts == [1, 0])
    try write("plans.csv", "plan,price,tier\np,1,gold\n")
    #expect(try workspace.reload().map(\.name) == ["plans.csv"])
    #expect(try workspace.snapshot().accounts.column("tier") != nil)
  }

  /// Loads, repeated loads, files that grow, shrink and come into the folder: what is stored is
  /// what a naive account of the files says.
  @Test(arguments: 1...4) func anyOrderOfLoadsHoldsEachFileOnce(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    try load(#"load accounts from "accounts.csv""#)
    var onDisk: [String: Int] = [:]
    var stored: [String: Int] = [:]
    var hasFolder = false
    func writeSome() throws {
      let name = "log\(Int.random(in: 1...4, using: &random)).csv"
      let count = Int.random(in: 1...9, using: &random)
      let rows = (0..<count).map { "A1,2026-01-0\($0 + 1),\(name.prefix(4))\n" }
      onDisk[name] = count
      try write(name, "account_id,at,kind\n" + rows.joined())
    }
    try writeSome()
    for _ in 0..<Repetitions.count(40) {
      let name = onDisk.keys.sorted().randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: try writeSome()
      case 2:
        try load("load events from \"\(name)\" with account = account_id")
        stored[name] = onDisk[name]
      case 3 where !stored.isEmpty:
        try load("load events from \"\(name)\" append")
        stored[name] = onDisk[name]
      case 4:
        try load(#"load events from "log*.csv" with account = account_id"#)
        stored = onDisk
        hasFolder = true
      default:
        _ = try counts
        _ = try workspace.reload()
        for name in onDisk.keys where hasFolder || stored[name] != nil {
          stored[name] = onDisk[name]
        }
      }
      #expect(try counts == [3, stored.values.reduce(0, +)])
    }
  }

  // MARK: - Questions

  private static func question(_ path: String) -> LoadError {
    var error = LoadError(path: path, message: "day and month cannot be told apart")
    error.question = LoadQuestion(
      "which comes first in `at`?",
      answers: [
        .init("the day", option: "dates", value: "dd/MM/yyyy"),
        .init("the month", option: "dates", value: "MM/dd/yyyy"),
      ])
    return error
  }

  /// A session whose files all raise the question until it is answered.
  private func asking(
    _ sentence: String, answer: @escaping (LoadQuestion) -> LoadQuestion.Answer?
  ) throws -> (loaded: Workspace.Loaded, asked: Int) {
    var asked = 0
    var workspace = Workspace(wallClock: CatalogFixtures.at("2026-11-21 12:00")) {
      path, options throws(LoadError) in
      guard options.dates != nil else { throw Self.question(path) }
      return try FileReader.tables(path: path, options: options)
    }
    workspace.ask = { error in
      asked += 1
      return error.question.flatMap(answer)
    }
    guard case .load(let load)? = Parser.parse(sentence).statements.first?.kind else {
      throw LoadError(path: "", message: "no load")
    }
    return (try workspace.load(LoadPlan(load, folder: folder, zone: .utc)), asked)
  }

  @Test func oneQuestionForAllFilesOfALoad() throws {
    let (loaded, asked) = try asking(
      #"load events from "week1.csv", "week2.csv" with account = account_id"#
    ) { $0.answers[0] }
    #expect(asked == 1)
    #expect(
      loaded.sentence
        == #"load events from "week1.csv", "week2.csv" reading dates "dd/MM/yyyy" with account = account_id"#
    )
  }

  @Test func withoutAnAnswerTheSentencesToPasteAreThrown() throws {
    do {
      _ = try asking(#"load events from "week1.csv""#) { _ in nil }
      Issue.record("loaded without an answer")
    } catch let error as LoadError {
      #expect(
        error.question?.answers.map(\.sentence) == [
          #"load events from "week1.csv" reading dates "dd/MM/yyyy""#,
          #"load events from "week1.csv" reading dates "MM/dd/yyyy""#,
        ])
    }
  }

  @Test func anAnswerThatSettlesNothingIsNotAskedForEver() throws {
    #expect(throws: LoadError.self) {
      try asking(#"load events from "week1.csv""#) { _ in
        LoadQuestion.Answer("nothing", option: "encoding", value: "utf-8")
      }
    }
  }
}
