/// How many terminal cells text takes.
///
/// The unit is the grapheme cluster: a cluster is as wide as its characters together, but never
/// wider than two cells, which is right for CJK, emoji sequences, flags, combining marks and Indic
/// syllables alike. Ambiguous characters count one cell, as terminals outside CJK locales draw
/// them.
package enum DisplayWidth {
  package static func width(of text: some StringProtocol) -> Int {
    if let width = asciiWidth(of: text.utf8) { return width }
    var width = 0
    for character in text { width += self.width(of: character) }
    return width
  }

  package static func width(of character: Character) -> Int {
    var width = 0
    var isFirst = true
    var isSkipping = false
    var narrowBase: Unicode.Scalar?
    for scalar in character.unicodeScalars {
      defer { isFirst = false }
      if scalar.value == 0xFE0F {
        // Emoji presentation: a narrow base that has one becomes wide.
        if let base = narrowBase, base.properties.isEmoji { width += 1 }
        narrowBase = nil
      } else if isSkipping {
        // What a zero width joiner joins is drawn over its neighbour.
        isSkipping = false
      } else if scalar.value == 0x200D {
        isSkipping = !isFirst
      } else if !isFirst && scalar.properties.generalCategory == .spacingMark {
        width += 1
      } else {
        let own = self.width(of: scalar)
        if own > 0 { narrowBase = own == 1 ? scalar : nil }
        width += own
      }
    }
    return min(width, 2)
  }

  /// One character on its own: 0, 1 or 2 cells. Control characters count 0; they must not reach a
  /// terminal anyway (see `VisibleText`).
  package static func width(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? 0 : 1 }
    if value < 0x300 { return value < 0xA0 ? 0 : 1 }
    if isZeroWidth(scalar) { return 0 }
    if value < 0x1100 { return 1 }
    return isEastAsianWide(value) || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  /// The longest beginning of whole clusters that fits `limit` cells, and its width.
  package static func prefix(of text: String, fitting limit: Int) -> (text: Substring, width: Int) {
    var width = 0
    var end = text.startIndex
    while end < text.endIndex {
      let next = width + self.width(of: text[end])
      if next > limit { break }
      width = next
      end = text.index(after: end)
    }
    return (text[..<end], width)
  }

  /// The text itself when it fits, else its beginning and an ellipsis.
  package static func truncate(_ text: String, to limit: Int, symbols: RenderingOptions.Symbols)
    -> String
  {
    if width(of: text) <= limit { return text }
    let ellipsis = symbols == .unicode ? "…" : "..."
    let ellipsisWidth = symbols == .unicode ? 1 : 3
    if limit < ellipsisWidth { return String(repeating: ".", count: max(0, limit)) }
    var kept = prefix(of: text, fitting: limit - ellipsisWidth).text
    while kept.last == " " { kept.removeLast() }
    return kept + ellipsis
  }

  /// The number of bytes when all are printable ASCII, else nil.
  @inline(__always)
  static func asciiWidth(of bytes: some Sequence<UInt8>) -> Int? {
    var count = 0
    for byte in bytes {
      if byte < 0x20 || byte > 0x7E { return nil }
      count += 1
    }
    return count
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Prepended signs are drawn; the leading filler holds a syllable's place.
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD, 0x115F: return false
    // Vowels and final consonants of a Hangul syllable.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
    // Nothing below has marks; the common case of CJK text.
    case 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark, .format, .lineSeparator,
      .paragraphSeparator:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func isEastAsianWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = eastAsianWide.count / 2
    while low < high {
      let middle = (low + high) / 2
      if value > eastAsianWide[2 * middle + 1] { low = middle + 1 } else { high = middle }
    }
    return 2 * low < eastAsianWide.count && value >= eastAsianWide[2 * low]
  }

  /// First and last of each run of East Asian Width W or F (Unicode 17), without the emoji, which
  /// the standard library knows.
  private static let eastAsianWide: [UInt32] = [
    0x1100, 0x115F, 0x2329, 0x232A, 0x2630, 0x2637, 0x268A, 0x268F, 0x2E80, 0x2E99, 0x2E9B, 0x2EF3,
    0x2F00, 0x2FD5, 0x2FF0, 0x3029, 0x3030, 0x303E, 0x3041, 0x3096, 0x309B, 0x30FF, 0x3105, 0x312F,
    0x3131, 0x3163, 0x3165, 0x318E, 0x3190, 0x31E5, 0x31EF, 0x321E, 0x3220, 0x3247, 0x3250, 0xA48C,
    0xA490, 0xA4C6, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE52,
    0xFE54, 0xFE66, 0xFE68, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x16FE3, 0x16FF2,
    0x16FF6, 0x17000, 0x18CD5, 0x18CFF, 0x18D1E, 0x18D80, 0x18DF2, 0x1AFF0, 0x1AFF3, 0x1AFF5,
    0x1AFFB, 0x1AFFD, 0x1AFFE, 0x1B000, 0x1B122, 0x1B132, 0x1B132, 0x1B150, 0x1B152, 0x1B155,
    0x1B155, 0x1B164, 0x1B167, 0x1B170, 0x1B2FB, 0x1D300, 0x1D356, 0x1D360, 0x1D376, 0x1F200,
    0x1F202, 0x1F210, 0x1F23B, 0x1F240, 0x1F248, 0x1F260, 0x1F265, 0x20000, 0x2FFFD, 0x30000,
    0x3FFFD,
  ]
}
