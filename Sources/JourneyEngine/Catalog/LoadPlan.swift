package import QueryLanguage

/// A `load` declaration turned into files to read and sources to assemble.
package struct LoadPlan: Sendable {
  private let load: Load
  private let folder: String
  private let zone: CivilTimeZone

  /// Reads one file; `FileReader.read` but in tests.
  package typealias Reader = (_ path: String, _ options: ReadingOptions) throws(LoadError) ->
    [LoadedFile]

  /// Relative paths start from `folder`: that of the workspace file, else the working directory.
  package init(_ load: Load, folder: String, zone: CivilTimeZone) {
    self.load = load
    self.folder = folder
    self.zone = zone
  }

  /// Reads the files, each look-up table once, and describes them to the assembly. Several files of
  /// one `load` become one source each, with the same meaning.
  package func sources(
    progress: (@Sendable (_ done: Int, _ total: Int) -> Bool)? = nil, read: Reader
  ) throws(LoadError) -> [DataSource] {
    let mappings = try mappings()
    guard !load.files.isEmpty else {
      throw LoadError(
        path: "", message: "`load` names no file", hint: "`load accounts from \"x.csv\"`")
    }
    var joins: [DataSource.Join] = []
    for join in load.joins {
      var options = ReadingOptions()
      options.zone = zone
      options.progress = progress
      options.textColumns = [join.right?.text ?? join.left.text]
      options.dateFormats = dateFormats
      let file = try only(try read(resolved(join.file.text), options), join.file.text)
      joins.append(
        DataSource.Join(
          file: join.file.text, table: file.table, left: join.left.text, right: join.right?.text,
          lines: lines(file, name: join.file.text)))
    }
    var sources: [DataSource] = []
    for file in try files() {
      var options = ReadingOptions()
      options.zone = zone
      options.progress = progress
      options.textColumns = keyColumns
      options.dateFormats = dateFormats
      for reading in load.readings { try options.apply(reading, file: file.name) }
      for loaded in try read(file.path, options) {
        var source = DataSource(
          file.name, loaded.table, role: role, mappings: mappings, joins: joins,
          kindColumns: load.kindColumns.map(\.text), file: loaded.report,
          lines: lines(loaded, name: file.name))
        source.part = loaded.part
        switch load.shape {
        case .changes(let columns, let key):
          source.changes = DataSource.Changes(of: columns.map(\.text), by: key.text)
        case .periods(let start, let end, let key):
          source.periods = DataSource.Periods(from: start.text, to: end.text, by: key?.text)
        case nil: break
        }
        sources.append(source)
      }
    }
    return sources
  }

  /// The table of a file to look things up in.
  private func only(_ files: [LoadedFile], _ name: String) throws(LoadError) -> LoadedFile {
    guard let first = files.first, files.count == 1 else {
      throw LoadError(path: name, message: "holds several tables: join one of them")
    }
    return first
  }

  /// The files to read, each once, with their names as the author would write them: folders and
  /// patterns are the files in them, as on the command line.
  private func files() throws(LoadError) -> [(path: String, name: String)] {
    let paths = try DataFiles.expand(load.files.map { resolved($0.text) })
    let prefix = folder + "/"
    let written = Set(load.files.map(\.text))
    return paths.map { path in
      let isInside = !folder.isEmpty && path.hasPrefix(prefix) && !written.contains(path)
      return (path, isInside ? String(path.dropFirst(prefix.count)) : path)
    }
  }

  private func resolved(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  private func lines(_ file: LoadedFile, name: String) -> RowLines { RowLines(file, name: name) }

  private var role: DataSource.Role {
    switch load.role {
    case .accounts: .accounts
    case .events: .events
    case .stages: .stages
    case .aliases: .aliases
    case .table(let name): .lookup(name.text)
    case .recognised: .recognised
    }
  }

  private func mappings() throws(LoadError) -> [DataSource.Mapping] {
    var mappings: [DataSource.Mapping] = []
    for mapping in load.mappings {
      switch mapping.source {
      case .column(let column):
        mappings.append(DataSource.Mapping(mapping.role.text, column: column.text))
      case .constant(let text):
        guard mapping.format == nil else {
          throw LoadError(
            path: load.files.first?.text ?? "",
            message:
              "`\(mapping.role.text) = \"\(text.text)\"` is a text, so it has no date layout",
            hint: "without quotes it names a column")
        }
        mappings.append(DataSource.Mapping(mapping.role.text, constant: text.text))
      }
    }
    return mappings
  }

  private var dateFormats: [String: String] {
    var formats: [String: String] = [:]
    for mapping in load.mappings {
      if case .column(let column) = mapping.source, let format = mapping.format {
        formats[column.text] = format.text
      }
    }
    return formats
  }

  /// Keys stay text whatever they hold: `007` is not 7.
  private var keyColumns: Set<String> {
    var columns = Set(load.joins.map(\.left.text))
    switch load.shape {
    case .changes(_, by: let key): columns.insert(key.text)
    case .periods(_, _, by: let key): if let key { columns.insert(key.text) }
    case nil: break
    }
    let keys = ["id", "account", "alias"]
    for mapping in load.mappings where keys.contains(mapping.role.text.lowercased()) {
      if case .column(let column) = mapping.source { columns.insert(column.text) }
    }
    return columns
  }
}

extension DataSource {
  /// A file named on the command line: what it holds is recognised by content.
  package init(recognising file: LoadedFile, name: String) {
    self.init(name, file.table, file: file.report, lines: RowLines(file, name: name))
  }
}

extension StageModelDeclaration {
  /// The model that is declared.
  package var model: StageModel { StageModel(names: stages.map(\.name.text), isDeclared: true) }

  /// The outcomes of `lost when stage is Lost`, `stage in (Lost, Churned)` and of several of them
  /// joined by `or`; nil when the condition is of another form.
  package var lostStages: [String]? {
    guard let lostWhen else { return [] }
    return StageModelDeclaration.outcomes(lostWhen)
  }

  private static func outcomes(_ expression: Expression) -> [String]? {
    func isStage(_ expression: Expression) -> Bool {
      if case .name(let names) = expression.kind { return names.last?.text.lowercased() == "stage" }
      return false
    }
    func text(_ word: ValueWord) -> String? {
      switch word {
      case .word(let name): return name.text
      case .expression(let expression):
        if case .literal(.text(let text)) = expression.kind { return text }
        return nil
      }
    }
    switch expression.kind {
    case .isValue(let left, negated: false, let word) where isStage(left):
      return text(word).map { [$0] }
    case .membership(let left, negated: false, let words) where isStage(left):
      let texts = words.compactMap(text)
      return texts.count == words.count ? texts : nil
    case .or(let parts):
      let outcomes = parts.compactMap(outcomes)
      return outcomes.count == parts.count ? outcomes.flatMap { $0 } : nil
    default: return nil
    }
  }
}
