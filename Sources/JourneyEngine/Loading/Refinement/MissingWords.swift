/// The words that stand for a value that is not there. They count only where the rest of the column
/// is of another type: a country `NA` among countries is Namibia.
struct MissingWords: Sendable {
  /// In small letters, for texts in any.
  private let folded: [[UInt8]]
  /// The caller's own words are taken as they are written.
  private let exact: [[UInt8]]

  /// What programs write: databases, R, pandas, spreadsheets, people.
  static let usual = MissingWords(
    [
      "na", "n/a", "n.a.", "n.a", "#n/a", "#na", "?", "??", "null", "(null)", "<null>", "none",
      "nil", "nan", "-nan", "\\n", "-", "--", "---", "\u{2013}", "\u{2014}", ".", "..", "unknown",
      "undefined", "(blank)", "#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!",
    ], exact: [])

  /// The usual ones and the caller's, or none at all.
  init(_ options: ReadingOptions) {
    let said = options.missing ?? []
    self = options.missing == [] ? .said(options) : MissingWords(.usual, exact: said)
  }

  /// The caller's alone: those count in text, too.
  static func said(_ options: ReadingOptions) -> MissingWords {
    MissingWords([], exact: options.missing ?? [])
  }

  private init(_ folded: [String], exact: [String]) {
    self.folded = folded.map { Array($0.utf8) }
    self.exact = exact.map { Array($0.utf8) }
  }

  private init(_ words: MissingWords, exact: [String]) {
    folded = words.folded
    self.exact = exact.map { Array($0.utf8) }
  }

  var isEmpty: Bool { folded.isEmpty && exact.isEmpty }

  /// Bytes of the longest.
  var longest: Int {
    max(folded.lazy.map(\.count).max() ?? 0, exact.lazy.map(\.count).max() ?? 0)
  }

  func contains(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    folded.contains { word in
      guard word.count == count else { return false }
      for index in 0..<count {
        let byte = text[index]
        if (byte >= 65 && byte <= 90 ? byte | 0x20 : byte) != word[index] { return false }
      }
      return true
    }
      || exact.contains { word in
        word.count == count && (0..<count).allSatisfy { text[$0] == word[$0] }
      }
  }

  func contains(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { contains($0, count: buffer.count) } ?? false
    }
  }

  /// The caller's words, for columns that are typed already.
  var texts: [String] { exact.map { String(decoding: $0, as: UTF8.self) } }
}

/// The words for nothing that a column held, with the rows of each.
struct MissingCounts {
  private(set) var counts: [(word: String, rows: Int)] = []

  mutating func add(_ word: String, rows: Int) {
    if let place = counts.firstIndex(where: { $0.word == word }) {
      counts[place].rows += rows
    } else {
      counts.append((word, rows))
    }
  }

  var total: Int { counts.reduce(0) { $0 + $1.rows } }

  /// `3 values "NA" are missing (`reading missing none` keeps them)`; nil when there are none.
  func note(isSaid: Bool) -> String? {
    guard !counts.isEmpty else { return nil }
    let words = counts.prefix(3).map { "\"\($0.word)\"" }.joined(separator: ", ")
    let more = counts.count > 3 ? " and \(counts.count - 3) more words" : ""
    let values = PlainText.counted(total, "value")
    let verb = total == 1 ? "is" : "are"
    let way = isSaid ? "" : " (`reading missing none` keeps \(total == 1 ? "it" : "them"))"
    return "\(values) \(words)\(more) \(verb) missing\(way)"
  }
}
