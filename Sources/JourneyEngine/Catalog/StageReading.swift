/// What the texts of a stage column mean: a stage of the model, the end of the journey, or nothing
/// known.
struct StageReading {
  let model: StageModel
  /// Folded names of outcomes that end a journey.
  private let lost: Set<String>
  private let ordinals: [String: UInt32]

  static let unknown = UInt32.max

  init(model: StageModel, lostStages: [String]) {
    self.model = model
    var ordinals: [String: UInt32] = [:]
    for (ordinal, name) in model.names.enumerated() {
      ordinals[SourceWords.fold(name), default: UInt32(ordinal)] = UInt32(ordinal)
    }
    // What a stage stands for is another name of it, unless a stage is called so.
    for (ordinal, orbit) in model.orbitOrdinals.enumerated() {
      guard let orbit else { continue }
      let name = SourceWords.fold(StageModel.orbits.names[orbit])
      if ordinals[name] == nil { ordinals[name] = UInt32(ordinal) }
    }
    self.ordinals = ordinals
    lost = SourceWords.lostStages.union(lostStages.map(SourceWords.fold)).subtracting(ordinals.keys)
      .union(lostStages.map(SourceWords.fold))
  }

  /// The code that stands for a loss: the number of stages.
  var lostCode: UInt32 { UInt32(model.names.count) }

  /// The stage's ordinal, `lostCode`, or `unknown`.
  func code(of text: String) -> UInt32 {
    let folded = SourceWords.fold(text)
    if lost.contains(folded) { return lostCode }
    return ordinals[folded] ?? StageReading.unknown
  }

  func codes(of texts: TextHeap) -> [UInt32] { (0..<texts.count).map { code(of: texts[$0]) } }

  /// The model's stages in order, then `lost`: the dictionary of every stage column that is made
  /// here.
  func dictionary() -> StringDictionary { StringDictionary(model.names + ["lost"]) }

  /// The clause that declares the model as it is.
  static func declaration(_ names: [String], lost: [String]) -> String {
    let chain = names.map(ColumnMapper.quoted).joined(separator: " -> ")
    if lost.isEmpty { return "stages \(chain)" }
    let outcomes = lost.map { ColumnMapper.quoted($0) }
    let test =
      outcomes.count == 1 ? "is \(outcomes[0])" : "in (\(outcomes.joined(separator: ", ")))"
    return "stages \(chain), lost when stage \(test)"
  }
}

/// The stages that a tool comes with, in its order.
struct StageOrder: Sendable {
  /// "Salesforce"
  var source: String
  var stages: [String]

  /// Where the stages stand; nil when one of them is another.
  func places(of texts: [String]) -> [Int]? {
    let places = texts.compactMap { text in
      stages.firstIndex { SourceWords.fold($0) == SourceWords.fold(text) }
    }
    return places.count == texts.count ? places : nil
  }

  /// As the data writes it, `Closed Won`, unless that is an internal name: `closedwon`.
  func name(_ place: Int, _ text: String) -> String {
    text.lowercased() == stages[place].lowercased() ? text : stages[place]
  }
}

/// Finds the stages of data whose workspace declares none.
struct StageModelFinder {
  /// Stage texts of the data with the number of rows, in order of first appearance.
  private var texts: [String] = []
  private var place: [String: Int] = [:]
  /// `precedes[a][b]`: accounts that entered a before b.
  private var precedes: [[Int: Int]] = []

  /// Adds the texts of a stage column.
  mutating func add(_ key: KeyColumn) {
    for (code, count) in key.rowCounts().perCode.enumerated() where count > 0 {
      _ = register(key.texts[code])
    }
  }

  /// Adds a history: which stage was entered before which, account by account.
  mutating func add(history key: KeyColumn, order: AccountOrder) {
    // A dictionary may bring texts that no row uses.
    let isUsed = key.rowCounts().perCode.map { $0 > 0 }
    let places = (0..<key.texts.count).map { isUsed[$0] ? register(key.texts[$0]) : -1 }
    for account in 0..<max(0, order.offsets.count - 1) {
      var seen: [Int] = []
      for row in order.rows[order.offsets[account]..<order.offsets[account + 1]] {
        let code = key.codes[Int(row)]
        guard code != KeyColumn.blank, !seen.contains(places[Int(code)]) else { continue }
        for earlier in seen { precedes[earlier][places[Int(code)], default: 0] += 1 }
        seen.append(places[Int(code)])
      }
    }
  }

  private mutating func register(_ text: String) -> Int {
    let folded = SourceWords.fold(text)
    if let known = place[folded] { return known }
    place[folded] = texts.count
    texts.append(text)
    precedes.append([:])
    return texts.count - 1
  }

  /// The model of the data: ORBITS when at least half of its stages are, else its own stages,
  /// ordered by which is entered before which, without a history by where such stages usually
  /// stand.
  /// `known`: the order in which the tool that the data comes from has them.
  func model(
    lostStages: [String], known order: StageOrder? = nil, notes: inout [LoadReport.Note]
  ) -> StageModel {
    let folded = Set(lostStages.map(SourceWords.fold))
    let isLost = { (text: String) in
      SourceWords.isLost(text) || folded.contains(SourceWords.fold(text))
    }
    let stages = texts.indices.filter { !isLost(texts[$0]) && !SourceWords.fold(texts[$0]).isEmpty }
    let known = stages.count { StageModel.orbits.ordinal(of: texts[$0]) != nil }
    if stages.isEmpty || known * 2 >= stages.count { return .orbits }
    let given = order.flatMap { $0.places(of: stages.map { texts[$0] }) }
    let names =
      order.flatMap { order in
        given.map { zip($0, stages).sorted { $0.0 < $1.0 }.map { order.name($0, texts[$1]) } }
      }
      ?? ordered(stages).map { texts[$0] }
    let hasHistory = precedes.contains { !$0.isEmpty }
    let declaration = StageReading.declaration(names, lost: texts.filter(isLost))
    notes.append(
      LoadReport.Note(
        .note, "",
        "stages are taken from the data, "
          + (given != nil
            ? "in the order that \(order?.source ?? "") gives them"
            : hasHistory ? "in the order in which accounts enter them" : "in their usual order"),
        hint: "`\(declaration)`"))
    return StageModel(names: names, isDeclared: true)
  }

  /// Whoever is entered before more of the others stands further in front.
  private func ordered(_ stages: [Int]) -> [Int] {
    func wins(_ stage: Int) -> Int {
      stages.reduce(0) { sum, other in
        let before = precedes[stage][other] ?? 0
        let after = precedes[other][stage] ?? 0
        return sum + (before > after ? 1 : before < after ? -1 : 0)
      }
    }
    func usual(_ stage: Int) -> Int {
      let folded = SourceWords.fold(texts[stage])
      return SourceWords.usualOrder.first { $0.words.contains(folded) }?.rank ?? 6
    }
    let keys = stages.map { (stage: $0, wins: -wins($0), usual: usual($0)) }
    return keys.sorted { ($0.wins, $0.usual, $0.stage) < ($1.wins, $1.usual, $1.stage) }.map(
      \.stage)
  }
}
