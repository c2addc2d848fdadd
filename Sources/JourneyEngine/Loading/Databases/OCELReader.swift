internal import QueryLanguage

/// Reads object-centric event logs (OCEL): events that touch objects of several types. The objects
/// of one type become the accounts, and each event stands with every one of them that it touches.
enum OCELReader {
  /// Whether a JSON file is such a log, by the names at its top: `start` is where it begins.
  static func isLog(_ source: ByteSource, _ sample: [UInt8], from start: Int) -> Bool {
    guard start < sample.count, sample[start] == UInt8(ascii: "{") else { return false }
    if DataFileEnding(of: source.path)?.isObjectLog ?? false { return true }
    let rest = sample[(start + 1)...].drop { [9, 10, 13, 32].contains($0) }
    let names = [
      "objectTypes", "eventTypes", "objects", "events", "ocel:global-event", "ocel:global-object",
      "ocel:global-log", "ocel:version", "ocel:events", "ocel:objects",
    ]
    guard let name = names.first(where: { rest.starts(with: "\"\($0)\"".utf8) }) else {
      return false
    }
    if name.hasPrefix("ocel:") { return true }
    // `events` and `objects` are what many a list is called; the types beside them are not.
    let tail = source.bytes(at: max(0, source.size - (64 << 10)), count: 64 << 10)
    func has(_ name: String) -> Bool {
      let wanted = Array("\"\(name)\"".utf8)
      return rest.contains(wanted) || tail.contains(wanted)
    }
    return (has("objectTypes") && has("eventTypes"))
      || (has("relationships") && has("objectId") && (has("objectTypes") || has("eventTypes")))
  }

  /// From JSON.
  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    guard source.size < 4 << 30 else {
      throw LoadError(
        path: source.path, message: "an event log of more than 4 GB in one JSON document",
        hint: "export it as SQLite, the other format of OCEL 2.0")
    }
    let log = try log(source, options)
    return try OCELTables(log, source, format: "OCEL, JSON", options: options).files()
  }

  private static func log(
    _ source: ByteSource, _ options: ReadingOptions
  ) throws(LoadError) -> OCELLog {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: source.size + RowBlock.padding)
    defer { bytes.deallocate() }
    (bytes + source.size).initialize(repeating: 0, count: RowBlock.padding)
    guard source.read(at: 0, into: bytes, count: source.size) == source.size else {
      throw LoadError(
        path: source.path, message: "the file could not be read to its end",
        hint: "load it again once nothing writes to it")
    }
    if let bad = ByteScan.firstUnreadable(bytes, count: source.size) {
      throw TextFault.fault(bytes, count: source.size, at: bad, blockOffset: 0)
        .loadError(in: source)
    }
    var reader = OCELJSON(bytes, count: source.size) { done in
      options.progress.map { !$0(done, source.size) } ?? false
    }
    let whole: OCELLog?
    do throws(JSONScanner.Failure) {
      whole = try reader.read()
    } catch {
      throw BlockFault(
        offset: min(error.position, source.size), message: "not valid JSON: \(error.message)",
        hint: "nothing of the log is taken: was it written to the end?"
      )
      .loadError(in: source)
    }
    guard let whole else { throw LoadError(path: source.path, message: "stopped") }
    return whole
  }
}

extension Collection where Element == UInt8 {
  /// Whether the bytes stand anywhere in these.
  fileprivate func contains(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    var rest = self[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: wanted) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
