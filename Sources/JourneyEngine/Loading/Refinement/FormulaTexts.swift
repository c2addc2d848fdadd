/// `="001"`: how exports for Excel write ids, so that it does not make numbers of them. What is
/// meant is the text inside.
enum FormulaTexts {
  /// Reads the cells of all columns as what is inside; said once for the file.
  static func settle(_ fields: inout [Table.Field], _ report: inout FileReport) {
    var cells = 0
    var names: [String] = []
    var example: String?
    for (place, field) in fields.enumerated() {
      guard let values = DistinctValues(field.column, countsRows: false) else { continue }
      let found = places(values.heap)
      guard let first = found.first, let counted = DistinctValues(field.column) else { continue }
      cells += found.reduce(0) { $0 + (counted.rows?[$1] ?? 1) }
      names.append(ColumnMapper.quoted(field.name))
      example = example ?? values.heap[first]
      fields[place] = Table.Field(field.name, plain(field.column, values.heap, Set(found)))
    }
    guard let example else { return }
    let text = inner(Array(example.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let columns = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " ..." : "")
    report.guesses.append(
      "\(PlainText.counted(cells, "cell is", "cells are")) written as formulas for Excel, like "
        + "`\(example)`, and read as what is inside, `\(text)` (\(columns))")
  }

  /// What stands between the quotes; nil for any other text.
  static func inner(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.count >= 3, bytes.first == UInt8(ascii: "="),
      bytes[bytes.startIndex + 1] == .quote, bytes.last == .quote
    else { return nil }
    let text = bytes.dropFirst(2).dropLast()
    guard text.contains(.quote) else { return text }
    var single: [UInt8] = []
    var isSecond = false
    for byte in text {
      isSecond = byte == .quote && !isSecond && single.last == .quote
      if !isSecond { single.append(byte) }
    }
    return single[...]
  }

  private static func places(_ heap: TextHeap) -> [Int] {
    heap.bytes.withUnsafeBufferPointer { bytes in
      (0..<heap.count).filter { place in
        let (start, end) = (heap.offsets[place], heap.offsets[place + 1])
        return end - start >= 3 && bytes[start] == UInt8(ascii: "=") && bytes[start + 1] == .quote
          && bytes[end - 1] == .quote
      }
    }
  }

  private static func plain(_ column: Column, _ heap: TextHeap, _ found: Set<Int>) -> Column {
    func text(_ place: Int) -> ArraySlice<UInt8> {
      let bytes = heap.utf8(at: place)
      return found.contains(place) ? inner(bytes) ?? bytes : bytes
    }
    if case .codes(let codes, _) = column.storage {
      // `="1"` and `1` are one text now.
      var interner = TextInterner(expecting: heap.count)
      let newCodes = (0..<heap.count).map { place -> UInt32 in
        let text = text(place)
        if text.isEmpty && found.contains(place) { return StringDictionary.unknownCode }
        return text.withUnsafeBufferPointer { interner.intern($0) }
      }
      let unknown = StringDictionary.unknownCode
      return Column(
        codes: codes.map { $0 == unknown ? unknown : newCodes[Int($0)] },
        StringDictionary(interner.heap))
    }
    var plain = TextHeap()
    var nulls = column.nulls
    for row in 0..<heap.count {
      let text = text(row)
      if text.isEmpty && found.contains(row) { nulls.setUnknown(row) }
      plain.append(text)
    }
    return Column(.text, .heap(plain), nulls: nulls)
  }
}
