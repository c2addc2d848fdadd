/// Reads delimited text into a table.
enum CSVReader {
  static func table(
    _ source: ByteSource, from start: Int, preferred: UInt8?, options: ReadingOptions
  ) throws(LoadError) -> LoadedFile {
    let layout = try CSVLayout.detect(source, from: start, preferred: preferred, options: options)
    var report = FileReport(path: source.path, format: layout.dialect.displayName)
    report.warnings = layout.warnings
    report.guesses = layout.guesses
    let loader = TableLoader(
      source: source, from: layout.bodyStart, to: layout.bodyEnd, linesBefore: layout.bodyLine,
      format: .csv(layout.tokenizer, names: layout.names), options: options,
      bytesPerRow: layout.bytesPerRow)
    let table = try loader.load(&report)
    if table.rowCount == 0 && report.refusedCount == 0 {
      report.warnings.append("the file has a header and no rows")
    }
    if let first = report.refused.first {
      if table.rowCount == 0 {
        throw LoadError(
          path: source.path, line: first.line,
          message:
            "every row was refused (\(report.refusedCount)), the first because it \(first.reason)",
          hint: otherReading(layout))
      }
      if report.refusedCount > table.rowCount {
        report.warnings.append("most rows were refused: \(otherReading(layout))")
      }
    }
    return LoadedFile(table: table, report: report)
  }

  /// A table whose rows do not fit was read in a wrong way, more likely than written in one.
  private static func otherReading(_ layout: CSVLayout) -> String {
    let delimiter =
      layout.dialect.alignment != nil
      ? "the columns were taken to be aligned by spaces"
      : "the delimiter was taken for \(layout.dialect.delimiterWords)"
    return
      "\(delimiter), line \(layout.bodyLine) for the header; say otherwise with `reading delimiter \";\"` or `reading header 1`"
  }
}
