internal import QueryLanguage

/// What a head such as `dwell of` or `transitions of` makes of a population of accounts: a table
/// whose columns are known before it runs, so that the clauses behind it can be bound.
protocol JourneyAnalysis: Sendable {
  /// The columns of the table, without those of `by`, which come first.
  var columns: [AnalysisColumn] { get }
  /// Columns that say what a row is about. They stand in front of whatever `show` names.
  var keys: [String] { get }
  /// Fields of accounts that it reads: the footer tells which of them have no past.
  var fieldsRead: [String] { get }
  /// Clauses it takes beside those that every analysis takes.
  static var ownClauses: Set<ClauseWord> { get }
  /// What the sentence's clauses and the data's own columns have to say besides: for the footer.
  var notes: [String] { get }
  /// Columns of the sentence's `by` that are this analysis' own: `dwell of accounts by stage`.
  static var ownDimensions: Set<String> { get }
  /// One row after the other, in the order in which the table is read.
  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput
}

extension JourneyAnalysis {
  var keys: [String] { [] }
  var fieldsRead: [String] { [] }
  var notes: [String] { [] }
  static var ownClauses: Set<ClauseWord> { [] }
  static var ownDimensions: Set<String> { [] }
}

/// A column of an analysis.
struct AnalysisColumn: Sendable {
  let name: String
  let type: ValueType
  let style: ResultTable.Style

  init(_ name: String, _ type: ValueType, style: ResultTable.Style = .plain) {
    self.name = name
    self.type = type
    self.style = style
  }
}

/// Whom an analysis is about.
struct AnalysisInput: Sendable {
  /// The data as of the sentence's instant: nothing later is there.
  let relations: SnapshotRelations
  /// Rows of the accounts, ascending.
  let accounts: [UInt32]
  /// The group of each of them by the sentence's `by`, numbered in the order in which groups are
  /// read: all 0 without one.
  let groups: [UInt32]
  let groupCount: Int
  let cancellation: Cancellation

  var snapshot: Snapshot { relations.snapshot }

  /// The group of every account row; `AnalysisInput.notMeant` for accounts that are not meant.
  func groupOfAccount() -> [UInt32] {
    var group = [UInt32](repeating: AnalysisInput.notMeant, count: snapshot.accounts.rowCount)
    for (place, account) in accounts.enumerated() { group[Int(account)] = groups[place] }
    return group
  }

  static let notMeant = UInt32.max

  func checkCancellation() throws(QueryFailure) {
    if cancellation.isCancelled { throw .cancelled }
  }
}

/// What an analysis came to: for each row its group and its cells.
struct AnalysisOutput: Sendable {
  private(set) var groups: [UInt32] = []
  private var builders: [ColumnBuilder]
  /// For the footer, beside those known when the sentence was bound.
  var notes: [String] = []
  /// Set by an analysis whose rows are journeys.
  var journeys: [ToldJourney]?

  init(_ columns: [AnalysisColumn]) { builders = columns.map { ColumnBuilder($0.type) } }

  var rowCount: Int { groups.count }

  /// The cells stand in the order of the analysis' columns.
  mutating func append(group: UInt32 = 0, _ cells: [Value]) {
    assert(cells.count == builders.count, "a row has a cell for each column")
    groups.append(group)
    for (index, cell) in cells.enumerated() { builders[index].append(cell) }
  }

  func columns() -> [Column] { builders.map { $0.build() } }
}
