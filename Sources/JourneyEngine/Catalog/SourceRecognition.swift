/// Tells by content which of several tables are the accounts, the events, the stage history and
/// look-up tables, and what is joined to what. Only sources whose role is not declared are judged;
/// every verdict comes with its reasons, and what could be read in two ways with the sentence that
/// says the other.
///
/// The accounts are the table with a key of its own on each row that makes the journey: one with
/// stages, one whose keys others refer to. Of the rest, keys that the accounts have and a time make
/// events (or, with a stage and without a kind, a stage history); everything else is a look-up
/// table, joined to the accounts where its key is there under the same name.
struct SourceRecognition {
  struct Verdict {
    var role: DataSource.Role
    var reasons: [String]
    /// Joins found, besides those declared.
    var joins: [DataSource.Join] = []
    /// Columns whose meaning was found while judging.
    var mappings: [DataSource.Mapping] = []
  }

  private(set) var verdicts: [Verdict] = []
  private(set) var notes: [LoadReport.Note] = []
  /// What to say when none of the tables turns out to be accounts, events or stages.
  private(set) var undecided: LoadError?
  private let finder: ColumnFinder
  private var facts: [SourceFacts]
  private var accountNames: NameIndex?

  /// A table shares a key with another one when at least half of its distinct keys are there.
  private static let enough = 0.5

  init(_ sources: [DataSource], finder: ColumnFinder) {
    self.finder = finder
    let open = sources.indices.filter { sources[$0].role == .recognised }
    facts = open.isEmpty ? [] : sources.map { SourceFacts($0, finder: finder) }
    verdicts = sources.map { source in
      // A companion of what `load` named, or a part that the command line left to the file.
      let isSaidByFile = source.part.map { $0.rows != .unsaid && $0.role == source.role } ?? false
      let said = isSaidByFile ? "an event log says so" : "said by `load`"
      return Verdict(
        role: source.role, reasons: source.reasons.isEmpty ? [said] : source.reasons)
    }
    guard !open.isEmpty else { return }
    findReferredIDs(open)
    let declared = sources.indices.filter { sources[$0].role == .accounts }
    let accounts = declared.first ?? chooseAccounts(among: open)
    let index = accounts.flatMap { place in
      facts[place].uniqueID.map { finder.index(facts[place].column($0)) }
    }
    accountNames = accounts.flatMap { place in
      let table = sources[place].table
      return finder.matches(SourceWords.name, in: table).first {
        table.fields[$0].column.type == .text && $0 != facts[place].uniqueID
      }.map { NameIndex(finder.key(table.fields[$0].column)) }
    }
    for place in open where place != accounts {
      verdicts[place] = judge(place, accounts: accounts, index)
    }
    if let accounts, declared.isEmpty { joinLookups(to: accounts) }
    undecided = SourceDoubts.error(
      open.compactMap { place in
        guard case .lookup = verdicts[place].role else { return nil }
        return SourceDoubts(fact: facts[place], finder: finder).error
      })
  }

  /// An address that other tables have for the account's key is the id, not a name beside it.
  private mutating func findReferredIDs(_ open: [Int]) {
    for place in open {
      let table = facts[place].source.table
      let isSaid = facts[place].source.mappings.contains { $0.role.lowercased() == "id" }
      let isWeak = facts[place].uniqueID.map {
        SourceWords.nameKeys.contains(SourceWords.fold(table.fields[$0].name))
      }
      guard !isSaid, isWeak ?? true, facts[place].at == nil else { continue }
      let referred = finder.matches(SourceWords.emails, in: table).first { address in
        let column = table.fields[address].column
        guard finder.isNearlyUnique(column) else { return false }
        return facts.indices.contains { other in
          other != place && facts[other].at != nil
            && facts[other].keys.first.map {
              finder.overlap(facts[other].column($0), with: finder.index(column))
                >= SourceRecognition.enough
            } ?? false
        }
      }
      if let referred { facts[place].refer(to: referred) }
    }
  }

  // MARK: - Accounts

  private mutating func chooseAccounts(among open: [Int]) -> Int? {
    let candidates = open.filter { facts[$0].ownRole == .accounts }
    let scored = candidates.map { place in
      let files = referring(to: place)
      return (place: place, score: score(place, files), referring: files.count)
    }
    guard let best = scored.max(by: { ($0.score, $1.place) < ($1.score, $0.place) }),
      let id = facts[best.place].uniqueID
    else { return nil }
    let chosen = facts[best.place]
    let isUnique = finder.distinctShare(chosen.column(id)) == 1
    var reasons = [
      "\(chosen.name(id)) is another one on \(isUnique ? "each" : "nearly each") of "
        + PlainText.counted(chosen.source.table.rowCount, "row")
    ]
    if let stage = chosen.stage { reasons.append("\(chosen.name(stage)) is a stage") }
    if best.referring > 0 {
      let files = PlainText.counted(best.referring, "other file refers", "other files refer")
      reasons.append("\(files) to it")
    }
    let isSaid = chosen.source.mappings.contains { $0.role.lowercased() == "id" }
    let mapping = DataSource.Mapping("id", column: chosen.source.table.fields[id].name)
    verdicts[best.place] = Verdict(
      role: .accounts, reasons: reasons, mappings: isSaid ? [] : [mapping])
    for other in scored where other.place != best.place && other.score > 0 {
      guard let id = facts[other.place].uniqueID else { continue }
      notes.append(
        LoadReport.Note(
          .note, facts[other.place].source.name,
          "could be the accounts as well; \(chosen.source.name) is taken",
          hint: "`load accounts from \(facts[other.place].source.clause) with id = "
            + "\(facts[other.place].name(id))`"))
    }
    return best.place
  }

  /// Stages weigh more than a telling file name and being looked up by one other file; being what
  /// events refer to weighs most.
  private func score(_ place: Int, _ references: [Int]) -> Int {
    let fact = facts[place]
    let isNamed = fact.source.isNamedAccounts
    let isReferredByEvents = references.contains { facts[$0].at != nil }
    return (fact.stage == nil ? 0 : 4) + (isReferredByEvents ? 8 : 0) + references.count
      + (isNamed ? 2 : 0)
  }

  /// The sources with a column whose keys are this one's, several rows each.
  private func referring(to place: Int) -> [Int] {
    guard let id = facts[place].uniqueID else { return [] }
    let index = finder.index(facts[place].column(id))
    return facts.indices.filter { other in
      other != place
        && facts[other].keys.contains {
          finder.distinctShare(facts[other].column($0)) < 1
            && finder.overlap(facts[other].column($0), with: index) >= SourceRecognition.enough
        }
    }
  }

  // MARK: - The others

  private mutating func judge(_ place: Int, accounts: Int?, _ index: KeyIndex?) -> Verdict {
    let fact = facts[place]
    if fact.isAliases { return Verdict(role: .aliases, reasons: ["its columns say so"]) }
    guard let index else {
      return fact.ownRole == .accounts
        ? lookup(place)
        : verdict(place, as: fact.ownRole, fact.repeatedKey ?? fact.plainEventsKey)
    }
    let shared = accountKey(of: place, accounts: accounts, index) ?? keyByName(fact)
    if let shared {
      if fact.isSurvey { return verdict(place, as: .events, shared) }
      if fact.hasHistory { return verdict(place, as: .stages, shared) }
      if fact.hasEvents { return verdict(place, as: .events, shared) }
      let isExtension = finder.isUnique(fact.column(shared))
      if fact.at != nil && (!isExtension || fact.isEventsSaid) {
        sayPeriods(fact, shared)
        return verdict(place, as: .events, shared)
      }
      sayTimes(fact, shared)
      return lookup(place)
    }
    if fact.at != nil, let bridge = bridge(from: place, accounts: accounts, index) {
      var verdict = verdict(place, as: .events, nil)
      let files = bridge.joins.map(\.file).joined(separator: ", then ")
      verdict.reasons.insert(
        "\(bridge.joins[0].left) leads to the accounts by way of \(files)", at: 0)
      verdict.joins = bridge.joins
      verdict.mappings.append(DataSource.Mapping("account", column: bridge.account))
      return verdict
    }
    let own = fact.ownRole
    let isPlain = !fact.hasEvents && !fact.isSurvey
    return own == .accounts || own == .events && isPlain
      ? lookup(place) : verdict(place, as: own, fact.repeatedKey)
  }

  /// A column of events that holds the accounts' names. (What is looked up is joined by its key.)
  private func keyByName(_ fact: SourceFacts) -> Int? {
    guard let accountNames, fact.at != nil || fact.hasHistory else { return nil }
    return fact.keys.first {
      fact.column($0).type == .text
        && accountNames.overlap(finder.key(fact.column($0))) >= SourceRecognition.enough
    }
  }

  /// The column with the accounts' keys: the one the file itself names, else one that is called so
  /// and holds them.
  private func accountKey(of place: Int, accounts: Int?, _ index: KeyIndex) -> Int? {
    reference(from: place, to: accounts)
      ?? facts[place].keys.first {
        finder.overlap(facts[place].column($0), with: index) >= SourceRecognition.enough
      }
  }

  /// The column that the file itself says has the accounts' keys.
  private func reference(from place: Int, to accounts: Int?) -> Int? {
    guard let accounts, let part = facts[accounts].source.part,
      let id = facts[accounts].uniqueID, let own = facts[place].source.part,
      facts[accounts].source.file?.path == facts[place].source.file?.path
    else { return nil }
    let reference = own.references.first {
      $0.table.lowercased() == part.name.lowercased()
        && $0.key.lowercased() == facts[accounts].source.table.fields[id].name.lowercased()
    }
    return reference.flatMap { facts[place].source.table.index(of: $0.column) }
  }

  private func verdict(_ place: Int, as role: DataSource.Role, _ key: Int?) -> Verdict {
    let fact = facts[place]
    var reasons: [String] = []
    var mappings: [DataSource.Mapping] = []
    func mean(_ standard: String, _ column: Int?, _ what: String) {
      guard let column else { return }
      reasons.append("\(fact.name(column)) is \(what)")
      mappings.append(DataSource.Mapping(standard, column: fact.source.table.fields[column].name))
    }
    switch role {
    case .events:
      mean("account", key, "the account's key")
      mean("at", fact.at, "a time")
      mean("kind", fact.kind, "a kind of event")
    case .stages:
      mean("account", key, "the account's key")
      mean("stage", fact.stage, "a stage")
      mean("entered", fact.stageAt, "a time")
    default: return lookup(place)
    }
    let declared = Set(fact.source.mappings.map(\.role))
    return Verdict(
      role: role, reasons: reasons, mappings: mappings.filter { !declared.contains($0.role) })
  }

  private func lookup(_ place: Int) -> Verdict {
    Verdict(
      role: .lookup(facts[place].source.stem),
      reasons: ["no key of the accounts with a time, so it is there to look things up in"])
  }

  /// A start and an end: perhaps the row lasts, as a subscription does.
  private mutating func sayPeriods(_ fact: SourceFacts, _ account: Int) {
    guard let periods = fact.periods(finder, besides: account) else { return }
    notes.append(
      LoadReport.Note(
        .note, fact.source.name,
        "has a start and an end: only the start is an event as it stands",
        hint: "`load events from \(fact.source.clause) with \(periods)`"))
  }

  /// Several dates a row and no kind: perhaps each is an event; only a person knows.
  private mutating func sayTimes(_ fact: SourceFacts, _ key: Int) {
    guard fact.times.count > 1 else { return }
    let columns = fact.times.map(fact.name).joined(separator: ", ")
    notes.append(
      LoadReport.Note(
        .note, fact.source.name, "has \(fact.times.count) dates a row, which may be events",
        hint: "`load events from \(fact.source.clause) with account = \(fact.name(key)), "
          + "kind from columns (\(columns))`"))
  }

  /// The tables between this one and the accounts: the shortest way from key to key, each table
  /// looked up by a column that is a key of its own there, the last one having the accounts' keys.
  /// No table is passed twice, so references in a circle lead nowhere and end.
  private func bridge(
    from place: Int, accounts: Int?, _ index: KeyIndex
  ) -> (joins: [DataSource.Join], account: String)? {
    struct Step {
      var table: Int
      var before: Int?
      var left: String
      var right: String?
    }
    var steps: [Step] = []
    var passed: Set<Int> = [place]
    if let accounts { passed.insert(accounts) }
    func path(to step: Int) -> [Step] {
      var path: [Step] = []
      var next: Int? = step
      while let step = next {
        path.insert(steps[step], at: 0)
        next = steps[step].before
      }
      return path
    }
    func extend(from table: Int, before: Int?) {
      for other in facts.indices where !passed.contains(other) {
        guard let pair = sharedKey(from: facts[table].source.table, to: facts[other].source.table)
        else { continue }
        passed.insert(other)
        steps.append(Step(table: other, before: before, left: pair.left, right: pair.right))
      }
    }
    extend(from: place, before: nil)
    var next = 0
    while next < steps.count {
      if let key = accountKey(of: steps[next].table, accounts: accounts, index) {
        return joins(path(to: next).map { ($0.table, $0.left, $0.right) }, to: place, key: key)
      }
      extend(from: steps[next].table, before: next)
      next += 1
    }
    return nil
  }

  /// The joins along a way, each column under the name that it has by then.
  private func joins(
    _ way: [(table: Int, left: String, right: String?)], to place: Int, key: Int
  ) -> (joins: [DataSource.Join], account: String) {
    var taken = Set(facts[place].source.table.fields.map { $0.name.lowercased() })
    var joins: [DataSource.Join] = []
    var names: [String: String] = [:]
    for step in way {
      let source = facts[step.table].source
      joins.append(
        DataSource.Join(
          file: source.name, table: source.table, left: names[step.left] ?? step.left,
          right: step.right ?? (names[step.left] == nil ? nil : step.left), lines: source.lines))
      names = [:]
      for field in source.table.fields {
        let isTaken = taken.contains(field.name.lowercased())
        let isKey = field.name == step.right ?? step.left
        names[field.name] = isTaken && !isKey ? "\(source.stem).\(field.name)" : field.name
      }
      taken.formUnion(names.values.map { $0.lowercased() })
    }
    let account = facts[way[way.count - 1].table].source.table.fields[key].name
    return (joins, names[account] ?? account)
  }

  /// A column of `table` that has the same name in `other`, where its values are there once and
  /// hold at least half of this table's.
  private func sharedKey(from table: Table, to other: Table) -> (left: String, right: String?)? {
    for field in table.fields where finder.isKey(field.column) {
      let folded = SourceWords.fold(field.name)
      let named = other.fields.filter { SourceWords.fold($0.name) == folded }
      let aliased = other.aliases.filter { SourceWords.fold($0.key) == folded }.values.sorted()
      for right in named + aliased.map({ other.fields[$0] }) {
        guard finder.isUnique(right.column),
          finder.overlap(field.column, with: finder.index(right.column)) >= SourceRecognition.enough
        else { continue }
        return (field.name, right.name == field.name ? nil : right.name)
      }
    }
    return nil
  }

  private mutating func joinLookups(to accounts: Int) {
    for place in facts.indices {
      guard case .lookup = verdicts[place].role,
        let pair = sharedKey(from: facts[accounts].source.table, to: facts[place].source.table)
      else { continue }
      let source = facts[place].source
      verdicts[accounts].joins.append(
        DataSource.Join(
          file: source.name, table: source.table, left: pair.left, right: pair.right,
          lines: source.lines))
      verdicts[place].reasons = [
        "its key \(ColumnMapper.quoted(pair.right ?? pair.left)) is a column of "
          + "\(facts[accounts].source.name), so it is joined there"
      ]
    }
  }
}
