/// The values of one expression for one batch of rows.
enum Vector: Sendable {
  /// Three-valued truth, a byte a row: see `Truth`.
  case truths([UInt8])
  /// Integers, money, dates, instants, durations.
  case integers([Int64], NullMask)
  case doubles([Double], NullMask)
  case codes([UInt32], StringDictionary)
  case texts([String?])

  var count: Int {
    switch self {
    case .truths(let values): values.count
    case .integers(let values, _): values.count
    case .doubles(let values, _): values.count
    case .codes(let values, _): values.count
    case .texts(let values): values.count
    }
  }

  func isUnknown(_ row: Int) -> Bool {
    switch self {
    case .truths(let values): values[row] == Truth.unknown
    case .integers(_, let nulls): nulls.isUnknown(row)
    case .doubles(_, let nulls): nulls.isUnknown(row)
    case .codes(let values, _): values[row] == StringDictionary.unknownCode
    case .texts(let values): values[row] == nil
    }
  }

  func text(_ row: Int) -> String? {
    switch self {
    case .codes(let codes, let dictionary):
      codes[row] == StringDictionary.unknownCode ? nil : dictionary[codes[row]]
    case .texts(let values): values[row]
    case .truths, .integers, .doubles: nil
    }
  }

  /// One cell, given the type its expression has.
  func value(_ row: Int, type: ValueType) -> Value {
    if isUnknown(row) { return .unknown }
    switch self {
    case .truths(let values): return .boolean(values[row] == Truth.yes)
    case .doubles(let values, _): return .number(values[row])
    case .codes, .texts: return text(row).map(Value.text) ?? .unknown
    case .integers(let values, _):
      switch type {
      case .money(let scale): return .money(values[row], scale: scale)
      case .date: return .date(values[row])
      case .instant: return .instant(values[row])
      case .duration: return .duration(values[row])
      default: return .integer(values[row])
      }
    }
  }
}

/// Three-valued logic in bytes, ordered so that `and` is the minimum, `or` the maximum and `not` is
/// `yes - value`.
enum Truth {
  static let no: UInt8 = 0
  static let unknown: UInt8 = 1
  static let yes: UInt8 = 2

  @inline(__always)
  static func of(_ flag: Bool) -> UInt8 { flag ? yes : no }
}
