internal import QueryLanguage

/// Gives a table's columns their standard names: those a `load ... with` declares, then those whose
/// header and values speak for themselves. Everything else keeps its own name.
struct ColumnMapper {
  /// A table under standard names, and what was taken for what.
  struct Mapped {
    var table: Table
    var mappings: [LoadReport.Source.Mapping]
    var notes: [LoadReport.Note]
    /// The original column of a mapped one, by standard name.
    var origins: [String: String]
  }

  private let source: DataSource
  private let table: Table
  private let finder: ColumnFinder
  /// Standard name -> place of the column in the table.
  private var columns: [String: Int] = [:]
  private var constants: [String: String] = [:]
  private var declared: Set<String> = []
  private var order: [String] = []
  private var notes: [LoadReport.Note] = []

  init(_ source: DataSource, finder: ColumnFinder = ColumnFinder()) throws(LoadError) {
    self.source = source
    self.finder = finder
    table = source.table
    for mapping in source.mappings { try declare(mapping) }
  }

  private mutating func declare(_ mapping: DataSource.Mapping) throws(LoadError) {
    var role = mapping.role
    if source.role == .stages && role.lowercased() == "at" { role = "entered" }
    let standard =
      SourceWords.eventColumns + SourceWords.stageColumns + SourceWords.accountColumns
      + SourceWords.aliasColumns
    if let name = standard.first(where: { $0 == role.lowercased() }) { role = name }
    guard declared.insert(role).inserted else {
      throw LoadError(
        path: source.name, message: "`\(role)` is said twice in `with`",
        hint: "keep one of the two")
    }
    switch mapping.origin {
    case .constant(let text): constants[role] = text
    case .column(let name):
      guard let index = table.index(of: name) else { throw missing(name, for: role) }
      columns[role] = index
    }
    order.append(role)
  }

  private func missing(_ name: String, for role: String) -> LoadError {
    let names = table.fields.map(\.name)
    let hint: String
    if let near = NameSuggestion.nearest(to: name, among: names) {
      hint = "write `\(role) = \(ColumnMapper.quoted(near))`"
    } else {
      hint = "its columns are " + names.map(ColumnMapper.quoted).joined(separator: ", ")
    }
    return LoadError(
      path: source.name, line: 1, message: "there is no column `\(name)` for `\(role)`", hint: hint)
  }

  // MARK: - One role each

  mutating func accounts() throws(LoadError) -> Mapped {
    let finder = finder
    take("id", SourceWords.id.filter { $0 != "name" }, where: finder.isKey)
    take("id", SourceWords.emails, where: finder.isNearlyUnique)
    take("id", ["name"], where: finder.isKey)
    if columns["id"] == nil && constants["id"] == nil, let index = firstUniqueID() {
      columns["id"] = index
    }
    guard columns["id"] != nil else {
      throw unrecognised("which column is the account's id", clause: "id = COLUMN")
    }
    take("name", SourceWords.name, where: { $0.type == .text })
    take("name", SourceWords.weakName, where: { finder.isNearlyUnique($0) })
    take("stage", SourceWords.stage, where: { $0.type == .text })
    take("entered", SourceWords.entered, where: \.type.isTime)
    take("started", SourceWords.started, where: \.type.isTime)
    take("lost_at", SourceWords.lostAt, where: \.type.isTime)
    take("lost", SourceWords.lostFlag, where: { $0.type == .boolean })
    try requireTimes(["entered", "started", "lost_at"])
    return mapped(SourceWords.accountColumns).withRoles(finder, source: source.name)
  }

  mutating func events() throws(LoadError) -> Mapped {
    try takeAccount()
    if source.kindColumns.isEmpty { try takeTime("at", SourceWords.at) }
    if !source.isShaped {
      take("kind", SourceWords.kind, where: { $0.type == .text })
      if columns["kind"] == nil && constants["kind"] == nil {
        constants["kind"] = source.stem
        notes.append(
          LoadReport.Note(
            .note, source.name,
            "no column says what kind of event a row is: each is "
              + (source.parts.isEmpty ? "a `\(source.stem)`" : "what its file is called"),
            hint: "say another with `kind = \"...\"`"))
      }
    }
    try requireTimes(["recorded"])
    return mapped(SourceWords.eventColumns)
  }

  /// The column with the account's key.
  func accountPlace() throws(LoadError) -> Int {
    var mapper = self
    try mapper.takeAccount()
    guard let place = mapper.columns["account"] else {
      throw unrecognised("which column is the account's key", clause: "account = COLUMN")
    }
    return place
  }

  mutating func stages() throws(LoadError) -> Mapped {
    try takeAccount()
    take("stage", SourceWords.stage, where: { $0.type == .text })
    guard columns["stage"] != nil || constants["stage"] != nil else {
      throw unrecognised("which column is the stage", clause: "stage = COLUMN")
    }
    try takeTime("entered", SourceWords.stageAt)
    take("left", SourceWords.left, where: \.type.isTime)
    try requireTimes(["left", "recorded"])
    return mapped(SourceWords.stageColumns)
  }

  mutating func aliases() throws(LoadError) -> Mapped {
    let finder = finder
    take("alias", SourceWords.alias, where: finder.isKey)
    guard columns["alias"] != nil else {
      throw unrecognised("which column is the other name", clause: "alias = COLUMN")
    }
    take("account", SourceWords.account + SourceWords.aliasTarget, where: finder.isKey)
    guard columns["account"] != nil else {
      throw unrecognised("which column is the account's id or name", clause: "account = COLUMN")
    }
    return mapped(SourceWords.aliasColumns)
  }

  mutating func lookup() -> Mapped { mapped([]) }

  // MARK: - Finding columns

  private mutating func take(_ role: String, _ words: [String], where fits: (Column) -> Bool) {
    guard columns[role] == nil, constants[role] == nil else { return }
    let taken = Set(columns.values)
    for index in finder.matches(words, in: table) where !taken.contains(index) {
      if fits(table.fields[index].column) {
        columns[role] = index
        return
      }
    }
  }

  private func firstUniqueID() -> Int? {
    table.fields.indices.first { index in
      SourceWords.fold(table.fields[index].name).hasSuffix("id")
        && !columns.values.contains(index) && finder.isUnique(table.fields[index].column)
    }
  }

  /// Of the columns that may hold the account's key, one whose keys the accounts have wins.
  private mutating func takeAccount() throws(LoadError) {
    guard columns["account"] == nil, constants["account"] == nil else { return }
    let taken = Set(columns.values)
    if let best = bestOfKnownKeys() {
      columns["account"] = best
      return
    }
    let candidates = finder.matches(SourceWords.account, in: table).filter {
      !taken.contains($0) && finder.isKey(table.fields[$0].column)
    }
    let known =
      candidates.first { finder.overlap(table.fields[$0].column) ?? 0 > 0 }
      ?? (candidates.count < 2
        ? nil : candidates.first { finder.nameOverlap(table.fields[$0].column) ?? 0 > 0 })
    columns["account"] = known ?? candidates.first
    if columns["account"] == nil {
      throw unrecognised("which column is the account's key", clause: "account = COLUMN")
    }
  }

  /// Of the columns that a ready-made reading names, the one that finds most rows an account.
  private func bestOfKnownKeys() -> Int? {
    let places = source.accountKeys.compactMap { table.index(of: $0) }
    let found = places.map { place -> Double in
      let column = table.fields[place].column
      let known = column.count - column.nulls.unknownCount
      let share = max(finder.overlap(column) ?? 0, finder.nameOverlap(column) ?? 0)
      return share * Double(known)
    }
    guard let most = found.max(), most > 0, let place = found.firstIndex(of: most) else {
      return places.first
    }
    return places[place]
  }

  private mutating func takeTime(_ role: String, _ words: [String]) throws(LoadError) {
    let finder = finder
    if columns[role] == nil {
      take(role, words, where: { finder.isTime($0) })
      if columns[role] == nil {
        let taken = Set(columns.values)
        let times = table.fields.indices.filter {
          table.fields[$0].column.type.isTime && !taken.contains($0)
        }
        guard times.count == 1 else { throw noTime(role, words, among: times) }
        columns[role] = times[0]
      }
    }
    try requireTimes([role])
  }

  private func noTime(_ role: String, _ words: [String], among times: [Int]) -> LoadError {
    let clause = role == "entered" ? "at" : role
    if let text = ColumnMapper.textTime(words, in: table, finder) {
      return notATime(text, role: clause)
    }
    let names = times.map { ColumnMapper.quoted(table.fields[$0].name) }
    if names.isEmpty {
      return unrecognised(
        "when a row happened: no column holds dates", clause: "\(clause) = COLUMN")
    }
    return LoadError(
      path: source.name, line: 1,
      message: "several columns could say when a row happened: " + names.joined(separator: ", "),
      hint: "add `with \(clause) = \(names[0])`, or `with kind from columns "
        + "(\(names.joined(separator: ", ")))` when each is an event of its own")
  }

  private func requireTimes(_ roles: [String]) throws(LoadError) {
    for role in roles {
      if let index = columns[role], !finder.isTime(table.fields[index].column) {
        throw notATime(index, role: role == "entered" && source.role == .stages ? "at" : role)
      }
      if constants[role] != nil {
        throw LoadError(
          path: source.name, message: "`\(role)` is a time and takes a column, not a text",
          hint: "write `\(role) = COLUMN`")
      }
    }
  }

  private func notATime(_ index: Int, role: String) -> LoadError {
    let field = table.fields[index]
    if let misfit = ColumnMapper.misfit(field, role: role, source: source) { return misfit }
    let row = ColumnMapper.noDate(field.column)
    let example = row.map { ": `\(PlainText.of(field.column[$0]))`" } ?? ""
    let name = ColumnMapper.quoted(field.name)
    let samples = DistinctValues(field.column)?.samples(64) ?? []
    let layout =
      ColumnMapper.layout(ofNumbers: field.column) ?? LayoutGuess.months(samples)?.pattern
      ?? samples.first.flatMap { DateLayouts($0)?.candidates.first?.strict } ?? "dd-MM-yyyy HH:mm"
    return LoadError(
      path: source.name, line: row.flatMap { source.lines.place(ofRow: $0)?.line },
      message:
        "column \(name) for `\(role)` holds \(PlainText.plural(field.column.type)), not dates\(example)",
      hint: "say how its dates are written: `\(role) = \(name) in \"\(layout)\"`")
  }

  private func unrecognised(_ what: String, clause: String) -> LoadError {
    let role = clause.prefix { $0 != " " }
    if let slip = order.first(where: {
      NameSuggestion.nearest(to: $0, among: [String(role)]) != nil
    }) {
      return LoadError(
        path: source.name, line: 1,
        message: "cannot tell \(what): `\(slip)` is a new name of a column",
        hint: "write `\(role) = ...` instead of `\(slip) = ...`")
    }
    let names = table.fields.map { ColumnMapper.quoted($0.name) }.joined(separator: ", ")
    return LoadError(
      path: source.name, line: 1, message: "cannot tell \(what)",
      hint: "add `with \(clause)`; its columns are \(names)")
  }

  static func quoted(_ name: String) -> String {
    let isPlain =
      name.utf8.first.map { !$0.isDigit } ?? false
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0.isDigit || $0 == 0x5F
      }
    if isPlain { return name }
    let parts = name.split(separator: "`", omittingEmptySubsequences: false)
    return "`\(parts.joined(separator: "``"))`"
  }

  // MARK: - The table under its standard names

  /// A constant; the kind of events that say none is the name of the file that each stands in.
  private func constant(_ text: String, for role: String) -> Column {
    guard role == "kind", !declared.contains(role), !source.parts.isEmpty else {
      return Column.constant(text, count: table.rowCount)
    }
    if let stem = ColumnMapper.commonStem(source.parts.map(\.stem)) {
      return Column.constant(stem, count: table.rowCount)
    }
    var codes: [UInt32] = []
    codes.reserveCapacity(table.rowCount)
    for (place, part) in source.parts.enumerated() {
      codes.append(contentsOf: repeatElement(UInt32(place), count: part.rows.count))
    }
    return Column(codes: codes, StringDictionary(source.parts.map(\.stem))).asDictionaryText()
  }

  /// What files are called but for numbers and dates: `usage` for `usage-2026-01`, `usage-2026-02`.
  private static func commonStem(_ stems: [String]) -> String? {
    let words = Set(
      stems.map { stem in
        let start = stem.firstIndex { $0.isLetter } ?? stem.endIndex
        let end = stem.lastIndex { $0.isLetter } ?? start
        return start == stem.endIndex ? "" : String(stem[start...end])
      })
    return words.count == 1 ? words.first.flatMap { $0.isEmpty ? nil : $0 } : nil
  }

  private mutating func mapped(_ standard: [String]) -> Mapped {
    for role in order where !standard.contains(role) {
      let free = standard.filter { columns[$0] == nil && constants[$0] == nil }
      guard let meant = NameSuggestion.nearest(to: role, among: free) else { continue }
      notes.append(
        LoadReport.Note(
          .note, source.name, "`\(role)` is taken for a new name; a standard one is `\(meant)`",
          hint: "write `\(meant) = ...` if that is meant"))
    }
    let roles =
      standard.filter { columns[$0] != nil || constants[$0] != nil }
      + order.filter { !standard.contains($0) }
    var fields: [Table.Field] = []
    var aliases: [String: Int] = [:]
    var mappings: [LoadReport.Source.Mapping] = []
    var origins: [String: String] = [:]
    for role in roles {
      if let index = columns[role] {
        let original = table.fields[index].name
        if original.lowercased() != role.lowercased() { aliases[original] = fields.count }
        fields.append(Table.Field(role, table.fields[index].column))
        origins[role] = original
      } else if let text = constants[role] {
        fields.append(Table.Field(role, constant(text, for: role)))
      }
      let origin = columns[role].map { table.fields[$0].name } ?? "\"\(constants[role] ?? "")\""
      mappings.append(
        LoadReport.Source.Mapping(role: role, origin: origin, isDeclared: declared.contains(role)))
    }
    var places = [Int?](repeating: nil, count: table.fields.count)
    for (place, role) in roles.enumerated() {
      if let index = columns[role] { places[index] = place }
    }
    var names = Set(roles.map { $0.lowercased() })
    for (index, field) in table.fields.enumerated() where places[index] == nil {
      var name = field.name
      if names.contains(name.lowercased()) {
        name = "\(source.stem).\(field.name)"
        notes.append(
          LoadReport.Note(
            .note, source.name,
            "column `\(field.name)` is called `\(name)` here: `\(field.name)` is "
              + "\(origins[field.name.lowercased()].map { "column `\($0)`" } ?? "taken")"))
      }
      names.insert(name.lowercased())
      places[index] = fields.count
      fields.append(Table.Field(name, field.column))
    }
    for (alias, index) in table.aliases where aliases[alias] == nil {
      aliases[alias] = places[index]
    }
    let result = Table(fields, rowCount: table.rowCount, aliases: aliases)
    return Mapped(table: result, mappings: mappings, notes: notes, origins: origins)
  }
}
