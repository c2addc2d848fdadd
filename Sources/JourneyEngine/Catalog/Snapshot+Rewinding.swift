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
    let visits = visits?.rewound(to: instant)
    let rewinding = Rewinding(accounts, visits, instant, zone)
    return Snapshot(
      accounts: rewinding.table(stages: stageModel, histories: histories, known: known),
      events: events?.rewound(to: instant), visits: visits, tables: tables,
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
      accounts, known, now, zone, losses: visits?.sojourns.lostAt ?? [])
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
    if histories[field] != nil { return true }
    // The data's own `state` is another thing than that of drift.
    let isOwn = DriftColumns.names.contains(field) && accounts.index(of: field) != nil
    return Rewinding.fields.contains(field) && !isOwn
  }
}

/// The columns of accounts that say where they stand, as of an earlier instant.
struct Rewinding {
  private let accounts: Table
  private let sojourns: Sojourns?
  private let instant: Int64
  private let zone: CivilTimeZone

  /// Losses of the journeys of today, for what is known of fewer entries: they are not the
  /// accounts' own words.
  private let losses: [Int64]

  init(
    _ accounts: Table, _ visits: VisitTable?, _ instant: Int64, _ zone: CivilTimeZone,
    losses: [Int64] = []
  ) {
    self.losses = losses
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
      let column: Column
      switch field.name {
      case let name where histories[name] != nil:
        column = histories[name]?.column(asOf: instant, known: known) ?? field.column
      case "started" where starts != nil: column = Column.instants(starts ?? [])
      case _ where !isOtherJourney: column = field.column
      case "stage": column = Column(codes: stageCodes(countsLost: true), dictionary)
      case "last_stage": column = Column(codes: stageCodes(countsLost: false), dictionary)
      case "lost": column = lost(field.column)
      case "lost_at": column = Column.instants(lostTimes)
      case "entered": column = entered(field.column)
      case "started": column = before(field.column)
      default: column = field.column
      }
      return Table.Field(field.name, column)
    }
    return Table(fields, rowCount: accounts.rowCount, aliases: accounts.aliases)
  }

  /// The stage each account is in, or with `countsLost` false the last one it was in.
  private func stageCodes(countsLost: Bool) -> [UInt32] {
    guard let sojourns else {
      return [UInt32](repeating: StringDictionary.unknownCode, count: accounts.rowCount)
    }
    return (0..<accounts.rowCount).map { row in
      if countsLost, sojourns.lostAt[row] != StageEntries.unknownTime { return sojourns.lostCode }
      guard let place = sojourns.places(ofAccount: row).last,
        !countsLost || sojourns.isOpen(place)
      else { return StringDictionary.unknownCode }
      return sojourns.stages[place]
    }
  }

  /// Losses in the journeys, else those that the accounts themselves date.
  private var lostTimes: [Int64?] {
    let own = accounts.column("lost_at")
    let ownTimes = own?.asInstants(in: zone)
    return (0..<accounts.rowCount).map { row in
      if let sojourns {
        if sojourns.lostAt[row] != StageEntries.unknownTime { return sojourns.lostAt[row] }
        if !sojourns.places(ofAccount: row).isEmpty { return nil }
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
        guard let place = sojourns.places(ofAccount: row).last, sojourns.isOpen(place),
          sojourns.lostAt[row] == StageEntries.unknownTime
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
