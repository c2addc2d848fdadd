/// Pairs of words that say yes or no in columns of nothing else. Words of a status (`active`,
/// `open`) are categories and stay text.
struct BooleanWords: Sendable {
  private let yes: [UInt8]
  private let no: [UInt8]

  private static let pairs: [(yes: String, no: String)] = [
    ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("on", "off"),
    ("enabled", "disabled"), ("checked", "unchecked"), ("ja", "nein"), ("ja", "nee"),
    ("ja", "nej"), ("j", "n"), ("oui", "non"), ("o", "n"), ("vrai", "faux"), ("wahr", "falsch"),
    ("si", "no"), ("s\u{ED}", "no"), ("s", "n"), ("verdadero", "falso"), ("sim", "n\u{E3}o"),
    ("sim", "nao"), ("verdadeiro", "falso"), ("vero", "falso"), ("\u{2713}", "\u{2717}"),
    ("\u{2714}", "\u{2718}"), ("\u{2705}", "\u{274C}"), ("\u{2611}", "\u{2610}"),
  ]

  /// No word has more bytes: a long text is none, and not looked at byte by byte.
  private static let longest = 16

  /// The pair that all of the few values are of. Both must appear, but for the English words that
  /// mean nothing else.
  init?(_ values: [[UInt8]]) {
    guard !values.isEmpty, values.count <= 8,
      values.allSatisfy({ $0.count <= BooleanWords.longest })
    else {
      return nil
    }
    let folded = Set(values.map { BooleanWords.folded($0) })
    for pair in BooleanWords.pairs {
      let words = Set([Array(pair.yes.utf8), Array(pair.no.utf8)])
      let isSure = folded == words || (pair.yes == "true" || pair.yes == "yes")
      if isSure && folded.isSubset(of: words) {
        yes = Array(pair.yes.utf8)
        no = Array(pair.no.utf8)
        return
      }
    }
    return nil
  }

  var words: (yes: String, no: String) {
    (String(decoding: yes, as: UTF8.self), String(decoding: no, as: UTF8.self))
  }

  func value(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt8? {
    if matches(yes, text, count) { return 1 }
    return matches(no, text, count) ? 0 : nil
  }

  private func matches(_ word: [UInt8], _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard word.count == count else { return false }
    return word.indices.allSatisfy { BooleanWords.fold(text, $0) == word[$0] }
  }

  private static func folded(_ word: [UInt8]) -> [UInt8] {
    word.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      return word.indices.map { fold(base, $0) }
    }
  }

  /// Lower case, of ASCII and of the letters behind 0xC3.
  private static func fold(_ text: UnsafePointer<UInt8>, _ index: Int) -> UInt8 {
    let byte = text[index]
    if byte >= 65 && byte <= 90 { return byte | 0x20 }
    return index > 0 && text[index - 1] == 0xC3 ? byte | 0x20 : byte
  }
}
