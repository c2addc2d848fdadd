/// Reads XES event logs: the cases with their attributes, and the events.
///
/// The log is read as a stream; what is kept are the columns. Their types are those the log gives
/// its values. Where the values of an attribute differ in type the log is read once more, so that a
/// text has every value as it was written.
enum XESReader {
  /// The name of a case or of an event, of which XES makes no column of its own.
  static let name = "concept:name"
  static let time = "time:timestamp"
  static let lifecycle = "lifecycle:transition"

  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    let log = try settledLog(source, options)
    guard log.cases.count + log.events.count > 0 else {
      throw LoadError(
        path: source.path, message: "the event log holds no cases and no events",
        hint: "was it exported with a filter that nothing passes?")
    }
    let tables = XESTables(log, path: source.path, options: options)
    let files = [tables.cases(), try tables.events()]
    guard let part = options.part else { return files }
    return try files.only(part, of: "table", path: source.path)
  }

  /// Reads the log until all columns have a kind that holds their values: once nearly always, and
  /// never more often than kinds can widen.
  private static func settledLog(
    _ source: ByteSource, _ options: ReadingOptions
  ) throws(LoadError) -> XESLog {
    // A name is a name, whatever type a log gives it.
    var caseKinds: [String: XESColumn.Kind] = [name: .text, lifecycle: .text]
    var eventKinds = caseKinds
    while true {
      let log = XESLog(zone: options.zone, caseKinds: caseKinds, eventKinds: eventKinds)
      let encoding = XMLStream<XESLog>.encoding(of: source, options)
      let stream = try XMLStream(log, path: source.path, encoding: encoding, wantsText: false)
      try stream.parse(source, progress: options.progress)
      if log.finish() { return log }
      for column in log.cases.columns where column.wanted != column.kind {
        caseKinds[column.path] = column.wanted
      }
      for column in log.events.columns where column.wanted != column.kind {
        eventKinds[column.path] = column.wanted
      }
    }
  }
}

extension [LoadedFile] {
  /// The part that was asked for by name (`reading sheet "Orders"`), without regard to case.
  func only(_ name: String, of kind: String, path: String) throws(LoadError) -> [LoadedFile] {
    let exact = filter { $0.part?.name == name }
    let folded = filter { $0.part?.name.lowercased() == name.lowercased() }
    if let found = exact.first ?? folded.first { return [found] }
    throw LoadError.noPart(name, of: kind, among: compactMap { $0.part?.name }, path: path)
  }
}
