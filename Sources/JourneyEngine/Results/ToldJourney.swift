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

  /// The account's.
  package var name: String
  /// From the first happening told to the last, or to now where the journey goes on.
  package var start: Int64
  package var end: Int64
  /// Ascending, each from where the one before it ends; empty where no stage is known.
  package var bands: [Band]
  /// Its rows in the table.
  package var rows: Range<Int>

  package init(name: String, start: Int64, end: Int64, bands: [Band], rows: Range<Int>) {
    self.name = name
    self.start = start
    self.end = end
    self.bands = bands
    self.rows = rows
  }
}
