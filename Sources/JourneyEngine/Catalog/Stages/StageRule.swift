package import QueryLanguage

/// `stage Invest when contract_signed`: what an account does when it enters a stage, or with `lost`
/// when it is lost.
package struct StageRule: Hashable, Sendable {
  package var stage: Name
  package var pattern: Pattern

  package init(_ stage: Name, when pattern: Pattern) {
    self.stage = stage
    self.pattern = pattern
  }

  /// As it is written.
  package var words: String {
    "stage \(ColumnMapper.quoted(stage.text)) when \(QueryFormatter.format(pattern))"
  }

  /// A stage that the declared model does not have; another model may still come.
  package func diagnostics(in settings: AssemblySettings) -> [Diagnostic] {
    guard let model = settings.stages else { return [] }
    let reading = StageReading(model: model, lostStages: settings.lostStages)
    guard reading.code(of: stage.text) == StageReading.unknown else { return [] }
    return [BindingMessages.unknownStage(stage, among: model.names + ["lost"])]
  }

  /// The stages of rules are ORBITS' when at least half of them are, as those of data are; else
  /// they are a model of their own, in the order of the rules. Nil for rules that name no stage at
  /// all.
  static func model(of rules: [StageRule], lostStages: [String]) -> StageModel? {
    let lost = SourceWords.lostStages.union(lostStages.map(SourceWords.fold))
    var names: [String] = []
    for rule in rules where !lost.contains(SourceWords.fold(rule.stage.text)) {
      let folded = SourceWords.fold(rule.stage.text)
      if !names.contains(where: { SourceWords.fold($0) == folded }) {
        names.append(rule.stage.text)
      }
    }
    guard !names.isEmpty else { return nil }
    let known = names.count { StageModel.orbits.ordinal(of: $0) != nil }
    return known * 2 >= names.count ? .orbits : StageModel(names: names, isDeclared: true)
  }
}
