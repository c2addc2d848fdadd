internal import QueryLanguage

/// The fields of accounts that are there by definition: the scores that every workspace has, and
/// the scores and fields of its own.
struct DefinedFields: Sendable {
  /// Standard scores first, then in the order in which they rest on each other.
  private(set) var fields: [Relation.Field] = []
  /// Scores by name, in the same order.
  private(set) var scores: [ScoreColumn] = []

  static let none = DefinedFields()

  private init() {}

  /// `inner`: the relations of the same snapshot with the definitions that one rests on.
  init(
    _ snapshot: Snapshot, _ scope: DefinitionScope, sheet: Once<ScoreSheet>,
    inner: (DefinedFields, DefinitionScope) -> SnapshotRelations
  ) {
    let count = snapshot.accounts.rowCount
    // Without anything that happened there is nothing that a standard score could be made of.
    if snapshot.events != nil || snapshot.visits != nil {
      for model in StandardScores.models
      where snapshot.accounts.index(of: model.name) == nil
        && scope.definitions.entry(named: model.name) == nil
      {
        add(ScoreColumn(model, sheet: sheet, inputs: nil), count)
      }
    }
    if let log = snapshot.events, FeatureUse.mayBe(in: log),
      snapshot.accounts.index(of: FeatureGap.field) == nil,
      scope.definitions.entry(named: FeatureGap.field) == nil
    {
      fields.append(DefinedFields.featureGap(sheet, count))
    }
    let standard = self
    var done: [String: DefinedFields] = [:]
    for entry in scope.definitions.inOrder {
      var own = scope
      own.definitions = scope.definitions.dependencies(of: entry)
      // What it rests on was made before.
      var rest = standard
      for other in own.definitions.inOrder { rest.append(done[other.key] ?? .none) }
      if !rest.has(entry.key) {
        rest.append(DefinedFields.replaced(entry.key, snapshot, sheet))
      }
      let relations = inner(rest, own)
      let made = DefinedFields(entry, relations, own, sheet: sheet)
      done[entry.key] = made
      append(made)
    }
  }

  /// Inside its own definition a name means what it meant before: the standard score, where no
  /// column is called so.
  private static func replaced(
    _ name: String, _ snapshot: Snapshot, _ sheet: Once<ScoreSheet>
  ) -> DefinedFields {
    var fields = DefinedFields()
    if snapshot.accounts.index(of: name) == nil,
      let model = StandardScores.models.first(where: { $0.name == name })
    {
      fields.add(
        ScoreColumn(model, sheet: sheet, inputs: nil), snapshot.accounts.rowCount)
    }
    return fields
  }

  /// What one definition makes; nothing where it does not fit the data, of which `check` tells.
  private init(
    _ entry: Definitions.Entry, _ relations: SnapshotRelations, _ scope: DefinitionScope,
    sheet: Once<ScoreSheet>
  ) {
    let snapshot = relations.snapshot
    switch entry.definition {
    case .score:
      guard let model = ScoreModel(entry, snapshot.stageModel) else { return }
      add(
        ScoreColumn(model, sheet: sheet, inputs: DefinitionInputs(relations, scope)),
        snapshot.accounts.rowCount)
    case .field(let expression):
      let environment = BindingEnvironment(relations, scope)
      var binder = ExpressionBinder(environment, relation: relations.accounts)
      let bound = binder.bind(expression)
      guard binder.diagnostics.isEmpty else { return }
      let values = AccountValues(environment)
      let column = Once { cancellation throws(QueryFailure) in
        try values.column(bound, cancellation)
      }
      let count = snapshot.accounts.rowCount
      fields.append(
        Relation.Field(entry.name.text, type: bound.type) { cancellation throws(QueryFailure) in
          _ = try column.value(cancellation)
        } derived: {
          column.known ?? (try? column.value(Cancellation()))
            ?? Column.unknown(bound.type, count: count)
        })
    }
  }

  private static func featureGap(_ sheet: Once<ScoreSheet>, _ count: Int) -> Relation.Field {
    Relation.Field(FeatureGap.field, type: .number) { cancellation throws(QueryFailure) in
      _ = try sheet.value(cancellation)
    } derived: {
      guard let gap = sheet.known?.gap else { return Column.unknown(.number, count: count) }
      var builder = ColumnBuilder(.number)
      for level in gap.levels { builder.append(level.map(Value.number) ?? .unknown) }
      return builder.build()
    }
  }

  private mutating func add(_ score: ScoreColumn, _ count: Int) {
    scores.append(score)
    fields.append(score.field(accountCount: count))
  }

  private mutating func append(_ other: DefinedFields) {
    fields += other.fields
    scores += other.scores
  }

  /// Whether a field is there by definition.
  func has(_ name: String) -> Bool {
    fields.contains { $0.name.lowercased() == name.lowercased() }
  }

  var models: [ScoreModel] { scores.map(\.model) }

  func score(named name: String) -> ScoreColumn? {
    let key = name.lowercased()
    return scores.first { $0.model.name.lowercased() == key }
  }
}

extension Definitions {
  /// Each after those that it rests on.
  var inOrder: [Entry] {
    var order: [Entry] = []
    var seen: Set<String> = []
    func visit(_ entry: Entry) {
      guard seen.insert(entry.key).inserted else { return }
      for name in entry.definition.fieldNames.sorted() {
        if let next = self.entry(named: name) { visit(next) }
      }
      order.append(entry)
    }
    for entry in entries { visit(entry) }
    return order
  }
}
