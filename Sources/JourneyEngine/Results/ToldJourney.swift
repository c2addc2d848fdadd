extension ResultTable {
  /// The journeys of a table, as long as a later one still has its columns and all its rows.
  static func journeys(_ told: ResultTable?, as table: ResultTable) -> [ToldJourney]? {
    guard let told, told.rowCount == table.rowCount,
      told.columns.map(\.name) == table.columns.map(\.name)
    else { return nil }
    return told.journeys
  }
}

/// One account's journey as it stands in a table, row after row: for the renderings that draw it.
package struct ToldJourney: Hashable, Sendable {
  /// A time in one stage, or out of any.
  package struct Band: Hashable, Sendable {
    /// nil: in no stage, after one was left for none.
    package var stage: String?
    package var isLost: Bool
    package var from: Int64
    package var to: Int64
    /// How long it lasted, or lasts until now, in microseconds: also where only a part is told.
    package var length: Int64

    package init(
      stage: String?, isLost: Bool = false, from: Int64, to: Int64, length: Int64? = nil
    ) {
      self.stage = stage
      self.isLost = isLost
      self.from = from
      self.to = to
      self.length = length ?? to - from
    }
  }

  /// What a row tells, apart from its words: a kind of event may be called anything.
  package enum RowKind: UInt8, Sendable {
    case event
    /// A stage entered or left, or the loss.
    case change
    case silence
  }

  /// The account's.
  package var name: String
  /// From the first happening told on.
  package var start: Int64
  /// Just after the last one; or now, where the journey goes on.
  package var end: Int64
  /// Ascending, each from where the one before it ends; empty where no stage is known.
  package var bands: [Band]
  /// Its rows in the table.
  package var rows: Range<Int>
  /// One for each of its rows.
  package var kinds: [RowKind]

  package init(
    name: String, start: Int64, end: Int64, bands: [Band], rows: Range<Int>, kinds: [RowKind]
  ) {
    self.name = name
    self.start = start
    self.end = end
    self.bands = bands
    self.rows = rows
    self.kinds = kinds
  }
}
