/// Reads XES event logs: cases with their attributes, and events.
enum XESReader {
  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    throw LoadError(
      path: source.path, message: "the file is an XES event log, which is not read yet")
  }
}
