/// What a pattern found in the journeys, as measures of accounts: whether it matches, its first
/// match, how many there are. One search serves them all.
struct PatternMeasures: Sendable {
  let truth: AccountMeasure
  /// When the first match begins and ends.
  let firstMatch: AccountMeasure
  let firstMatchEnd: AccountMeasure
  /// Matches that do not overlap.
  let matches: AccountMeasure

  init(_ pattern: BoundPattern, in environment: BindingEnvironment) {
    let search = PatternSearch(pattern: pattern, environment: environment)
    let found = Once { cancellation throws(QueryFailure) in try search.run(cancellation) }
    func measure(
      _ name: String, _ type: ValueType, isShown: Bool = true,
      _ column: @escaping @Sendable (PatternSearch.Found) -> Column
    ) -> AccountMeasure {
      func make() -> AccountMeasure {
        AccountMeasure(name, type, isShown: isShown) { cancellation throws(QueryFailure) in
          let found = try found.value(cancellation)
          return AccountMeasure.Output(column: column(found), notes: found.notes)
        }
      }
      guard !pattern.key.contains("$") else { return make() }
      return environment.relations.measure("\(name) \(pattern.key)", make)
    }
    truth = measure("matching \(pattern.words)", .boolean, isShown: false) { found in
      var nulls = NullMask(count: found.truths.count)
      for (row, truth) in found.truths.enumerated() where truth == Truth.unknown {
        nulls.setUnknown(row)
      }
      return Column(
        .boolean, .booleans(found.truths.map { $0 == Truth.yes ? 1 : 0 }), nulls: nulls)
    }
    firstMatch = measure("first match", .instant) { Column.instants($0.firstStarts) }
    firstMatchEnd = measure("first match end", .instant) { Column.instants($0.firstEnds) }
    matches = measure("matches", .integer) { found in
      Column(.integer, .integers(found.counts), nulls: NullMask(count: found.counts.count))
    }
  }
}
