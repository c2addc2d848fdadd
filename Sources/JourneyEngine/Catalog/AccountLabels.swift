/// What accounts are called in column `account` of events and visits: the name, else the id; for
/// events of no account the key their source gave. One dictionary for both tables.
struct AccountLabels {
  let dictionary: StringDictionary
  /// The code of each account; nil when account row r has code r, so that a column of account rows
  /// is at once the column of labels.
  private let codeOfAccount: [UInt32]?
  private let codeOfOrphan: [UInt32]

  /// `orphans`: keys of events that no account has.
  init(_ draft: AccountsDraft, orphans: TextHeap) {
    let labels = draft.labels()
    var interner = TextInterner(expecting: draft.count + orphans.count)
    var codes: [UInt32] = []
    codes.reserveCapacity(draft.count)
    for code in labels.codes {
      codes.append(
        code == KeyColumn.blank
          ? interner.intern("") : labels.texts.withText(Int(code)) { interner.intern($0) })
    }
    let isIdentity = interner.count == draft.count
    codeOfAccount = isIdentity ? nil : codes
    codeOfOrphan = (0..<orphans.count).map { orphans.withText($0) { interner.intern($0) } }
    dictionary = StringDictionary(interner.heap)
  }

  /// The label column of rows of accounts.
  func column(_ accountRows: [UInt32]) -> Column {
    let codes = codeOfAccount.map { map in accountRows.map { map[Int($0)] } } ?? accountRows
    return Column(.text, .codes(codes, dictionary), nulls: NullMask(count: accountRows.count))
  }

  /// The label column of an event log, whose last rows are of no account: `orphans` holds for each
  /// of them the place of its key among the orphans' keys, `KeyColumn.blank` where there was none.
  func column(_ accountRows: [UInt32], orphans: [UInt32]) -> Column {
    guard !orphans.isEmpty else { return column(accountRows) }
    let known = accountRows.count - orphans.count
    var codes = [UInt32]()
    codes.reserveCapacity(accountRows.count)
    for row in accountRows[..<known] { codes.append(codeOfAccount.map { $0[Int(row)] } ?? row) }
    for orphan in orphans {
      codes.append(orphan == KeyColumn.blank ? orphan : codeOfOrphan[Int(orphan)])
    }
    return Column(codes: codes, dictionary)
  }
}
