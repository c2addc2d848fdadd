/// Whether a row names the columns beneath it or is one of the rows: told from what stands beneath.
struct HeaderEvidence {
  /// Columns of numbers or dates with a word above them.
  private(set) var names = 0
  /// Columns whose first value is one like those beneath.
  private(set) var values = 0
  /// How often words of the row come again in their columns.
  private(set) var repeats = 0

  init(_ first: [Cell], _ body: [[Cell]]) {
    let isCounted =
      HeaderEvidence.isRun(first)
      && !(body.first.map { HeaderEvidence.isRun($0) } ?? (first.first?.integer != 0))
    for (column, cell) in first.enumerated() where !cell.isBlank {
      let below = body.compactMap { row in
        column < row.count && !row[column].isBlank ? row[column] : nil
      }
      guard !below.isEmpty else { continue }
      let kind = cell.kind
      let numbers = below.count { $0.kind == .number }
      let dates = below.count { $0.kind == .date }
      let most = max(numbers, dates)
      guard most * 10 >= below.count * 9 else {
        // In a handful of rows a word may come again by chance.
        if body.count > 4 { repeats += below.count { $0 == cell } }
        if HeaderEvidence.isAlike(cell, below) { values += 1 }
        continue
      }
      switch kind {
      case .text: if !HeaderEvidence.isMissingWord(cell) { names += 1 }
      case .number where numbers == most:
        // Years and counters are written above columns too: `2023,2024`, `1,2,3`.
        let isYear = cell.integer.map { (1900...2100).contains($0) } ?? false
        let areYears = below.allSatisfy { $0.integer.map { (1900...2100).contains($0) } ?? false }
        if !isCounted && (!isYear || areYears) { values += 1 }
      case .date where dates == most: values += 1
      default: break
      }
    }
  }

  /// The row stands for itself: nothing in it is the name of anything beneath.
  var isData: Bool { names == 0 && (values > 0 || repeats > 1) }
  var isHeader: Bool { names > 0 }

  /// A text built like all those beneath it: `C-001`, `a@b.example`.
  private static func isAlike(_ cell: Cell, _ below: [Cell]) -> Bool {
    guard below.count >= 3,
      cell.bytes.contains(where: { $0.isDigit || $0 == UInt8(ascii: "@") })
    else { return false }
    let shape = cell.shape
    return below.count { $0.shape == shape } * 10 >= below.count * 9
  }

  private static func isMissingWord(_ cell: Cell) -> Bool {
    ["na", "n/a", "nan", "null", "none", "-", "?", "\\n", "#n/a", "nil"].contains(
      cell.text.lowercased())
  }

  /// `0,1,2`, `2021,2022`: each number one more than the one before.
  private static func isRun(_ cells: [Cell]) -> Bool {
    let numbers = cells.compactMap(\.integer)
    return numbers.count >= 2 && numbers.count >= cells.count { $0.kind == .number }
      && zip(numbers, numbers.dropFirst()).allSatisfy { $0 + 1 == $1 }
  }
}
