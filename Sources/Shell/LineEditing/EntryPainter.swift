/// What is written to the screen beside libedit's own drawing, as escape sequences.
///
/// libedit draws an entry of several rows as if it were one long line: it goes down by letting the
/// terminal wrap. Two things follow: a terminal that wraps anew when its window changes treats the
/// rows as one line, and a copy from the screen would have no newlines in it.
struct EntryPainter {
  let prompt: Prompt
  let rows: Int
  let columns: Int
  let width: (Unicode.Scalar) -> Int

  private func layout(_ scalars: some Sequence<Unicode.Scalar>) -> EntryLayout {
    var layout = EntryLayout(columns: columns, width: width)
    layout.place(prompt.text.unicodeScalars)
    layout.place(scalars)
    return layout
  }

  /// How many rows of the screen prompt and text take.
  func height(_ text: EntryText) -> Int {
    layout(text.scalars).row + 1
  }

  /// From the cursor to the prompt's first cell, everything from there erased, after the window
  /// became `newColumns` wide.
  func eraseAfterResize(_ text: EntryText, newColumns: Int) -> String {
    let cursor = layout(text.scalars[..<text.cursor])
    let cells = cursor.row * columns + cursor.column
    return erase(up: cells / max(newColumns, 1))
  }

  /// From the end of the text: the entry once more, with true newlines. Empty where libedit's
  /// drawing is as good.
  func finalDrawing(_ text: EntryText) -> String {
    let last = layout(text.scalars).row
    guard text.scalars.contains("\n"), last < rows else { return "" }
    let lines = text.string.split(separator: "\n", omittingEmptySubsequences: false)
    return erase(up: last) + prompt.styled + lines.joined(separator: "\n")
  }

  /// Row by row: tmux takes an erasure of the whole screen for a reason to keep it in its history.
  private func erase(up count: Int) -> String {
    "\u{1B}[J\r\u{1B}[K" + String(repeating: "\u{1B}[A\u{1B}[K", count: count)
  }

  /// For an entry taller than the screen, of which libedit shows the end and puts the cursor
  /// wrong: what to write to show the part around the cursor, and what to write before libedit
  /// draws again. Nil for ordinary entries.
  func windowOnTallEntry(_ text: EntryText) -> (show: String, restore: String)? {
    guard text.scalars.count >= rows, height(text) > rows else { return nil }
    let cursor = layout(text.scalars[..<text.cursor])
    let lines = physicalRows(text)
    let tail = lines.count - rows
    let first = cursor.row >= tail ? tail : max(0, cursor.row - rows / 2)
    let place = "\u{1B}[\(cursor.row - first + 1);\(cursor.column + 1)H"
    guard first != tail else { return ("\u{1B}7" + place, "\u{1B}8") }
    return ("\u{1B}7" + screenful(lines[first...]) + place, screenful(lines[tail...]) + "\u{1B}8")
  }

  private func screenful(_ lines: ArraySlice<String>) -> String {
    lines.prefix(rows).enumerated().map { "\u{1B}[\($0 + 1);1H\u{1B}[K\($1)" }.joined()
  }

  /// Prompt and text as they are cut into rows of the screen.
  private func physicalRows(_ text: EntryText) -> [String] {
    var layout = EntryLayout(columns: columns, width: width)
    layout.place(prompt.text.unicodeScalars)
    var lines = [String](repeating: "", count: layout.row) + [prompt.styled]
    for scalar in text.scalars {
      let before = layout.row
      layout.place(scalar)
      // A character that fills the row, and a newline, belong to the row they end; a wide one that
      // did not fit to the next.
      let isMoved = layout.row > before && layout.column > 0
      if isMoved { lines += [String](repeating: "", count: layout.row - before) }
      if scalar != "\n" { lines[lines.count - 1].unicodeScalars.append(scalar) }
      if layout.row > before && !isMoved {
        lines += [String](repeating: "", count: layout.row - before)
      }
    }
    return lines
  }
}
