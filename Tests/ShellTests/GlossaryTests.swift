import Testing

@testable import Shell

/// What help says about a word is true of the embedded company.
@Suite struct GlossaryTests {
  @Test func everyExampleRuns() throws {
    let examples = Glossary.entries.filter { !$0.isPlanned }.map(\.example)
    let outcome = try SessionTests.run(examples.joined(separator: "\n"), in: ScratchFolder())
    #expect(outcome.status == .success)
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
}
