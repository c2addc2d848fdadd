/// What Tab does with the candidates.
enum CompletionStep: Equatable, Sendable {
  case nothing
  /// Put this in the place of the replaced part.
  case insert(String)
  /// Nothing more can be inserted: show what there is.
  case list

  /// One candidate is inserted, with a space where one belongs; of several what they have in
  /// common, as far as that adds something to `typed`; else they are listed.
  static func decide(_ list: CompletionList, typed: String, following: Unicode.Scalar?) -> Self {
    guard let first = list.candidates.first else { return .nothing }
    if list.candidates.count == 1 {
      let addsSpace = first.takesSpace && following != " "
      return .insert(first.text + (addsSpace ? " " : ""))
    }
    let common = list.candidates.dropFirst().reduce(Substring(first.text)) {
      commonPrefix($0, $1.text)
    }
    let extends =
      common.count > typed.count && common.lowercased().hasPrefix(typed.lowercased())
    return extends ? .insert(String(common)) : .list
  }

  private static func commonPrefix(_ left: Substring, _ right: String) -> Substring {
    var end = left.startIndex
    for (mine, other) in zip(left, right) {
      guard mine == other else { break }
      end = left.index(after: end)
    }
    return left[..<end]
  }
}

/// The candidates in columns under the line, read downwards.
struct CompletionMenu {
  let columns: Int
  /// How many rows the screen has to spare.
  let rows: Int
  let isColoured: Bool
  let width: (String) -> Int

  /// The rows to print, without newlines.
  func lines(_ candidates: [CompletionCandidate]) -> [String] {
    let shown = layout(candidates)
    let hidden = candidates.count - shown.count
    let note = hidden > 0 ? ["and \(hidden) more"] : []
    return shown.lines + note.map { dim($0) }
  }

  /// As many candidates as fit, with the last row kept for "and 34 more" where some do not.
  private func layout(_ candidates: [CompletionCandidate]) -> (lines: [String], count: Int) {
    let all = arrange(candidates[...])
    guard all.count > max(rows, 1) else { return (all, candidates.count) }
    let room = max(rows - 1, 1)
    // Fewer candidates may be narrower and so share a row; go down until they fit.
    var count = candidates.count
    var lines = all
    while lines.count > room && count > 1 {
      count -= max(1, (lines.count - room) * count / (2 * lines.count))
      lines = arrange(candidates[..<count])
    }
    return (lines, count)
  }

  private func arrange(_ candidates: ArraySlice<CompletionCandidate>) -> [String] {
    let texts = candidates.map { printable($0.text) }
    let notes = candidates.map { candidate in
      [candidate.kind, candidate.count].filter { !$0.isEmpty }.map(printable)
        .joined(separator: " ")
    }
    let textWidth = texts.map(width).max() ?? 0
    let noteWidth = notes.map(width).max() ?? 0
    let cell = textWidth + (noteWidth > 0 ? noteWidth + 2 : 0)
    let gap = 3
    let across = max(1, (columns + gap - 1) / (cell + gap))
    let down = (texts.count + across - 1) / max(across, 1)
    return (0..<down).map { row in
      var line = ""
      for index in stride(from: row, to: texts.count, by: max(down, 1)) {
        let isLast = index + down >= texts.count
        let text = isLast && notes[index].isEmpty ? texts[index] : pad(texts[index], textWidth)
        line += text
        if noteWidth > 0 && !(isLast && notes[index].isEmpty) {
          line += "  " + dim(isLast ? notes[index] : pad(notes[index], noteWidth))
        }
        if !isLast { line += String(repeating: " ", count: gap) }
      }
      return line
    }
  }

  private func pad(_ text: String, _ target: Int) -> String {
    text + String(repeating: " ", count: max(0, target - width(text)))
  }

  private func dim(_ text: String) -> String {
    isColoured && !text.isEmpty ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }

  /// Values come from data; what could move the cursor is shown as a space, and what is wider
  /// than the screen is cut.
  private func printable(_ text: String) -> String {
    var clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    let limit = max(8, columns / 2 - 4)
    guard width(clean) > limit else { return clean }
    while width(clean) >= limit { clean.removeLast() }
    return clean + "…"
  }
}
