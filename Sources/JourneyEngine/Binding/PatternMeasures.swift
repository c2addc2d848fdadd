/// What a pattern found in the journeys, as measures of accounts: whether it matches, its first
/// match, how many there are. One search serves all that a sentence asks for; most ask for the
/// truth alone, and then nothing else is kept.
struct PatternMeasures: Sendable {
  let truth: AccountMeasure
  private let key: String
  private let environment: BindingEnvironment
  private let found: Once<PatternSearch.Found>

  init(_ pattern: BoundPattern, in environment: BindingEnvironment) {
    let search = PatternSearch(pattern: pattern, data: JourneyData(environment))
    let found = Once { cancellation throws(QueryFailure) in try search.run(cancellation) }
    key = pattern.key
    self.environment = environment
    self.found = found
    truth = PatternMeasures.measure(
      "matching \(pattern.words)", .boolean, isShown: false, pattern.key, environment, found
    ) { found in
      var nulls = NullMask(count: found.truths.count)
      for (row, truth) in found.truths.enumerated() where truth == Truth.unknown {
        nulls.setUnknown(row)
      }
      return Column(
        .boolean, .booleans(found.truths.map { $0 == Truth.yes ? 1 : 0 }), nulls: nulls)
    }
  }

  /// When the first match begins.
  var firstMatch: AccountMeasure {
    PatternMeasures.measure("first match", .instant, key, environment, found) { found in
      Column.instants(found.firstStarts.map { $0 == PatternSearch.Found.never ? nil : $0 })
    }
  }

  /// Matches that do not overlap.
  var matches: AccountMeasure {
    PatternMeasures.measure("matches", .integer, key, environment, found) { found in
      Column(
        .integer, .integers(found.counts.map(Int64.init)),
        nulls: NullMask(count: found.counts.count))
    }
  }

  private static func measure(
    _ name: String, _ type: ValueType, isShown: Bool = true, _ key: String,
    _ environment: BindingEnvironment, _ found: Once<PatternSearch.Found>,
    _ column: @escaping @Sendable (PatternSearch.Found) -> Column
  ) -> AccountMeasure {
    environment.relations.measure(MeasureKey("\(name) \(key)", [], in: environment)) {
      AccountMeasure(name, type, isShown: isShown) { cancellation throws(QueryFailure) in
        let found = try found.value(cancellation)
        return AccountMeasure.Output(column: column(found), notes: found.notes)
      }
    }
  }
}
