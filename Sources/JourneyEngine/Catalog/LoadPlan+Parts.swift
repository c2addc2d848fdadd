internal import QueryLanguage

/// Which tables of a file of several a `load` takes, and what they are in it.
struct PartChoice {
  let role: DataSource.Role
  /// The file as its author wrote it.
  let name: String
  /// What `with` says.
  let mappings: [DataSource.Mapping]
  /// Whether the one table was asked for by its name.
  var isNamed = false

  /// A table to take, in its role and with what of `with` is about it.
  private struct Choice {
    var file: LoadedFile
    var role: DataSource.Role
    var mappings: [DataSource.Mapping]
    /// Taken because another part was asked for: the cases beside their events.
    var isCompanion = false
  }

  /// The sources to assemble; companions without what else a `load` says.
  func sources(
    among files: [LoadedFile]
  ) throws(LoadError) -> [(source: DataSource, isCompanion: Bool)] {
    try choose(among: files).map { choice in
      let file = choice.file
      let own = file.name(in: name, of: files.count, isNamed: isNamed)
      // The lines of an event log are those of the file; a sheet has rows of its own.
      var lines = RowLines(file, name: name)
      if case .lines = file.origins { lines = RowLines(file, name: own) }
      var source = DataSource(
        own, file.table, role: choice.role, mappings: choice.mappings, file: file.report,
        lines: lines)
      source.part = file.part
      return (source, choice.isCompanion)
    }
  }

  /// What the file itself says about its tables decides: of an event log, `load events` takes the
  /// events, and the cases as the accounts as long as they are the events' accounts; `load
  /// accounts` the cases. Of tables that say nothing one has to be named.
  private func choose(among files: [LoadedFile]) throws(LoadError) -> [Choice] {
    guard role != .recognised else {
      return files.map { Choice(file: $0, role: $0.part?.role ?? .recognised, mappings: mappings) }
        .map(withRoles)
    }
    let own = files.filter { $0.part.map(fits) ?? true }
    guard let first = own.first else { throw none(among: files) }
    guard own.count == 1 || first.part?.rows != .unsaid && !isLookup else { throw several(own) }
    var choices = own.map { Choice(file: $0, role: role, mappings: mappings) }
    if role == .events, first.part?.rows == .events, usesOwnCases(first) {
      let cases = files.filter { $0.part?.rows == .accounts }
      for file in cases {
        let theirs = mappings.filter { isAbout(file, $0) && !isAbout(first, $0) }
        choices.append(
          Choice(file: file, role: .accounts, mappings: theirs, isCompanion: true))
        for place in own.indices { choices[place].mappings.removeAll { theirs.contains($0) } }
      }
    }
    return choices.map(withRoles)
  }

  private var isLookup: Bool { if case .lookup = role { true } else { false } }

  private func fits(_ part: FilePart) -> Bool {
    switch (role, part.rows) {
    case (_, .unsaid), (.recognised, _), (.accounts, .accounts), (.events, .events),
      (.stages, .events), (.lookup, _):
      true
    default: false
    }
  }

  /// Whether the events' account is what the file's own cases are called by.
  private func usesOwnCases(_ events: LoadedFile) -> Bool {
    guard let key = events.part?.roles["account"] else { return false }
    for mapping in mappings where mapping.role.lowercased() == "account" {
      guard case .column(let column) = mapping.origin else { return false }
      return events.table.index(of: column) == events.table.index(of: key)
    }
    return true
  }

  private func isAbout(_ file: LoadedFile, _ mapping: DataSource.Mapping) -> Bool {
    guard case .column(let column) = mapping.origin else { return false }
    return file.table.index(of: column) != nil
  }

  /// With the standard columns the format names, where `with` says no others.
  private func withRoles(_ choice: Choice) -> Choice {
    var choice = choice
    let said = Set(choice.mappings.map { $0.role.lowercased() })
    for (role, column) in (choice.file.part?.roles ?? [:]).sorted(by: { $0.key < $1.key })
    where !said.contains(role) && choice.file.table.index(of: column) != nil {
      choice.mappings.append(DataSource.Mapping(role, column: column))
    }
    return choice
  }

  // MARK: - Trouble

  private func several(_ files: [LoadedFile]) -> LoadError {
    let names = files.compactMap { $0.part?.name }
    let kind = files.first?.report.partKind ?? "table"
    return LoadError(
      path: name,
      message: "holds several \(kind)s: " + names.map { "\"\($0)\"" }.joined(separator: ", "),
      hint: "say which one: `reading \(kind) \"\(names.first ?? "")\"`")
  }

  private func none(among files: [LoadedFile]) -> LoadError {
    let names = files.compactMap { $0.part?.name }.joined(separator: ", ")
    return LoadError(
      path: name, message: "holds no table of the kind asked for, but \(names)",
      hint: "load it without a word for its rows: `load from \"\(name)\"`")
  }
}

extension FilePart {
  /// What the format says the rows are.
  var role: DataSource.Role {
    switch rows {
    case .unsaid: .recognised
    case .accounts: .accounts
    case .events: .events
    case .lookup: .lookup(name)
    }
  }
}

extension LoadedFile {
  /// What one calls it: a table of several, or one that was asked for by name, has its name behind
  /// that of the file. So named it can be loaded, too.
  func name(in file: String, of count: Int, isNamed: Bool = false) -> String {
    guard let part, count > 1 || isNamed else { return file }
    let suffix = ":\(part.name)"
    return file.lowercased().hasSuffix(suffix.lowercased()) ? file : file + suffix
  }
}
