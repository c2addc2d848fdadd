/// A sentence whose every name is found: ready to be planned.
struct BoundQuery: Sendable {
  /// The part before the first pipe, then one for each pipe.
  var stages: [BoundStage]
}

struct BoundStage: Sendable {
  /// Which rows the stage is about: kept for `those` and for the footer.
  var population: LogicalPlan
  /// What a head such as `dwell of` makes of the population; `steps` then go on from its table.
  var analysis: BoundAnalysis?
  /// The data the stage asks about: of its own instant.
  var relations: SnapshotRelations
  /// What is made of them; ends with a projection.
  var steps: [LogicalStep]
  /// What one row of the population is called.
  var nouns: (singular: String, plural: String)
  /// Whether the answer's rows are groups, not rows of the population.
  var isGrouped: Bool
  /// Whether `by` says what the groups are; else all rows make one.
  var hasGroupKeys: Bool {
    for case .aggregate(let aggregate) in steps { return !aggregate.groups.isEmpty }
    return false
  }
  var notes: [String]

  /// Whether a head's own rows are shown, all of them in their own order.
  var isAsAnalysed: Bool {
    steps.allSatisfy { step in
      if case .project = step { return true }
      return false
    }
  }
}
