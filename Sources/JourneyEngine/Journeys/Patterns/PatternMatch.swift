/// What one account's journey says to a pattern.
struct PatternMatch: Equatable, Sendable {
  /// The match with the earliest end, of those the one with the latest start. Places in the
  /// journey.
  struct First: Equatable, Sendable {
    var start: Int
    var end: Int
    var startTime: Int64
    var endTime: Int64
  }

  /// A `Truth`. `never P` is its negation, `Truth.yes - truth`.
  var truth: UInt8
  /// The first of the matches that make the truth: of those that surely match, else of those whose
  /// silence has not elapsed.
  var first: First?
  /// Matches that surely hold and do not overlap: the one that ends first, then from the element
  /// after its end on.
  var count: Int
}
