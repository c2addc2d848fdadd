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

  package init(
    accounts: Table, events: EventLog?, visits: VisitTable?, tables: [String: Table],
    stageModel: StageModel, now: Int64, zone: CivilTimeZone, title: String
  ) {
    self.accounts = accounts
    self.events = events
    self.visits = visits
    self.tables = tables
    self.stageModel = stageModel
    self.now = now
    self.zone = zone
    self.title = title
  }
}

/// All events, in account-major order and by time within an account (then kind, then place in the
/// source).
package final class EventLog: Sendable {
  /// Fields `account` (text: the account's name, else its id, else the key the source gave), `at`
  /// (instant), `kind` (dictionary text), then the events' own attributes.
  package let table: Table
  /// The account row of each event; `noAccount` for events whose key no account has (they stand
  /// last).
  package let accountRows: [UInt32]
  /// Events of account row r are `offsets[r]..<offsets[r + 1]`; one entry more than there are
  /// accounts.
  package let offsets: [Int]

  /// Events by kind, built on demand (`postings(of:)`).
  let postingsCache = EventPostingsCache()

  package static let noAccount = UInt32.max

  package init(table: Table, accountRows: [UInt32], offsets: [Int]) {
    self.table = table
    self.accountRows = accountRows
    self.offsets = offsets
  }
}

/// All sojourns (visits to a stage), in account-major order and by time of entry.
package final class VisitTable: Sendable {
  /// Fields `account`, `stage` (dictionary text), `entered` (instant), `left` (instant, unknown
  /// while open), `days` (number: length in days, to now while open), `next` (the stage entered
  /// next, `lost`, or unknown while open), `move` (how the stage was entered: enter, forward, skip,
  /// regress), `open` (boolean), then the history's own attributes, if any.
  package let table: Table
  package let accountRows: [UInt32]
  package let offsets: [Int]

  package init(table: Table, accountRows: [UInt32], offsets: [Int]) {
    self.table = table
    self.accountRows = accountRows
    self.offsets = offsets
  }
}
