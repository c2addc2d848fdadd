import JourneyEngine
import QueryLanguage
import Rendering
import Testing

@testable import Shell

/// Sentences, settings and files, as a script runs them. Answers go to a file that is read
/// afterwards.
@Suite struct SessionTests {
  struct Outcome {
    let status: Shell.ExitStatus
    let output: String?
  }

  /// Runs a script with `--output`, in a folder of its own.
  static func run(
    _ script: String, in folder: ScratchFolder, _ change: (inout SessionOptions) -> Void = { _ in }
  ) throws -> Outcome {
    var options = SessionOptions()
    options.isQuiet = true
    options.format = .csv
    options.output = "\(folder.path)/output"
    change(&options)
    let session = try Session(options)
    let path = try folder.write("script.orbits", script)
    guard session.prepare(workspaces: [], data: []) else {
      return Outcome(status: session.finish(), output: folder.read("output"))
    }
    session.runAll(sentences: [], scripts: [path])
    return Outcome(status: session.finish(), output: folder.read("output"))
  }

  @Test(arguments: [
    ("accounts show count", Shell.ExitStatus.success),
    ("expect count of accounts = 326", .success),
    ("expect count of accounts = 3\naccounts show count", .expectationFailed),
    ("expect count of accounts = 3\nexpect jfi", .query),
    ("acounts", .query),
    ("accounts where vertcal is Retail", .query),
    ("accounts where vertical is Retial", .query),
    ("set nwo 3", .query),
    ("load accounts from \"nope.csv\"", .data),
    ("use \"nope.orbits\"", .data),
    ("use \"script.orbits\"", .query),
    ("accounts into \"no/such/folder.csv\"", .data),
  ])
  func endsWith(_ script: String, _ expected: Shell.ExitStatus) throws {
    let folder = try ScratchFolder()
    let outcome = try Self.run(script, in: folder)
    #expect(outcome.status == expected)
    // What was written before a failure is not left to be taken for an answer.
    #expect((outcome.output != nil) == [.success, .expectationFailed].contains(expected))
    #expect(folder.names.allSatisfy { !$0.hasSuffix(".partial") })
  }

  @Test func aFailedExpectationDoesNotStopTheScript() throws {
    let outcome = try Self.run(
      "expect count of accounts = 3\naccounts show count", in: ScratchFolder())
    #expect(outcome.output == "count\n326\n")
  }

  @Test func aScriptStopsAtItsFirstError() throws {
    let folder = try ScratchFolder()
    let outcome = try Self.run(
      "accounts show count into \"one.csv\"\nload accounts from \"nope.csv\"\naccounts into \"two.csv\"",
      in: folder)
    #expect(outcome.status == .data)
    #expect(folder.names == ["one.csv", "script.orbits"])
  }

  @Test func nothingRunsOfAScriptThatCannotBeRead() throws {
    let folder = try ScratchFolder()
    _ = try Self.run("accounts into \"one.csv\"\nacounts", in: folder)
    #expect(folder.names == ["script.orbits"])
  }

  @Test func theOutputFileReplacesAnotherOnlyInTheEnd() throws {
    let folder = try ScratchFolder()
    _ = try folder.write("output", "before")
    #expect(try Self.run("accounts show count\nuse \"nope.orbits\"", in: folder).output == "before")
    #expect(try Self.run("accounts show count", in: folder).output == "count\n326\n")
  }

  @Test func intoReplacesAFileWhole() throws {
    let folder = try ScratchFolder()
    _ = try folder.write("out.csv", String(repeating: "before\n", count: 10_000))
    _ = try Self.run("accounts show count into \"out.csv\"", in: folder)
    #expect(folder.read("out.csv") == "count\n326\n")
    #expect(folder.names == ["out.csv", "output", "script.orbits"])
  }

  // MARK: - use

  @Test func filesThatUseOneAnotherAreToldSo() throws {
    let folder = try ScratchFolder()
    _ = try folder.write("other.orbits", "use \"./script.orbits\"")
    let outcome = try Self.run("use \"./other.orbits\"\naccounts into \"a.csv\"", in: folder)
    #expect(outcome.status == .query)
  }

  @Test func aChainOfFilesHasAnEnd() throws {
    let folder = try ScratchFolder()
    for number in 1...40 {
      _ = try folder.write("\(number).orbits", "use \"\(number + 1).orbits\"")
    }
    _ = try folder.write("41.orbits", "accounts into \"deep.csv\"")
    #expect(try Self.run("use \"1.orbits\"", in: folder).status == .query)
    #expect(folder.read("deep.csv") == nil)
    #expect(try Self.run("use \"20.orbits\"", in: folder).status == .success)
    #expect(folder.read("deep.csv") != nil)
  }

  @Test(arguments: [
    ("acounts", Shell.ExitStatus.query), ("accounts where vertcal is Retail", .query),
    ("load accounts from \"nope.csv\"", .data), ("use \"nope.orbits\"", .data),
  ])
  func aFailedUseStopsTheScript(_ used: String, _ expected: Shell.ExitStatus) throws {
    let folder = try ScratchFolder()
    _ = try folder.write("used.orbits", used)
    let outcome = try Self.run("use \"used.orbits\"\naccounts into \"a.csv\"", in: folder)
    #expect(outcome.status == expected)
    #expect(folder.names == ["script.orbits", "used.orbits"])
  }

  @Test func anExpectationThatFailsInAUsedFileStopsNothing() throws {
    let folder = try ScratchFolder()
    _ = try folder.write("used.orbits", "expect count of accounts = 3")
    let outcome = try Self.run("use \"used.orbits\"\naccounts show count", in: folder)
    #expect(outcome.status == .expectationFailed)
    #expect(outcome.output == "count\n326\n")
  }

  // MARK: - What wins over what

  @Test(arguments: [
    ("let limit = 65", [], "9"),
    ("let limit = 65\nlet limit = 60", [], "15"),
    ("let limit = 65", ["60"], "15"),
    ("", ["65"], "9"),
  ])
  func parameters(_ declaration: String, _ given: [String], _ expected: String) throws {
    let script = declaration + "\naccounts in Benchmark where jfi > $limit show count"
    let outcome = try Self.run(script, in: ScratchFolder()) { options in
      options.parameters = given.map { ("limit", $0) }
    }
    #expect(outcome.output == "count\n\(expected)\n")
  }

  @Test func theCommandLineWinsOverTheScript() throws {
    let script = "set now 2025-03-31\nset timezone \"Asia/Tokyo\"\n"
    let ask = "accounts where started in last 30 days show count"
    let alone = try Self.run(script + ask, in: ScratchFolder()).output
    let told = try Self.run(script + ask, in: ScratchFolder()) {
      $0.now = "2026-06-30"
      $0.timezone = "UTC"
    }.output
    let plain = try Self.run(ask, in: ScratchFolder()) {
      $0.now = "2026-06-30"
      $0.timezone = "UTC"
    }.output
    #expect(told == plain)
    #expect(alone != told)
  }

  @Test func usedFilesAreFoundBesideTheirScript() throws {
    let folder = try ScratchFolder()
    _ = try folder.write("data.csv", "id,name\n1,株\n2,Ö\n")
    _ = try folder.write("model.orbits", "load accounts from \"data.csv\"\nlet wanted = \"株\"")
    let outcome = try Self.run(
      "use \"model.orbits\"\naccounts where name is $wanted show name", in: folder)
    #expect(outcome.output == "name\n株\n")
  }

  @Test func aFailedLoadLeavesTheDataAsItWas() throws {
    let session = try Session(SessionOptions())
    #expect(session.run(text: "load accounts from \"/nope.csv\"", name: nil) == false)
    #expect(try session.environment().banner.contains("326 accounts"))
  }

  /// What help and the message list is what `set` takes: each is asked for a value of its own.
  @Test func everySettingIsTold() throws {
    let session = try Session(SessionOptions())
    let page = HelpPage.text("E0404", in: session)
    for name in SessionMessages.settings {
      #expect(page.contains(name))
      let parsed = Parser.parse("set \(name) 3 + 4")
      guard case .set(let setting, let values)? = parsed.statements.first?.kind else {
        Issue.record("`set \(name)` is no setting")
        continue
      }
      let failure = #expect(throws: QueryFailure.self) {
        try session.set(setting, values, setting.span)
      }
      guard case .diagnostics(let told)? = failure else { continue }
      #expect(told.map(\.code) == ["E0405"], "\(name)")
    }
  }
}
