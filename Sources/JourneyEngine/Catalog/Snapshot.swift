/// Everything that can be asked about, at one moment: immutable, so that a running query is never
/// disturbed by a load.
package final class Snapshot: Sendable {
  /// One row per account. Standard names are `id`, `name`, `stage` (dictionary text in the model's
  /// order; `lost` for accounts that are lost now), `last_stage` (the last real stage, for lost
  /// ones too), `lost` (yes/no), `lost_at`, `entered` (when the current stage began: date or
  /// instant), `started` (first entry, or the account's own start); those that the data does not
  /// give are absent. The source's own names stay as aliases.
  package let accounts: Table
  package let events: EventLog?
  package let visits: VisitTable?
  /// Look-up tables by name, lower-case.
  package let tables: [String: Table]
  package let stageModel: StageModel
  /// Microseconds UTC; fixed for the session (SEMANTICS, Time).
  package let now: Int64
  package let zone: CivilTimeZone
  /// What the data is called in the banner: "the embedded company", or file names.
  package let title: String
  /// Attributes of the accounts whose changes are known, by the names of their fields.
  package let histories: [String: AttributeHistory]

  package init(
    accounts: Table, events: EventLog?, visits: VisitTable?, tables: [String: Table],
    stageModel: StageModel, now: Int64, zone: CivilTimeZone, title: String,
    histories: [String: AttributeHistory] = [:]
  ) {
    self.accounts = accounts
    self.events = events
    self.visits = visits
    self.tables = tables
    self.stageModel = stageModel
    self.now = now
    self.zone = zone
    self.title = title
    self.histories = histories
  }
}
