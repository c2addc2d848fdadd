/// A date layout such as `dd-MM-yyyy HH:mm`.
///
/// Letters stand for parts: `y` year (`yy` is 1970 to 2069), `M` month (`MMM` and `MMMM` its name,
/// short or whole), `d` day (`do` with the ending of 3rd), `E` weekday, `H` hour 0-23, `h` hour
/// 1-12, `m` minute, `s` second, `S` fraction of a second, `a` AM or PM, `Z`, `X` and `z` a zone
/// (`Z`, `+0200`, `GMT`, `CET`). One letter takes one or two digits, two letters exactly two. What
/// stands in [brackets] may be missing; everything else, and what stands in 'quotes', must be there
/// as it is. In a layout with a time, the date alone is taken for its midnight; a month alone
/// (`yyyy-MM`) is its first day.
///
/// `epoch`, `epoch ms`, `epoch us`, `epoch ns` count from 1970-01-01T00:00Z; `serial` and `serial
/// 1904` count days as spreadsheets do.
package struct DateFormat: Hashable, Sendable {
  indirect enum Part: Hashable, Sendable {
    case year(Int)
    case month(Int)
    case monthName
    case day(Int)
    case ordinal
    case weekday
    case hour(Int)
    case clockHour(Int)
    case minute(Int)
    case second(Int)
    case fraction
    case half
    case zone
    case literal(UInt8)
    case optional([Part])
  }

  /// What a text says: the clock on a wall, and how far that wall's clock is ahead of UTC.
  struct Moment: Hashable, Sendable {
    /// Microseconds, counted as if the wall were UTC.
    var wall: Int64
    /// Seconds; nil when the text names no zone.
    var offset: Int64?

    func instant(_ time: inout TimeText) -> Int64 {
      offset.map { wall - $0 * microsecondsPerSecond } ?? time.instant(ofWall: wall)
    }
  }

  package let pattern: String
  /// Has an hour: values are instants, else dates.
  package let hasTime: Bool
  let parts: [Part]
  /// The parts up to the end of the date, when nothing but the time follows.
  private let dateParts: Int?
  private let count: CountedTime?

  /// nil when the layout lacks year or month, or a day before a time, or holds a letter that means
  /// nothing.
  package init?(_ pattern: String) {
    self.pattern = pattern
    if let count = CountedTime(pattern) {
      self.count = count
      hasTime = true
      parts = []
      dateParts = nil
      return
    }
    guard let parts = LayoutParser(pattern).parts() else { return nil }
    var seen = Set<String>()
    var hasTime = false
    var dateParts: Int?
    for (index, part) in parts.enumerated() {
      switch part {
      case .year: seen.insert("year")
      case .month, .monthName: seen.insert("month")
      case .day: seen.insert("day")
      case .literal, .ordinal, .weekday: continue
      default: hasTime = true
      }
      if seen.count == 3 && !hasTime { dateParts = index + 1 }
    }
    guard seen.count == 3 || (seen == ["year", "month"] && !hasTime) else { return nil }
    if let end = dateParts, end < parts.count, parts[end] == .ordinal { dateParts = end + 1 }
    count = nil
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
    moment(text, count: count)?.wall
  }

  func moment(_ text: UnsafePointer<UInt8>, count length: Int) -> Moment? {
    if let count { return count.moment(text, count: length) }
    if let value = moment(text, count: length, parts[...]) { return value }
    return dateParts.flatMap { moment(text, count: length, parts[..<$0]) }
  }

  private func moment(
    _ text: UnsafePointer<UInt8>, count: Int, _ parts: ArraySlice<Part>
  ) -> Moment? {
    var reader = DateReader(text: text, count: count)
    guard reader.read(parts), reader.position == count else { return nil }
    return reader.moment
  }
}

/// Times that are counted, not written out.
private struct CountedTime: Hashable, Sendable {
  private enum Count: Hashable, Sendable {
    case epoch(EpochUnit)
    /// A spreadsheet's days; the day number on which it begins to count.
    case serial(Int64)
  }

  private let way: Count

  init?(_ pattern: String) {
    let pattern = pattern.lowercased()
    switch pattern {
    case "serial", "serial 1900": way = .serial(-25_569)
    case "serial 1904": way = .serial(-24_107)
    default:
      guard let unit = EpochUnit(pattern: pattern) else { return nil }
      way = .epoch(unit)
    }
  }

  func moment(_ text: UnsafePointer<UInt8>, count: Int) -> DateFormat.Moment? {
    if case .epoch(let unit) = way, let whole = NumberText.integer(text, count: count) {
      guard let micros = unit.microseconds(whole),
        micros.magnitude <= CivilTimeZone.farthestInstant
      else { return nil }
      return .init(wall: micros, offset: 0)
    }
    guard count > 0, let number = NumberText.number(text, count: count) else { return nil }
    return moment(number)
  }

  private func moment(_ number: Double) -> DateFormat.Moment? {
    let micros: Double
    let offset: Int64?
    switch way {
    case .epoch(let unit): (micros, offset) = (unit.microseconds(number), 0)
    case .serial(let origin):
      // Spreadsheets keep days as doubles: a hundredth of a second is more than they mean.
      (micros, offset) = (((number + Double(origin)) * 8_640_000).rounded() * 10_000, nil)
    }
    guard micros.magnitude < Double(CivilTimeZone.farthestInstant) else { return nil }
    return .init(wall: Int64(micros), offset: offset)
  }
}

/// Takes a layout apart.
private struct LayoutParser {
  private let bytes: [UInt8]
  private var index = 0

  init(_ pattern: String) { bytes = Array(pattern.utf8) }

  func parts() -> [DateFormat.Part]? {
    var parser = self
    guard let parts = parser.sequence(isInside: false), parser.index == parser.bytes.count else {
      return nil
    }
    return parts
  }

  private mutating func sequence(isInside: Bool) -> [DateFormat.Part]? {
    var parts: [DateFormat.Part] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "'"):
        guard let literal = quoted() else { return nil }
        parts += literal.map { .literal($0) }
      case UInt8(ascii: "["):
        index += 1
        guard !isInside, let inside = sequence(isInside: true), !inside.isEmpty else { return nil }
        parts.append(.optional(inside))
      case UInt8(ascii: "]"):
        guard isInside else { return nil }
        index += 1
        return parts
      case .space:
        // A space stands for any number of them.
        index += 1
        if parts.last != .literal(.space) { parts.append(.literal(.space)) }
      default:
        guard let part = letters(byte) else { return nil }
        // The point behind a name cut short is read with the name.
        let isPointOfName =
          part == .literal(UInt8(ascii: ".")) && [.monthName, .weekday].contains(parts.last)
        if !isPointOfName { parts.append(part) }
      }
    }
    return isInside ? nil : parts
  }

  private mutating func quoted() -> [UInt8]? {
    guard let close = bytes[(index + 1)...].firstIndex(of: bytes[index]) else { return nil }
    let inside = bytes[(index + 1)..<close]
    defer { index = close + 1 }
    return inside.isEmpty ? [bytes[index]] : Array(inside)
  }

  private mutating func letters(_ byte: UInt8) -> DateFormat.Part? {
    guard (byte | 0x20) >= 97, (byte | 0x20) <= 122 else {
      index += 1
      return .literal(byte)
    }
    let width = bytes[index...].prefix { $0 == byte }.count
    let part = LayoutParser.part(byte, width)
    index += width
    return part
  }

  private static func part(_ letter: UInt8, _ width: Int) -> DateFormat.Part? {
    switch (letter, width) {
    case (UInt8(ascii: "y"), 1), (UInt8(ascii: "y"), 4): .year(4)
    case (UInt8(ascii: "y"), 2): .year(2)
    case (UInt8(ascii: "M"), 1...2): .month(width)
    case (UInt8(ascii: "M"), 3...4): .monthName
    case (UInt8(ascii: "d"), 1...2): .day(width)
    case (UInt8(ascii: "o"), 1): .ordinal
    case (UInt8(ascii: "E"), 1...4): .weekday
    case (UInt8(ascii: "H"), 1...2): .hour(width)
    case (UInt8(ascii: "h"), 1...2): .clockHour(width)
    case (UInt8(ascii: "m"), 1...2): .minute(width)
    case (UInt8(ascii: "s"), 1...2): .second(width)
    case (UInt8(ascii: "S"), 1...9): .fraction
    case (UInt8(ascii: "a"), 1...2): .half
    case (UInt8(ascii: "Z"), 1...5), (UInt8(ascii: "X"), 1...5), (UInt8(ascii: "z"), 1...4): .zone
    default: nil
    }
  }
}
