/// The stages a journey passes through, in order. ORBITS unless the workspace declares another.
package struct StageModel: Hashable, Sendable {
  package static let orbits = StageModel(names: orbitNames, isDeclared: false)

  private static let orbitNames = [
    "Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share",
  ]

  package var names: [String]
  /// Declared by the workspace or derived from the data, not the built-in default.
  package var isDeclared: Bool
  /// The ORBITS stage that each stands for, by its place there; nil where nobody says so. A stage
  /// with the name of one is that one.
  package private(set) var orbitOrdinals: [Int?]

  /// `orbitOrdinals`: what each stage is said to stand for; empty: nothing is said.
  package init(names: [String], isDeclared: Bool, orbitOrdinals: [Int?] = []) {
    self.names = names
    self.isDeclared = isDeclared
    self.orbitOrdinals = names.enumerated().map { place, name in
      let said = place < orbitOrdinals.count ? orbitOrdinals[place] : nil
      let folded = name.lowercased()
      return said ?? StageModel.orbitNames.firstIndex { $0.lowercased() == folded }
    }
  }

  /// Where accounts become customers: the first stage that stands for Invest or a later one, else
  /// the first whose name says so; nil where the model does not say which stage that is.
  package var customerStage: Int? {
    let invest = StageModel.orbitNames.firstIndex(of: "Invest") ?? 0
    if let mapped = orbitOrdinals.firstIndex(where: { $0.map { $0 >= invest } ?? false }) {
      return mapped
    }
    return names.firstIndex { StageModel.customerNames.contains(SourceWords.fold($0)) }
  }

  /// Only whole names: `Active` is a customer's stage, `Active lead` is none.
  private static let customerNames: Set<String> = [
    "won", "closedwon", "customer", "purchase", "service", "onboarding", "live", "active",
    "retained",
  ]

  /// 0 for the first stage; names are found without regard to case.
  package func ordinal(of name: String) -> Int? {
    let folded = name.lowercased()
    return names.firstIndex { $0.lowercased() == folded }
  }

  /// `Awareness = Obstacle -> Consideration = Research`: the stages in order, with what they stand
  /// for where their names do not say it.
  package var chain: String {
    zip(names, orbitOrdinals).map { name, orbit in
      guard let orbit, StageModel.orbitNames[orbit].lowercased() != name.lowercased() else {
        return name
      }
      return "\(name) = \(StageModel.orbitNames[orbit])"
    }.joined(separator: " -> ")
  }
}
