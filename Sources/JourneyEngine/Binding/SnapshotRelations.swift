internal import Synchronization

/// The relations of a snapshot, made once for all sentences that ask about it, and what was worked
/// out for them.
final class SnapshotRelations: Sendable {
  let snapshot: Snapshot
  let accounts: Relation
  let events: Relation?
  /// Made when a sentence first speaks of visits: those of the past are the work of a pass.
  let lazyVisits: Lazy<Relation>?
  var visits: Relation? { lazyVisits?.value }
  /// How many accounts had not begun yet, in the past.
  let notBegun: Int
  private let beyondNow = Mutex<Bool?>(nil)
  private let measures = Mutex<[(key: MeasureKey, measure: AccountMeasure)]>([])
  /// Earlier states of the same snapshot, the latest asked for last.
  private let past = Mutex<[Earlier]>([])

  private struct Earlier {
    var instant: Int64
    var known: Int64?
    var relations: SnapshotRelations
  }

  /// How the accounts stand between moving on and being lost.
  let drift: DriftColumns
  let scores: ScoreColumns
  let feeds: ScoreFeeds

  convenience init(_ snapshot: Snapshot, drift: DriftChoice = DriftChoice()) {
    self.init(snapshot, begun: nil, drift, ScoreFeeds(snapshot.events))
  }

  /// `begun`: the accounts that are there already, in the past.
  private init(
    _ snapshot: Snapshot, begun: [UInt32]?, _ choice: DriftChoice, _ feeds: ScoreFeeds
  ) {
    self.snapshot = snapshot
    self.feeds = feeds
    let scores = ScoreColumns(snapshot, ScoreModel.defaults, feeds)
    self.scores = scores
    let drift = DriftColumns(snapshot, choice)
    self.drift = drift
    let table = snapshot.accounts
    var fields = table.fields.map { field in
      Relation.Field(field, style: SnapshotRelations.style(of: field.name))
    }
    if let entered = table.index(of: "entered").map({ table.fields[$0] }),
      table.index(of: "dwell") == nil, entered.type.isTime
    {
      let (now, zone) = (snapshot.now, snapshot.zone)
      fields.append(
        Relation.Field("dwell", type: .duration) {
          SnapshotRelations.dwell(
            entered: entered.column, lost: table.column("lost"), now: now, zone: zone)
        })
    }
    fields += drift.fields.filter { table.index(of: $0.name) == nil }
    fields += scores.fields(of: snapshot)
    fields += JourneyFields(snapshot, feeds, scores).fields.filter {
      table.index(of: $0.name) == nil
    }
    accounts = Relation(
      .accounts, fields: fields, rowCount: table.rowCount, aliases: table.aliases,
      base: { begun })
    notBegun = begun.map { table.rowCount - $0.count } ?? 0
    events = snapshot.events.map { [accounts] log in
      // In the past only what had happened.
      let end: @Sendable (Int) -> Int = { log.places(ofAccount: $0).upperBound }
      return SnapshotRelations.relation(
        .events, log.table, log.accountRows, log.offsets, accounts,
        endOfAccount: begun == nil ? nil : end,
        base: { [now = snapshot.now] in begun == nil ? nil : log.places(before: now) })
    }
    lazyVisits = snapshot.visits.map { [accounts] visits in
      Lazy {
        SnapshotRelations.relation(
          .visits, visits.table, visits.accountRows, visits.offsets, accounts)
      }
    }
  }

  /// The relations as they were at an instant, of what had been recorded before another. The last
  /// few are kept: whoever looks back looks back at the same day again.
  func rewound(to instant: Int64, known: Int64?) -> SnapshotRelations {
    let found = past.withLock { past -> SnapshotRelations? in
      let place = past.firstIndex { $0.instant == instant && $0.known == known }
      if let place { past.append(past.remove(at: place)) }
      return place == nil ? nil : past.last?.relations
    }
    if let found { return found }
    let base = known.map { snapshot.known(before: $0) } ?? snapshot
    // Without a look back everything has begun, and what is planned for later is there.
    let isCut = instant < snapshot.now || known == nil
    let begun = isCut ? SnapshotRelations.begun(base, before: instant) : nil
    let earlier = base.lookedBack(to: instant, known: known)
    // The same events, of which the instant takes what was before it.
    let isSameLog = earlier.events?.table === snapshot.events?.table
    let relations = SnapshotRelations(
      earlier, begun: begun, drift.choice, isSameLog ? feeds : ScoreFeeds(earlier.events))
    past.withLock { past in
      SnapshotRelations.dropOldest(of: &past)
      past.append(Earlier(instant: instant, known: known, relations: relations))
    }
    return relations
  }

  /// Whether there are events or accounts that only begin at now or later.
  var reachesBeyondNow: Bool {
    beyondNow.withLock { found in
      if let found { return found }
      let events = snapshot.events?.times.contains { $0 >= snapshot.now } ?? false
      let begun = SnapshotRelations.begun(snapshot, before: snapshot.now)
      let reaches = events || begun.count < accounts.rowCount
      found = reaches
      return reaches
    }
  }

  private static let mostKept = 4

  /// Where sentences have gone through the visits of a past, it takes as much as the visits of
  /// today do, some 60 bytes each: no more of those than fit beside a load of millions.
  private static let mostVisits = 4_000_000

  private static func dropOldest(of past: inout [Earlier]) {
    if past.count == mostKept { past.removeFirst() }
    while past.reduce(0, { $0 + $1.relations.visitsInMemory }) > mostVisits,
      let place = past.firstIndex(where: { $0.relations.visitsInMemory > 0 })
    {
      past.remove(at: place)
    }
  }

  private var visitsInMemory: Int {
    snapshot.visits.map { $0.isMade ? $0.sojourns.count : 0 } ?? 0
  }

  /// Accounts whose start is not known count as begun.
  private static func begun(_ snapshot: Snapshot, before instant: Int64) -> [UInt32] {
    let beginnings = AccountBeginnings(snapshot)
    return (0..<UInt32(snapshot.accounts.rowCount)).filter { row in
      beginnings[Int(row)].map { $0 < instant } ?? true
    }
  }

  /// The measure of that key, made if no sentence has named it lately.
  func measure(_ key: MeasureKey, _ make: () -> AccountMeasure) -> AccountMeasure {
    measures.withLock { measures in
      if let place = measures.firstIndex(where: { $0.key == key }) {
        measures.append(measures.remove(at: place))
        return measures[measures.count - 1].measure
      }
      let made = make()
      if measures.count >= mostMeasures { measures.removeFirst() }
      measures.append((key, made))
      return made
    }
  }

  /// Each holds a cell an account; what was asked last is what is asked again. Of very many
  /// accounts fewer are kept, so that all of them together stay within some 100 MB.
  private var mostMeasures: Int { max(8, min(64, 16_000_000 / max(1, accounts.rowCount))) }

  private static func relation(
    _ kind: Relation.Kind, _ table: Table, _ accountRows: [UInt32], _ offsets: [Int],
    _ accounts: Relation, endOfAccount: (@Sendable (Int) -> Int)? = nil,
    base: @escaping @Sendable () -> [UInt32]? = { nil }
  ) -> Relation {
    Relation(
      kind,
      fields: table.fields.map { Relation.Field($0, style: style(of: $0.name)) },
      rowCount: table.rowCount, aliases: table.aliases, accountRows: accountRows,
      offsets: offsets, accounts: accounts, endOfAccount: endOfAccount, base: base)
  }

  /// Numbers that name something are not grouped in thousands.
  private static func style(of name: String) -> ResultTable.Style {
    let folded = name.lowercased()
    let words = folded.split { !$0.isLetter && !$0.isNumber }
    let naming: Set<Substring> = ["id", "year", "code", "zip", "number", "no", "key"]
    return words.contains(where: naming.contains) || folded.hasPrefix("year") ? .identifier : .plain
  }

  /// The length of each account's current sojourn; unknown for those that have left the journey.
  private static func dwell(
    entered: Column, lost: Column?, now: Int64, zone: CivilTimeZone
  ) -> Column {
    var builder = ColumnBuilder(.duration)
    for row in 0..<entered.count {
      if let lost, lost[row] == .boolean(true) {
        builder.appendUnknown()
        continue
      }
      switch entered[row] {
      // A stage that begins after now has not lasted yet.
      case .instant(let instant) where instant <= now: builder.append(.duration(now - instant))
      case .date(let day) where zone.startOfDay(Int(day)) <= now:
        builder.append(.duration(now - zone.startOfDay(Int(day))))
      default: builder.appendUnknown()
      }
    }
    return builder.build()
  }
}
