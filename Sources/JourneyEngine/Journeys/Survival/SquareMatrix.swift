/// A small square matrix of doubles, row by row.
struct SquareMatrix: Sendable {
  let size: Int
  private var cells: [Double]

  init(_ size: Int) {
    self.size = size
    cells = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { cells[row * size + column] }
    set { cells[row * size + column] = newValue }
  }

  /// x' V^-1 x for the covariances V of scores x that add up to zero: the last one is what the
  /// others leave, and is left out. nil where V is singular even so.
  ///
  /// By Cholesky's decomposition V = L L', of which the solution of L y = x has the square sought.
  func form(of scores: [Double]) -> Double? {
    let count = size - 1
    var lower = SquareMatrix(count)
    var solution: [Double] = []
    for row in 0..<count {
      for column in 0...row {
        var rest = self[row, column]
        for place in 0..<column { rest -= lower[row, place] * lower[column, place] }
        if column < row {
          lower[row, column] = rest / lower[column, column]
        } else {
          // What rounding leaves of a variance that the scores before it explain.
          guard rest > 1e-9 * self[row, row], rest > 0 else { return nil }
          lower[row, row] = rest.squareRoot()
        }
      }
      var value = scores[row]
      for place in 0..<row { value -= lower[row, place] * solution[place] }
      solution.append(value / lower[row, row])
    }
    return solution.reduce(0) { $0 + $1 * $1 }
  }
}
