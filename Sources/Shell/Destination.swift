internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// In which form an answer is given, and where it goes.
struct Destination {
  private(set) var format: RenderingFormat
  /// The file of `into`.
  private(set) var path: String?
  /// How its rows and columns are laid out; nil as they are.
  private(set) var arrangement: RenderingFormat.Arrangement?
  /// `as table`, `--format table`: columns, where another form reads better.
  private var isTableNamed: Bool
  private(set) var diagnostics: [Diagnostic] = []

  init(_ query: Query, _ session: Session) {
    format = session.options.format ?? .table
    isTableNamed = session.options.format == .table
    // `as matrix into "m.csv"`: the file's ending still says how it is written.
    var isNamed = false
    for clause in query.clauses + query.pipes.flatMap(\.clauses) {
      switch clause.kind {
      case .rendering(let name):
        isNamed = take(RenderingFormat.named(name.text), name: name.text, name.span)
        isTableNamed = isNamed && format == .table
      case .into(let file): path = session.resolve(file.text)
      default: break
      }
    }
    if path == nil, !session.sink.hasRoom(for: format) {
      diagnostics.append(SessionMessages.secondJSON(query.span))
    }
    guard let path, !isNamed, let into = query.into else { return }
    take(RenderingFormat.forFile(path), file: into)
  }

  private mutating func take(_ lookup: RenderingFormat.Lookup, file: TextLiteral) {
    guard lookup == .unknown else {
      _ = take(lookup, name: file.text, file.span)
      return
    }
    // Without an ending it is a table, or what `--format` says.
    let name = file.text.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return }
    diagnostics.append(SessionMessages.unknownEnding(String(name[dot...]), file.span))
  }

  /// Whether it says in which format the answer is written.
  private mutating func take(
    _ lookup: RenderingFormat.Lookup, name: String, _ span: SourceSpan
  ) -> Bool {
    switch lookup {
    case .available(let format): self.format = format
    case .arranged(let arrangement):
      self.arrangement = arrangement
      return false
    case .planned(let planned):
      diagnostics.append(SessionMessages.renderingNotAvailable(planned, span))
    case .unknown: diagnostics.append(SessionMessages.unknownRendering(name, span))
    }
    return true
  }

  /// The answer laid out as it was asked for. Journeys are drawn where no other form was named.
  mutating func arrange(_ table: ResultTable, _ query: Query) throws(QueryFailure) -> ResultTable {
    if format == .table, !isTableNamed, arrangement == nil, table.journeys != nil {
      format = .timeline
    }
    if format == .timeline, table.journeys == nil {
      throw .diagnostics([SessionMessages.notATimeline(query)])
    }
    guard arrangement == .matrix else { return table }
    guard let matrix = Matrix.arrange(table) else {
      throw .diagnostics([SessionMessages.notAMatrix(query)])
    }
    return matrix
  }
}

extension Query {
  var into: TextLiteral? {
    for clause in clauses + pipes.flatMap(\.clauses) {
      if case .into(let file) = clause.kind { return file }
    }
    return nil
  }
}

extension Session {
  /// A path as it was written, made to start where its script stands.
  func resolve(_ path: String) -> String {
    guard let folder = files.last?.folder, !folder.isEmpty, !path.hasPrefix("/") else {
      return path
    }
    return "\(folder)/\(path)"
  }
}
