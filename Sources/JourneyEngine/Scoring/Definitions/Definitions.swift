package import QueryLanguage

/// What a workspace defines of its own: scores (`define jfi` with rows), fields (`define health =
/// ...`) and what kinds of event mean (`signal praise = thumbs_up`).
package struct Definitions: Hashable, Sendable {
  /// A score or a field, as it was declared.
  package struct Entry: Hashable, Sendable {
    package var name: Name
    package var definition: Definition

    /// In lower case.
    package var key: String { name.text.lowercased() }
  }

  /// A signal or a direction, and what is to say it.
  package struct SignalDeclaration: Hashable, Sendable {
    package var meaning: SignalMeaning
    package var matchers: [EventMatcher]
  }

  /// In the order of their first declaration.
  package private(set) var entries: [Entry] = []
  /// In the order of their last declaration.
  package private(set) var signals: [SignalDeclaration] = []

  package init() {}

  package var isEmpty: Bool { entries.isEmpty && signals.isEmpty }

  /// Gives a name its meaning, in place of the one it had.
  package mutating func declare(_ name: Name, as definition: Definition) {
    let entry = Entry(name: name, definition: definition)
    if let place = entries.firstIndex(where: { $0.key == entry.key }) {
      entries[place] = entry
    } else {
      entries.append(entry)
    }
  }

  /// The kinds that a signal is heard from, in place of those declared before.
  package mutating func declare(_ meaning: SignalMeaning, as matchers: [EventMatcher]) {
    signals.removeAll { $0.meaning == meaning }
    signals.append(SignalDeclaration(meaning: meaning, matchers: matchers))
  }

  /// But for case.
  package func entry(named name: String) -> Entry? {
    let key = name.lowercased()
    return entries.first { $0.key == key }
  }

  /// Those that a definition rests on, directly or through others, without itself: inside its own
  /// definition a name means what it meant before. What kinds of event mean stays.
  func dependencies(of entry: Entry) -> Definitions {
    var needed: Set<String> = []
    var open = Array(entry.definition.fieldNames)
    while let name = open.popLast() {
      guard name != entry.key, let next = self.entry(named: name), needed.insert(name).inserted
      else { continue }
      open += next.definition.fieldNames
    }
    var rest = self
    rest.entries = entries.filter { needed.contains($0.key) }
    return rest
  }

  /// What a definition reads that is no definition itself, directly or through others; nothing of a
  /// name that is none.
  func columnsRead(by name: String) -> [String] {
    guard let entry = entry(named: name) else { return [] }
    let all = [entry] + dependencies(of: entry).entries
    let keys = Set(all.map(\.key))
    return Set(all.flatMap(\.definition.fieldNames)).subtracting(keys).sorted()
  }

  /// Takes a score or field away again.
  package mutating func remove(_ name: Name) {
    let key = name.text.lowercased()
    entries.removeAll { $0.key == key }
  }

  /// Takes what a signal is heard from away again.
  package mutating func remove(_ meaning: SignalMeaning) {
    signals.removeAll { $0.meaning == meaning }
  }

  /// The names that would lead from this definition back to its own through others: `a`, `b`, `a`.
  func circle(of name: Name, as definition: Definition) -> [String]? {
    let start = name.text.lowercased()
    var seen: Set<String> = [start]
    func path(_ definition: Definition, _ way: [String]) -> [String]? {
      for next in definition.fieldNames.sorted() {
        if next == start, way.count > 1 { return way + [next] }
        guard let inner = entry(named: next), seen.insert(next).inserted else { continue }
        if let found = path(inner.definition, way + [next]) { return found }
      }
      return nil
    }
    return path(definition, [start])
  }
}

extension Definition {
  /// The fields of accounts that it reads, in lower case.
  var fieldNames: Set<String> {
    switch self {
    case .field(let expression): return expression.fieldNames
    case .score(let components, _):
      return components.reduce(into: []) { names, component in
        if case .level(let value, _, _) = component.measure { names.formUnion(value.fieldNames) }
      }
    }
  }
}
