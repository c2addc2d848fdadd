/// The stages a journey passes through, in order. ORBITS unless the workspace declares another.
package struct StageModel: Hashable, Sendable {
  package static let orbits = StageModel(
    names: ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share"], isDeclared: false)

  package var names: [String]
  /// Declared by the workspace or derived from the data, not the built-in default.
  package var isDeclared: Bool

  package init(names: [String], isDeclared: Bool) {
    self.names = names
    self.isDeclared = isDeclared
  }

  /// Where accounts become customers: Invest; nil where the model does not say which stage that is.
  package var customerStage: Int? { ordinal(of: "Invest") }

  /// 0 for the first stage; names are found without regard to case.
  package func ordinal(of name: String) -> Int? {
    let folded = name.lowercased()
    return names.firstIndex { $0.lowercased() == folded }
  }
}
