/// Reads files into tables. A file is bytes (`FileOpener`), made plain (`PlainBytes`: gzip,
/// encodings), of a format (`FileFormat`), cut and typed by its reader, its values refined
/// (`ColumnRefinement`).
package enum FileReader {
  /// Reads all tables of one file; most have one. Nothing is lost silently: rows that could not be
  /// taken, columns that were renamed or stayed text are in the report; what makes the whole file
  /// unreadable is thrown.
  package static func tables(
    path: String, options: ReadingOptions = ReadingOptions()
  ) throws(LoadError) -> [LoadedFile] {
    let source = try FileOpener.open(path)
    return try tables(source, options: options)
  }

  /// Reads bytes that are in memory already; `path` names them in messages and decides on the
  /// format.
  package static func tables(
    bytes: [UInt8], path: String, options: ReadingOptions = ReadingOptions()
  ) throws(LoadError) -> [LoadedFile] {
    try tables(ByteSource(path: path, memory: bytes), options: options)
  }

  /// The first table of a file.
  package static func read(
    path: String, options: ReadingOptions = ReadingOptions()
  ) throws(LoadError) -> LoadedFile {
    try first(of: try tables(path: path, options: options), path)
  }

  package static func read(
    bytes: [UInt8], path: String, options: ReadingOptions = ReadingOptions()
  ) throws(LoadError) -> LoadedFile {
    try first(of: try tables(bytes: bytes, path: path, options: options), path)
  }

  private static func first(
    of tables: [LoadedFile], _ path: String
  ) throws(LoadError) -> LoadedFile {
    guard let first = tables.first else {
      throw LoadError(path: path, message: "the file holds no table")
    }
    return first
  }

  private static func tables(
    _ raw: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    let start = monotonicNanoseconds()
    let source = try PlainBytes.of(raw, options: options)
    var files = try tables(source, as: FileFormat.detect(source), options: options)
    for place in files.indices {
      try ColumnRefinement.refine(&files[place], options)
      files[place].report.byteCount = raw.size
      files[place].report.elapsedNanoseconds = monotonicNanoseconds() - start
    }
    return files
  }

  private static func tables(
    _ source: ByteSource, as format: FileFormat, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    switch format {
    case .csv(let start, let preferred):
      return [try readCSV(source, from: start, preferred: preferred, options: options)]
    case .jsonLines(let start):
      return [
        try readJSON(source, from: start, as: .jsonLines, name: "JSON Lines", options: options)
      ]
    case .jsonArray(let start):
      return [try readJSON(source, from: start, as: .jsonArray, name: "JSON", options: options)]
    case .xes: return try XESReader.tables(source, options: options)
    case .workbook: return try WorkbookReader.tables(source, options: options)
    case .sqlite: return try SQLiteReader.tables(source, options: options)
    case .ocel: return try OCELReader.tables(source, options: options)
    }
  }

  static func readCSV(
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

  private static func readJSON(
    _ source: ByteSource, from start: Int, as format: RowFormat, name: String,
    options: ReadingOptions
  ) throws(LoadError) -> LoadedFile {
    var report = FileReport(path: source.path, format: name)
    if start >= source.size {
      throw BlockFault(
        offset: start, message: "not valid JSON: the array is never closed", hint: nil
      )
      .loadError(in: source)
    }
    let loader = TableLoader(
      source: source, from: start, linesBefore: 0, format: format, options: options,
      bytesPerRow: 200)
    let table = try loader.load(&report)
    if table.rowCount == 0, let first = report.refused.first {
      throw LoadError(
        path: source.path, line: first.line,
        message:
          "every row was refused (\(report.refusedCount)), the first because: \(first.reason)",
        hint: "JSON is read as an array of objects, or as one object a line")
    }
    return LoadedFile(table: table, report: report)
  }
}
