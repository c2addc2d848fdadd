package import QueryLanguage

/// A `load` declaration turned into files to read and sources to assemble. Files named on the
/// command line are one too, without a role.
package struct LoadPlan: Sendable {
  let load: Load
  let folder: String
  let zone: CivilTimeZone

  /// Reads one file; `FileReader.tables` but in tests.
  package typealias Reader = (_ path: String, _ options: ReadingOptions) throws(LoadError) ->
    [LoadedFile]

  /// A file to read, and its name as the author would write it.
  package struct File: Hashable, Sendable {
    package let path: String
    package let name: String
    /// What else is in the folder that it is the first file of.
    var folderNote: LoadReport.Note?

    /// Standard input, which can be read once.
    package var isStandardInput: Bool { path == "-" }
  }

  /// Relative paths start from `folder`: that of the workspace file, else the working directory.
  package init(_ load: Load, folder: String, zone: CivilTimeZone) {
    self.load = load
    self.folder = folder
    self.zone = zone
  }

  /// Files, folders and patterns whose content is to be recognised.
  package init(recognising paths: [String], zone: CivilTimeZone) {
    let files = paths.map { TextLiteral($0, span: SourceSpan(0, 0)) }
    self.init(Load(role: .recognised, files: files), folder: "", zone: zone)
  }

  /// The tables to look things up in, each read once.
  func joins(
    answers: [LoadQuestion.Answer] = [], read: Reader
  ) throws(LoadError) -> [DataSource.Join] {
    var joins: [DataSource.Join] = []
    for join in load.joins {
      var options = ReadingOptions()
      options.zone = zone
      options.textColumns = [join.right?.text ?? join.left.text]
      options.dateFormats = dateFormats
      for answer in answers { try options.apply(answer.option, answer.value, file: join.file.text) }
      let (path, part) = DataFiles.split(resolved(join.file.text))
      options.part = part
      let file = try only(try read(path, options), join.file.text)
      joins.append(
        DataSource.Join(
          file: join.file.text, table: file.table, left: join.left.text, right: join.right?.text,
          lines: lines(file, name: join.file.text)))
    }
    return joins
  }

  /// Reads one of the files and describes its tables to the assembly: several files of one `load`
  /// become one source each, with the same meaning.
  func sources(
    of file: File, joins: [DataSource.Join], answers: [LoadQuestion.Answer] = [], read: Reader
  ) throws(LoadError) -> [DataSource] {
    let mappings = try mappings()
    var options = ReadingOptions()
    options.zone = zone
    options.textColumns = keyColumns
    options.dateFormats = dateFormats
    try options.apply(load.readings, file: file.name)
    for answer in answers { try options.apply(answer.option, answer.value, file: file.name) }
    var sources: [DataSource] = []
    let (path, part) = DataFiles.split(file.path)
    options.part = options.part ?? part
    let parts = try read(path, options)
    let choice = PartChoice(
      role: role, name: file.name, mappings: mappings, isNamed: options.part != nil)
    for (source, isCompanion) in try choice.sources(among: parts) {
      var source = source
      source.export = options.export
      if isCompanion {
        sources.append(source)
        continue
      }
      source.joins = joins
      source.kindColumns = load.kindColumns.map(\.text)
      switch load.shape {
      case .changes(let columns, let key):
        source.changes = DataSource.Changes(of: columns.map(\.text), by: key.text)
      case .periods(let start, let end, let key):
        source.periods = DataSource.Periods(from: start.text, to: end.text, by: key?.text)
      case nil: break
      }
      sources.append(source)
    }
    if let note = file.folderNote, !sources.isEmpty { sources[0].notes.append(note) }
    return sources
  }

  /// The table of a file to look things up in.
  private func only(_ files: [LoadedFile], _ name: String) throws(LoadError) -> LoadedFile {
    guard let first = files.first, files.count == 1 else {
      let names = files.compactMap { $0.part?.name }
      throw LoadError(
        path: name,
        message: "holds several tables: " + names.map { "\"\($0)\"" }.joined(separator: ", "),
        hint: "join one of them: `join \"\(name):\(names.first ?? "")\"`")
    }
    return first
  }

  /// The files to read, each once, with their names as the author would write them: folders and
  /// patterns are the files in them, as on the command line.
  func files() throws(LoadError) -> [File] {
    guard !load.files.isEmpty else {
      throw LoadError(
        path: "", message: "`load` names no file", hint: "`load accounts from \"x.csv\"`")
    }
    let paths = try DataFiles.expand(load.files.map { resolved($0.text) })
    let prefix = folder + "/"
    let written = Set(load.files.map(\.text))
    var folders: [String: LoadReport.Note] = [:]
    for file in load.files {
      let folder = resolved(file.text)
      guard let skipped = DataFiles.skipped(in: folder) else { continue }
      let inside = file.text.hasSuffix("/") ? "\(file.text)**" : "\(file.text)/**"
      let hint =
        skipped.hasFolders
        ? "`\"\(inside)\"` takes the data files in its folders too" : "name what you want too"
      let start = folder.hasSuffix("/") ? folder : folder + "/"
      if let first = paths.first(where: { $0.hasPrefix(start) }) {
        folders[first] = LoadReport.Note(.note, file.text, skipped.words, hint: hint)
      }
    }
    return paths.map { path in
      let isInside = !folder.isEmpty && path.hasPrefix(prefix) && !written.contains(path)
      var name = isInside ? String(path.dropFirst(prefix.count)) : path
      if name.hasPrefix("./"), !written.contains(name) { name.removeFirst(2) }
      return File(path: path, name: name, folderNote: folders[path])
    }
  }

  /// The files to look things up in.
  var lookupPaths: [String] { load.joins.map { resolved($0.file.text) } }

  func resolved(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || path == "-" ? path : "\(folder)/\(path)"
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
