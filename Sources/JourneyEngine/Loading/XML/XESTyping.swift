/// Logs are often written with a string for everything. A column of strings that are all plain
/// numbers, or all dates in ISO form, is read as such; names and keys stay as they are.
enum XESTyping {
  /// Extensions of XES whose attributes are names: an activity, a person, a group, a key.
  private static let names = ["concept:", "org:", "lifecycle:", "identity:", "micro:"]

  /// The column as numbers or dates, with the words about it; nil where it stays text.
  static func plain(
    _ column: Column, _ path: String, _ options: ReadingOptions
  ) -> (Column, String)? {
    let key = path.split(separator: ".").last.map(String.init) ?? path
    if names.contains(where: { path.hasPrefix($0) || key.hasPrefix($0) }) { return nil }
    guard case .infer = TypeInference.plan(key, options).mode,
      case .infer = TypeInference.plan(path, options).mode,
      let values = DistinctValues(column), values.looksNumeric
    else { return nil }
    func all(_ fits: (UnsafePointer<UInt8>, Int) -> Bool) -> Bool {
      var isAny = false
      let misfit = values.first { text, count in
        isAny = true
        return !fits(text, count)
      }
      return isAny && misfit == nil
    }
    if all({ NumberText.integer($0, count: $1) != nil }) {
      let (read, nulls) = cells(of: column, else: Int64(0)) { NumberText.integer($0, count: $1) }
      return (Column(.integer, .integers(read), nulls: nulls), words("whole numbers"))
    }
    if all({ NumberText.number($0, count: $1) != nil }) {
      let (read, nulls) = cells(of: column, else: 0.0) { NumberText.number($0, count: $1) }
      return (Column(.number, .doubles(read), nulls: nulls), words("numbers"))
    }
    var time = TimeText(zone: options.zone)
    if all({ time.instant($0, count: $1) != nil }) {
      let (read, nulls) = cells(of: column, else: Int64(0)) { time.instant($0, count: $1) }
      return (Column(.instant, .integers(read), nulls: nulls), words("dates"))
    }
    return nil
  }

  private static func words(_ what: String) -> String {
    "written as text in the log, read as \(what): every value is one"
  }

  /// What each cell's text is read as; blank cells are unknown.
  private static func cells<Value>(
    of column: Column, else fallback: Value,
    _ read: (UnsafePointer<UInt8>, Int) -> Value?
  ) -> ([Value], NullMask) {
    func value(_ text: ArraySlice<UInt8>) -> Value? {
      var bytes = text.drop { $0 == .space || $0 == .tab }
      while let last = bytes.last, last == .space || last == .tab { bytes.removeLast() }
      let padded = Array(bytes) + [0, 0, 0, 0, 0, 0, 0, 0]
      return padded.withUnsafeBufferPointer { buffer in
        bytes.isEmpty ? nil : buffer.baseAddress.flatMap { read($0, bytes.count) }
      }
    }
    var nulls = column.nulls
    func cells(_ values: [Value?]) -> [Value] {
      values.enumerated().map { row, value in
        if value == nil { nulls.setUnknown(row) }
        return value ?? fallback
      }
    }
    switch column.storage {
    case .codes(let codes, let dictionary):
      let values = (0..<dictionary.count).map { value(dictionary.values.utf8(at: $0)) }
      return (
        cells(codes.map { $0 == StringDictionary.unknownCode ? nil : values[Int($0)] }), nulls
      )
    case .heap(let heap): return (cells((0..<heap.count).map { value(heap.utf8(at: $0)) }), nulls)
    default: return ([], nulls)
    }
  }
}
