/// What a number format makes of a number.
enum CellFormat: Sendable {
  case number
  /// A day, perhaps with a time.
  case date
  /// A time of day.
  case time
  /// Hours that go on beyond a day: `[h]:mm`.
  case elapsed

  /// Formats that are known by number alone; those of the Far East among them.
  init(builtIn id: Int) {
    switch id {
    case 14...17, 22, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...21, 32...35, 45, 47, 55, 56: self = .time
    case 46: self = .elapsed
    default: self = .number
    }
  }

  /// By the letters y m d h s in the first section of a format, outside of quotes, brackets and
  /// escapes. An m alone is a month, beside h or s a minute.
  init(code: String) {
    var hasDay = false
    var hasMonth = false
    var hasTime = false
    var isElapsed = false
    var letters = Array(code.lowercased())[...]
    scan: while let letter = letters.popFirst() {
      switch letter {
      case "\"": letters = letters.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": letters = letters.dropFirst()
      case "[":
        let inside = letters.prefix { $0 != "]" }
        letters = letters.dropFirst(inside.count + 1)
        if let first = inside.first, "hms".contains(first), inside.allSatisfy({ $0 == first }) {
          isElapsed = true
        }
      case ";": break scan
      case "y", "d": hasDay = true
      case "m": hasMonth = true
      case "h", "s": hasTime = true
      default: break
      }
    }
    if hasDay || hasMonth && !hasTime && !isElapsed {
      self = .date
    } else if isElapsed {
      self = .elapsed
    } else {
      self = hasTime ? .time : .number
    }
  }
}

/// Numbers and escapes of cells as text.
enum CellText {
  /// A number as it would be typed: whole numbers without a point, others in the shortest form that
  /// means the same. What is no number stays as it is.
  static func number(_ text: String) -> String {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    if !digits.isEmpty && digits.allSatisfy(\.isDigit) { return text }
    guard let value = Double(text), value.isFinite else { return text }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }

  private static let dayLength: Int64 = 86_400_000

  /// A serial number as a date, time or span of time; nil where it is out of their range.
  static func date(_ text: String, as format: CellFormat, from1904: Bool) -> String? {
    guard let serial = Double(text), serial >= 0, serial < 2_958_466 else { return nil }
    // Spreadsheets count milliseconds; the rest is what a double leaves of them.
    let milliseconds = Int64((serial * Double(dayLength)).rounded())
    if format == .elapsed || format == .time && serial < 1 { return clock(milliseconds) }
    // Day 60 is the 29th of February 1900, which never was.
    var day = milliseconds / dayLength
    if from1904 {
      day += 1462
    } else if day < 60 {
      day += 1
    }
    let date = CivilDate(dayNumber: Int(day - 25_569)).description
    let rest = milliseconds % dayLength
    return rest == 0 ? date : "\(date)T\(clock(rest))"
  }

  /// `9:05:00` with two digits of hours, and milliseconds where there are some.
  private static func clock(_ milliseconds: Int64) -> String {
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let seconds = milliseconds / 1000
    let rest = milliseconds % 1000
    return padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
      + padded(seconds % 60, 2) + (rest == 0 ? "" : "." + padded(rest, 3))
  }

  /// `_x000D_` stands for the sign of that number, where it is a line's end or a tab.
  static func unescaped(_ text: [UInt8]) -> [UInt8] {
    let mark = Array("_x00".utf8)
    guard text.firstRange(of: mark) != nil else { return text }
    var result: [UInt8] = []
    var rest = text[...]
    let signs = ["_x0009_": UInt8.tab, "_x000A_": .newline, "_x000D_": .carriageReturn]
    while let first = rest.first {
      if first == mark[0],
        let sign = signs[String(decoding: rest.prefix(7), as: UTF8.self).uppercasedDigits]
      {
        result.append(sign)
        rest = rest.dropFirst(7)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

extension String {
  /// `_x000d_` as `_x000D_`.
  fileprivate var uppercasedDigits: String { uppercased().replacing("X", with: "x") }
}
