/// The names a sentence may use, for completion and help: what there is, of which kind, how often.
package struct NameCatalog: Sendable {
  package enum Population: Sendable { case accounts, events, visits, result }

  package struct Item: Hashable, Sendable {
    package var text: String
    /// "number", "stage", ...
    package var kind: String
    /// How many rows have it; nil where counting means nothing.
    package var count: Int?
  }

  private let environment: BindingEnvironment

  package init(_ environment: BindingEnvironment) { self.environment = environment }

  /// The fields of a population, its own first; from events and visits also the account's.
  package func fields(of population: Population) -> [Item] {
    guard let relation = relation(population) else { return [] }
    let own = relation.fields.map { Item(text: $0.name, kind: $0.type.displayName, count: nil) }
    guard let accounts = relation.accounts else {
      return own + standingWords(relation) + timeToValue(relation)
    }
    return own
      + accounts.fields.map {
        Item(text: "account.\($0.name)", kind: $0.type.displayName, count: nil)
      }
  }

  /// `churned` and `active` stand wherever a yes/no field may, if it is known who is lost.
  private func standingWords(_ relation: Relation) -> [Item] {
    ExpressionBinder(environment, relation: relation).standingWords
      .filter { relation.index(of: $0) == nil }
      .map { Item(text: $0, kind: ValueType.boolean.displayName, count: nil) }
  }

  private func timeToValue(_ relation: Relation) -> [Item] {
    let name = FirstValueBinder.field
    guard relation.kind == .accounts, relation.index(of: name) == nil,
      FirstValueBinder(environment).isAvailable
    else { return [] }
    return [Item(text: name, kind: ValueType.duration.displayName, count: nil)]
  }

  /// The values of a field, commonest first.
  package func values(of path: [String], in population: Population, limit: Int = 500) -> [Item] {
    guard let relation = relation(population), let last = path.last else { return [] }
    let owners = path.count > 1 ? [relation.accounts] : [relation, relation.accounts]
    for owner in owners.compactMap(\.self) {
      guard let index = owner.index(of: last) else { continue }
      let stored = Array(values(of: owner.column(index), kind: last).prefix(limit))
      return owner.kind == .events && last.lowercased() == "kind" ? namedEvents + stored : stored
    }
    return []
  }

  package var stages: [Item] {
    let accounts = environment.relations.accounts
    let counts =
      accounts.index(of: "stage").map { values(of: accounts.column($0), kind: "stage") } ?? []
    return environment.snapshot.stageModel.names.map { name in
      Item(text: name, kind: "stage", count: counts.first { $0.text == name }?.count ?? 0)
    }
  }

  /// Kinds of event, and the events that the workspace names.
  package var kinds: [Item] {
    environment.relations.events == nil ? namedEvents : values(of: ["kind"], in: .events)
  }

  private var namedEvents: [Item] {
    environment.namedEvents.keys.sorted().map {
      Item(text: $0, kind: "named event", count: nil)
    }
  }

  /// Accounts by name, else by id.
  package var accounts: [Item] {
    let relation = environment.relations.accounts
    guard let index = relation.index(of: "name") ?? relation.index(of: "id") else { return [] }
    let column = relation.column(index)
    return (0..<min(column.count, 5000)).compactMap { row in
      if case .text(let text) = column[row] {
        Item(text: text, kind: "account", count: nil)
      } else {
        nil
      }
    }
  }

  /// What may be asked of a group of accounts.
  package static var measures: [Item] {
    GroupMeasure.all.map { Item(text: $0.name, kind: "measure", count: nil) }
  }

  package var parameters: [Item] {
    environment.parameters.keys.sorted().map { Item(text: "$" + $0, kind: "parameter", count: nil) }
  }

  private func relation(_ population: Population) -> Relation? {
    switch population {
    case .accounts: environment.relations.accounts
    case .events: environment.relations.events
    case .visits: environment.relations.visits
    case .result: environment.lastAnswer ?? environment.relations.accounts
    }
  }

  private func values(of column: Column, kind: String) -> [Item] {
    guard case .codes(_, let dictionary) = column.storage else { return [] }
    let counts = column.indexes.statistics(column).codeCounts
    return counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
      .map { Item(text: dictionary[UInt32($0)], kind: kind, count: counts[$0]) }
  }
}
