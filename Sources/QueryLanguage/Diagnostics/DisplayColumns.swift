/// How wide a text is on a screen, as far as an underline needs to know.
enum DisplayColumns {
  static func width(of text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

  /// A tab takes four columns; other control characters are shown as a dot.
  static func expanded(_ text: String) -> String {
    var expanded = ""
    for character in text {
      switch character {
      case "\t": expanded += "    "
      case _ where character.unicodeScalars.first.map(isControl) ?? false: expanded += "\u{B7}"
      default: expanded.append(character)
      }
    }
    return expanded
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }

  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The blocks of East Asian wide and full-width characters.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x20000...0x3FFFD,
  ]
}
