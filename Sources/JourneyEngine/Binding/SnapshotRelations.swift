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
  /// Of what had been recorded before that instant; nil: of all.
  let known: Int64?
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
  /// The scores, and the fields that the workspace defines.
  let defined: DefinedFields
  let scope: DefinitionScope
  let feeds: ScoreFeeds

  convenience init(
    _ snapshot: Snapshot, drift: DriftChoice = DriftChoice(), scope: DefinitionScope = .init()
  ) {
    self.init(snapshot, begun: nil, known: nil, drift, ScoreFeeds(snapshot, scope), scope)
  }

  /// `begun`: the accounts that are there already, in the past.
  private convenience init(
    _ snapshot: Snapshot, begun: [UInt32]?, known: Int64?, _ choice: DriftChoice,
    _ feeds: ScoreFeeds, _ scope: DefinitionScope
  ) {
    let drift = DriftColumns(snapshot, choice, feeds.meanings)
    let sheet = Once { cancellation throws(QueryFailure) in
      try feeds.sheet(snapshot, cancellation)
    }
    let defined = DefinedFields(snapshot, scope, sheet: sheet) { defined, scope in
      SnapshotRelations(snapshot, begun: begun, known: known, drift, feeds, defined, scope)
    }
    self.init(snapshot, begun: begun, known: known, drift, feeds, defined, scope)
  }

  private init(
    _ snapshot: Snapshot, begun: [UInt32]?, known: Int64?, _ drift: DriftColumns,
    _ feeds: ScoreFeeds, _ defined: DefinedFields, _ scope: DefinitionScope
  ) {
    self.snapshot = snapshot
    self.known = known
    self.feeds = feeds
    self.scope = scope
    self.drift = drift
    self.defined = defined
    let table = snapshot.accounts
    // What the workspace defines takes the place of a column that is called so.
    let own = Set(defined.fields.map { $0.name.lowercased() })
    var fields = table.fields.filter { !own.contains($0.name.lowercased()) }.map { field in
      Relation.Field(field, style: SnapshotRelations.style(of: field.name))
    }
    if let entered = table.index(of: "entered").map({ table.fields[$0] }),
      table.index(of: "dwell") == nil, entered.type.isTime, !own.contains("dwell")
    {
      let (now, zone) = (snapshot.now, snapshot.zone)
      fields.append(
        Relation.Field("dwell", type: .duration) {
          SnapshotRelations.dwell(
            entered: entered.column, lost: table.column("lost"), now: now, zone: zone)
        })
    }
    fields += drift.fields.filter { table.index(of: $0.name) == nil && !own.contains($0.name) }
    if !own.contains(Departments.field),
      let department = Departments.field(of: table, snapshot.stageModel)
    {
      fields.append(department)
    }
    fields += defined.fields
    fields += JourneyFields(snapshot, feeds, defined).fields.filter {
      table.index(of: $0.name) == nil && !own.contains($0.name)
    }
    let aliases = table.aliases.compactMapValues { index in
      fields.firstIndex { $0.name == table.fields[index].name }
    }
    accounts = Relation(
      .accounts, fields: fields, rowCount: table.rowCount, aliases: aliases,
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

  /// What the names inside a definition mean: of the same snapshot, with what it rests on.
  func inner(of entry: Definitions.Entry) -> BindingEnvironment {
    var own = scope
    own.definitions = scope.definitions.dependencies(of: entry)
    return BindingEnvironment(
      SnapshotRelations(snapshot, begun: nil, known: known, drift.choice, feeds, own), own)
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
      earlier, begun: begun, known: known, drift.choice,
      isSameLog ? feeds : ScoreFeeds(earlier, scope), scope)
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
