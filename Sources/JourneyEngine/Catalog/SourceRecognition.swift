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
  private let finder: ColumnFinder
  private let facts: [SourceFacts]

  /// A table shares a key with another one when at least half of its distinct keys are there.
  private static let enough = 0.5

  init(_ sources: [DataSource], finder: ColumnFinder) {
    self.finder = finder
    let open = sources.indices.filter { sources[$0].role == .recognised }
    facts = open.isEmpty ? [] : sources.map { SourceFacts($0, finder: finder) }
    verdicts = sources.map { source in
      // A companion of what `load` named, or a part that the command line left to the file.
      let isSaidByFile = source.part.map { $0.rows != .unsaid && $0.role == source.role } ?? false
      return Verdict(
        role: source.role, reasons: [isSaidByFile ? "an event log says so" : "said by `load`"])
    }
    guard !open.isEmpty else { return }
    let declared = sources.indices.filter { sources[$0].role == .accounts }
    let accounts = declared.first ?? chooseAccounts(among: open)
    let index = accounts.flatMap { place in
      facts[place].uniqueID.map { finder.index(facts[place].column($0)) }
    }
    for place in open where place != accounts {
      verdicts[place] = judge(place, accounts: accounts, index)
    }
    if let accounts, declared.isEmpty { joinLookups(to: accounts) }
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
    var reasons = [
      "\(chosen.name(id)) is another one on each of \(PlainText.counted(chosen.source.table.rowCount, "row"))"
    ]
    if let stage = chosen.stage { reasons.append("\(chosen.name(stage)) is a stage") }
    if best.referring > 0 {
      let files = PlainText.counted(best.referring, "other file refers", "other files refer")
      reasons.append("\(files) to it")
    }
    verdicts[best.place] = Verdict(
      role: .accounts, reasons: reasons,
      mappings: [DataSource.Mapping("id", column: chosen.source.table.fields[id].name)])
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
    guard let index else {
      return fact.ownRole == .accounts
        ? lookup(place) : verdict(place, as: fact.ownRole, fact.repeatedKey)
    }
    let shared = accountKey(of: place, accounts: accounts, index)
    if let shared {
      if fact.hasHistory { return verdict(place, as: .stages, shared) }
      if fact.hasEvents { return verdict(place, as: .events, shared) }
      let isExtension = finder.isUnique(fact.column(shared))
      if fact.at != nil && !isExtension { return verdict(place, as: .events, shared) }
      sayTimes(fact, shared)
      return lookup(place)
    }
    if fact.at != nil, let bridge = bridge(from: place, accounts: accounts, index) {
      var verdict = verdict(place, as: .events, nil)
      verdict.reasons.insert(
        "\(bridge.join.left) leads to the accounts by way of \(bridge.join.file)", at: 0)
      verdict.joins = [bridge.join]
      verdict.mappings.append(DataSource.Mapping("account", column: bridge.account))
      return verdict
    }
    let own = fact.ownRole
    return own == .accounts ? lookup(place) : verdict(place, as: own, fact.repeatedKey)
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

  /// A table between this one and the accounts: it has one of this table's columns as a key of its
  /// own, and a column with the accounts' keys.
  private func bridge(
    from place: Int, accounts: Int?, _ index: KeyIndex
  ) -> (join: DataSource.Join, account: String)? {
    for other in facts.indices where other != place && other != accounts {
      let table = facts[other].source.table
      guard let key = accountKey(of: other, accounts: accounts, index),
        let pair = sharedKey(from: facts[place].source.table, to: table)
      else { continue }
      let account = table.fields[key].name
      let isTaken = facts[place].source.table.index(of: account) != nil
      return (
        DataSource.Join(
          file: facts[other].source.name, table: table, left: pair.left, right: pair.right,
          lines: facts[other].source.lines),
        isTaken ? "\(facts[other].source.stem).\(account)" : account
      )
    }
    return nil
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
