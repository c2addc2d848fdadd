/// Reads delimited text into a table.
enum CSVReader {
  static func table(
    _ source: ByteSource, from start: Int, preferred: UInt8?, options: ReadingOptions
  ) throws(LoadError) -> LoadedFile {
    let sample = source.bytes(at: start, count: FileFormat.sampleSize)
    let isWhole = start + sample.count == source.size
    let dialect: CSVDialect
    do {
      dialect = try CSVDialect.detect(sample, offset: start, isWhole: isWhole, preferred: preferred)
    } catch {
      throw error.loadError(in: source)
    }
    var report = FileReport(path: source.path, format: dialect.displayName)
    report.warnings = dialect.warnings
    let tokenizer = CSVTokenizer(delimiter: dialect.delimiter, columnCount: dialect.names.count)
    let loader = TableLoader(
      source: source, from: dialect.bodyStart, linesBefore: dialect.bodyLine,
      format: .csv(tokenizer, names: dialect.names), options: options,
      bytesPerRow: dialect.bytesPerRow)
    let table = try loader.load(&report)
    if table.rowCount == 0 && report.refusedCount == 0 {
      report.warnings.append("the file has a header and no rows")
    }
    if table.rowCount == 0, let first = report.refused.first {
      throw LoadError(
        path: source.path, line: first.line,
        message:
          "every row was refused (\(report.refusedCount)), the first because it \(first.reason)",
        hint:
          "the delimiter was taken for a \(dialect.displayName.dropFirst(5)), the first line for the header"
      )
    }
    return LoadedFile(table: table, report: report)
  }
}
