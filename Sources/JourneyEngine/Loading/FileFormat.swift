internal import QueryLanguage

/// What a file holds, told from its name and its first bytes.
enum FileFormat {
  /// Rows start at the offset, after a byte order mark; the delimiter its extension names.
  case csv(Int, preferred: UInt8?)
  case json(JSONOutline)
  /// An event log in XML.
  case xes
  /// Excel's .xlsx.
  case workbook
  case sqlite
  /// An object-centric event log (OCEL 2.0) in JSON.
  case ocel

  static let sampleSize = 256 << 10

  static func detect(
    _ source: ByteSource, _ options: ReadingOptions = ReadingOptions()
  ) throws(LoadError) -> FileFormat {
    let sample = try source.require(at: 0, count: sampleSize)
    func refuse(_ message: String, _ hint: String?, line: Int? = nil) -> LoadError {
      LoadError(path: source.path, line: line, message: message, hint: hint)
    }
    let ending = DataFileEnding(of: source.path)
    let isNamedJSON = ending?.isJSON ?? false
    if source.size == 0 {
      throw refuse(
        "the file is empty", "was it written to the end? an export may still be running",
        line: isNamedJSON ? 1 : nil)
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
      throw refuse("the file holds nothing but blank lines", nil, line: isNamedJSON ? 1 : nil)
    }
    if OCELReader.isLog(source, sample, from: first) { return .ocel }
    if isNamedJSON { return try json(source, sample, start, first, ending, options) }
    switch ending {
    case .csv: return .csv(start, preferred: nil)
    case .tsv, .tab: return .csv(start, preferred: .tab)
    case .psv: return .csv(start, preferred: UInt8(ascii: "|"))
    default:
      if sample[first] == UInt8(ascii: "{") || sample[first] == UInt8(ascii: "[") {
        return try json(source, sample, start, first, ending, options)
      }
      return .csv(start, preferred: nil)
    }
  }

  private static func json(
    _ source: ByteSource, _ sample: [UInt8], _ start: Int, _ first: Int,
    _ ending: DataFileEnding?, _ options: ReadingOptions
  ) throws(LoadError) -> FileFormat {
    .json(
      try JSONOutline.find(
        source, sample, start: start, first: first, ending: ending, options))
  }
}
