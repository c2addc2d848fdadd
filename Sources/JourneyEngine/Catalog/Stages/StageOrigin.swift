/// Where the journeys come from, in the order of preference (SEMANTICS, Stages and sojourns). The
/// accounts' current stage is what is left.
enum StageOrigin {
  case history
  /// Events whose kinds are the stages' names enter them.
  case kinds
  /// The first event in a new stage enters it.
  case events
  /// `stage Invest when contract_signed`
  case rules
  case others

  /// Kinds name stages when they name half of the model, and two at least. That is found out;
  /// rules are said, and hold.
  init(
    hasHistory: Bool, events: EventsAssembly?, accounts: AccountsDraft, settings: AssemblySettings
  ) {
    if hasHistory {
      self = .history
    } else if settings.stageRules.isEmpty, let kinds = events?.kinds,
      StageOrigin.areNamed(kinds, settings.stages ?? .orbits, settings)
    {
      self = .kinds
    } else if let stages = events?.stages, StageOrigin.areRead(stages, accounts, settings) {
      self = .events
    } else if !settings.stageRules.isEmpty, events != nil {
      self = .rules
    } else {
      self = .others
    }
  }

  private static func areNamed(
    _ kinds: KeyColumn, _ model: StageModel, _ settings: AssemblySettings
  ) -> Bool {
    let reading = StageReading(model: model, lostStages: settings.lostStages)
    var named: Set<UInt32> = []
    for (code, row) in kinds.firstRows().enumerated() where row >= 0 {
      let stage = reading.code(ofKind: kinds.texts[code])
      if stage < reading.lostCode { named.insert(stage) }
    }
    return named.count >= 2 && named.count * 2 >= model.names.count
  }

  /// A stage column of events is another thing than the journey's stages when the accounts have
  /// stages and it has others.
  private static func areRead(
    _ stages: KeyColumn, _ accounts: AccountsDraft, _ settings: AssemblySettings
  ) -> Bool {
    guard let own = accounts.table.column("stage") else { return true }
    var model = settings.stages
    if model == nil {
      var found = StageModelFinder()
      found.add(KeyColumn(own))
      var ignored: [LoadReport.Note] = []
      model = found.model(lostStages: settings.lostStages, notes: &ignored)
    }
    guard let model else { return false }
    let reading = StageReading(model: model, lostStages: settings.lostStages)
    let codes = reading.codes(of: stages.texts)
    let counts = stages.rowCounts().perCode
    let known = counts.indices.reduce(0) {
      $0 + (codes[$1] == StageReading.unknown ? 0 : counts[$1])
    }
    return known * 2 >= counts.reduce(0, +) && known > 0
  }
}

extension StageReading {
  /// The stage that an event of this kind enters: `Invest`, `entered_invest`; else `unknown`.
  func code(ofKind kind: String) -> UInt32 {
    let plain = code(of: kind)
    if plain != StageReading.unknown { return plain }
    return StageColumns.stage(in: kind).map { code(of: $0) } ?? StageReading.unknown
  }
}
