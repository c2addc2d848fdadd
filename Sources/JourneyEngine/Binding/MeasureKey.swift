internal import QueryLanguage

/// What tells one measure from another of the same snapshot: its words, the dates they came to, and
/// what the workspace's own names in them stand for now.
struct MeasureKey: Hashable, Sendable {
  private let words: String
  private let dates: [Int64?]
  private let namedEvents: [String: [EventMatcher]]
  private let parameters: [String: BindingEnvironment.ParameterValue]

  init(_ words: String, _ dates: [Int64?], in environment: BindingEnvironment) {
    self.words = words
    self.dates = dates
    namedEvents = environment.namedEvents
    parameters = environment.parameters
  }
}
