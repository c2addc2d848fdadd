import QueryLanguage
import Testing

@testable import Shell

/// What help says about a word is true of the embedded company.
@Suite struct GlossaryTests {
  @Test func everyExampleRuns() throws {
    let examples = Glossary.entries.filter { !$0.isPlanned && !$0.isOfFiles }.map(\.example)
    let outcome = try SessionTests.run(examples.joined(separator: "\n"), in: ScratchFolder())
    #expect(outcome.status == .success)
  }

  /// Each shape of a file is shown by a sentence that loads one.
  @Test func everyShapeLoads() throws {
    let folder = try ScratchFolder()
    for (name, text) in [
      ("accounts.csv", "id,name\nA1,Acme\nA2,Beta\n"),
      ("events.csv", "account,at,kind\nA1,2026-01-01,login\n"),
      ("orders.csv", "id,ordered,delivered\nA1,2026-01-01,2026-01-05\n"),
      (
        "cases.csv",
        "account,case,updated,state\nA1,7,2026-01-01,open\nA1,7,2026-01-02,closed\n"
      ),
      (
        "subscriptions.csv",
        "account,subscription,start,end\nA1,s1,2026-01-01,2026-02-01\n"
      ),
      ("stage_history.csv", "account,stage,entered\nA1,Invest,2026-01-01\n"),
      ("nps.csv", "account,answered,score\nA1,2026-01-01,9\n"),
      ("products.csv", "product,price\np,1\n"),
      ("aliases.csv", "name,id\nACME,A1\n"),
    ] { _ = try folder.write(name, text) }
    let shapes = Glossary.entries.filter(\.isOfFiles)
    #expect(shapes.count >= 8)
    for entry in shapes {
      let outcome = try SessionTests.run(
        "load accounts from \"accounts.csv\"\n\(entry.example)\nexpect count of accounts >= 2",
        in: folder)
      #expect(outcome.status == .success, "\(entry.example)")
    }
  }

  @Test func whatIsPlannedDoesNotRunYet() throws {
    for entry in Glossary.entries where entry.isPlanned {
      #expect(try SessionTests.run(entry.example, in: ScratchFolder()).status == .query)
    }
  }

  @Test(arguments: [
    ("jfi", "accounts where jfi > 60"), ("drift zone", "gap between two stages"),
    ("TTV", "first meaningful success"), ("Advocacy", "promote"), ("stage", "Obstacle"),
    ("dwell", "present stage"), ("jfi", "accounts.jfi"),
  ])
  func helpTells(_ topic: String, _ part: String) throws {
    let page = HelpPage.text(topic, in: try Session(SessionOptions()))
    #expect(page.contains(part))
  }

  @Test func everyOptionOfReadingHasAPage() throws {
    let session = try Session(SessionOptions())
    let page = HelpPage.text("reading", in: session)
    for option in ReadingOption.allCases {
      #expect(page.contains("\n  \(option.name) "))
      // `table` is a form of answer first.
      guard option != .table else { continue }
      #expect(HelpPage.text(option.name, in: session).contains(option.example), "\(option)")
    }
  }
}
