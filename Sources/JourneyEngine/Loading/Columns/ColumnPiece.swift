/// How the values of a column in one block were read.
enum PieceKind: UInt8, Sendable {
  /// No value at all.
  case blank
  case boolean
  case integer
  /// Counts of 1/10,000 (see `NumberText.money`).
  case money
  case number
  case date
  case instant
  /// Codes of the reading thread's dictionary.
  case codes
  /// Lengths, then all bytes.
  case heap
}

/// One column of one block as one thread read it. The memory belongs to the thread's arena.
struct ColumnPiece {
  var kind = PieceKind.blank
  var values: UnsafeMutableRawPointer?
  /// `heap` only.
  var text: UnsafeMutablePointer<UInt8>?
  /// A bit a row, nil when all are known.
  var nulls: UnsafeMutablePointer<UInt64>?
  /// The size of the thread's dictionary after this block: what was new in it is known from that.
  var dictionaryCount = 0
  var facts = PieceFacts()

  /// Numbers of which some were written with a decimal point.
  var mayHavePoints: Bool { kind == .number || (kind == .money && facts.decimals > 0) }
}

/// What whole-column inference wants to know of a block beside the kind.
struct PieceFacts {
  var booleans: BooleanText.Seen = []
  /// Of money.
  var decimals = 0
  /// An integer that no double holds.
  var hasWideInteger = false
  var hasNested = false
  /// Cells that do not fit a declared layout, and the first one's line in the block.
  var misfits = 0
  var firstMisfitLine = 0
}
