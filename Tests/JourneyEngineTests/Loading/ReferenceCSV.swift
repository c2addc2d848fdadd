/// Delimited text read one byte at a time, without any cleverness: what the fast reader is compared
/// with.
struct ReferenceCSV {
  struct Dialect: CustomStringConvertible {
    var delimiter: [UInt8] = [UInt8(ascii: ",")]
    var quote: UInt8? = UInt8(ascii: "\"")
    var escape: UInt8?
    /// Whether a carriage return alone ends a line.
    var endsAtReturns = false

    var description: String {
      "\(String(decoding: delimiter, as: UTF8.self)) \(quote ?? 0) \(escape ?? 0) \(endsAtReturns)"
    }
  }

  struct Row: Equatable {
    /// 1-based.
    var line: Int
    var fields: [String]
    var isBlank: Bool { fields.count == 1 && isBlank(0) }

    func isBlank(_ place: Int) -> Bool { fields[place].utf8.allSatisfy { $0 == 32 || $0 == 9 } }
  }

  private(set) var rows: [Row] = []
  /// The line of a quote that is never closed.
  private(set) var openQuoteLine: Int?
  /// Fields that go on behind a closing quote.
  private(set) var strayCount = 0

  private static let feed = UInt8(ascii: "\n")
  private static let back = UInt8(ascii: "\r")
  private let bytes: [UInt8]
  private let dialect: Dialect
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8], delimiter: UInt8) {
    self.init(bytes, Dialect(delimiter: [delimiter]))
  }

  init(_ bytes: [UInt8], _ dialect: Dialect) {
    self.bytes = bytes
    self.dialect = dialect
    while position < bytes.count {
      var row = Row(line: line, fields: [])
      while true {
        guard let (field, isLast) = field() else { return }
        row.fields.append(String(decoding: field, as: UTF8.self))
        if isLast { break }
      }
      line += 1
      rows.append(row)
    }
  }

  private func has(_ text: [UInt8], at place: Int) -> Bool {
    !text.isEmpty && place + text.count <= bytes.count
      && Array(bytes[place..<place + text.count]) == text
  }

  private var lineEnd: Int? {
    if bytes[position] == Self.feed { return 1 }
    guard bytes[position] == Self.back else { return nil }
    if has([Self.back, Self.feed], at: position) { return 2 }
    return dialect.endsAtReturns || position + 1 == bytes.count ? 1 : nil
  }

  private mutating func field() -> (text: [UInt8], isLast: Bool)? {
    var text: [UInt8] = []
    var closed: Int?
    if position < bytes.count, let quote = dialect.quote, bytes[position] == quote {
      let openLine = line
      position += 1
      while closed == nil {
        guard position < bytes.count else {
          openQuoteLine = openLine
          return nil
        }
        let byte = bytes[position]
        if let escape = dialect.escape,
          has([escape, escape], at: position) || has([escape, quote], at: position)
        {
          text.append(bytes[position + 1])
          position += 2
        } else if has([quote, quote], at: position) {
          text.append(quote)
          position += 2
        } else if byte == quote {
          position += 1
          closed = position
        } else {
          if byte == Self.feed { line += 1 }
          if byte == Self.back && dialect.endsAtReturns && !has([Self.feed], at: position + 1) {
            line += 1
          }
          text.append(byte)
          position += 1
        }
      }
    }
    while position < bytes.count {
      if has(dialect.delimiter, at: position) {
        if let closed, position > closed { strayCount += 1 }
        position += dialect.delimiter.count
        return (text, false)
      }
      if let letters = escapedLetters {
        line += letters.count { $0 == Self.feed }
        text += letters
        position += 1 + letters.count
      } else if let length = lineEnd {
        if let closed, position > closed { strayCount += 1 }
        position += length
        return (text, true)
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    if let closed, position > closed { strayCount += 1 }
    return (text, true)
  }

  /// What an escape here makes letters of.
  private var escapedLetters: [UInt8]? {
    guard let escape = dialect.escape, bytes[position] == escape else { return nil }
    let next = position + 1
    if has([escape], at: next) { return [escape] }
    if let quote = dialect.quote, has([quote], at: next) { return [quote] }
    if has(dialect.delimiter, at: next) { return dialect.delimiter }
    for end in [[Self.feed], [Self.back, Self.feed]] where has(end, at: next) {
      return next + end.count == bytes.count ? nil : end
    }
    return nil
  }

  // MARK: - The table

  /// The rows of a table of `width` columns, and those that are refused.
  static func table(_ rows: some Sequence<Row>, width: Int) -> (cells: [[String?]], refused: [Row])
  {
    var cells: [[String?]] = []
    var refused: [Row] = []
    for row in rows {
      if row.isBlank && width > 1 { continue }
      let surplus = row.fields.indices.dropFirst(width)
      if row.fields.count <= width / 64 || !surplus.allSatisfy({ row.isBlank($0) }) {
        refused.append(row)
        continue
      }
      cells.append(
        (0..<width).map { place in
          place < row.fields.count && !row.isBlank(place) ? row.fields[place] : nil
        })
    }
    return (cells, refused)
  }

  /// Whether carriage returns alone end lines: where there are no line feeds, or at least one for
  /// ten of them.
  static func endsAtReturns(_ bytes: [UInt8], quote: UInt8?) -> Bool {
    var isQuoted = false
    var feeds = 0
    var returns = 0
    for (place, byte) in bytes.enumerated() {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == feed { feeds += 1 }
      if byte == back, place + 1 < bytes.count, bytes[place + 1] != feed { returns += 1 }
    }
    return returns > 0 && returns * 10 >= feeds
  }
}
