package import QueryLanguage

extension StageModelDeclaration {
  /// The model that is declared.
  package var model: StageModel { StageModel(names: stages.map(\.name.text), isDeclared: true) }

  /// The outcomes of `lost when stage is Lost`, `stage in (Lost, Churned)` and of several of them
  /// joined by `or`; nil when the condition is of another form.
  package var lostStages: [String]? {
    guard let lostWhen else { return [] }
    return StageModelDeclaration.outcomes(lostWhen)
  }

  private static func outcomes(_ expression: Expression) -> [String]? {
    func isStage(_ expression: Expression) -> Bool {
      if case .name(let names) = expression.kind { return names.last?.text.lowercased() == "stage" }
      return false
    }
    func text(_ word: ValueWord) -> String? {
      switch word {
      case .word(let name): return name.text
      case .expression(let expression):
        if case .literal(.text(let text)) = expression.kind { return text }
        return nil
      }
    }
    switch expression.kind {
    case .isValue(let left, negated: false, let word) where isStage(left):
      return text(word).map { [$0] }
    case .membership(let left, negated: false, let words) where isStage(left):
      let texts = words.compactMap(text)
      return texts.count == words.count ? texts : nil
    case .or(let parts):
      let outcomes = parts.compactMap(outcomes)
      return outcomes.count == parts.count ? outcomes.flatMap { $0 } : nil
    default: return nil
    }
  }
}
