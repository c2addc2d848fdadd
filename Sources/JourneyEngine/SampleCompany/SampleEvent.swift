/// One event before it is written into columns; small, because there are many.
struct SampleEvent {
  /// In the small columns: no value.
  static let none: UInt8 = .max
  static let noScore: Int8 = -1
  static let noAmount = Int32.min
  static let noFeeling = Int8.min

  /// The minute, and below it the order among the events of that minute.
  let order: Int64
  let kind: SampleKind
  var severity = none
  /// Hundredths.
  var sentiment = noFeeling
  /// Hundredths.
  var amount = noAmount
  /// A place in `SampleSubject.texts`.
  var subject = none
  var department: UInt8
  var channel: UInt8
  var nps = noScore
  var csat = noScore
  var ces = noScore
  var expectation = noScore
  var experience = noScore
  /// 1, 2, 3: a person at the account; 0 for none.
  var respondent: UInt8 = 0
  /// 0 and 1, -1 for unknown.
  var isFirstContact: Int8 = -1
  var handling = none

  init(_ kind: SampleKind, at minute: Int, sequence: Int) {
    order = Int64(minute) << 16 | Int64(sequence)
    self.kind = kind
    department = kind.department
    channel = kind.channel
  }

  var minute: Int { Int(order >> 16) }
}
