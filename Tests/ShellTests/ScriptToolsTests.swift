import JourneyEngine
import Testing

@testable import Shell

@Suite struct ScriptToolsTests {
  static let untidy = """
    # what we watch
    ACCOUNTS   in Benchmark where jfi>60   # warm ones

    accounts by stage   show count,avg jfi
    """

  @Test func formattingKeepsCommentsAndSettles() throws {
    let folder = try ScratchFolder()
    let path = try folder.write("script.orbits", Self.untidy)
    #expect(ScriptTools.format([path], checkOnly: true) == .query)
    #expect(folder.read("script.orbits") == Self.untidy)
    #expect(ScriptTools.format([path], checkOnly: false) == .success)
    let once = try #require(folder.read("script.orbits"))
    #expect(once.contains("# what we watch") && once.contains("# warm ones"))
    #expect(once.contains("accounts in Benchmark where jfi > 60"))
    #expect(ScriptTools.format([path], checkOnly: true) == .success)
    #expect(ScriptTools.format([path], checkOnly: false) == .success)
    #expect(folder.read("script.orbits") == once)
    #expect(folder.names == ["script.orbits"])
  }

  @Test func aWrongScriptIsNotTouched() throws {
    let folder = try ScratchFolder()
    let wrong = "accounts   in Benchmark\nacounts where"
    let path = try folder.write("script.orbits", wrong)
    #expect(ScriptTools.format([path], checkOnly: false) == .query)
    #expect(folder.read("script.orbits") == wrong)
    #expect(ScriptTools.format([folder.path + "/nope.orbits"], checkOnly: false) == .data)
  }

  @Test(arguments: [
    ("accounts in Benchmark", Shell.ExitStatus.success),
    ("accounts where vertcal is 3\naccounts in Benchmrk", .query),
    ("expect count of accounts = 3", .success),
    ("use \"nope.orbits\"", .data),
  ])
  func checking(_ script: String, _ expected: Shell.ExitStatus) throws {
    let folder = try ScratchFolder()
    let path = try folder.write("script.orbits", script)
    #expect(ScriptTools.check([path], options: SessionOptions()) == expected)
  }

  @Test func checkingRunsNoQuery() throws {
    let folder = try ScratchFolder()
    let path = try folder.write("script.orbits", "accounts into \"out.csv\"\nexpect 1 = 2")
    #expect(ScriptTools.check([path], options: SessionOptions()) == .success)
    #expect(folder.names == ["script.orbits"])
  }

  @Test func theDemoCompanyLoadsAgain() throws {
    let folder = try ScratchFolder()
    #expect(ScriptTools.demo(folder.path + "/demo") == .success)
    let session = try Session(SessionOptions())
    #expect(session.prepare(workspaces: [folder.path + "/demo/company.orbits"], data: []))
    #expect(try session.environment().banner.contains("326 accounts"))
  }
}
