/// The words that stand for a value that is not there. They count only where the rest of the column
/// is of another type: a country `NA` among countries is Namibia.
struct MissingWords: Sendable {
  private let words: [[UInt8]]
  /// The caller's own words are taken as they are written.
  private let isExact: Bool

  /// What programs write: databases, R, pandas, spreadsheets, people.
  static let usual = MissingWords(
    [
      "na", "n/a", "n.a.", "n.a", "#n/a", "#na", "?", "??", "null", "(null)", "<null>", "none",
      "nil", "nan", "-nan", "\\n", "-", "--", "---", "\u{2013}", "\u{2014}", ".", "..", "unknown",
      "undefined", "(blank)", "#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!",
    ], isExact: false)

  init(_ options: ReadingOptions) {
    guard let words = options.missing else {
      self = .usual
      return
    }
    self.init(words, isExact: true)
  }

  private init(_ words: [String], isExact: Bool) {
    self.words = words.map { Array($0.utf8) }
    self.isExact = isExact
  }

  var isEmpty: Bool { words.isEmpty }

  /// Bytes of the longest.
  var longest: Int { words.lazy.map(\.count).max() ?? 0 }

  func contains(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    words.contains { word in
      guard word.count == count else { return false }
      for index in 0..<count {
        let byte = text[index]
        let folded = !isExact && byte >= 65 && byte <= 90 ? byte | 0x20 : byte
        if folded != word[index] { return false }
      }
      return true
    }
  }

  func contains(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { contains($0, count: buffer.count) } ?? false
    }
  }

  /// The words themselves, for columns that are typed already.
  var texts: [String] { words.map { String(decoding: $0, as: UTF8.self) } }
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
    guard let first = counts.first else { return nil }
    let words = counts.prefix(3).map { "\"\($0.word)\"" }.joined(separator: ", ")
    let more = counts.count > 3 ? " and \(counts.count - 3) more words" : ""
    let values = PlainText.counted(total, "value")
    let verb = total == 1 ? "is" : "are"
    let way = isSaid ? "" : " (`reading missing none` keeps \(first.rows == 1 ? "it" : "them"))"
    return "\(values) \(words)\(more) \(verb) missing\(way)"
  }
}
