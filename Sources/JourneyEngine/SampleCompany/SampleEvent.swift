/// One event before it is written into columns.
struct SampleEvent {
  /// In the small columns: no value.
  static let none: UInt8 = .max
  static let noScore: Int8 = -1

  var minute: Int
  /// Order among events of the same minute.
  var sequence: Int
  var kind: SampleKind
  var severity = none
  /// Hundredths.
  var sentiment = Int8.min
  /// Hundredths; `Int64.min` for none.
  var amount = Int64.min
  /// A place in `SampleSubject.texts`.
  var subject = none
  var department = none
  var channel = none
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
    self.minute = minute
    self.sequence = sequence
    self.kind = kind
    department = kind.department?.rawValue ?? SampleEvent.none
    channel = kind.channel.rawValue
  }
}
