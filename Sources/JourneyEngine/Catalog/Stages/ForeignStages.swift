/// Stages of the data that the model does not have: which they are, and how they come to be read.
struct ForeignStages {
  private let model: StageModel
  /// The commonest first.
  private let stages: [(text: String, rows: Int)]
  private let most: [LoadReport.Mismatch]

  private static let mostListed = 12

  /// `stages`: their names, one at least, and in how many rows each stands.
  init(_ stages: [(text: String, rows: Int)], _ model: StageModel) {
    self.model = model
    self.stages = stages.sorted { ($1.rows, $0.text) < ($0.rows, $1.text) }
    var names = TextHeap()
    for name in model.names { names.append(name) }
    most = LoadReport.Mismatch.most(stages, candidates: names)
  }

  /// All of them with their rows; of a misspelt stage, and of very many, the commonest.
  var words: String {
    guard let example = most.first else { return "" }
    if let near = example.near { return "; most often `\(example.key)`, near: `\(near)`" }
    guard (2...ForeignStages.mostListed).contains(stages.count) else {
      return "; most often `\(example.key)`"
    }
    return ": " + stages.map { "\(PlainText.count($0.rows)) `\($0.text)`" }.joined(separator: ", ")
  }

  /// A stage that is said to stand for one of ORBITS takes its rows; others join the model.
  var hint: String {
    let known = stages.compactMap { stage in
      StageModel.orbits.names.firstIndex {
        SourceWords.fold($0) == SourceWords.fold(stage.text)
      }
    }
    if known.count == stages.count, let first = known.min(),
      let free = model.orbitOrdinals.firstIndex(of: nil)
    {
      let name = ColumnMapper.quoted(model.names[free])
      return "say which of them a stage stands for: "
        + "`stages \(free > 0 ? "... -> " : "")\(name) = \(StageModel.orbits.names[first]) -> ...`"
    }
    let own = zip(model.names, model.orbitOrdinals).map { name, orbit in
      let meant = orbit.map { StageModel.orbits.names[$0] } ?? name
      let isSaid = meant.lowercased() != name.lowercased()
      return ColumnMapper.quoted(name) + (isSaid ? " = \(meant)" : "")
    }
    let others = stages.prefix(ForeignStages.mostListed).map { ColumnMapper.quoted($0.text) }
    return "`stages \((own + others).joined(separator: " -> "))`, in the right order"
  }
}
