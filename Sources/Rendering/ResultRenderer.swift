internal import JourneyEngine

/// Writes an answer's rows to any text stream: a terminal, a file, a string in a test.
///
/// Output comes in chunks of whole lines; nothing is written after the last row but what the format
/// itself needs to be complete.
protocol ResultRenderer {
  func render(_ table: ResultTable, to stream: inout some TextOutputStream)
}

extension ResultTable {
  /// The rows every column really has, so that a wrong count cannot lead past a column's end.
  var safeRowCount: Int { columns.reduce(max(0, rowCount)) { min($0, $1.column.count) } }
}
