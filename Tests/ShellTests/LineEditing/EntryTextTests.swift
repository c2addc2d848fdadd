import Testing

@testable import Shell

@Suite struct EntryTextTests {
  /// CJK takes two cells here, marks none.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F: 0
    case 0x2E80...0x9FFF: 2
    default: 1
    }
  }

  @Test func rowsAndTheirEnds() {
    let text = EntryText("ab\n\ncd", cursor: 3)
    #expect(text.rowStart == 3 && text.rowEnd == 3 && text.isRowBlank)
    #expect(!text.isOnFirstRow && !text.isOnLastRow)
    #expect(EntryText("").isOnFirstRow && EntryText("").isOnLastRow && EntryText("").isBlank)
  }

  @Test func movesBetweenRowsByDisplayColumn() {
    var text = EntryText("株株\nabcd", cursor: 6)
    #expect(text.column(indent: 2, width: Self.width) == 3)
    let up = text.moveRow(up: true, goal: 3, indent: 2, width: Self.width)
    #expect(up && text.cursor == 0)  // column 2; the next is 4
    let down = text.moveRow(up: false, goal: 3, indent: 2, width: Self.width)
    #expect(down && text.cursor == 6)
    let further = text.moveRow(up: false, goal: 3, indent: 2, width: Self.width)
    #expect(!further)
  }

  @Test func aCharacterIsMovedOverAndDeletedWhole() {
    var text = EntryText("a👩‍💻e\u{301}")
    text.moveLeft()
    #expect(text.cursor == 4)
    text.deleteBackward()
    #expect(text.string == "ae\u{301}")
    text.deleteForward()
    #expect(text.string == "a")
    text.moveRight()
    text.deleteForward()
    text.moveLeft()
    text.moveLeft()
    text.deleteBackward()
    #expect(text == EntryText("a", cursor: 0))
  }

  @Test func aNewRowIsIndentedLikeTheOneBefore() {
    var text = EntryText("define x")
    text.openRow()
    #expect(text.string == "define x\n  ")
    text.insert("  in Invest:")
    text.openRow()
    #expect(text.string == "define x\n    in Invest:\n    ")
    text = EntryText("a b", cursor: 1)
    text.openRow()
    #expect(text == EntryText("a\n  b", cursor: 4))
  }

  @Test func cutsStayInTheirRow() {
    var text = EntryText("one two\nthree four", cursor: 12)
    #expect(text.cutToRowEnd() == "e four")
    #expect(text.cutToRowStart() == "thre")
    #expect(text.cutToRowStart() == "\n")
    #expect(text.cutSpacedWordBefore() == "two")
    #expect(text.cutWordBefore() == "one ")
    #expect(text.cutToRowEnd() == "" && text.cutWordAfter() == "")
    text = EntryText("a\nb", cursor: 1)
    #expect(text.cutToRowEnd() == "\n")
    #expect(text.string == "ab")
  }

  @Test func wordsHaveLettersOfEveryKind() {
    var text = EntryText("where çağla_1 = 株式")
    text.moveWordLeft()
    #expect(text.cursor == 16)
    text.moveWordLeft()
    #expect(text.cursor == 6)
    text.moveWordRight()
    #expect(text.cursor == 13)
  }

  @Test func offsetsInUTF8() {
    var text = EntryText("株 be x", cursor: 4)
    #expect(text.cursorUTF8Offset == 6)
    #expect(text.text(inUTF8: 4..<6) == "be")
    text.replace(utf8: 4..<6, with: "Benchmark")
    #expect(text == EntryText("株 Benchmark x", cursor: 11))
    text.replace(utf8: 90..<99, with: "!")
    #expect(text.string == "株 Benchmark x!")
  }

  @Test(arguments: [
    ("a\r\nb\rc\n\n", "a\nb\nc"), ("\tx", "  x"), ("a\u{1B}[31m\u{0}\u{9B}b", "a[31mb"),
    ("cafe\u{301}", "caf\u{E9}"), ("", ""), ("\n", ""), ("か\u{3099}", "\u{304C}"),
    ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"), ("x\u{302}", "x\u{302}"),
  ])
  func aPasteIsCleaned(paste: String, text: String) {
    let cleaned = EntryText.cleaned(paste: paste)
    #expect(Array(cleaned.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func layoutFollowsTheScreen() {
    var layout = EntryLayout(columns: 10, width: Self.width)
    layout.place("orbits> a株".unicodeScalars)
    #expect(layout.row == 1 && layout.column == 2)
    layout.place("\n1234567890".unicodeScalars)
    #expect(layout.row == 3 && layout.column == 0)
    layout.place("\t\u{1}".unicodeScalars)
    #expect(layout.row == 4 && layout.column == 0)
  }
}
