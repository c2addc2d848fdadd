internal import QueryLanguage

/// What is to be done, from top to bottom: where the rows come from, then one step after the other.
struct LogicalPlan: Sendable {
  var source: LogicalSource
  var steps: [LogicalStep]
}

indirect enum LogicalSource: Sendable {
  /// Every row of a relation.
  case scan(Relation)
  /// The rows of an earlier answer (`those`).
  case rows(Relation, RowSelection)
  /// What the stage before a pipe gives; at binding its columns alone are known.
  case input(Relation)
  /// The rows that a plan of its own selects, as rows of a relation: the same one, or accounts as
  /// they are at another time.
  case population(LogicalPlan, Relation)
  /// Events or visits whose account is among those that a plan of its own selects.
  case ofAccounts(LogicalPlan, Relation)

  var relation: Relation {
    switch self {
    case .scan(let relation), .rows(let relation, _), .input(let relation),
      .ofAccounts(_, let relation), .population(_, let relation):
      relation
    }
  }
}

enum LogicalStep: Sendable {
  case filter(LogicalFilter)
  case aggregate(LogicalAggregate)
  case sort(LogicalSort)
  case top(LogicalTop)
  case project(LogicalProject)
}

/// Conditions that must all hold, each a conjunct with the words it was written in.
struct LogicalFilter: Sendable {
  struct Conjunct: Sendable {
    var condition: BoundExpression
    /// "in stage Benchmark", "jfi > 60": for `explain` and for the account of an empty answer.
    var words: String

    /// The words, cut where a condition is longer than anyone reads.
    var shortWords: String { words.count > 100 ? words.prefix(99) + "…" : words }
  }
  var conjuncts: [Conjunct]
}

struct LogicalAggregate: Sendable {
  var groups: [BoundExpression]
  var aggregates: [BoundAggregate]
  /// "by stage, vertical"; empty when all rows make one group.
  var words: String
}

struct LogicalSort: Sendable {
  struct Key: Sendable {
    var expression: BoundExpression
    var isDescending: Bool
    /// Stages stand in the order of the journey.
    var stages: StageModel?
  }
  var keys: [Key]
  var words: String
}

struct LogicalTop: Sendable {
  var count: Int
  /// Empty: the first rows in the order they have.
  var keys: [LogicalSort.Key]
  /// Empty: of all rows together.
  var inEach: [LogicalSort.Key]
  var words: String
}

struct LogicalProject: Sendable {
  struct Output: Sendable {
    var name: String
    var expression: BoundExpression
    var style: ResultTable.Style
    /// Named by the sentence, not shown because it said nothing: only then are its unknown cells
    /// worth telling.
    var isAsked = true
  }
  var outputs: [Output]
}
