package import QueryLanguage

/// The workspace's definitions, with what the names inside them mean.
package struct DefinitionScope: Hashable, Sendable {
  package var definitions: Definitions
  package var namedEvents: [String: [EventMatcher]]
  package var parameters: [String: BindingEnvironment.ParameterValue]

  package init(
    _ definitions: Definitions = Definitions(), namedEvents: [String: [EventMatcher]] = [:],
    parameters: [String: BindingEnvironment.ParameterValue] = [:]
  ) {
    self.definitions = definitions
    self.namedEvents = namedEvents
    self.parameters = parameters
  }

  /// Without definitions: what a declared signal speaks of rests on no score.
  var bare: DefinitionScope { DefinitionScope(namedEvents: namedEvents, parameters: parameters) }
}
