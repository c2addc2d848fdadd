/// What a text column might have been, seen through one of its values.
enum ValueClass: Hashable, CaseIterable {
  case number
  case date
  case boolean
  /// Digits that begin with zero: a label.
  case leadingZero
  /// More digits than an integer holds.
  case wideInteger
  /// `1,234.50`, `$12`, `12 %`: a number as people write it.
  case wildNumber
  case other

  /// The classes a note calls numbers.
  static let numeric: [ValueClass] = [.number, .leadingZero, .wideInteger, .wildNumber]

  /// May read eight bytes beyond the text.
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
      self = ValueClass.unread(text, count)
    }
  }

  private static func unread(_ text: UnsafePointer<UInt8>, _ count: Int) -> ValueClass {
    let first = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") ? 1 : 0
    let isDigits = first < count && (first..<count).allSatisfy { text[$0].isDigit }
    if isDigits && text[first] != UInt8(ascii: "0") {
      return first == 1 && text[0] == UInt8(ascii: "+") ? .wildNumber : .wideInteger
    }
    if first + 1 < count, text[first] == UInt8(ascii: "0"), text[first + 1].isDigit {
      return .leadingZero
    }
    return WildNumber(text, count: count) == nil ? .other : .wildNumber
  }
}
