/// Where the editor puts each scalar on the screen, counted from the prompt's first cell.
///
/// It follows libedit's own rules: a wide character that does not fit goes to the next row, and a
/// full row puts the cursor at the start of the next one.
struct EntryLayout {
  private(set) var row = 0
  private(set) var column = 0
  let columns: Int
  let width: (Unicode.Scalar) -> Int

  init(columns: Int, width: @escaping (Unicode.Scalar) -> Int) {
    self.columns = max(2, columns)
    self.width = width
  }

  mutating func place(_ scalars: some Sequence<Unicode.Scalar>) {
    for scalar in scalars { place(scalar) }
  }

  mutating func place(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n": nextRow()
    case "\t": repeat { advance(1) } while column % 8 != 0
    default:
      // Control characters are drawn as ^X.
      advance(scalar.value < 0x20 || scalar.value == 0x7F ? 2 : width(scalar))
    }
  }

  private mutating func advance(_ cells: Int) {
    if column + cells > columns { nextRow() }
    column += cells
    if column >= columns { nextRow() }
  }

  private mutating func nextRow() {
    row += 1
    column = 0
  }
}
