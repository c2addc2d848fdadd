/// A yes or no of events, however the data write it.
struct FlagAttribute: Sendable {
  private let column: Column
  /// What each text of a dictionary says; empty for other columns.
  private let words: [Bool?]

  /// nil where no cell says yes or no.
  init?(_ column: Column) {
    self.column = column
    switch column.storage {
    case .booleans: words = []
    case .integers where column.type == .integer: words = []
    case .codes(_, let texts):
      words = (0..<UInt32(texts.count)).map { FlagAttribute.flag(texts[$0]) }
      if !words.contains(where: { $0 != nil }) { return nil }
    default: return nil
    }
    if column.nulls.unknownCount == column.count { return nil }
  }

  /// The first of several names that says anything.
  static func first(_ names: [String], in table: Table) -> FlagAttribute? {
    names.lazy.compactMap { table.column($0) }.compactMap(FlagAttribute.init).first
  }

  subscript(row: Int) -> Bool? {
    if column.nulls.isUnknown(row) { return nil }
    switch column.storage {
    case .booleans(let values): return values[row] != 0
    case .integers(let values): return values[row] == 0 ? false : values[row] == 1 ? true : nil
    case .codes(let codes, _): return words[Int(codes[row])]
    default: return nil
    }
  }

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "yes", "y", "true", "1": true
    case "no", "n", "false", "0": false
    default: nil
    }
  }
}
