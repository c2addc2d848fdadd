/// Rows by exact text: ids, names, and other columns of many distinct texts.
final class HashIndex: Sendable {
  private enum Form: Sendable {
    case chains(TextChains)
    /// The rows of code c are `rows[starts[c]..<starts[c + 1]]`.
    case codes(StringDictionary, starts: [Int], rows: [UInt32])
  }

  private let form: Form

  /// nil when the column holds no text.
  init?(_ column: Column) {
    switch column.storage {
    case .heap(let heap): form = .chains(TextChains(heap, column.nulls))
    case .codes(let codes, let dictionary):
      var starts = [Int](repeating: 0, count: dictionary.count + 1)
      for code in codes where code != StringDictionary.unknownCode { starts[Int(code) + 1] += 1 }
      for code in 0..<dictionary.count { starts[code + 1] += starts[code] }
      var rows = [UInt32](repeating: 0, count: starts[dictionary.count])
      var free = starts
      for (row, code) in codes.enumerated() where code != StringDictionary.unknownCode {
        rows[free[Int(code)]] = UInt32(row)
        free[Int(code)] += 1
      }
      form = .codes(dictionary, starts: starts, rows: rows)
    case .booleans, .integers, .doubles: return nil
    }
  }

  /// The rows that have one of the texts, ascending.
  func rows(_ texts: Set<ExactText>) -> [UInt32] {
    let found = texts.map { rows(of: $0.text) }
    return found.count == 1 ? found[0] : found.flatMap(\.self).sorted()
  }

  private func rows(of text: String) -> [UInt32] {
    switch form {
    case .chains(let chains): return chains.rows(of: text)
    case .codes(let dictionary, let starts, let rows):
      guard let code = dictionary.code(of: text) else { return [] }
      return Array(rows[starts[Int(code)]..<starts[Int(code) + 1]])
    }
  }

  /// The texts equal to one of ASCII letters but for capital letters and blanks around; nil where a
  /// dictionary knows them.
  func alike(_ text: String) -> Set<ExactText>? {
    if case .chains(let chains) = form { return chains.alike(text) }
    return nil
  }
}
