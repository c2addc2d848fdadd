/// What accounts are called in column `account` of events and visits: the name, else the id, each
/// account differently; for events of no account the key their source gave. One dictionary for both
/// tables.
struct AccountLabels {
  let dictionary: StringDictionary
  /// The code of each account; nil when account row r has code r, so that a column of account rows
  /// is at once the column of labels.
  private let codeOfAccount: [UInt32]?
  private let codeOfOrphan: [UInt32]

  /// `orphans`: keys of events that no account has.
  init(_ draft: AccountsDraft, orphans: TextHeap, isStopped: () -> Bool = { false }) {
    let labels = draft.labels(besides: orphans, isStopped)
    var interner = TextInterner(expecting: draft.count + orphans.count)
    var codes: [UInt32] = []
    codes.reserveCapacity(draft.count)
    for row in 0..<labels.count { codes.append(labels.withText(row) { interner.intern($0) }) }
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

extension AccountsDraft {
  /// One label a row, no two alike, so that counting by label counts accounts: the name, else the
  /// id. A name that several accounts have, or that is the id of another account or one of `others`
  /// (keys of no account), stands with the id: `Smith (a2)`.
  fileprivate func labels(besides others: TextHeap, _ isStopped: () -> Bool) -> TextHeap {
    guard let ids = table.column("id").map({ KeyColumn($0, isStopped: isStopped) }) else {
      return TextHeap()
    }
    guard let names = table.column("name").map({ KeyColumn($0, isStopped: isStopped) }) else {
      return AccountsDraft.texts(ids)
    }
    let shared = sharedNames(names, besides: others)
    guard shared.contains(true) || names.codes.contains(KeyColumn.blank) else {
      return AccountsDraft.texts(names)
    }
    // What a label with an id must not be by chance: another name, another id.
    var taken = TextInterner(expecting: names.texts.count + others.count)
    for heap in [names.texts, others] {
      for place in 0..<heap.count { _ = heap.withText(place) { taken.intern($0) } }
    }
    var labels = TextHeap()
    for row in 0..<count {
      let code = names.codes[row]
      if code != KeyColumn.blank && !shared[Int(code)] {
        names.texts.withText(Int(code)) { labels.append($0) }
        continue
      }
      let id = ids.codes[row] == KeyColumn.blank ? "" : ids.texts[Int(ids.codes[row])]
      guard code != KeyColumn.blank else {
        labels.append(id)
        continue
      }
      var label = "\(names.texts[Int(code)]) (\(id))"
      while taken.code(of: label) != nil || index.row(of: label) != nil { label += " (\(id))" }
      _ = taken.intern(label)
      labels.append(label)
    }
    return labels
  }

  /// For each name whether it takes the id to tell which account is meant.
  private func sharedNames(_ names: KeyColumn, besides others: TextHeap) -> [Bool] {
    let others = TextInterner(others)
    let rowOfID = index.rows(ofTexts: names.texts)
    var rowOfName = [UInt32](repeating: KeyIndex.noRow, count: names.texts.count)
    var shared = [Bool](repeating: false, count: names.texts.count)
    for (row, code) in names.codes.enumerated() where code != KeyColumn.blank {
      let name = Int(code)
      if rowOfName[name] != KeyIndex.noRow { shared[name] = true }
      rowOfName[name] = UInt32(row)
      if rowOfID[name] != KeyIndex.noRow && rowOfID[name] != UInt32(row) { shared[name] = true }
    }
    guard others.count > 0 else { return shared }
    for name in shared.indices where !shared[name] {
      shared[name] = names.texts.withText(name) { others.code(of: $0) } != nil
    }
    return shared
  }

  /// The text of each row, empty where it is blank.
  private static func texts(_ key: KeyColumn) -> TextHeap {
    var texts = TextHeap()
    for code in key.codes {
      if code == KeyColumn.blank {
        texts.append("")
      } else {
        key.texts.withText(Int(code)) { texts.append($0) }
      }
    }
    return texts
  }
}

extension TextInterner {
  /// The distinct texts of a heap.
  fileprivate init(_ heap: TextHeap) {
    self.init(expecting: heap.count)
    for place in 0..<heap.count { _ = heap.withText(place) { intern($0) } }
  }
}
