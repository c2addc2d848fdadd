/// A score of each account as it was in a stage: at the end of the last stay there, or now while it
/// goes on.
struct StageScores: Sendable {
  let score: String
  let stage: UInt32
  let snapshot: Snapshot
  let defined: DefinedFields
  let known: Int64?

  /// One cell an account; unknown where it never was there, and where nobody knows when it left.
  func output(_ cancellation: Cancellation) throws(QueryFailure) -> AccountMeasure.Output {
    let count = snapshot.accounts.rowCount
    guard let visits = CountedSojourns(snapshot) else {
      return AccountMeasure.Output(column: Column.unknown(.number, count: count))
    }
    var questions: [ScoreHistory.Question] = []
    for account in 0..<UInt32(count) {
      if account & 0xFFFF == 0, cancellation.isCancelled { throw .cancelled }
      let last = visits.places(ofAccount: account).last {
        visits.sojourns.stages[$0] == stage && visits.sojourns.entered[$0] < visits.now
      }
      guard let last, visits.hasLength(last) else { continue }
      questions.append(
        ScoreHistory.Question(
          account: account, instant: min(visits.left(last) ?? visits.now, visits.now)))
    }
    let past = try PastScores(
      score, snapshot: snapshot, defined, known: known, cancellation)
    var values = [Double?](repeating: nil, count: count)
    for (question, value) in zip(questions, try past.values(questions, cancellation)) {
      values[Int(question.account)] = value
    }
    var builder = ColumnBuilder(.number)
    for value in values { builder.append(value.map(Value.number) ?? .unknown) }
    return AccountMeasure.Output(column: builder.build(), notes: past.note.map { [$0] } ?? [])
  }
}
