/// Applies ready-made readings to the sources of a load, before anything else is judged.
///
/// Only sources about which nothing was said are taken over whole; of a source whose role is
/// declared the reading fills in what is not said. Who makes the journeys is settled over all
/// sources: companies where there are any, or where anything happens to them; deals where there is
/// nothing but deals and their histories.
struct ExportReadings {
  /// A source and the reading that fits it.
  struct Match {
    var reading: ExportReading
    var headers: ExportHeaders
    /// `reading export "Salesforce cases"` and not its headers chose it.
    var isForced: Bool
  }

  private let sources: [DataSource]
  private let matches: [Match?]
  private let level: ExportReading.Level
  private let finder: ColumnFinder
  private let zone: CivilTimeZone
  private(set) var notes: [LoadReport.Note] = []
  /// The order of the stages, where the tool that they come from has one.
  private(set) var stageOrder: StageOrder?

  init(_ sources: [DataSource], finder: ColumnFinder, zone: CivilTimeZone) throws(LoadError) {
    self.finder = finder
    self.zone = zone
    var matches: [Match?] = []
    var sources = sources
    for place in sources.indices {
      var match = try ExportReadings.match(sources[place])
      if let reading = match?.reading, reading.tool == "HubSpot" {
        FirstAssociation.settle(&sources[place], notes: &notes)
        match?.headers = ExportHeaders(sources[place].table)
      }
      matches.append(match)
    }
    self.sources = sources
    self.matches = matches
    level = ExportReadings.level(sources, matches)
  }

  /// Whether any reading fits, so that there is something to do.
  var isNeeded: Bool { matches.contains { $0 != nil } }

  private static func match(_ source: DataSource) throws(LoadError) -> Match? {
    if let name = source.export {
      if name.lowercased() == "none" { return nil }
      let reading = try ExportCatalogue.reading(named: name, for: source.name)
      return Match(reading: reading, headers: ExportHeaders(source.table), isForced: true)
    }
    guard source.mayBeReadByItsHeaders else { return nil }
    let headers = ExportHeaders(source.table)
    return ExportCatalogue.reading(of: headers).map {
      Match(reading: $0, headers: headers, isForced: false)
    }
  }

  private static func level(
    _ sources: [DataSource], _ matches: [Match?]
  ) -> ExportReading.Level {
    if let declared = sources.indices.first(where: { sources[$0].role == .accounts }) {
      return matches[declared]?.reading.subject == .deals ? .deals : .companies
    }
    let subjects = Set(matches.compactMap { $0?.reading.subject })
    let hasDeals = subjects.contains(.deals) || subjects.contains(.dealHistory)
    let hasOthers = subjects.contains(.companies) || subjects.contains(.happenings)
    return hasDeals && !hasOthers ? .deals : .companies
  }

  // MARK: - What comes of them

  /// For each source those that are to stand in its place.
  mutating func applied() throws(LoadError) -> [[DataSource]] {
    let accounts = accountsPlaces()
    var made: [[ExportView.Made]] = []
    for place in sources.indices {
      made.append(try views(of: place, isAccounts: accounts.contains(place)))
    }
    // Aliases are told last: they are the least of what the rows are.
    made = made.map { views in
      views.filter { $0.source.role != .aliases } + views.filter { $0.source.role == .aliases }
    }
    for place in sources.indices { join(place, accounts: accounts, &made) }
    let rank = stageRank(made, hasOwn: hasOwnStages(made))
    var applied: [[DataSource]] = []
    for place in sources.indices {
      guard let match = matches[place] else {
        applied.append([sources[place]])
        continue
      }
      let useful = made[place].filter { $0.rank == nil || $0.rank == rank }
      if useful.contains(where: \.hasStages), !match.reading.stages.isEmpty, stageOrder == nil {
        stageOrder = StageOrder(source: match.reading.tool, stages: match.reading.stages)
      }
      if useful.isEmpty {
        applied.append([left(place, match, hadStages: !made[place].isEmpty)])
        continue
      }
      applied.append(
        useful.enumerated().map { number, view in
          var source = view.source
          guard number > 0 else { return source }
          source.file = nil
          source.isRepeated = true
          if !match.isForced { source.reasons[0] = "its rows are these as well" }
          return source
        })
    }
    return applied
  }

  /// The exports that are the accounts: those of one tool. What other tools know of the same
  /// companies are other names of theirs.
  private func accountsPlaces() -> Set<Int> {
    let hasDeclared = sources.contains { $0.role == .accounts }
    let subject: ExportReading.Subject = level == .deals ? .deals : .companies
    var candidates = sources.indices.filter {
      matches[$0]?.reading.subject == subject && sources[$0].role == .recognised
    }
    let order = ExportCatalogue.readings.map(\.name)
    let names = candidates.compactMap { matches[$0]?.reading.name }
    let chosen = order.first { names.contains($0) }
    candidates.removeAll { matches[$0]?.reading.name != chosen }
    return hasDeclared ? [] : Set(candidates)
  }

  /// Whether accounts are among the sources, or may be.
  private var hasAccounts: Bool {
    sources.indices.contains { place in
      guard let match = matches[place] else {
        return sources[place].role == .accounts || sources[place].role == .recognised
      }
      return match.reading.subject == .companies
    }
  }

  /// The views of one source that its columns allow: of each role the first.
  private mutating func views(
    of place: Int, isAccounts: Bool
  ) throws(LoadError) -> [ExportView.Made] {
    guard let match = matches[place] else { return [] }
    let source = sources[place]
    var made: [ExportView.Made] = []
    // Aliases come first: they decide by which key the events are found.
    let views = match.reading.views
    for view in views.filter({ $0.role == .aliases }) + views.filter({ $0.role != .aliases }) {
      guard view.level == nil || view.level == level else { continue }
      guard source.role == .recognised || source.role == view.role else { continue }
      let isForCompanies = match.reading.subject == .companies || match.reading.subject == .deals
      if source.role == .recognised, isForCompanies {
        if view.role == .accounts && !isAccounts { continue }
        if view.role == .aliases && isAccounts { continue }
      }
      if view.role == .aliases && !hasAccounts { continue }
      guard !made.contains(where: { $0.source.role == view.role }) else { continue }
      let table = ExportView(
        view: view, match: match, source: source, finder: finder, zone: zone,
        isAliased: made.contains { $0.source.role == .aliases })
      if let one = table.made(other: way(view.way), notes: &notes) { made.append(one) }
    }
    if made.isEmpty && match.isForced {
      throw LoadError(
        path: source.name, line: 1,
        message: "this does not look like an export of \(match.reading.name): "
          + "columns that it needs are not there, or hold no dates",
        hint: "its columns are "
          + source.table.fields.map { ColumnMapper.quoted($0.name) }.joined(separator: ", "))
    }
    return made
  }

  /// The export by way of which a view finds the accounts.
  private func way(_ way: ExportReading.Way?) -> (DataSource, ExportHeaders)? {
    guard let way else { return nil }
    return sources.indices.lazy.compactMap { place in
      guard let match = matches[place], match.reading.name == way.through else { return nil }
      return (sources[place], match.headers)
    }.first
  }

  // MARK: - What other tools know of the accounts

  /// Joins the companies of another tool to the accounts, so that what it knows of them is there to
  /// ask for; by the key that finds them, as long as each is there once.
  private func join(
    _ place: Int, accounts: Set<Int>, _ made: inout [[ExportView.Made]]
  ) {
    guard let match = matches[place], match.reading.subject == .companies,
      let aliases = made[place].first(where: { $0.source.role == .aliases })?.source,
      let first = accounts.min(),
      let own = made[first].firstIndex(where: { $0.source.role == .accounts })
    else { return }
    var right: String?
    for mapping in aliases.mappings where mapping.role == "account" {
      if case .column(let name) = mapping.origin { right = name }
    }
    guard let right, let theirs = sources[place].table.column(right), finder.isUnique(theirs) else {
      return
    }
    let table = made[first][own].source.table
    let keys = made[first][own].source.mappings.compactMap { mapping -> String? in
      guard ["id", "name"].contains(mapping.role), case .column(let name) = mapping.origin else {
        return nil
      }
      return name
    }
    let left = keys.first { name in
      table.column(name).map { finder.overlap(theirs, with: finder.index($0)) >= 0.5 } ?? false
    }
    guard let left else { return }
    for account in accounts {
      guard let own = made[account].firstIndex(where: { $0.source.role == .accounts }) else {
        continue
      }
      let brought = asTheirs(sources[place])
      made[account][own].source.table = ExportView.plainNamesYield(
        to: brought, in: made[account][own].source.table)
      made[account][own].source.joins.append(
        DataSource.Join(
          file: sources[place].name, table: brought, left: left,
          right: right == left ? nil : right, lines: sources[place].lines))
    }
  }

  /// What would be taken for the accounts' own stage and dates keeps the name of its file.
  private func asTheirs(_ source: DataSource) -> Table {
    let words = Set(
      SourceWords.stage + SourceWords.entered + SourceWords.started + SourceWords.lostAt
        + SourceWords.lostFlag + SourceWords.closed)
    let table = source.table
    return Table(
      table.fields.map { field in
        let isStandard = words.contains(SourceWords.fold(field.name))
        return Table.Field(
          isStandard ? "\(source.stem).\(field.name)" : field.name, field.column)
      }, rowCount: table.rowCount, aliases: table.aliases)
  }

  // MARK: - Stages

  /// Accounts that know their stage keep it: their deals move on their own then.
  private func hasOwnStages(_ made: [[ExportView.Made]]) -> Bool {
    level == .companies
      && made.contains { views in
        views.contains { view in
          view.source.role == .accounts && view.hasStages
        }
      }
  }

  /// The best of the stage sources; nil when stages are told otherwise.
  private func stageRank(
    _ made: [[ExportView.Made]], hasOwn: Bool
  ) -> ExportReading.StageRank? {
    let isDeclared = sources.indices.contains {
      sources[$0].role == .stages && matches[$0] == nil
    }
    if isDeclared { return nil }
    let best = made.joined().compactMap(\.rank).min()
    return best.flatMap { hasOwn && $0 >= .dealHistory ? nil : $0 }
  }

  /// An export of which nothing is taken stays there to look things up in.
  private func left(_ place: Int, _ match: Match, hadStages: Bool) -> DataSource {
    var source = sources[place]
    // They were made already.
    source.joins = []
    guard hadStages else {
      if source.role == .recognised && match.reading.subject != .companies {
        source.reasons = [
          "it looks like an export of \(match.reading.name), but columns that this needs are not "
            + "there or hold no dates"
        ]
      }
      return source
    }
    if source.role == .recognised {
      source.role = .lookup(source.stem)
      source.reasons = [
        match.reason,
        "its stages are not taken, because another source says more about them: "
          + "`load stages from \"\(source.name)\"` takes them",
      ]
    }
    return source
  }
}

extension ExportReadings.Match {
  /// Why a source is read as it is, and the way out.
  var reason: String {
    isForced
      ? "said by `reading export`"
      : "its columns are those of \(reading.name): `reading export none` says otherwise"
  }
}

extension DataSource {
  /// Whether nothing was said that a ready-made reading would contradict.
  var mayBeReadByItsHeaders: Bool {
    guard kindColumns.isEmpty, changes == nil, periods == nil else { return false }
    switch role {
    case .recognised: return mappings.isEmpty && part?.rows ?? .unsaid == .unsaid
    case .accounts, .events, .stages: return true
    case .lookup, .aliases: return false
    }
  }
}
