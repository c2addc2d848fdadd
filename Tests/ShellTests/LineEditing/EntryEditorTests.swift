import Testing

@testable import Shell

@Suite struct EntryEditorTests {
  /// A sentence is complete when it ends in `!`; everything completes to `words`.
  static func editor(
    _ entries: [String] = [], words: [CompletionCandidate] = [], replacing: Range<Int> = 0..<0
  ) -> EntryEditor {
    let history = History(file: nil)
    entries.forEach(history.add)
    let guide = EntryGuide(
      completeness: { $0.hasSuffix("!") ? .complete : .incomplete(missing: nil) },
      completions: { _, _ in CompletionList(words, replacing: replacing) })
    return EntryEditor(guide: guide, history: history) { _ in 1 }
  }

  static let enter = Key.scalar("\n")

  @Test func enterRunsWhatIsComplete() {
    let editor = Self.editor()
    let text = EntryText("go!  ", cursor: 1)
    #expect(
      editor.press(Self.enter, on: EntryText("go!", cursor: 1)) == .finish(.text("go!"), echo: ""))
    #expect(editor.press(Self.enter, on: text) == .edit(EntryText("go!  \n  ")))
  }

  @Test func enterOpensARowAndABlankOneEndsTheEntry() {
    let editor = Self.editor()
    #expect(editor.press(Self.enter, on: EntryText("go")) == .edit(EntryText("go\n  ")))
    #expect(
      editor.press(Self.enter, on: EntryText("go on", cursor: 2)) == .edit(EntryText("go on\n  ")))
    #expect(editor.press(Self.enter, on: EntryText("go\n  ")) == .finish(.text("go"), echo: ""))
    #expect(
      editor.press(Self.enter, on: EntryText("go\n\nx", cursor: 3))
        != .finish(.text("go\n\nx"), echo: ""))
    #expect(editor.press(Self.enter, on: EntryText(" \n ")) == .finish(.text(""), echo: ""))
  }

  @Test func controlKeys() {
    let editor = Self.editor()
    #expect(editor.press(.scalar("\u{3}"), on: EntryText("x")) == .finish(.interrupted, echo: "^C"))
    #expect(editor.press(.scalar("\u{4}"), on: EntryText("")) == .finish(.endOfInput, echo: ""))
    #expect(editor.press(.scalar("\u{4}"), on: EntryText("x")) == .nothing)
    #expect(editor.press(.scalar("\u{1A}"), on: EntryText("x")) == .suspend)
    #expect(
      editor.press(.alt("d"), on: EntryText("ab c", cursor: 0)) == .edit(EntryText(" c", cursor: 0))
    )
    #expect(editor.press(.scalar("\u{19}"), on: EntryText("x")) == .edit(EntryText("xab")))
    #expect(
      editor.press(.scalar("\u{301}"), on: EntryText("cafe")) == .edit(EntryText("caf\u{E9}")))
  }

  @Test func tab() {
    let two = [CompletionCandidate("Benchmark"), CompletionCandidate("Benchmark 2")]
    let bracket = [CompletionCandidate("count(", takesSpace: false)]
    let tab = Key.scalar("\t")
    #expect(Self.editor().press(tab, on: EntryText("x")) == .beep)
    #expect(
      Self.editor(words: two, replacing: 0..<2).press(tab, on: EntryText("be"))
        == .edit(EntryText("Benchmark")))
    #expect(
      Self.editor(words: two, replacing: 0..<9).press(tab, on: EntryText("benchmark")) == .list(two)
    )
    #expect(
      Self.editor(words: [two[0]], replacing: 2..<4).press(tab, on: EntryText("a be", cursor: 4))
        == .edit(EntryText("a Benchmark ")))
    #expect(
      Self.editor(words: [two[0]], replacing: 0..<2).press(tab, on: EntryText("be x", cursor: 2))
        == .edit(EntryText("Benchmark x", cursor: 9)))
    #expect(
      Self.editor(words: bracket, replacing: 0..<1).press(tab, on: EntryText("c"))
        == .edit(EntryText("count(")))
    // An offset outside the text does no harm.
    #expect(
      Self.editor(words: bracket, replacing: 7..<9).press(tab, on: EntryText("c"))
        == .edit(EntryText("ccount(")))
  }

  @Test func historyIsWalkedAndChangesStay() {
    let editor = Self.editor(["one", "two"])
    #expect(editor.press(.up, on: EntryText("draft")) == .edit(EntryText("two")))
    #expect(editor.press(.up, on: EntryText("two!")) == .edit(EntryText("one")))
    #expect(editor.press(.up, on: EntryText("one")) == .nothing)
    #expect(editor.press(.down, on: EntryText("one")) == .edit(EntryText("two!")))
    #expect(editor.press(.down, on: EntryText("two!")) == .edit(EntryText("draft")))
    #expect(editor.press(.down, on: EntryText("draft")) == .nothing)
    editor.begin()
    #expect(editor.press(.up, on: EntryText("")) == .edit(EntryText("two")))
  }

  @Test func searchGivesWayToOtherKeys() {
    let editor = Self.editor(["alpha", "beta"])
    _ = editor.press(.scalar("\u{12}"), on: EntryText("draft"))
    #expect(editor.isSearching)
    let shown = editor.press(.scalar("L"), on: EntryText(""))
    #expect(shown == .edit(EntryText("alpha\nsearch the history: L")))
    #expect(
      editor.press(.home, on: EntryText("")) == .editThenPress(EntryText("alpha", cursor: 1), .home)
    )
    #expect(!editor.isSearching)
  }

  @Test func searchInAnEmptyHistory() {
    let editor = Self.editor()
    _ = editor.press(.scalar("\u{12}"), on: EntryText("draft"))
    #expect(
      editor.press(.scalar("x"), on: EntryText(""))
        == .edit(EntryText("draft\nnot in the history: x")))
    _ = editor.press(.scalar("\u{12}"), on: EntryText(""))
    _ = editor.press(.scalar("\u{7F}"), on: EntryText(""))
    _ = editor.press(.scalar("\u{7F}"), on: EntryText(""))
    #expect(editor.press(.escape, on: EntryText("")) == .edit(EntryText("draft")))
  }

  @Test func promptEscapesStandBetweenMarkersAndNeverLast() {
    #expect(Prompt("orbits> ").marked(with: "\u{1}") == "orbits> ")
    #expect(
      Prompt("orbits> ", colour: "1;36").marked(with: "\u{1}")
        == "\u{1}\u{1B}[1;36m\u{1}orbits>\u{1}\u{1B}[0m\u{1} ")
  }

  @Test func theMenuIsReadDownwardsAndCapped() {
    let menu = CompletionMenu(columns: 20, rows: 3, isColoured: false) { $0.count }
    let words = ["a", "b", "c", "d", "e"].map { CompletionCandidate($0) }
    #expect(menu.lines(words) == ["a   b   c   d   e"])
    let long = (1...9).map { CompletionCandidate("word\($0)", kind: "k", count: "1\($0)") }
    #expect(menu.lines(long).count == 3)
    #expect(menu.lines(long).last == "and 7 more")
    let wide = CompletionMenu(columns: 24, rows: 9, isColoured: true) { $0.count }
    #expect(
      wide.lines([CompletionCandidate("a\u{1B}[2J", kind: "x")])
        == ["a [2J  \u{1B}[2mx\u{1B}[0m"])
    #expect(menu.lines([]) == [])
  }
}
