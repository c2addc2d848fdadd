/// What a file holds, told from its name and its first bytes.
enum FileFormat {
  /// Rows start at the offset, after a byte order mark; the delimiter its extension names.
  case csv(Int, preferred: UInt8?)
  case jsonLines(Int)
  case jsonArray(Int)
  /// An event log in XML.
  case xes
  /// Excel's .xlsx.
  case workbook
  case sqlite
  /// An object-centric event log (OCEL 2.0) in JSON.
  case ocel

  static let sampleSize = 256 << 10

  static func detect(_ source: ByteSource) throws(LoadError) -> FileFormat {
    let sample = source.bytes(at: 0, count: sampleSize)
    func refuse(_ message: String, _ hint: String?, line: Int? = nil) -> LoadError {
      LoadError(path: source.path, line: line, message: message, hint: hint)
    }
    if source.size == 0 {
      throw refuse("the file is empty", "was it written to the end? an export may still be running")
    }
    if SQLiteReader.isDatabase(sample) { return .sqlite }
    if let format = MarkupFormat.recognize(sample, path: source.path) { return format }
    if let kind = ForeignFile.recognize(sample, path: source.path) {
      if let reason = SQLiteReader.refusal(source.path, kind) { throw reason }
      throw refuse("the file is \(kind.name)", kind.hint)
    }
    let start = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard
      let first = sample[start...].firstIndex(where: { ![9, 10, 13, 32].contains($0) })
    else {
      throw refuse("the file holds nothing but blank lines", nil)
    }
    if !sample.contains(.newline) && sample.contains(.carriageReturn)
      && sample.last != .carriageReturn
      || isCarriageReturnOnly(sample)
    {
      throw refuse(
        "its lines end in carriage returns alone (as old Mac programs wrote them)",
        "convert it with: tr '\\r' '\\n' < FILE > CONVERTED", line: 1)
    }
    if OCELReader.isLog(source, sample, from: first) { return .ocel }
    let ending = extensionName(source.path)
    switch ending {
    case "json", "jsonl", "ndjson", "geojson":
      return try json(source, sample, start: start, first: first, ending: ending)
    case "csv": return .csv(start, preferred: nil)
    case "tsv", "tab": return .csv(start, preferred: .tab)
    case "psv": return .csv(start, preferred: UInt8(ascii: "|"))
    default:
      if sample[first] == UInt8(ascii: "{") || sample[first] == UInt8(ascii: "[") {
        return try json(source, sample, start: start, first: first, ending: ending)
      }
      return .csv(start, preferred: nil)
    }
  }

  private static func isCarriageReturnOnly(_ sample: [UInt8]) -> Bool {
    let body = sample.dropLast()
    return body.contains(.carriageReturn) && !sample.contains(.newline)
  }

  static func extensionName(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  private static func json(
    _ source: ByteSource, _ sample: [UInt8], start: Int, first: Int, ending: String
  ) throws(LoadError) -> FileFormat {
    switch sample[first] {
    case UInt8(ascii: "["): return .jsonArray(first + 1)
    case UInt8(ascii: "{"):
      if isOneObject(sample[first...], isWhole: sample.count == source.size) {
        throw LoadError(
          path: source.path, line: source.position(of: first).line,
          message: "the file is one JSON object, not an array of objects",
          hint: "take the rows out of it, for instance with: jq '.rows' FILE > ROWS.json")
      }
      return .jsonLines(start)
    default:
      let (line, column) = source.position(of: first)
      throw LoadError(
        path: source.path, line: line, column: column,
        message:
          "neither an array of objects nor an object a line: \(ending) files begin with [ or {")
    }
  }

  /// One object spread over several lines, no JSON Lines.
  private static func isOneObject(_ sample: ArraySlice<UInt8>, isWhole: Bool) -> Bool {
    let line = sample.prefix { $0 != .newline }
    if line.dropFirst().allSatisfy({ [9, 13, 32].contains($0) }) { return true }
    return isWhole && JSONSyntaxCheck.failure(in: Array(line)) != nil
      && JSONSyntaxCheck.failure(in: Array(sample)) == nil
  }
}
