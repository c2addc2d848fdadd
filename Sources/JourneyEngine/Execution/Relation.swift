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
    fileprivate let prepare: (@Sendable (Cancellation) throws(QueryFailure) -> Void)?
    /// The texts that the column can hold, where they are known before it is made: a sentence is
    /// bound without the work, which can be stopped only when it runs.
    private(set) var texts: StringDictionary?

    fileprivate enum Source: Sendable {
      case stored(Column)
      /// Computed from the snapshot when first asked for.
      case derived(@Sendable () -> Column)
    }

    init(_ name: String, _ column: Column, style: ResultTable.Style = .plain) {
      self.name = name
      type = column.type
      self.style = style
      prepare = nil
      source = .stored(column)
    }

    init(_ field: Table.Field, style: ResultTable.Style = .plain) {
      name = field.name
      type = field.type
      self.style = style
      prepare = nil
      source = field.isLazy ? .derived { field.column } : .stored(field.column)
    }

    /// `preparing`: the part of the work that takes long, which can be stopped when it is done
    /// before the column is asked for.
    init(
      _ name: String, type: ValueType, texts: StringDictionary? = nil,
      preparing: (@Sendable (Cancellation) throws(QueryFailure) -> Void)? = nil,
      derived: @escaping @Sendable () -> Column
    ) {
      self.name = name
      self.type = type
      style = .plain
      self.texts = texts
      prepare = preparing
      source = .derived(derived)
    }
  }

  let kind: Kind
  let fields: [Field]
  let rowCount: Int
  /// For events and visits: the account row of each row (`EventLog.noAccount` where there is none).
  let accountRows: [UInt32]
  /// For events and visits: those of account row r are `offsets[r]..<offsets[r + 1]`; those of no
  /// account stand last.
  private let offsets: [Int]
  /// Where the rows of an account end that are meant by the relation's name, in the past.
  private let endOfAccount: (@Sendable (Int) -> Int)?
  let accounts: Relation?
  private let makeBase: @Sendable () -> [UInt32]?
  private let madeBase = Mutex<RowSelection?>(nil)
  private let names: [String: Int]
  private let foldedNames: [String: Int]
  private let derivedColumns = Mutex<[Int: Column]>([:])
  private let tieRanks = Mutex<[UInt32]?>(nil)

  init(
    _ kind: Kind, fields: [Field], rowCount: Int, aliases: [String: Int] = [:],
    accountRows: [UInt32] = [], offsets: [Int] = [], accounts: Relation? = nil,
    endOfAccount: (@Sendable (Int) -> Int)? = nil,
    base: @escaping @Sendable () -> [UInt32]? = { nil }
  ) {
    self.kind = kind
    self.fields = fields
    self.rowCount = rowCount
    makeBase = base
    self.accountRows = accountRows
    self.offsets = offsets
    self.endOfAccount = endOfAccount
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

  /// Does what the columns of an expression wait for, so that it can be stopped.
  func prepare(
    _ expression: BoundExpression, _ cancellation: Cancellation
  ) throws(QueryFailure) {
    for field in expression.sources.compactMap(\.field) {
      guard let owner = field.throughAccount ? accounts : self,
        owner.fields.indices.contains(field.index)
      else { continue }
      try owner.fields[field.index].prepare?(cancellation)
    }
  }

  /// A column by its name, after what it waits for; nil where there is none.
  func column(
    named name: String, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column? {
    guard let index = index(of: name) else { return nil }
    try fields[index].prepare?(cancellation)
    return column(index)
  }

  /// Does what one column waits for, so that it can be stopped.
  func prepareField(_ index: Int, _ cancellation: Cancellation) throws(QueryFailure) {
    try fields[index].prepare?(cancellation)
  }

  /// The events or visits of an account that are meant by the relation's name, in order.
  func rows(ofAccount row: Int) -> Range<UInt32> {
    UInt32(offsets[row])..<UInt32(endOfAccount?(row) ?? offsets[row + 1])
  }

  /// Whether rows of events or visits belong to one account.
  func areOfOneAccount(_ rows: [UInt32]) -> Bool {
    guard accounts != nil, let first = rows.first else { return false }
    let account = accountRows[Int(first)]
    return rows.allSatisfy { accountRows[Int($0)] == account }
  }

  /// The number that breaks ties between rows: accounts by id, events and visits by their account's
  /// id and then their own order, results by their order. nil when that is simply the row's own
  /// number.
  func tieBreakRanks() -> [UInt32]? {
    switch kind {
    case .result: return nil
    case .accounts:
      return index(of: "id").flatMap { id in column(id).indexes.textRanks(column(id)) }
    case .events, .visits:
      guard let ranks = accounts?.tieBreakRanks() else { return nil }
      return tieRanks.withLock { cache in
        if let cache { return cache }
        let result = Relation.ranks(byAccount: ranks, offsets: offsets, count: rowCount)
        cache = result
        return result
      }
    }
  }

  /// Rows lie in account order, so ranking the accounts ranks the rows.
  private static func ranks(byAccount ranks: [UInt32], offsets: [Int], count: Int) -> [UInt32] {
    var inOrder = [UInt32](repeating: 0, count: ranks.count)
    for (account, rank) in ranks.enumerated() { inOrder[Int(rank)] = UInt32(account) }
    var result = (0..<UInt32(count)).map { $0 }
    var next: UInt32 = 0
    for account in inOrder.lazy.map(Int.init) {
      for row in offsets[account]..<offsets[account + 1] {
        result[row] = next
        next += 1
      }
    }
    return result
  }
}
