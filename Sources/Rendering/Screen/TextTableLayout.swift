/// Which columns of a table a window holds, and how wide each is.
///
/// Too wide a table first has its widest columns narrowed, down to `leastTextWidth` cells for texts
/// and names (numbers are never cut), then columns leave from the right.
struct TextTableLayout: Equatable {
  static let gap = 2
  private static let leastTextWidth = 12

  /// The widths of the columns shown, from the first.
  let widths: [Int]

  /// `limit` nil: everything at its natural width.
  init(_ columns: [ScreenColumn], limit: Int?) {
    let natural = columns.map { max($0.nameWidth, $0.widestCell) }
    guard let limit, !columns.isEmpty else {
      widths = natural
      return
    }
    let least = columns.map { column in
      let name = min(column.nameWidth, TextTableLayout.leastTextWidth)
      let cell =
        column.isText
        ? min(column.widestCell, TextTableLayout.leastTextWidth) : column.widestCell
      return max(name, cell)
    }
    var count = columns.count
    while count > 1 && TextTableLayout.total(least[..<count]) > limit { count -= 1 }
    if count == 1 && least[0] > limit {
      widths = [limit]
      return
    }
    widths = TextTableLayout.fit(
      natural: natural[..<count], least: least[..<count],
      into: limit - TextTableLayout.gap * (count - 1))
  }

  private static func total(_ widths: ArraySlice<Int>) -> Int {
    widths.reduce(0, +) + gap * (widths.count - 1)
  }

  /// Lowers one common ceiling until the widths fit, so that the widest give first; what is left
  /// over goes to the columns cut, from the left.
  private static func fit(natural: ArraySlice<Int>, least: ArraySlice<Int>, into space: Int)
    -> [Int]
  {
    func widths(ceiling: Int) -> [Int] {
      zip(natural, least).map { max($1, min($0, ceiling)) }
    }
    var low = 0
    var high = natural.max() ?? 0
    while low < high {
      let middle = (low + high + 1) / 2
      if widths(ceiling: middle).reduce(0, +) <= space { low = middle } else { high = middle - 1 }
    }
    var fitted = widths(ceiling: low)
    var rest = space - fitted.reduce(0, +)
    for (index, full) in natural.enumerated() where rest > 0 && fitted[index] < full {
      fitted[index] += 1
      rest -= 1
    }
    return fitted
  }
}
