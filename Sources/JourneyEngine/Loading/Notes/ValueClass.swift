/// What a text column might have been, seen through one of its values.
enum ValueClass: Hashable, CaseIterable {
  case number
  case date
  case boolean
  /// Digits that begin with zero: a label.
  case leadingZero
  /// More digits than an integer holds.
  case wideInteger
  /// `1,234.50`, `1.234,50`, `1 234`, `12,5`.
  case separatedNumber
  /// `$12`, `12 EUR`, `12 %`.
  case numberWithUnit
  case other

  /// The classes a note calls numbers.
  static let numeric: [ValueClass] = [
    .number, .leadingZero, .wideInteger, .separatedNumber, .numberWithUnit,
  ]

  init(_ text: UnsafePointer<UInt8>, count: Int) {
    if NumberText.integer(text, count: count) != nil || NumberText.number(text, count: count) != nil
    {
      self = .number
      return
    }
    var time = TimeText(zone: .utc)
    if time.instant(text, count: count) != nil {
      self = .date
    } else if let (_, seen) = BooleanText.value(text, count: count),
      seen == .words || seen == .yesNo
    {
      self = .boolean
    } else {
      self = ValueClass.unread(UnsafeBufferPointer(start: text, count: count))
    }
  }

  /// Numbers as they are written in the wild, which are text for now.
  private static func unread(_ text: UnsafeBufferPointer<UInt8>) -> ValueClass {
    let signs = Array("-+".utf8)
    var rest = text[...]
    if let first = rest.first, signs.contains(first) { rest = rest.dropFirst() }
    let digits = rest.count { $0.isDigit }
    guard digits > 0 else { return .other }
    if digits == rest.count {
      return rest.first == UInt8(ascii: "0") ? .leadingZero : .wideInteger
    }
    let separators = Array(",.' _".utf8)
    if let first = rest.first, let last = rest.last, first.isDigit, last.isDigit,
      rest.allSatisfy({ $0.isDigit || separators.contains($0) })
    {
      if rest.first == UInt8(ascii: "0"), rest.dropFirst().first?.isDigit ?? false {
        return .leadingZero
      }
      return rest.count - digits <= digits / 2 + 1 && isGrouped(rest) ? .separatedNumber : .other
    }
    // A unit takes up to three letters and a space; names and keys need not be looked at so
    // closely.
    return rest.count - digits <= digits + 4 && hasUnit(rest) ? .numberWithUnit : .other
  }

  /// Groups of three behind the first separator, or one decimal comma: not a date like `1.2.2024`.
  private static func isGrouped(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let groups = text.split(omittingEmptySubsequences: false) { !$0.isDigit }.map(\.count)
    guard groups.count > 1, !groups.contains(0) else { return false }
    return groups.count == 2 || groups[1..<(groups.count - 1)].allSatisfy { $0 == 3 }
  }

  /// A currency sign or code before or behind digits, or a percent sign behind.
  private static func hasUnit(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let word = String(decoding: text, as: UTF8.self)
    let inside = Array(",.' ".utf8)
    return ["$", "€", "£", "¥", "%", "USD", "EUR", "GBP", "CHF"].contains { unit in
      let rest: Substring
      if word.hasPrefix(unit) {
        rest = word.dropFirst(unit.count)
      } else if word.hasSuffix(unit) {
        rest = word.dropLast(unit.count)
      } else {
        return false
      }
      return rest.utf8.contains { $0.isDigit }
        && rest.utf8.allSatisfy { $0.isDigit || inside.contains($0) }
    }
  }
}
