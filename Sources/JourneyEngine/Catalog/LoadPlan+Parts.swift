internal import QueryLanguage

/// Which tables of a file of several a `load` takes, and what they are in it.
struct PartChoice {
  let role: DataSource.Role
  /// The file as its author wrote it.
  let name: String
  /// What `with` says.
  let mappings: [DataSource.Mapping]

  /// A table to take, in its role and with what of `with` is about it.
  struct Choice {
    var file: LoadedFile
    var role: DataSource.Role
    var mappings: [DataSource.Mapping]
    /// Taken because another part was asked for: the cases beside their events.
    var isCompanion = false
  }

  /// What the file itself says about its tables decides: of an event log, `load events` takes the
  /// events, and the cases as the accounts as long as they are the events' accounts; `load accounts`
  /// the cases. Of tables that say nothing one has to be named.
  func choose(among files: [LoadedFile]) throws(LoadError) -> [Choice] {
    guard role != .recognised else {
      return files.map { Choice(file: $0, role: $0.part?.role ?? .recognised, mappings: mappings) }
        .map(withRoles)
    }
    let own = files.filter { $0.part.map(fits) ?? true }
    guard let first = own.first else { throw none(among: files) }
    guard own.count == 1 || first.part?.rows != .unsaid else { throw several(own) }
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

extension DataSource {
  /// The tables of a file named on the command line: what the file does not say of them itself is
  /// recognised by content.
  package static func recognising(
    _ files: [LoadedFile], name: String, isNamed: Bool = false
  ) throws(LoadError) -> [DataSource] {
    let choice = PartChoice(role: .recognised, name: name, mappings: [])
    return try choice.choose(among: files).map { choice throws(LoadError) in
      var source = DataSource(
        choice.file.name(in: name, of: files.count, isNamed: isNamed), choice.file.table,
        role: choice.role,
        mappings: choice.mappings, file: choice.file.report,
        lines: RowLines(choice.file, name: name))
      source.part = choice.file.part
      return source
    }
  }
}
