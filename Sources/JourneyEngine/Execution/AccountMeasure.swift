/// One value an account that is worked out from its journey before rows are looked at: a count of
/// events, whether a pattern matches, the state of drift.
///
/// It is computed once, for all accounts, when the first sentence that names it runs; the object is
/// shared by every sentence about the same snapshot (`SnapshotRelations.measure`).
final class AccountMeasure: Sendable {
  struct Output: Sendable {
    var column: Column
    /// Facts for the footer: what was left undecided, what ties decide.
    var notes: [String] = []
  }

  /// As the sentence has it: `count of login in last 14 days`.
  let name: String
  let type: ValueType
  /// Whether an answer that does not say its columns shows it: a condition that is the same for all
  /// rows of the answer says nothing there.
  let isShown: Bool
  /// How long it has been under way where it is unknown because it goes on: `ttv` of those who are
  /// not there yet.
  let waiting: AccountMeasure?
  private let output: Once<Output>

  init(
    _ name: String, _ type: ValueType, isShown: Bool = true, waiting: AccountMeasure? = nil,
    work: @escaping @Sendable (Cancellation) throws(QueryFailure) -> Output
  ) {
    self.name = name
    self.type = type
    self.isShown = isShown
    self.waiting = waiting
    output = Once(work)
  }

  /// Computes it if that has not been done.
  func output(_ cancellation: Cancellation) throws(QueryFailure) -> Output {
    try output.value(cancellation)
  }

  /// What was computed; nil before `output` was asked for.
  var column: Column? { output.known?.column }
}
