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
    let source = try FileOpener.open(path, options)
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
    var source = try PlainBytes.of(raw, options: options)
    var files: [LoadedFile]
    do throws(LoadError) {
      files = try tables(source, as: FileFormat.detect(source, options), options: options)
    } catch {
      if raw.hasChanged { throw changed(raw) }
      // Text that is no UTF-8 may be the reason of any trouble; a question is asked of text that
      // was read.
      guard error.question == nil, let converted = try PlainBytes.reconsidered(source, options)
      else { throw error }
      source = converted
      files = try tables(source, as: FileFormat.detect(source, options), options: options)
    }
    if raw.hasChanged { throw changed(raw) }
    for place in files.indices {
      files[place].options = options
      files[place].options.encoding = source.making.encoding?.rawValue ?? options.encoding
      files[place].report.byteCount = raw.size
      files[place].report.format = ([files[place].report.format] + source.making.words)
        .joined(separator: ", ")
      files[place].report.guesses.insert(contentsOf: source.making.guesses, at: 0)
      files[place].report.elapsedNanoseconds = monotonicNanoseconds() - start
    }
    return files
  }

  private static func changed(_ source: ByteSource) -> LoadError {
    LoadError(
      path: source.path, message: "something wrote to the file while it was read",
      hint: "load it again once it is finished")
  }

  private static func tables(
    _ source: ByteSource, as format: FileFormat, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    switch format {
    case .csv(let start, let preferred):
      return [try CSVReader.table(source, from: start, preferred: preferred, options: options)]
    case .json(let outline): return [try JSONReader.file(source, outline, options: options)]
    case .xes: return try XESReader.tables(source, options: options)
    case .workbook: return try WorkbookReader.tables(source, options: options)
    case .sqlite: return try SQLiteReader.tables(source, options: options)
    case .ocel: return try OCELReader.tables(source, options: options)
    }
  }
}
