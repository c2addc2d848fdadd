internal import QueryLanguage

// What one `load` has to do with the others of its session.

extension LoadPlan {
  /// Whether its rows go under those of an earlier `load`.
  var isAppended: Bool { load.isAppended }

  /// Whether data comes from standard input.
  package var namesStandardInput: Bool {
    load.files.contains { $0.text == "-" } || load.joins.contains { $0.file.text == "-" }
  }

  /// "`load events`", as a message names it.
  var title: String { roleName.isEmpty ? "`load`" : "`load \(roleName)`" }

  /// `accounts`, `table products`; empty where the content decides.
  var roleName: String {
    switch load.role {
    case .accounts: "accounts"
    case .events: "events"
    case .stages: "stages"
    case .aliases: "aliases"
    case .table(let name): "table \(name.text.lowercased())"
    case .recognised: ""
    }
  }

  /// Whether both say the same about a file, so that the later one stands for the earlier one. A
  /// file may be loaded in two roles, as two tables of it, and as two kinds of event.
  func replaces(_ other: LoadPlan, foundRole: String?) -> Bool {
    // What nothing was found in is recognised as a table to look things up in.
    let found = foundRole == "table" ? nil : foundRole
    let theirs = other.roleName.isEmpty ? found ?? roleName : other.roleName
    guard roleName.isEmpty || roleName == theirs else { return false }
    if let kind = kindOrigin, let another = other.kindOrigin, kind != another { return false }
    return part == other.part
  }

  /// What the declaration says the kind of an event is: a text or a column.
  private var kindOrigin: Load.Mapping.Source? {
    guard let kind = load.mappings.last(where: { $0.role.text.lowercased() == "kind" }) else {
      return nil
    }
    switch kind.source {
    case .constant(let text): return .constant(TextLiteral(text.text))
    case .column(let name):
      return .column(Name(name.text.lowercased(), span: SourceSpan(0, 0)))
    }
  }

  /// The one table of its files that is wanted.
  private var part: String? {
    for reading in load.readings where [.sheet, .table, .objects].contains(reading.option) {
      if case .texts(let texts) = reading.value { return texts.first?.text }
    }
    return nil
  }

  /// The plan with what the earlier one says and this one does not: role, mapping, reading, joins,
  /// shape. `found` is what was found out about the earlier one's columns by their content.
  func taking(over earlier: LoadPlan, found: LoadReport.Source?) -> LoadPlan {
    var taken = load
    if case .recognised = load.role { taken.role = earlier.load.role }
    let options = Set(load.readings.map(\.option))
    taken.readings =
      earlier.load.readings.filter { !options.contains($0.option) } + load.readings
    let roles = Set(load.mappings.map { $0.role.text.lowercased() })
    var mappings = earlier.load.mappings
    if case .recognised = earlier.load.role, roleName == found?.role {
      mappings = (found?.mappings ?? []).map(\.declared)
    }
    let says = !load.kindColumns.isEmpty || load.shape != nil
    taken.mappings =
      mappings.filter { !roles.contains($0.role.text.lowercased()) } + load.mappings
    if !says {
      taken.kindColumns = earlier.load.kindColumns
      taken.shape = earlier.load.shape
    }
    if load.joins.isEmpty {
      taken.joins = zip(earlier.load.joins, earlier.lookupPaths).map { join, path in
        var join = join
        if earlier.folder != folder { join.file = TextLiteral(path) }
        return join
      }
    }
    return LoadPlan(taken, folder: folder, zone: zone)
  }

  /// The declaration with the answers as its clause: a sentence to paste.
  func sentence(_ answers: [LoadQuestion.Answer]) -> String {
    var load = load
    for answer in answers {
      guard let option = ReadingOption(rawValue: answer.option) else { continue }
      load.readings.removeAll { $0.option == option }
      load.readings.append(Load.Reading(option, .texts([TextLiteral(answer.value)])))
    }
    return QueryFormatter.format(Statement(.load(load), span: SourceSpan(0, 0)))
  }

  /// A question with each answer as a sentence.
  func withSentences(_ error: LoadError, after answers: [LoadQuestion.Answer]) -> LoadError {
    var error = error
    for place in (error.question?.answers ?? []).indices {
      guard let answer = error.question?.answers[place] else { continue }
      let others = answers.filter { $0.option != answer.option }
      error.question?.answers[place].sentence = sentence(others + [answer])
    }
    return error
  }
}

extension LoadReport.Source.Mapping {
  /// As one would have written it.
  fileprivate var declared: Load.Mapping {
    let name = Name(role, span: SourceSpan(0, 0))
    guard origin.hasPrefix("\"") else {
      return Load.Mapping(name, .column(Name(origin, span: SourceSpan(0, 0))))
    }
    return Load.Mapping(name, .constant(TextLiteral(String(origin.dropFirst().dropLast()))))
  }
}

extension TextLiteral {
  /// A text that stands in no script.
  fileprivate init(_ text: String) { self.init(text, span: SourceSpan(0, 0)) }
}
