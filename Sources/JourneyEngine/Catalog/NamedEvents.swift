package import QueryLanguage

/// The events that a workspace names: `event first_value = milestone[name is "go-live"]`.
package struct NamedEvents: Hashable, Sendable {
  /// What each stands for, by its name in lower case.
  package private(set) var definitions: [String: [EventMatcher]] = [:]

  package init() {}

  /// Gives a name its meaning, in place of the one it had.
  package mutating func declare(_ name: Name, as matchers: [EventMatcher]) {
    definitions[name.text.lowercased()] = matchers
  }

  /// What is wrong with a definition that leads back to its own name. Inside its own definition
  /// alone a name is a kind of event, so that `event ticket = ticket[severity is high]` narrows one
  /// down.
  package func diagnostics(of name: Name, as matchers: [EventMatcher]) -> [Diagnostic] {
    circle(of: name, as: matchers).map { [BindingMessages.circularEvent(name, $0)] } ?? []
  }

  /// The names that would lead from this definition back to its own: `a`, `b`, `a`.
  private func circle(of name: Name, as matchers: [EventMatcher]) -> [String]? {
    let start = name.text.lowercased()
    var seen: Set<String> = [start]
    func path(_ matchers: [EventMatcher], _ way: [String]) -> [String]? {
      for matcher in matchers {
        let next = matcher.name.text.lowercased()
        if next == start, way.count > 1 { return way + [next] }
        guard let inner = definitions[next], seen.insert(next).inserted else { continue }
        if let found = path(inner, way + [next]) { return found }
      }
      return nil
    }
    return path(matchers, [start])
  }
}
