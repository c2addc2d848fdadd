/// The company that is in memory at once, without a file: some 330 accounts that sell nothing real,
/// and what happened to them from January 2025 to June 2026. All of it is invented; seven stories
/// are woven in (`SampleStory`). The same seed gives the same tables on every machine.
package enum SampleCompany {
  /// The tables as they would stand in the CSV exports of a CRM, a help desk and a survey tool.
  package struct Tables: Sendable {
    /// `accounts.csv`: one row per account, without its stage, which the history knows.
    package let accounts: Table
    /// `events.csv`, account by account and by time within an account.
    package let events: Table
    /// `stage_history.csv`: when each stage was entered; stage `Lost` ends a journey.
    package let stageHistory: Table
    /// `benchmarks.csv`: what is usual in which industry.
    package let benchmarks: Table
  }

  /// The company of the documentation and of the tour.
  package static let defaultSeed: UInt64 = 2026

  package static func tables(seed: UInt64 = defaultSeed) -> Tables {
    let tables = SampleTables(seed: seed)
    let nameStart = seed == defaultSeed ? 0 : Int(truncatingIfNeeded: seed % 352)
    return Tables(
      accounts: tables.accounts(nameStart: nameStart), events: tables.eventTable(),
      stageHistory: tables.stageHistory(), benchmarks: SampleBenchmarks.table())
  }
}
