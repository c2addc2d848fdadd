/// A column read as keys: rows with the same text have the same code, whatever the column's type,
/// so that a whole number here finds the text there. Blank cells (unknown, empty, only spaces) have
/// no key.
struct KeyColumn {
  static let blank = StringDictionary.unknownCode

  /// A code a row, `blank` where there is no key.
  let codes: [UInt32]
  /// The text of each code; a dictionary column may bring texts that no row uses.
  let texts: TextHeap

  init(codes: [UInt32], texts: TextHeap) {
    self.codes = codes
    self.texts = texts
  }

  /// Rows behind the one at which `isStopped` was seen stay blank.
  init(_ column: Column, isStopped: () -> Bool = { false }) {
    switch column.storage {
    case .codes(let codes, let dictionary):
      texts = dictionary.values
      self.codes = KeyColumn.withoutBlanks(codes, texts)
    case .heap(let heap): (codes, texts) = KeyColumn.interned(heap, column.nulls, isStopped)
    case .integers(let values): (codes, texts) = KeyColumn.interned(values, column, isStopped)
    case .booleans, .doubles:
      var interner = TextInterner()
      codes = (0..<column.count).map { row in
        let value = column[row]
        return value.isUnknown ? KeyColumn.blank : interner.intern(PlainText.of(value))
      }
      texts = interner.heap
    }
  }

  /// Rows of each code, and how many rows are blank; rows set in `mask` do not count.
  func rowCounts(leavingOut mask: NullMask? = nil) -> (perCode: [Int], blank: Int) {
    var counts = [Int](repeating: 0, count: texts.count)
    var blank = 0
    let mask = mask.flatMap { $0.hasUnknown ? $0 : nil }
    for (row, code) in codes.enumerated() {
      if let mask, mask.isUnknown(row) { continue }
      if code == KeyColumn.blank { blank += 1 } else { counts[Int(code)] += 1 }
    }
    return (counts, blank)
  }

  /// Without the keys of rows set in `mask`.
  func leavingOut(_ mask: NullMask) -> KeyColumn {
    guard mask.hasUnknown else { return self }
    let codes = codes.enumerated().map { mask.isUnknown($0.offset) ? KeyColumn.blank : $0.element }
    return KeyColumn(codes: codes, texts: texts)
  }

  /// The first row of each code, -1 for codes no row uses.
  func firstRows() -> [Int] {
    var rows = [Int](repeating: -1, count: texts.count)
    for (row, code) in codes.enumerated() where code != KeyColumn.blank && rows[Int(code)] < 0 {
      rows[Int(code)] = row
    }
    return rows
  }

  private static func withoutBlanks(_ codes: [UInt32], _ texts: TextHeap) -> [UInt32] {
    let blanks = Set((0..<texts.count).filter { isBlank(texts.utf8(at: $0)) }.map(UInt32.init))
    return blanks.isEmpty ? codes : codes.map { blanks.contains($0) ? blank : $0 }
  }

  private static func isBlank(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private static func interned(
    _ heap: TextHeap, _ nulls: NullMask, _ isStopped: () -> Bool
  ) -> ([UInt32], TextHeap) {
    var interner = TextInterner()
    var codes = [UInt32](repeating: blank, count: heap.count)
    for row in 0..<heap.count where !nulls.isUnknown(row) {
      if row & 0xFFFF == 0 && isStopped() { break }
      codes[row] = heap.withText(row) { isBlank($0) ? blank : interner.intern($0) }
    }
    return (codes, interner.heap)
  }

  private static func interned(
    _ values: [Int64], _ column: Column, _ isStopped: () -> Bool
  ) -> ([UInt32], TextHeap) {
    var texts = TextHeap()
    var codes = [UInt32](repeating: blank, count: values.count)
    var codeOf: [Int64: UInt32] = [:]
    for (row, value) in values.enumerated() where !column.nulls.isUnknown(row) {
      if row & 0xFFFF == 0 && isStopped() { break }
      if let code = codeOf[value] {
        codes[row] = code
      } else {
        codes[row] = UInt32(texts.count)
        codeOf[value] = codes[row]
        texts.append(PlainText.of(column[row]))
      }
    }
    return (codes, texts)
  }
}

/// The rows of a table by key: which row an account's id, or a look-up table's key, stands in.
struct KeyIndex {
  private let interner: TextInterner
  private let rows: [UInt32]
  static let noRow = UInt32.max

  /// `keys` hold each text once.
  init(keys: TextInterner, rows: [UInt32]) {
    interner = keys
    self.rows = rows
  }

  var keys: TextHeap { interner.heap }

  func row(of text: String) -> UInt32? { interner.code(of: text).map { rows[Int($0)] } }

  /// For each code of a key column the row it names, be it as the other length of a Salesforce id;
  /// `noRow` where none does.
  func rows(ofTexts texts: TextHeap) -> [UInt32] {
    (0..<texts.count).map { index in
      let code = texts.withText(index) { text in
        interner.code(of: text) ?? (SalesforceID.hasLength(text.count) ? nil : KeyColumn.blank)
      }
      if let code { return code == KeyColumn.blank ? KeyIndex.noRow : rows[Int(code)] }
      return SalesforceID.other(texts[index]).flatMap { row(of: $0) } ?? KeyIndex.noRow
    }
  }
}
