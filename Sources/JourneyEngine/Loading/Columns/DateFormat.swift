/// A date layout such as `dd-MM-yyyy HH:mm`.
///
/// Letters stand for parts: `y` year (`yy` is 1970 to 2069), `M` month (`MMM` its English name cut
/// to three letters), `d` day, `H` hour 0-23, `h` hour 1-12, `m` minute, `s` second, `S` fraction
/// of a second, `a` AM or PM. One letter takes one or two digits, two letters exactly two.
/// Everything else, and what stands in 'quotes', must be there as it is. In a layout with a time,
/// the date alone is taken for its midnight.
package struct DateFormat: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case year(Int)
    case month(Int)
    case day(Int)
    case hour(Int)
    case clockHour(Int)
    case minute(Int)
    case second(Int)
    case fraction
    case half
    case literal(UInt8)
  }

  package let pattern: String
  /// Has an hour: values are instants, else dates.
  package let hasTime: Bool
  private let parts: [Part]
  /// The parts up to the end of the date, when nothing but the time follows.
  private let dateParts: Int?

  /// nil when the layout lacks year, month or day, or holds a letter that means nothing.
  package init?(_ pattern: String) {
    self.pattern = pattern
    guard let parts = DateFormat.parts(of: pattern) else { return nil }
    var hasYear = false
    var hasMonth = false
    var hasDay = false
    var hasTime = false
    var dateParts: Int?
    for (index, part) in parts.enumerated() {
      switch part {
      case .year: hasYear = true
      case .month: hasMonth = true
      case .day: hasDay = true
      case .literal: continue
      default: hasTime = true
      }
      if hasYear && hasMonth && hasDay && !hasTime { dateParts = index + 1 }
    }
    guard hasYear, hasMonth, hasDay else { return nil }
    self.parts = parts
    self.hasTime = hasTime
    self.dateParts = hasTime ? dateParts : nil
  }

  /// A text as wall-clock microseconds; nil when it does not fit.
  package func wall(of text: String) -> Int64? {
    var copy = text
    return copy.withUTF8 { buffer in
      buffer.baseAddress.flatMap { wall($0, count: buffer.count) }
    }
  }

  func wall(_ text: UnsafePointer<UInt8>, count: Int) -> Int64? {
    if let value = wall(text, count: count, parts: parts.count) { return value }
    return dateParts.flatMap { wall(text, count: count, parts: $0) }
  }

  private func wall(_ text: UnsafePointer<UInt8>, count: Int, parts partCount: Int) -> Int64? {
    var reader = Reader(text: text, count: count)
    var fields = Fields()
    for part in parts[..<partCount] where !DateFormat.read(part, &reader, &fields) { return nil }
    guard reader.position == count else { return nil }
    return fields.wall
  }

  private static func read(_ part: Part, _ reader: inout Reader, _ fields: inout Fields) -> Bool {
    switch part {
    case .literal(let byte): return reader.skip(byte)
    case .year(let width):
      guard let value = reader.number(width == 2 ? 2...2 : 4...4) else { return false }
      fields.year = width == 2 ? value + (value < 70 ? 2000 : 1900) : value
    case .month(let width):
      guard let value = width == 3 ? reader.monthName() : reader.number(min(width, 2)...2) else {
        return false
      }
      fields.month = value
    case .day(let width): return reader.number(width...2, into: &fields.day)
    case .hour(let width): return reader.number(width...2, into: &fields.hour) && fields.hour < 24
    case .clockHour(let width):
      guard reader.number(width...2, into: &fields.hour) else { return false }
      fields.isClockHour = true
      return (1...12).contains(fields.hour)
    case .minute(let width):
      return reader.number(width...2, into: &fields.minute) && fields.minute < 60
    case .second(let width):
      return reader.number(width...2, into: &fields.second) && fields.second < 60
    case .fraction:
      guard let micros = reader.fraction() else { return false }
      fields.micros = micros
    case .half:
      guard let isAfternoon = reader.half() else { return false }
      fields.isAfternoon = isAfternoon
    }
    return true
  }

  // MARK: - The layout itself

  private static func parts(of pattern: String) -> [Part]? {
    var parts: [Part] = []
    let bytes = Array(pattern.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "'") {
        guard let close = bytes[(index + 1)...].firstIndex(of: byte) else { return nil }
        let inside = bytes[(index + 1)..<close]
        parts += (inside.isEmpty ? [byte] : Array(inside)).map { .literal($0) }
        index = close + 1
        continue
      }
      guard (byte | 0x20) >= 97, (byte | 0x20) <= 122 else {
        parts.append(.literal(byte))
        index += 1
        continue
      }
      let width = bytes[index...].prefix { $0 == byte }.count
      guard let part = part(byte, width) else { return nil }
      parts.append(part)
      index += width
    }
    return parts
  }

  private static func part(_ letter: UInt8, _ width: Int) -> Part? {
    switch (letter, width) {
    case (UInt8(ascii: "y"), 1), (UInt8(ascii: "y"), 4): .year(4)
    case (UInt8(ascii: "y"), 2): .year(2)
    case (UInt8(ascii: "M"), 1...3): .month(width)
    case (UInt8(ascii: "d"), 1...2): .day(width)
    case (UInt8(ascii: "H"), 1...2): .hour(width)
    case (UInt8(ascii: "h"), 1...2): .clockHour(width)
    case (UInt8(ascii: "m"), 1...2): .minute(width)
    case (UInt8(ascii: "s"), 1...2): .second(width)
    case (UInt8(ascii: "S"), 1...9): .fraction
    case (UInt8(ascii: "a"), 1...2): .half
    default: nil
    }
  }

  // MARK: - Reading

  private struct Fields {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var micros: Int64 = 0
    var isClockHour = false
    var isAfternoon = false

    var wall: Int64? {
      let date = CivilDate(year: year, month: month, day: day)
      guard year >= 1, date.isValid else { return nil }
      let hour = isClockHour ? self.hour % 12 + (isAfternoon ? 12 : 0) : self.hour
      let seconds = Int64(hour * 3600 + minute * 60 + second)
      return Int64(date.dayNumber) * microsecondsPerDay + seconds * microsecondsPerSecond + micros
    }
  }

  private struct Reader {
    let text: UnsafePointer<UInt8>
    let count: Int
    var position = 0

    init(text: UnsafePointer<UInt8>, count: Int) {
      self.text = text
      self.count = count
    }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard position < count, text[position] == byte else { return false }
      position += 1
      return true
    }

    mutating func number(_ digits: ClosedRange<Int>) -> Int? {
      var value = 0
      var taken = 0
      while taken < digits.upperBound, position < count, text[position].isDigit {
        value = value * 10 + Int(text[position] - 48)
        position += 1
        taken += 1
      }
      return taken >= digits.lowerBound ? value : nil
    }

    mutating func number(_ digits: ClosedRange<Int>, into value: inout Int) -> Bool {
      guard let number = number(digits) else { return false }
      value = number
      return true
    }

    /// One to nine digits, in microseconds.
    mutating func fraction() -> Int64? {
      var micros: Int64 = 0
      var taken = 0
      while taken < 9, position < count, text[position].isDigit {
        if taken < 6 { micros = micros * 10 + Int64(text[position] - 48) }
        position += 1
        taken += 1
      }
      guard taken > 0 else { return nil }
      for _ in 0..<max(0, 6 - taken) { micros *= 10 }
      return micros
    }

    mutating func half() -> Bool? {
      guard position + 2 <= count, text[position + 1] | 0x20 == UInt8(ascii: "m") else {
        return nil
      }
      let letter = text[position] | 0x20
      position += 2
      if letter == UInt8(ascii: "a") { return false }
      return letter == UInt8(ascii: "p") ? true : nil
    }

    mutating func monthName() -> Int? {
      guard position + 3 <= count,
        let month = DateFormat.month(text[position], text[position + 1], text[position + 2])
      else { return nil }
      position += 3
      return month
    }
  }

  private static let monthNames = Array("janfebmaraprmayjunjulaugsepoctnovdec".utf8)

  private static func month(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int? {
    let name = [first | 0x20, second | 0x20, third | 0x20]
    return (1...12).first { monthNames[(($0 - 1) * 3)..<($0 * 3)].elementsEqual(name) }
  }

  /// `Mar 5`, `march`: the layouts tried for a note are worth a try.
  static func startsWithMonth(_ text: [UInt8]) -> Bool {
    text.count >= 3 && month(text[0], text[1], text[2]) != nil
  }
}
