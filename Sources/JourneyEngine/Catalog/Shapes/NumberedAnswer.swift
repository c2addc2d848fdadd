/// An answer that has a number in its text: `9`, `10 - Extremely likely`, `Very satisfied (5)`,
/// `4 out of 5`, `5 stars`, `★★★★☆`.
struct NumberedAnswer {
  let number: Double
  /// The words beside the number, folded.
  var words = ""
  /// The highest number of the scale, where the text says it.
  var top: Double?

  init?(_ text: String) {
    let text = text.withoutBlanksAround
    if let stars = NumberedAnswer.stars(text) {
      number = Double(stars)
      top = 5
      return
    }
    if let (number, rest) = NumberedAnswer.number(at: text[...]) {
      self.number = number
      guard take(rest) else { return nil }
      return
    }
    // `Very satisfied (5)`, of words that a scale has.
    let end = text.reversed().drop { $0 == ")" || $0 == "]" }
    let digits = String(end.prefix { $0.isASCII && $0.isNumber }.reversed())
    let words = SourceWords.fold(String(text.dropLast(text.count - end.count + digits.count)))
    guard let number = Double(digits), WordScale.words.contains(words) else { return nil }
    self.number = number
    self.words = words
  }

  /// What stands behind the number; false where the two are no score.
  private mutating func take(_ rest: Substring) -> Bool {
    let words = rest.drop { $0.isWhitespace }
    let folded = SourceWords.fold(String(words))
    if folded == "star" || folded == "stars" {
      top = 5
      return true
    }
    if rest.first?.isLetter == true { return false }
    for mark in ["/", "out of ", "of "] where words.lowercased().hasPrefix(mark) {
      let behind = words.dropFirst(mark.count).drop { $0.isWhitespace }
      guard let (top, words) = NumberedAnswer.number(at: behind) else { continue }
      self.top = top
      self.words = SourceWords.fold(String(words))
      if ["star", "stars"].contains(self.words) { self.words = "" }
      return true
    }
    // `9-10` is no number.
    let behind = words.drop { $0.isWhitespace || "-–—".contains($0) }
    if behind.startIndex > words.startIndex, behind.first?.isNumber == true { return false }
    self.words = folded
    return true
  }

  private static func number(at text: Substring) -> (Double, rest: Substring)? {
    func digits(_ text: Substring) -> Substring { text.prefix { $0.isASCII && $0.isNumber } }
    let whole = digits(text)
    guard !whole.isEmpty else { return nil }
    let rest = text.dropFirst(whole.count)
    let fraction = rest.first == "." || rest.first == "," ? digits(rest.dropFirst()) : ""
    guard !fraction.isEmpty else { return Double(whole).map { ($0, rest) } }
    return Double("\(whole).\(fraction)").map { ($0, rest.dropFirst(fraction.count + 1)) }
  }

  /// How many of up to five stars are full.
  private static func stars(_ text: String) -> Int? {
    var full = 0
    var empty = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{2605}", "\u{2B50}": full += 1
      case "\u{2606}": empty += 1
      case "\u{FE0F}", " ": break
      default: return nil
      }
    }
    return full > 0 && full + empty <= 5 ? full : nil
  }
}
