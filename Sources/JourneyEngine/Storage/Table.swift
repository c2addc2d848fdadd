/// Named columns of one length. Names are found without regard to case; an exact match wins.
package final class Table: Sendable {
  package struct Field: Sendable {
    package let name: String
    package let type: ValueType
    private let source: Source

    private enum Source: Sendable {
      case stored(Column)
      case lazy(Lazy<Column>)
    }

    package init(_ name: String, _ column: Column) {
      self.name = name
      type = column.type
      source = .stored(column)
    }

    /// A column that is made when it is first asked for: most questions look at few.
    init(_ name: String, _ type: ValueType, make: @escaping @Sendable () -> Column) {
      self.name = name
      self.type = type
      source = .lazy(Lazy(make))
    }

    package var column: Column {
      switch source {
      case .stored(let column): column
      case .lazy(let lazy): lazy.value
      }
    }

    /// Whether asking for the column is work the first time.
    var isLazy: Bool {
      if case .lazy = source { return true }
      return false
    }
  }

  package let fields: [Field]
  package let rowCount: Int
  package let aliases: [String: Int]
  private let exact: [String: Int]
  private let folded: [String: Int]

  /// `aliases` are further names, each of the field with the index given: a column that a `load`
  /// renamed stays reachable by the name its file gave it. A field's own name wins over an alias.
  package init(_ fields: [Field], rowCount: Int, aliases: [String: Int] = [:]) {
    self.fields = fields
    self.rowCount = rowCount
    self.aliases = aliases
    assert(
      fields.allSatisfy { $0.isLazy || $0.column.count == rowCount }, "columns differ in length")
    let names =
      fields.indices.map { (fields[$0].name, $0) } + aliases.sorted { $0.value < $1.value }
    exact = Dictionary(names, uniquingKeysWith: { first, _ in first })
    folded = Dictionary(
      names.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
  }

  package func index(of name: String) -> Int? { exact[name] ?? folded[name.lowercased()] }

  package func column(_ name: String) -> Column? { index(of: name).map { fields[$0].column } }
}
