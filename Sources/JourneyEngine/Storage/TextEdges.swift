extension String {
  /// The text without the blanks at its ends.
  package var withoutBlanksAround: String {
    guard let first = utf8.first, let last = utf8.last,
      TextEdges.mayBeBlank(first) || TextEdges.mayBeBlank(last)
    else { return self }
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }

  /// How a text is compared where neither capital letters nor blanks around it matter.
  package var foldedForComparison: String { withoutBlanksAround.lowercased() }
}

enum TextEdges {
  /// Whether a character that begins or ends with this byte can be blank.
  static func mayBeBlank(_ byte: UInt8) -> Bool { byte <= 0x20 || byte >= 0x80 }

  /// Whether something stands in the text, and blanks before or behind it.
  static func hasBlanks(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last, mayBeBlank(first) || mayBeBlank(last)
    else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    let inner = text.withoutBlanksAround
    return !inner.isEmpty && inner.utf8.count < text.utf8.count
  }
}
