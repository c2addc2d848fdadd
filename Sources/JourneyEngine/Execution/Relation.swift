internal import Synchronization

/// Rows that can be asked about: a table of the snapshot, the groups of a `by`, or a result after a
/// pipe.
final class Relation: Sendable {
  enum Kind: Hashable, Sendable { case accounts, events, visits, result }

  struct Field: Sendable {
    let name: String
    let type: ValueType
    let style: ResultTable.Style
    fileprivate let source: Source

    fileprivate enum Source: Sendable {
      case stored(Column)
      /// Computed from the snapshot when first asked for.
      case derived(@Sendable () -> Column)
    }

    init(_ name: String, _ column: Column, style: ResultTable.Style = .plain) {
      self.name = name
      type = column.type
      self.style = style
      source = .stored(column)
    }

    init(_ name: String, type: ValueType, derived: @escaping @Sendable () -> Column) {
      self.name = name
      self.type = type
      style = .plain
      source = .derived(derived)
    }
  }

  let kind: Kind
  let fields: [Field]
  let rowCount: Int
  /// For events and visits: the account row of each row (`EventLog.noAccount` where there is none).
  let accountRows: [UInt32]
  let accounts: Relation?
  private let makeBase: @Sendable () -> [UInt32]?
  private let madeBase = Mutex<RowSelection?>(nil)
  private let names: [String: Int]
  private let foldedNames: [String: Int]
  private let derivedColumns = Mutex<[Int: Column]>([:])
  private let tieRanks = Mutex<[UInt32]?>(nil)

  init(
    _ kind: Kind, fields: [Field], rowCount: Int, aliases: [String: Int] = [:],
    accountRows: [UInt32] = [], accounts: Relation? = nil,
    base: @escaping @Sendable () -> [UInt32]? = { nil }
  ) {
    self.kind = kind
    self.fields = fields
    self.rowCount = rowCount
    makeBase = base
    self.accountRows = accountRows
    self.accounts = accounts
    let named =
      fields.indices.map { (fields[$0].name, $0) } + aliases.sorted { $0.value < $1.value }
    names = Dictionary(named, uniquingKeysWith: { first, _ in first })
    foldedNames = Dictionary(
      named.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
  }

  /// The rows that are meant by its name: all, or in the past those that were there already. Found
  /// when first asked for: a question about accounts does not look through the events.
  var base: RowSelection {
    madeBase.withLock { made in
      if let made { return made }
      let base = makeBase().map { RowSelection.rows($0) } ?? .all(count: rowCount)
      made = base
      return base
    }
  }

  func index(of name: String) -> Int? { names[name] ?? foldedNames[name.lowercased()] }

  func column(_ index: Int) -> Column {
    switch fields[index].source {
    case .stored(let column): return column
    case .derived(let compute):
      return derivedColumns.withLock { columns in
        if let column = columns[index] { return column }
        let column = compute()
        columns[index] = column
        return column
      }
    }
  }

  /// The number that breaks ties between rows: accounts by id, events and visits by their account's
  /// id and then their own order, results by their order. nil when that is simply the row's own
  /// number.
  func tieBreakRanks() -> [UInt32]? {
    switch kind {
    case .result: return nil
    case .accounts:
      guard let id = index(of: "id") else { return nil }
      return tieRanks.withLock { cache in
        if let cache { return cache }
        let ranks = Relation.ranks(of: column(id), count: rowCount)
        cache = ranks
        return ranks
      }
    case .events, .visits:
      guard let ranks = accounts?.tieBreakRanks() else { return nil }
      return tieRanks.withLock { cache in
        if let cache { return cache }
        // Rows lie in account order, so ranking the accounts ranks the rows.
        let order = (0..<UInt32(rowCount)).sorted { left, right in
          let a = accountRows[Int(left)]
          let b = accountRows[Int(right)]
          if a == b { return left < right }
          guard a != EventLog.noAccount else { return false }
          guard b != EventLog.noAccount else { return true }
          return ranks[Int(a)] < ranks[Int(b)]
        }
        var result = [UInt32](repeating: 0, count: rowCount)
        for (rank, row) in order.enumerated() { result[Int(row)] = UInt32(rank) }
        cache = result
        return result
      }
    }
  }

  /// Ranks of texts in byte order; the identity (most exports are sorted by id) costs one pass.
  private static func ranks(of column: Column, count: Int) -> [UInt32] {
    let texts = (0..<count).map { row in
      if case .text(let text) = column[row] { return text }
      return ""
    }
    let identity = (0..<UInt32(count)).map { $0 }
    if zip(texts, texts.dropFirst()).allSatisfy({ $0 <= $1 }) { return identity }
    let order = identity.sorted { left, right in
      let a = texts[Int(left)]
      let b = texts[Int(right)]
      return a == b ? left < right : a < b
    }
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, row) in order.enumerated() { ranks[Int(row)] = UInt32(rank) }
    return ranks
  }
}
