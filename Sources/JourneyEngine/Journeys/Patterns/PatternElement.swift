/// One happening of an account: an event of the log or the entry into a stage.
///
/// A journey is a buffer of these in total order. At equal times stage entries precede events (a
/// sojourn `[entered, left)` holds its first instant). Elements without any bit may be left out,
/// except that ties can only be told from all of them where the pattern has a direct link, and
/// silence from all events.
struct PatternElement: Sendable {
  var time: Int64
  /// Bits of the matchers it satisfies.
  var matchers: UInt64
  /// An event: its place among all events of the account. A stage entry: how many events of the
  /// account precede it.
  var eventOrdinal: UInt32
  /// A stage entry: its place among all entries of the account. An event: `isEvent`.
  var entryOrdinal: UInt32
  /// The row of the event or of the visit; opaque here.
  var reference: UInt32

  static let isEvent = UInt32.max

  static func event(time: Int64, matchers: UInt64, ordinal: UInt32, reference: UInt32) -> Self {
    PatternElement(
      time: time, matchers: matchers, eventOrdinal: ordinal, entryOrdinal: isEvent,
      reference: reference)
  }

  static func entry(
    time: Int64, matchers: UInt64, eventsBefore: UInt32, ordinal: UInt32, reference: UInt32
  ) -> Self {
    PatternElement(
      time: time, matchers: matchers, eventOrdinal: eventsBefore, entryOrdinal: ordinal,
      reference: reference)
  }

  var isEntry: Bool { entryOrdinal != Self.isEvent }

  /// Whether `next`, a later element, follows directly: of two stage entries no other entry stands
  /// between, else no other event.
  func isDirectly(before next: PatternElement) -> Bool {
    if isEntry {
      return next.isEntry
        ? Int(entryOrdinal) + 1 == Int(next.entryOrdinal) : eventOrdinal == next.eventOrdinal
    }
    return Int(eventOrdinal) + 1 == Int(next.eventOrdinal)
  }
}
