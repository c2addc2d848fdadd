/// Reads JSON: lines, arrays, documents with the rows somewhere inside.
enum JSONReader {
  static func file(
    _ source: ByteSource, _ outline: JSONOutline, options: ReadingOptions
  ) throws(LoadError) -> LoadedFile {
    switch outline {
    case .lines(let start):
      try checkPath(source, options)
      return try load(
        source, start..<source.size, JSONShape(), isArray: false, "JSON Lines", options)
    case .array(let start):
      try checkPath(source, options)
      guard start < source.size else {
        throw BlockFault(offset: start, message: "not valid JSON: the array is never closed")
          .loadError(in: source)
      }
      return try load(source, start..<source.size, JSONShape(), isArray: true, "JSON", options)
    case .document(let start, let end, let lists, let members):
      if let survey = try EncodingSurvey.whole(source, options), let bad = survey.firstStranger {
        let (line, column) = source.position(of: bad)
        throw LoadError(
          path: source.path, line: line, column: column, message: "the file is not UTF-8",
          hint: "\(TextEncoding.windows1252.clause) reads every byte as a letter")
      }
      guard let list = try rows(source, lists, options) else {
        return try load(
          source, start..<end, JSONShape(isOneValue: true), isArray: true, "JSON", options)
      }
      var file = try load(
        source, list.start..<list.end, JSONShape(), isArray: true, "JSON", options)
      if options.rows == nil { file.report.guesses.append(guess(list, members)) }
      return file
    }
  }

  /// Reads the rows in some range; again, where their objects turn out to be maps.
  private static func load(
    _ source: ByteSource, _ range: Range<Int>, _ first: JSONShape, isArray: Bool, _ name: String,
    _ options: ReadingOptions
  ) throws(LoadError) -> LoadedFile {
    var shape = first
    while true {
      var report = FileReport(path: source.path, format: name)
      let loader = TableLoader(
        source: source, from: range.lowerBound, to: range.upperBound, linesBefore: 0,
        format: isArray ? .jsonArray(shape) : .jsonLines(shape), options: options, bytesPerRow: 200)
      do throws(LoadError) {
        let table = try loader.load(&report)
        if !shape.hasTrouble {
          report.warnings += shape.warnings
          return try checked(LoadedFile(table: table, report: report))
        }
      } catch {
        if !shape.hasTrouble || loader.feed.isStopped { throw error }
      }
      shape = shape.next
    }
  }

  private static func checked(_ file: LoadedFile) throws(LoadError) -> LoadedFile {
    guard file.table.rowCount == 0, let first = file.report.refused.first else { return file }
    throw LoadError(
      path: file.report.path, line: first.line,
      message:
        "every row was refused (\(file.report.refusedCount)), the first because: \(first.reason)",
      hint: "JSON is read as an array of objects, or as one object a line")
  }

  // MARK: - Which list holds the rows

  /// The list asked for, or the only one of objects; nil when the document is one row.
  private static func rows(
    _ source: ByteSource, _ lists: [JSONSkimmer.List], _ options: ReadingOptions
  ) throws(LoadError) -> JSONSkimmer.List? {
    let ofObjects = lists.filter(\.holdsObjects)
    if let wanted = options.rows {
      let path = wanted.hasPrefix("$.") ? String(wanted.dropFirst(2)) : wanted
      if path == whole { return nil }
      if let list = lists.last(where: { $0.path == path }) { return list }
      throw missing(source, wanted, ofObjects.isEmpty ? lists : ofObjects)
    }
    guard ofObjects.count > 1 else { return ofObjects.first }
    let few = ofObjects.sorted { $0.elementCount > $1.elementCount }.prefix(8)
    var error = LoadError(
      path: source.path,
      message: "the document holds \(ofObjects.count) lists of objects: which are the rows?",
      hint: few.map { clause($0.path) }.joined(separator: ", or "))
    error.question = LoadQuestion(
      "which list of \(source.path) are the rows?",
      answers: few.map { list in
        LoadQuestion.Answer(
          "\(list.path): \(list.elementCount) \(list.elementCount == 1 ? "object" : "objects")",
          option: "rows", value: list.path)
      } + [LoadQuestion.Answer("the whole document, as one row", option: "rows", value: whole)])
    throw error
  }

  /// What stands for the outermost value in `reading rows`.
  private static let whole = "$"

  private static func clause(_ path: String) -> String { "`reading rows \"\(path)\"`" }

  private static func guess(_ list: JSONSkimmer.List, _ members: [String]) -> String {
    let outermost = list.path.split(separator: ".").first.map(String.init) ?? list.path
    let others = members.filter { $0 != outermost && $0 != list.path }
    var text = "the rows are the list `\(list.path)`"
    if !others.isEmpty {
      let named = others.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
      let isOne = others.count == 1
      text +=
        "; \(named)\(others.count > 5 ? ", ..." : "") beside it \(isOne ? "is" : "are") not read"
    }
    return text + ": \(clause(whole)) takes the document as one row"
  }

  private static func missing(
    _ source: ByteSource, _ wanted: String, _ lists: [JSONSkimmer.List]
  ) -> LoadError {
    if let outer = lists.first(where: { wanted.hasPrefix($0.path + ".") }) {
      let inner = wanted.dropFirst(outer.path.count + 1)
      return LoadError(
        path: source.path,
        message: "`\(wanted)` is inside each row of `\(outer.path)`: rows within rows are not read",
        hint:
          "\(clause(outer.path)) reads the outer ones; the inner ones become a file of their own "
          + "with: jq -c '.\(outer.path)[].\(inner)[]' \(ByteSource.shellWord(source.path)) > "
          + "INNER.jsonl")
    }
    let names = lists.prefix(8).map { clause($0.path) }.joined(separator: ", or ")
    return LoadError(
      path: source.path, message: "there is no list at `\(wanted)`",
      hint: lists.isEmpty
        ? "the document holds no list; without `reading rows` it is one row" : names)
  }

  /// Rows at the top have no path.
  private static func checkPath(_ source: ByteSource, _ options: ReadingOptions) throws(LoadError) {
    guard let wanted = options.rows, wanted != whole else { return }
    throw LoadError(
      path: source.path, message: "there is no list at `\(wanted)`: the rows stand at the top",
      hint: "leave out `reading rows`")
  }
}
