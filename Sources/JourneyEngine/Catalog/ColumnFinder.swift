/// Judges columns by header and content, once each: keys of large tables are costly to read.
final class ColumnFinder {
  private var keys: [ObjectIdentifier: KeyColumn] = [:]
  private var indexes: [ObjectIdentifier: KeyIndex] = [:]
  /// Keeps the columns alive by whose identity the above are found.
  private var kept: [Column] = []
  /// The ids of the accounts, when they are known already.
  var accounts: KeyIndex?
  /// Their names, when they are known already.
  var accountNames: Column?
  private lazy var names = accountNames.map { NameIndex(KeyColumn($0)) }

  /// Work that is stopped leaves keys blank; whoever began it asks `AssemblySettings` then.
  private let isStopped: @Sendable () -> Bool

  init(accounts: KeyIndex? = nil, isStopped: @escaping @Sendable () -> Bool = { false }) {
    self.accounts = accounts
    self.isStopped = isStopped
  }

  /// The columns whose header is one of the words, best word first.
  func matches(_ words: [String], in table: Table) -> [Int] {
    let headers = table.fields.map { SourceWords.fold($0.name) }
    var found: [Int] = []
    for word in words {
      for (index, header) in headers.enumerated() where header == word && !found.contains(index) {
        found.append(index)
      }
    }
    return found
  }

  func key(_ column: Column) -> KeyColumn {
    if let key = keys[ObjectIdentifier(column)] { return key }
    let key = KeyColumn(column, isStopped: isStopped)
    keys[ObjectIdentifier(column)] = key
    kept.append(column)
    return key
  }

  /// Forgets what is known of the columns, so that their memory can go.
  func release() {
    keys = [:]
    indexes = [:]
    kept = []
  }

  func isKey(_ column: Column) -> Bool { column.type == .text || column.type == .integer }

  func isTime(_ column: Column) -> Bool { column.type.isTime || EpochUnit(of: column) != nil }

  /// How many different keys there are a row that has one; 0 for a column without any.
  func distinctShare(_ column: Column) -> Double {
    if case .codes(let codes, let dictionary) = column.storage, dictionary.count * 2 < codes.count {
      return codes.isEmpty ? 0 : Double(dictionary.count) / Double(codes.count)
    }
    let (perCode, blank) = key(column).rowCounts()
    let rows = column.count - blank
    return rows == 0 ? 0 : Double(perCode.count { $0 > 0 }) / Double(rows)
  }

  func isUnique(_ column: Column) -> Bool {
    isKey(column) && column.nulls.unknownCount == 0 && distinctShare(column) == 1
  }

  /// A key of accounts may repeat in a few rows by mistake, and is never mostly blank.
  func isNearlyUnique(_ column: Column) -> Bool {
    isKey(column) && column.nulls.unknownCount * 20 <= column.count && distinctShare(column) >= 0.95
  }

  /// The share of a column's keys that the accounts have; nil while the accounts are not known.
  func overlap(_ column: Column) -> Double? { accounts.map { overlap(column, with: $0) } }

  /// The share of a column's texts that name an account.
  func nameOverlap(_ column: Column) -> Double? {
    guard column.type == .text else { return 0 }
    return names.map { $0.overlap(key(column)) }
  }

  func overlap(_ column: Column, with index: KeyIndex) -> Double {
    guard isKey(column) else { return 0 }
    let key = key(column)
    let rows = index.rows(ofTexts: key.texts)
    var used = 0
    var found = 0
    for (code, count) in key.rowCounts().perCode.enumerated() where count > 0 {
      used += 1
      if rows[code] != KeyIndex.noRow { found += 1 }
    }
    return used == 0 ? 0 : Double(found) / Double(used)
  }

  /// The rows of a table by one of its columns; of keys that repeat, the first row.
  func index(_ column: Column) -> KeyIndex {
    let key = key(column)
    if let index = indexes[ObjectIdentifier(column)] { return index }
    var interner = TextInterner(expecting: key.texts.count)
    var rows: [UInt32] = []
    for (code, row) in key.firstRows().enumerated() where row >= 0 {
      let new = key.texts.withText(code) { interner.intern($0) }
      if Int(new) == rows.count { rows.append(UInt32(row)) }
    }
    let index = KeyIndex(keys: interner, rows: rows)
    indexes[ObjectIdentifier(column)] = index
    return index
  }
}
