extension Snapshot {
  /// The snapshot as it was known at an instant: `now` is that instant, and nothing that happened at
  /// it or after it is there. Accounts keep their rows, so that rows of one are rows of the other.
  ///
  /// Where accounts stand comes from their journeys alone: an account whose stage has no date has an
  /// unknown stage in the past, never today's. Attributes without a history keep today's value;
  /// `Rewinding.fields` are those that do not.
  package func rewound(to instant: Int64) -> Snapshot {
    let visits = visits?.rewound(to: instant)
    return Snapshot(
      accounts: Rewinding(accounts, visits, instant, zone).table(stages: stageModel),
      events: events?.rewound(to: instant), visits: visits, tables: tables,
      stageModel: stageModel, now: instant, zone: zone, title: title)
  }
}

/// The columns of accounts that say where they stand, as of an earlier instant.
struct Rewinding {
  private let accounts: Table
  private let sojourns: Sojourns?
  private let instant: Int64
  private let zone: CivilTimeZone

  init(_ accounts: Table, _ visits: VisitTable?, _ instant: Int64, _ zone: CivilTimeZone) {
    self.accounts = accounts
    sojourns = visits?.sojourns
    self.instant = instant
    self.zone = zone
  }

  /// The accounts' fields that are rewound or never change.
  static let fields: Set<String> = [
    "id", "name", "stage", "last_stage", "lost", "lost_at", "entered", "started", "dwell",
    "state", "zone", "silence",
  ]

  func table(stages: StageModel) -> Table {
    let dictionary = StringDictionary(stages.names + ["lost"])
    let fields = accounts.fields.map { field -> Table.Field in
      let column: Column
      switch field.name {
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
      guard let own, let ownTimes, !own.nulls.isUnknown(row), ownTimes[row] < instant else {
        return nil
      }
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
