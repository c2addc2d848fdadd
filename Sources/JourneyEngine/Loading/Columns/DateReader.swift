/// Reads one text by the parts of a date layout.
struct DateReader {
  private let text: UnsafePointer<UInt8>
  private let count: Int
  private(set) var position = 0

  private var year = 1970
  private var month = 1
  private var day = 1
  private var weekday: Int?
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var micros: Int64 = 0
  private var isClockHour = false
  private var isAfternoon = false
  private var offset: Int64?

  init(text: UnsafePointer<UInt8>, count: Int) {
    self.text = text
    self.count = count
  }

  /// What was read; nil for a day the calendar does not have, or one of another weekday.
  var moment: DateFormat.Moment? {
    let date = CivilDate(year: year, month: month, day: day)
    guard year >= 1, date.isValid else { return nil }
    let days = date.dayNumber
    if let weekday, CivilDate.isoWeekday(dayNumber: days) != weekday { return nil }
    let hour = isClockHour ? self.hour % 12 + (isAfternoon ? 12 : 0) : self.hour
    let seconds = Int64(hour * 3600 + minute * 60 + second)
    return .init(
      wall: Int64(days) * microsecondsPerDay + seconds * microsecondsPerSecond + micros,
      offset: offset)
  }

  mutating func read(_ parts: ArraySlice<DateFormat.Part>) -> Bool {
    for part in parts where !read(part) { return false }
    return true
  }

  private mutating func read(_ part: DateFormat.Part) -> Bool {
    switch part {
    case .literal(let byte): return byte == .space ? skipSpaces() : skip(byte)
    case .year(let width):
      guard let value = number(width == 2 ? 2...2 : 4...4) else { return false }
      year = width == 2 ? value + (value < 70 ? 2000 : 1900) : value
    case .month(let width):
      guard let value = number(width...2) else { return false }
      month = value
    case .monthName:
      guard let value = word().flatMap({ DateWords.months[$0] }) else { return false }
      month = value
    case .day(let width):
      guard let value = number(width...2) else { return false }
      day = value
    case .ordinal: return ordinal()
    case .weekday:
      guard let value = word().flatMap({ DateWords.weekdays[$0] }) else { return false }
      weekday = value
      skipWeekdayEnding()
    case .optional(let parts):
      let before = self
      if !read(parts[...]) { self = before }
    default: return readTime(part)
    }
    return true
  }

  private mutating func readTime(_ part: DateFormat.Part) -> Bool {
    switch part {
    case .hour(let width):
      guard let value = number(width...2), value < 24 else { return false }
      hour = value
    case .clockHour(let width):
      guard let value = number(width...2), (1...12).contains(value) else { return false }
      hour = value
      isClockHour = true
    case .minute(let width):
      guard let value = number(width...2), value < 60 else { return false }
      minute = value
    case .second(let width):
      guard let value = number(width...2), value < 60 else { return false }
      second = value
    case .fraction: return fraction()
    case .half: return half()
    case .zone: return zone()
    default: return false
    }
    return true
  }

  // MARK: - Bytes

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard position < count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// One space or more, of whatever width: some programs write a narrow one before AM.
  private mutating func skipSpaces() -> Bool {
    let start = position
    while position < count {
      let width = ByteSpaces.width(text + position, count: count - position)
      guard width > 0 else { break }
      position += width
    }
    return position > start
  }

  private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var taken = 0
    while taken < digits.upperBound, position < count, text[position].isDigit {
      value = value * 10 + Int(text[position] - 48)
      position += 1
      taken += 1
    }
    return taken >= digits.lowerBound ? value : nil
  }

  /// A run of letters as a key of `DateWords`, and a point behind it when it is cut short.
  private mutating func word() -> DateWords.Key? {
    let (key, length) = DateWords.key(text + position, count: count - position)
    guard let key else { return nil }
    position += length
    if position < count, text[position] == UInt8(ascii: "."), key.length <= 5 { position += 1 }
    return key
  }

  // MARK: - Parts

  /// One to nine digits, in microseconds.
  private mutating func fraction() -> Bool {
    var value: Int64 = 0
    var taken = 0
    while taken < 9, position < count, text[position].isDigit {
      if taken < 6 { value = value * 10 + Int64(text[position] - 48) }
      position += 1
      taken += 1
    }
    for _ in 0..<max(0, 6 - taken) { value *= 10 }
    micros = value
    return taken > 0
  }

  /// `AM`, `pm`, `a.m.`
  private mutating func half() -> Bool {
    guard position < count else { return false }
    let letter = text[position] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return false }
    isAfternoon = letter == UInt8(ascii: "p")
    position += 1
    let hasPoint = skip(UInt8(ascii: "."))
    guard position < count, text[position] | 0x20 == UInt8(ascii: "m") else { return false }
    position += 1
    if hasPoint { _ = skip(UInt8(ascii: ".")) }
    return true
  }

  private mutating func ordinal() -> Bool {
    guard position + 2 <= count else { return false }
    let ending = [text[position] | 0x20, text[position + 1] | 0x20]
    position += 2
    return ["st", "nd", "rd", "th"].contains { $0.utf8.elementsEqual(ending) }
  }

  /// Portuguese days are `segunda-feira` or `segunda`.
  private mutating func skipWeekdayEnding() {
    let ending = Array("-feira".utf8)
    guard position + ending.count <= count,
      ending.indices.allSatisfy({ text[position + $0] | 0x20 == ending[$0] | 0x20 })
    else { return }
    position += ending.count
  }

  /// `Z`, `+02`, `+0200`, `+02:00`, `GMT`, `CET`, `GMT+0100 (Central European Standard Time)`.
  private mutating func zone() -> Bool {
    guard position < count else { return false }
    var seconds: Int64 = 0
    if text[position].isLetter {
      guard let key = word(), let named = DateWords.zones[key] else { return false }
      seconds = named
      let mayGoOn = named == 0
      guard mayGoOn, position < count, isSign(text[position]) else {
        offset = seconds
        return skipRemark()
      }
    }
    guard let signed = signedOffset() else { return false }
    offset = seconds + signed
    return skipRemark()
  }

  private func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  private mutating func signedOffset() -> Int64? {
    guard position < count, isSign(text[position]) else { return nil }
    let isNegative = text[position] == UInt8(ascii: "-")
    position += 1
    guard let hours = number(1...2), hours <= 18 else { return nil }
    var minutes = 0
    let before = position
    let hasColon = skip(UInt8(ascii: ":"))
    if let value = number(2...2) {
      guard value < 60 else { return nil }
      minutes = value
    } else {
      position = before
      if hasColon { return nil }
    }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return isNegative ? -seconds : seconds
  }

  /// The zone's name in parentheses, as browsers add it.
  private mutating func skipRemark() -> Bool {
    guard position + 2 < count, text[position] == .space,
      text[position + 1] == UInt8(ascii: "("), text[count - 1] == UInt8(ascii: ")")
    else { return true }
    position = count
    return true
  }
}

/// Spaces beside the plain one: no-break, thin, narrow.
enum ByteSpaces {
  /// The bytes of the space, tab or other blank that a text begins with; 0 when it does not.
  @inline(__always)
  static func width(_ text: UnsafePointer<UInt8>, count: Int) -> Int {
    if count == 0 { return 0 }
    if text[0] == .space || text[0] == .tab { return 1 }
    return text[0] < 0x80 ? 0 : wideWidth(text, count: count)
  }

  private static func wideWidth(_ text: UnsafePointer<UInt8>, count: Int) -> Int {
    if count >= 2, text[0] == 0xC2, text[1] == 0xA0 { return 2 }
    guard count >= 3, text[0] == 0xE2, text[1] == 0x80 else { return 0 }
    return (0x80...0x8A).contains(text[2]) || text[2] == 0xAF ? 3 : 0
  }
}

extension UInt8 {
  /// A to Z, of either case.
  var isLetter: Bool { (self | 0x20) >= 97 && (self | 0x20) <= 122 }
}
