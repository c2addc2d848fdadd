internal import QueryLanguage

/// Finds the ends of the time to value: from becoming a customer to the first value.
struct FirstValueBinder {
  /// What the sentence names it by.
  static let field = "ttv"

  private static let name = "first_value"
  /// What kinds are called that tell of it; the first that there are any of.
  private static let phrases = [
    ["first value"], ["milestone", "go live", "went live"],
  ].map { $0.map(KindWords.init) }

  let environment: BindingEnvironment
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var notes: [String] = []

  init(_ environment: BindingEnvironment) { self.environment = environment }

  /// Whether there is a time to value at all: for completion.
  var isAvailable: Bool {
    var binder = self
    return binder.bind(SourceSpan(0, 0)) != nil
  }

  /// nil where it cannot be told (reported).
  mutating func bind(_ span: SourceSpan) -> SpellSearch? {
    let model = environment.snapshot.stageModel
    guard environment.snapshot.visits != nil else {
      diagnostics.append(BindingMessages.noHistory(span))
      return nil
    }
    guard let customer = model.customerStage else {
      diagnostics.append(
        BindingMessages.noCustomerStage(
          span, stages: model.names, use: "ttv begins where accounts become customers"))
      return nil
    }
    guard environment.relations.events != nil else {
      diagnostics.append(
        BindingMessages.noData(
          "events", span, hint: "load some: `load events from \"events.csv\"`"))
      return nil
    }
    guard let to = firstValue(span) else { return nil }
    var from = BoundMatcher(words: QueryFormatter.format(name: model.names[customer]))
    from.stages = [BoundMatcher.Stage(ordinal: UInt32(customer), conditions: [])]
    return SpellSearch(from: from, to: to, data: JourneyData(environment))
  }

  /// As the workspace declares it, else the kind of that name, else what kinds' words tell.
  private mutating func firstValue(_ span: SourceSpan) -> BoundMatcher? {
    let kinds = kindNames
    let isNamed = kinds.contains { $0.lowercased() == FirstValueBinder.name }
    if isNamed || environment.namedEvents[FirstValueBinder.name] != nil {
      var binder = EventMatcherBinder(environment)
      let matcher = binder.bind(
        [EventMatcher(Name(FirstValueBinder.name, span: span), span: span)])
      diagnostics += binder.diagnostics
      for note in binder.notes where !notes.contains(note) { notes.append(note) }
      return binder.diagnostics.isEmpty ? matcher : nil
    }
    let dictionary = SignalDictionary()
    for phrases in FirstValueBinder.phrases {
      let codes = kinds.indices.filter { code in
        let words = KindWords(kinds[code])
        return phrases.contains(where: words.contains)
          && dictionary.reading(ofKind: kinds[code]).direction == .forward
      }
      guard !codes.isEmpty else { continue }
      let words = codes.map { QueryFormatter.format(name: kinds[$0]) }.joined(separator: " or ")
      var matcher = BoundMatcher(words: words)
      matcher.kinds = codes.map { BoundMatcher.Kind(code: UInt32($0), conditions: []) }
      notes.append("first value: \(words)")
      return matcher
    }
    diagnostics.append(
      BindingMessages.noFirstValue(span, kinds: NameCatalog(environment).kinds.map(\.text)))
    return nil
  }

  /// By code.
  private var kindNames: [String] {
    guard
      case .codes(_, let kinds)? = environment.snapshot.events?.table.column("kind")?.storage
    else { return [] }
    return (0..<kinds.count).map { kinds[UInt32($0)] }
  }
}
