/// The session's `now` (SEMANTICS, Time): what was set, else the first midnight in the workspace's
/// zone after the newest happening, so that the last day of date-only data counts and the clock
/// does not.
struct AsOfInstant {
  let now: Int64
  let reason: String
  private(set) var warning: LoadReport.Note?

  /// `happenings`: the newest event and stage entry; `accountTimes`: time columns of accounts,
  /// asked only when nothing ever happened.
  init(_ settings: AssemblySettings, happenings: Int64?, accountTimes: [Column]) {
    let zone = settings.zone
    if let set = settings.now {
      now = set
      reason = "set"
    } else if let newest = happenings {
      now = AsOfInstant.midnight(after: newest, zone)
      reason = "the first midnight after the newest event"
    } else if let newest = AsOfInstant.newest(accountTimes, before: settings.wallClock, zone) {
      now = AsOfInstant.midnight(after: newest, zone)
      reason = "the first midnight after the newest date of the accounts"
    } else {
      now = AsOfInstant.midnight(after: settings.wallClock, zone)
      reason = "the clock's next midnight, because the data has no dates"
      return
    }
    if now > AsOfInstant.midnight(after: settings.wallClock, zone) {
      let today = CivilDate(dayNumber: zone.dayNumber(of: settings.wallClock)).description
      warning = LoadReport.Note(
        .warning, "", "now is \(PlainText.wall(now, zone)), later than the clock",
        hint: "`set now \(today)`, when the newest dates are plans or slips of the pen")
    }
  }

  static func midnight(after instant: Int64, _ zone: CivilTimeZone) -> Int64 {
    zone.startOfDay(zone.dayNumber(of: instant) + 1)
  }

  private static func newest(
    _ columns: [Column], before limit: Int64, _ zone: CivilTimeZone
  ) -> Int64? {
    var newest: Int64?
    for column in columns where column.type.isTime {
      for (row, time) in column.asInstants(in: zone).enumerated() {
        if !column.nulls.isUnknown(row) && time <= limit { newest = max(newest ?? time, time) }
      }
    }
    return newest
  }
}
