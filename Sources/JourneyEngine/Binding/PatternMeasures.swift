/// What a pattern found in the journeys, as measures of accounts: whether it matches, its first
/// match, how many there are. One search serves them all.
struct PatternMeasures: Sendable {
  let truth: AccountMeasure
  /// When the first match begins.
  let firstMatch: AccountMeasure
  /// Matches that do not overlap.
  let matches: AccountMeasure

  init(_ pattern: BoundPattern, in environment: BindingEnvironment) {
    let search = PatternSearch(pattern: pattern, data: JourneyData(environment))
    let found = Once { cancellation throws(QueryFailure) in try search.run(cancellation) }
    func measure(
      _ name: String, _ type: ValueType, isShown: Bool = true,
      _ column: @escaping @Sendable (PatternSearch.Found) -> Column
    ) -> AccountMeasure {
      let key = MeasureKey("\(name) \(pattern.key)", [], in: environment)
      return environment.relations.measure(key) {
        AccountMeasure(name, type, isShown: isShown) { cancellation throws(QueryFailure) in
          let found = try found.value(cancellation)
          return AccountMeasure.Output(column: column(found), notes: found.notes)
        }
      }
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
    matches = measure("matches", .integer) { found in
      Column(.integer, .integers(found.counts), nulls: NullMask(count: found.counts.count))
    }
  }
}
