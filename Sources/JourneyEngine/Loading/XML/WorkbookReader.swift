/// Reads the sheets of Excel workbooks (.xlsx).
enum WorkbookReader {
  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    throw LoadError(
      path: source.path, message: "the file is an Excel workbook, which is not read yet")
  }
}
