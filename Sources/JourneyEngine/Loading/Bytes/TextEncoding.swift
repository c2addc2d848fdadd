/// How letters are written as bytes. Everything becomes UTF-8 before it is read.
enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1252 = "windows-1252"
  case latin1 = "latin1"

  private static let aliases: [String: TextEncoding] = [
    "utf8": .utf8, "utf8sig": .utf8, "utf8bom": .utf8, "ascii": .utf8, "usascii": .utf8,
    "utf16le": .utf16LittleEndian, "utf16": .utf16LittleEndian, "ucs2": .utf16LittleEndian,
    "ucs2le": .utf16LittleEndian, "unicode": .utf16LittleEndian,
    "utf16be": .utf16BigEndian, "ucs2be": .utf16BigEndian,
    "windows1252": .windows1252, "cp1252": .windows1252, "win1252": .windows1252,
    "ansi": .windows1252, "1252": .windows1252, "western": .windows1252,
    "latin1": .latin1, "iso88591": .latin1, "l1": .latin1,
  ]

  /// By any of its common names.
  init?(named name: String) {
    let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
    guard let encoding = TextEncoding.aliases[letters] else { return nil }
    self = encoding
  }

  /// For people: "UTF-16 (little-endian)".
  var title: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16 (little-endian)"
    case .utf16BigEndian: "UTF-16 (big-endian)"
    case .windows1252: "Windows-1252"
    case .latin1: "Latin-1"
    }
  }

  /// For the report's format, which is short.
  var word: String {
    switch self {
    case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
    default: title
    }
  }

  var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

  var clause: String { "`reading encoding \"\(rawValue)\"`" }

  // MARK: - Letters of Windows-1252

  /// 0x80 ..< 0xA0; zero where no letter stands.
  private static let specials: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// Whether Windows-1252 has no letter for a byte: such text is written in some other code.
  static func isUndefined(_ byte: UInt8) -> Bool {
    0x80 <= byte && byte < 0xA0 && specials[Int(byte) - 0x80] == 0
  }

  /// The UTF-8 of the bytes 0x80 ... 0xFF of a code of one byte a letter, three bytes each of which
  /// the first `length` count. Where Windows-1252 has no letter the control character of that
  /// number stands, as browsers have it.
  static func highLetters(of encoding: TextEncoding) -> [(
    bytes: (UInt8, UInt8, UInt8), length: Int
  )] {
    (0x80..<0x100).map { byte in
      let special = encoding == .windows1252 && byte < 0xA0 ? specials[byte - 0x80] : 0
      let letter = special == 0 ? UInt16(byte) : special
      if letter < 0x800 {
        return ((0xC0 | UInt8(letter >> 6), 0x80 | UInt8(letter & 0x3F), 0), 2)
      }
      return (
        (
          0xE0 | UInt8(letter >> 12), 0x80 | UInt8(letter >> 6 & 0x3F), 0x80 | UInt8(letter & 0x3F)
        ), 3
      )
    }
  }
}

/// What the bytes of a text say about how it is written.
struct EncodingSurvey {
  /// Letters beyond ASCII that are well-formed UTF-8.
  private(set) var letters = 0
  /// Bytes that are part of no UTF-8 letter, and the offset of the first.
  private(set) var strangers = 0
  private(set) var firstStranger: Int?
  /// The first byte that Windows-1252 has no letter for.
  private(set) var firstUndefined: Int?

  /// Of all text; nil when the caller wants to stop.
  static func whole(
    _ source: ByteSource, _ options: ReadingOptions
  ) throws(LoadError) -> EncodingSurvey? {
    var survey = EncodingSurvey()
    var pace = ProgressPace(options)
    var offset = 0
    while offset < source.size {
      guard pace.goesOn(offset, of: source.size) else { return nil }
      let bytes = try source.require(at: offset, count: 1 << 20)
      offset += survey.take(bytes, at: offset, isEnd: offset + bytes.count == source.size)
    }
    return survey
  }

  /// Looks at bytes that begin at `offset`; returns how many, which is not all when a letter is cut
  /// at their end.
  mutating func take(_ bytes: [UInt8], at offset: Int, isEnd: Bool) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      var position = 0
      while position < buffer.count {
        // Eight at a time while all are ASCII.
        if position + 8 <= buffer.count,
          ByteScan.word(base + position) & 0x8080_8080_8080_8080 == 0
        {
          position += 8
          continue
        }
        let byte = base[position]
        if byte < 0x80 {
          position += 1
          continue
        }
        let rest = buffer.count - position
        if rest < 4 && !isEnd && position > 0 { break }
        let length = ByteScan.sequenceLength(base + position, limit: rest)
        if length > 0 {
          letters += 1
        } else {
          strangers += 1
          if firstStranger == nil { firstStranger = offset + position }
        }
        for index in 0..<max(1, length)
        where firstUndefined == nil && TextEncoding.isUndefined(base[position + index]) {
          firstUndefined = offset + position + index
        }
        position += max(1, length)
      }
      return position
    }
  }
}
