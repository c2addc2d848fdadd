internal import Glibc
internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// What may stand at the cursor: the grammar says of which kind, the data says which words.
struct Completer {
  private let session: Session

  init(_ session: Session) { self.session = session }

  func completions(_ text: String, cursor: Int) -> CompletionList {
    let context = CompletionContext.at(cursor, in: text)
    guard !Completer.isBehindValue(text, context) else { return CompletionList() }
    var candidates: [CompletionCandidate] = []
    for category in context.categories {
      switch category {
      case .topic: candidates += topics(text, context)
      default: candidates += words(of: category, context, in: text)
      }
    }
    if !context.categories.contains(.topic) { candidates = Completer.ordered(candidates, context) }
    var seen: Set<String> = []
    let fitting = candidates.filter { candidate in
      Completer.fits(candidate.text, context.partial) && seen.insert(candidate.text).inserted
    }
    return CompletionList(
      fitting.map { Completer.written($0, quote: context.quote) },
      replacing: context.span.lowerBound..<context.span.upperBound)
  }

  /// Right behind a number or a closed quote nothing begins before there is a space.
  private static func isBehindValue(_ text: String, _ context: CompletionContext) -> Bool {
    guard context.span.lowerBound == context.span.upperBound,
      let last = String(decoding: text.utf8.prefix(context.span.lowerBound), as: UTF8.self).last
    else { return false }
    return last.isNumber || ["\"", "'", "`", "%"].contains(last)
  }

  /// The words of the data first, those of the language after them. Functions are many and seldom
  /// meant: they wait for their first letter.
  private static func ordered(
    _ candidates: [CompletionCandidate], _ context: CompletionContext
  ) -> [CompletionCandidate] {
    let data = candidates.filter { !$0.isOfLanguage }
    let language = candidates.filter {
      $0.isOfLanguage && !($0.kind == "function" && context.partial.isEmpty && !data.isEmpty)
    }
    return data + language
  }

  private static func fits(_ word: String, _ partial: String) -> Bool {
    word.lowercased().hasPrefix(partial.lowercased())
  }

  /// A word in the quotes it needs.
  private static func written(
    _ candidate: CompletionCandidate, quote: Character?
  ) -> CompletionCandidate {
    var candidate = candidate
    let text = candidate.text
    if let quote {
      candidate.text = "\(quote)\(text)"
      if candidate.takesSpace { candidate.text.append(quote) }
    } else if candidate.kind == "reading" {
      candidate.text = "\"\(text)\""
    } else if !candidate.isOfLanguage, candidate.kind != "parameter", !isBare(text) {
      candidate.text = candidate.isField ? "`\(text)`" : "\"\(text)\""
    }
    return candidate
  }

  /// A word, or words joined by dots, that needs no quotes.
  private static func isBare(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.first, first.isLetter || first == "_" else { return false }
      return part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
  }

  // MARK: - Words

  private func words(
    of category: CompletionCategory, _ context: CompletionContext, in text: String
  ) -> [CompletionCandidate] {
    switch category {
    case .keyword(let word): return [CompletionCandidate(word)]
    case .function:
      return FunctionCatalog.all.map {
        CompletionCandidate($0.name + "(", kind: "function", takesSpace: false)
      }
    case .rendering:
      return RenderingFormat.catalogue.filter(\.isAvailable).map {
        CompletionCandidate($0.name, kind: "form")
      }
    case .setting: return SessionMessages.settings.map { CompletionCandidate($0, kind: "setting") }
    case .file: return files(context.partial)
    case .readingValue(.export):
      return (ExportCatalogue.names + ["none"]).map { CompletionCandidate($0, kind: "reading") }
    case .readingValue(let option):
      return option.texts.map { CompletionCandidate($0, kind: "reading") }
    default: return stored(category, context, in: text)
    }
  }

  /// What `describe` and `help` speak of.
  private func topics(_ text: String, _ context: CompletionContext) -> [CompletionCandidate] {
    let before = String(decoding: text.utf8.prefix(context.span.lowerBound), as: UTF8.self)
    let fields = HelpPage.fields(session)
    let words = before.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    if words.suffix(2) == ["describe", "load"] {
      return SessionMessages.loadTables.map { CompletionCandidate($0) }
    }
    if words.first == "describe", words.count > 1 { return [] }
    if words.last == "describe" {
      return ["accounts", "events", "visits", "load"].map { CompletionCandidate($0) }
        + fields.map { CompletionCandidate($0, kind: "field") }
    }
    let isLooking = context.partial.isEmpty
    let known =
      HelpPage.pages.map { CompletionCandidate($0, kind: "page") }
      + HeadTable.entries.map { CompletionCandidate($0.name, kind: "sentence") }
      + fields.map { CompletionCandidate($0, kind: "field") }
    return isLooking
      ? known : known + HelpPage.topics(session).map { CompletionCandidate($0, kind: "word") }
  }

  /// Words of the data at hand.
  private func stored(
    _ category: CompletionCategory, _ context: CompletionContext, in text: String
  ) -> [CompletionCandidate] {
    guard var environment = try? session.environment() else { return [] }
    if context.scope == .result, let answer = answerBeforePipe(text, context, environment) {
      environment.remember(answer.continuation)
    }
    let catalog = NameCatalog(environment)
    switch category {
    case .field: return candidates(catalog.fields(of: population(context.scope)))
    case .value(let path):
      let values = catalog.values(of: path, in: population(context.scope))
      guard values.isEmpty else { return candidates(values) }
      switch path.last?.lowercased() {
      case "stage": return candidates(catalog.stages)
      case "name": return candidates(catalog.accounts)
      default: return []
      }
    case .stage: return candidates(catalog.stages)
    case .eventKind: return candidates(catalog.kinds)
    case .account: return candidates(catalog.accounts)
    case .parameter: return candidates(catalog.parameters)
    case .measure: return candidates(NameCatalog.measures)
    case .eventAttribute: return candidates(catalog.fields(of: .events))
    default: return []
    }
  }

  /// What stands before the last pipe is answered, so that its columns are known; a person who
  /// waits for Tab does so for a moment only.
  private func answerBeforePipe(
    _ text: String, _ context: CompletionContext, _ environment: BindingEnvironment
  ) -> Answer? {
    var environment = environment
    let before = String(decoding: text.utf8.prefix(context.span.lowerBound), as: UTF8.self)
    guard let pipe = before.lastIndex(of: "|") else { return nil }
    let parsed = Parser.parse(String(before[..<pipe]))
    guard !parsed.hasErrors, let query = query(parsed.statements.last, &environment) else {
      return nil
    }
    let limit = ContinuousClock.now + .milliseconds(300)
    return try? QueryPipeline.answer(
      query, in: environment, cancellation: Cancellation { ContinuousClock.now > limit })
  }

  /// What `describe load` begins is a query of its table; other descriptions take too long to make
  /// for a word.
  private func query(_ statement: Statement?, _ environment: inout BindingEnvironment) -> Query? {
    switch statement?.kind {
    case .query(let query): return query
    case .describe(let names, let query) where names.first?.text.lowercased() == "load":
      guard let table = try? session.description(of: names) else { return nil }
      environment.remember(Continuation(table))
      let span = statement?.span ?? SourceSpan(0, 0)
      return query ?? Query(head: Head(.lastAnswer, span: span), span: span)
    default: return nil
    }
  }

  private func population(_ scope: CompletionScope) -> NameCatalog.Population {
    switch scope {
    case .events, .event: .events
    case .visits: .visits
    case .result: .result
    case .accounts, .analysis, .statement, .source: .accounts
    }
  }

  private func candidates(_ items: [NameCatalog.Item]) -> [CompletionCandidate] {
    items.map { item in
      // A count speaks for itself; of what it is the sentence has just said.
      CompletionCandidate(
        item.text, kind: item.count == nil ? item.kind : "",
        count: item.count.map { FooterText.grouped($0) } ?? "")
    }
  }

  /// Names in the folder that is being typed.
  private func files(_ partial: String) -> [CompletionCandidate] {
    let folder = partial.lastIndex(of: "/").map { String(partial[...$0]) } ?? ""
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(directory) }
    var names: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append((name, entry.pointee.d_type == UInt8(DT_DIR))) }
    }
    return names.sorted { $0.name < $1.name }.map { name, isFolder in
      CompletionCandidate(
        folder + name + (isFolder ? "/" : ""), kind: isFolder ? "folder" : "file",
        takesSpace: !isFolder)
    }
  }
}

extension CompletionCandidate {
  /// A word of the language is never quoted.
  fileprivate var isOfLanguage: Bool {
    kind.isEmpty && count.isEmpty
      || ["function", "form", "setting", "page", "sentence", "word", "measure"].contains(kind)
  }

  /// Fields are named in backquotes, values in double quotes.
  fileprivate var isField: Bool {
    [
      "field", "text", "number", "whole number", "money", "yes/no", "date", "date and time",
      "duration",
    ]
    .contains(kind)
  }
}
