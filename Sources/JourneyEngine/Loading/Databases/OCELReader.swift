/// Reads object-centric event logs (OCEL 2.0) written as JSON.
enum OCELReader {
  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    throw LoadError(
      path: source.path, message: "the file is an OCEL event log, which is not read yet")
  }
}
