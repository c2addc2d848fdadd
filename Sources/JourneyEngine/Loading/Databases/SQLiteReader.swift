/// Reads the tables of SQLite databases; OCEL 2.0 among them.
enum SQLiteReader {
  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    throw LoadError(
      path: source.path, message: "the file is a SQLite database, which is not read yet")
  }
}
