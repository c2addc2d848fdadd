/// Text from data, made safe to print: nothing in it can move the cursor, ring a bell, start an
/// escape sequence or turn the reading direction of what follows. Everything else stays as it is.
package enum VisibleText {
  package static func text(_ text: String, symbols: RenderingOptions.Symbols = .unicode) -> String {
    if DisplayWidth.asciiWidth(of: text.utf8) != nil { return text }
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if !isUnsafe(scalar) {
        result.append(scalar)
      } else if scalar == "\n" && previous == "\r" {
        continue
      } else {
        result.append(contentsOf: sign(for: scalar, symbols).unicodeScalars)
      }
    }
    return String(result)
  }

  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0x2028, 0x2029: true
    // Embeddings, overrides and isolates of the bidirectional algorithm.
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func sign(for scalar: Unicode.Scalar, _ symbols: RenderingOptions.Symbols)
    -> String
  {
    let isUnicode = symbols == .unicode
    switch scalar.value {
    case 0x0A, 0x0D, 0x2028, 0x2029: return isUnicode ? "⏎" : "\\n"
    case 0x09: return isUnicode ? "→" : "\\t"
    case 0x7F where isUnicode: return "␡"
    case 0...0x1F where isUnicode:
      return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "\u{FFFD}"
    case _ where isUnicode: return "\u{FFFD}"
    default: return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}
