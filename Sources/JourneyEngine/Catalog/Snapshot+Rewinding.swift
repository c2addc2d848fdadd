extension Snapshot {
  /// The snapshot as it was known at an instant: `now` is that instant, and nothing that happened
  /// at it or after it is there. Accounts keep their rows, so that rows of one are rows of the
  /// other.
  ///
  /// Where accounts stand comes from their journeys alone: an account whose stage has no date has
  /// an unknown stage in the past, never today's. Attributes without a history keep today's value;
  /// `isRewound` tells which do not.
  ///
  /// `known`: what was recorded at that instant or later is not known (SEMANTICS, Time).
  package func rewound(to instant: Int64, known: Int64? = nil) -> Snapshot {
    (known.map { self.known(before: $0) } ?? self).lookedBack(to: instant, known: known)
  }

  /// A snapshot of what was known, as of an earlier instant.
  func lookedBack(to instant: Int64, known: Int64?) -> Snapshot {
    guard instant < now else { return self }
    let rewinding = Rewinding(accounts, visits, before: instant, instant, zone)
    return Snapshot(
      accounts: rewinding.table(stages: stageModel, histories: histories, known: known),
      events: events?.rewound(to: instant), visits: visits?.rewound(to: instant), tables: tables,
      stageModel: stageModel, now: instant, zone: zone, title: title, histories: histories)
  }

  /// The snapshot without what was recorded at an instant or later.
  func known(before instant: Int64) -> Snapshot {
    // A log that lost rows has forgotten what lies after now.
    let log = events?.known(before: instant, zone: zone).map {
      $0.left == 0 ? $0.log : $0.log.rewound(to: now)
    }
    func snapshot(_ accounts: Table, _ visits: VisitTable?) -> Snapshot {
      Snapshot(
        accounts: accounts, events: log ?? events, visits: visits, tables: tables,
        stageModel: stageModel, now: now, zone: zone, title: title, histories: histories)
    }
    let known = visits?.known(before: instant, in: snapshot(accounts, nil))
    let rewinding = Rewinding(
      accounts, known, before: .max, now, zone, losses: visits?.sojourns.lostAt ?? [])
    let starts = knownStarts(visits == nil ? nil : known, log ?? events)
    let table = rewinding.table(
      stages: stageModel, histories: histories, known: instant, starts: starts,
      isOtherJourney: known !== visits)
    return snapshot(table, known)
  }

  /// When accounts began whose start is their first visit or, without any visits, their first
  /// event: of what is known.
  private func knownStarts(_ known: VisitTable?, _ log: EventLog?) -> [Int64?]? {
    guard let column = accounts.column("started"), case .integers(let times) = column.storage,
      column.type == .instant
    else { return nil }
    func first(_ visits: VisitTable?, _ log: EventLog?, _ row: Int) -> Int64? {
      if let visits {
        return visits.sojourns.places(ofAccount: row).first.map { visits.sojourns.entered[$0] }
      }
      return log.flatMap { log in log.places(ofAccount: row).first.map { log.times[$0] } }
    }
    return times.indices.map { row in
      guard !column.nulls.isUnknown(row) else { return nil }
      let isFirst = first(visits, events, row) == times[row]
      return isFirst ? first(known, log, row) : times[row]
    }
  }

  /// Whether a field of the accounts is as it was, and not as it is, in a rewound snapshot.
  func isRewound(_ field: String) -> Bool {
    // What is worked out is worked out anew.
    if histories[field] != nil || accounts.index(of: field) == nil { return true }
    // The data's own `state` is another thing than that of drift.
    let isOwn = DriftColumns.names.contains(field)
    return Rewinding.fields.contains(field) && !isOwn
  }
}

/// The columns of accounts that say where they stand, as of an earlier instant.
///
/// Optimisation: each is made when it is asked for, and out of the journeys of today, of which only
/// the last sojourn before the instant is looked at.
struct Rewinding: Sendable {
  private let accounts: Table
  private let sojourns: Sojourns?
  /// Sojourns that begin at it or later have not begun.
  private let end: Int64
  private let instant: Int64
  private let zone: CivilTimeZone

  /// Losses of the journeys of today, for what is known of fewer entries: they are not the
  /// accounts' own words.
  private let losses: [Int64]

  init(
    _ accounts: Table, _ visits: VisitTable?, before end: Int64, _ instant: Int64,
    _ zone: CivilTimeZone, losses: [Int64] = []
  ) {
    self.losses = losses
    self.end = end
    self.accounts = accounts
    sojourns = visits?.sojourns
    self.instant = instant
    self.zone = zone
  }

  /// The accounts' fields that the journeys rewind, or that never change.
  static let fields = Set(
    ["id", "name", "stage", "last_stage", "lost", "lost_at", "entered", "started", "dwell"]
      + DriftColumns.names)

  /// `starts`: when each account began, where that is not what it is today. `isOtherJourney`: the
  /// journeys are not those of today; else only attributes are as they were.
  func table(
    stages: StageModel, histories: [String: AttributeHistory], known: Int64?,
    starts: [Int64?]? = nil, isOtherJourney: Bool = true
  ) -> Table {
    let dictionary = StringDictionary(stages.names + ["lost"])
    let fields = accounts.fields.map { field -> Table.Field in
      func made(
        _ type: ValueType, _ column: @escaping @Sendable (Column) -> Column
      ) -> Table.Field {
        Table.Field(field.name, type) { column(field.column) }
      }
      switch field.name {
      case let name where histories[name] != nil:
        return Table.Field(
          name, histories[name]?.column(asOf: instant, known: known) ?? field.column)
      case "started" where starts != nil:
        return Table.Field(field.name, Column.instants(starts ?? []))
      case _ where !isOtherJourney: return field
      case "stage":
        return made(.text) { _ in Column(codes: stageCodes(countsLost: true), dictionary) }
      case "last_stage":
        return made(.text) { _ in Column(codes: stageCodes(countsLost: false), dictionary) }
      case "lost": return made(.boolean) { lost($0) }
      case "lost_at": return made(.instant) { _ in Column.instants(lostTimes) }
      case "entered":
        return made(field.type == .date || sojourns == nil ? field.type : .instant) { entered($0) }
      case "started": return made(field.type) { before($0) }
      default: return field
      }
    }
    return Table(fields, rowCount: accounts.rowCount, aliases: accounts.aliases)
  }

  /// The last sojourn that an account had begun.
  private func last(_ row: Int, _ sojourns: Sojourns) -> Int? {
    let places = sojourns.places(ofAccount: row)
    let place = sojourns.end(ofAccount: row, before: end) - 1
    return place < places.lowerBound ? nil : place
  }

  /// Whether the account was still in the stage.
  private func isOpen(_ place: Int, _ sojourns: Sojourns) -> Bool {
    sojourns.isOpen(place) || sojourns.left[place] >= end
  }

  private func isLost(_ row: Int, _ sojourns: Sojourns) -> Bool {
    sojourns.lostAt(row, before: end) != StageEntries.unknownTime
  }

  /// The stage each account is in, or with `countsLost` false the last one it was in.
  private func stageCodes(countsLost: Bool) -> [UInt32] {
    guard let sojourns else {
      return [UInt32](repeating: StringDictionary.unknownCode, count: accounts.rowCount)
    }
    return (0..<accounts.rowCount).map { row in
      if countsLost, isLost(row, sojourns) { return sojourns.lostCode }
      guard let place = last(row, sojourns), !countsLost || isOpen(place, sojourns) else {
        return StringDictionary.unknownCode
      }
      return sojourns.stages[place]
    }
  }

  /// Losses in the journeys, else those that the accounts themselves date.
  private var lostTimes: [Int64?] {
    let own = accounts.column("lost_at")
    let ownTimes = own?.asInstants(in: zone)
    return (0..<accounts.rowCount).map { row in
      if let sojourns {
        let lostAt = sojourns.lostAt(row, before: end)
        if lostAt != StageEntries.unknownTime { return lostAt }
        if last(row, sojourns) != nil { return nil }
      }
      guard let own, let ownTimes, !own.nulls.isUnknown(row), ownTimes[row] < instant,
        losses.isEmpty || losses[row] == StageEntries.unknownTime
      else { return nil }
      return ownTimes[row]
    }
  }

  /// A loss without a date may have been before or after.
  private func lost(_ today: Column) -> Column {
    let times = lostTimes
    let dates = accounts.column("lost_at")
    var builder = ColumnBuilder(.boolean)
    for row in 0..<accounts.rowCount {
      let isUndated = today[row] == .boolean(true) && dates?.nulls.isUnknown(row) != false
      builder.append(times[row] != nil ? .boolean(true) : isUndated ? .unknown : .boolean(false))
    }
    return builder.build()
  }

  private func entered(_ today: Column) -> Column {
    // Civil dates come from the accounts' own since-dates, one an account.
    if today.type == .date { return before(today) }
    guard let sojourns else { return before(today) }
    return Column.instants(
      (0..<accounts.rowCount).map { row in
        guard let place = last(row, sojourns), isOpen(place, sojourns), !isLost(row, sojourns)
        else { return nil }
        return sojourns.entered[place]
      })
  }

  /// Times that had not come yet are unknown.
  private func before(_ column: Column) -> Column {
    guard column.type.isTime else { return column }
    let times = column.asInstants(in: zone)
    return column.blanking { times[$0] >= instant }
  }
}
