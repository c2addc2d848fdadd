package import QueryLanguage

extension StageModelDeclaration {
  /// The model that is declared.
  package var model: StageModel {
    StageModel(
      names: stages.map(\.name.text), isDeclared: true,
      orbitOrdinals: stages.map { $0.orbit.flatMap { StageModel.orbits.ordinal(of: $0.text) } })
  }

  /// What is wrong with it: stages that stand twice, ORBITS stages that there are none of.
  package var diagnostics: [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: Set<String> = []
    for stage in stages {
      if !seen.insert(SourceWords.fold(stage.name.text)).inserted {
        found.append(BindingMessages.repeatedStage(stage.name))
      }
      if let orbit = stage.orbit, StageModel.orbits.ordinal(of: orbit.text) == nil {
        found.append(BindingMessages.unknownStage(orbit, among: StageModel.orbits.names))
      }
    }
    return found
  }

  /// The stages that mean lost: `lost when stage is Lost`, `stage in (Lost, Churned)`, and such
  /// parts of several conditions joined by `or`.
  func lostStages(_ parameters: [String: BindingEnvironment.ParameterValue]) -> [String] {
    lostParts.compactMap { StageModelDeclaration.outcomes($0, parameters) }.flatMap { $0 }
  }

  /// What else of an account says that it is lost, each of these alone; empty where its stage does.
  func lostConditions(
    _ parameters: [String: BindingEnvironment.ParameterValue]
  ) -> [Expression] {
    lostParts.filter { StageModelDeclaration.outcomes($0, parameters) == nil }
  }

  private var lostParts: [Expression] {
    guard let lostWhen else { return [] }
    if case .or(let parts) = lostWhen.kind { return parts }
    return [lostWhen]
  }

  private static func outcomes(
    _ expression: Expression, _ parameters: [String: BindingEnvironment.ParameterValue]
  ) -> [String]? {
    func isStage(_ expression: Expression) -> Bool {
      if case .name(let names) = expression.kind { return names.last?.text.lowercased() == "stage" }
      return false
    }
    func text(_ word: ValueWord) -> String? {
      switch word {
      case .word(let name): return name.text
      case .expression(let expression):
        switch expression.kind {
        case .literal(.text(let text)): return text
        case .parameter(let name): return parameters[name.text]?.plainText
        default: return nil
        }
      }
    }
    switch expression.kind {
    case .isValue(let left, negated: false, let word) where isStage(left):
      return text(word).map { [$0] }
    case .membership(let left, negated: false, let words) where isStage(left):
      let texts = words.compactMap(text)
      return texts.count == words.count ? texts : nil
    default: return nil
    }
  }
}
