/// What a column holds.
package enum ValueType: Hashable, Sendable {
  case boolean
  case integer
  /// A double.
  case number
  /// An exact decimal: an integer count of `10^-scale` units.
  case money(scale: Int)
  /// A civil date: days since 1970-01-01, no zone.
  case date
  /// Microseconds since 1970-01-01T00:00Z.
  case instant
  /// Microseconds of elapsed time.
  case duration
  case text

  /// As an analyst would name it in a message.
  package var displayName: String {
    switch self {
    case .boolean: "yes/no"
    case .integer: "whole number"
    case .number: "number"
    case .money: "money"
    case .date: "date"
    case .instant: "date and time"
    case .duration: "duration"
    case .text: "text"
    }
  }

  package var isNumeric: Bool {
    switch self {
    case .integer, .number, .money: true
    default: false
    }
  }

  package var isTime: Bool { self == .date || self == .instant }
}
