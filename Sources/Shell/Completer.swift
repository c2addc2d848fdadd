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
    var candidates: [CompletionCandidate] = []
    for category in context.categories { candidates += words(of: category, context) }
    var seen: Set<String> = []
    let fitting = candidates.filter { candidate in
      Completer.fits(candidate.text, context.partial) && seen.insert(candidate.text).inserted
    }
    return CompletionList(
      fitting.map { Completer.written($0, quote: context.quote) },
      replacing: context.span.lowerBound..<context.span.upperBound)
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
    } else if candidate.kind != "keyword", candidate.kind != "parameter", !isBare(text) {
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
    of category: CompletionCategory, _ context: CompletionContext
  ) -> [CompletionCandidate] {
    switch category {
    case .keyword(let word): return [CompletionCandidate(word, kind: "keyword")]
    case .function:
      return FunctionCatalog.all.map {
        CompletionCandidate($0.name + "(", kind: "function", takesSpace: false)
      }
    case .rendering:
      return RenderingFormat.catalogue.filter { $0.format != nil }.map {
        CompletionCandidate($0.name, kind: "form")
      }
    case .setting: return SessionMessages.settings.map { CompletionCandidate($0, kind: "setting") }
    case .topic: return HelpPage.topics(session).map { CompletionCandidate($0, kind: "topic") }
    case .file: return files(context.partial)
    default: return stored(category, context)
    }
  }

  /// Words of the data at hand.
  private func stored(
    _ category: CompletionCategory, _ context: CompletionContext
  ) -> [CompletionCandidate] {
    guard let environment = try? session.environment() else { return [] }
    let catalog = NameCatalog(environment)
    switch category {
    case .field: return candidates(catalog.fields(of: population(context.scope)))
    case .value(let path):
      let values = catalog.values(of: path, in: population(context.scope))
      return candidates(
        path.last?.lowercased() == "stage" && values.isEmpty ? catalog.stages : values)
    case .stage: return candidates(catalog.stages)
    case .eventKind: return candidates(catalog.kinds)
    case .account: return candidates(catalog.accounts)
    case .parameter: return candidates(catalog.parameters)
    case .eventAttribute: return candidates(catalog.fields(of: .events))
    default: return []
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
      CompletionCandidate(
        item.text, kind: item.kind, count: item.count.map { FooterText.grouped($0) } ?? "")
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
  /// Fields are named in backquotes, values in double quotes.
  fileprivate var isField: Bool {
    ["text", "number", "whole number", "money", "yes/no", "date", "date and time", "duration"]
      .contains(kind)
  }
}
