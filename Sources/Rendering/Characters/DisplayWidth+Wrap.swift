extension DisplayWidth {
  /// Breaks text into lines of at most `limit` cells: between words, and inside a word only when it
  /// alone is too wide. Lines after the first begin with `indent`.
  package static func wrap(_ text: String, width limit: Int, indent: String = "") -> [String] {
    let limit = max(1, limit)
    let indent = width(of: indent) < limit ? indent : ""
    if width(of: text) <= limit { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let wordWidth = width(of: word)
      if index > 0 {
        if used + 1 + wordWidth <= limit {
          line += " "
          used += 1
        } else {
          lines.append(line)
          line = indent
          used = width(of: indent)
        }
      }
      // Only a word that does not fit a line of its own goes through more than one round.
      var rest = String(word)
      while used + width(of: rest) > limit {
        var part = prefix(of: rest, fitting: limit - used)
        if part.text.isEmpty {
          if used > width(of: indent) {
            lines.append(line)
            line = indent
            used = width(of: indent)
            continue
          }
          // One cluster wider than the whole line.
          part = (rest.prefix(1), 0)
        }
        lines.append(line + part.text)
        rest = String(rest[part.text.endIndex...])
        line = indent
        used = width(of: indent)
      }
      line += rest
      used += width(of: rest)
    }
    lines.append(line)
    return lines
  }
}
