/// What the names of data files end in. The parser tells a file without quotes by it, a folder is
/// searched for it, and the reader of a file is chosen with it.
package enum DataFileEnding: String, CaseIterable, Sendable {
  case csv, tsv, tab, psv, txt
  case json, jsonl, ndjson, geojson, jsonocel, ocel
  case xes, xlsx, xlsm, sqlite, sqlite3, db, db3

  /// What stands behind another ending, as in `calls.csv.gz`.
  package static let packed = ["gz", "gzip"]

  /// Of a path, packed or not; nil for any other name.
  package init?(of path: String) {
    guard let ending = DataFileEnding.text(of: path) else { return nil }
    self.init(rawValue: ending)
  }

  /// The ending of any name, without that of what packed it: `xls` of `old.xls.gz`.
  package static func text(of path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if let last = parts.last, packed.contains(last.lowercased()) { parts.removeLast() }
    // A name that begins with a point has no ending.
    guard parts.count > 2 || parts.count == 2 && !parts[0].isEmpty else { return nil }
    return parts.last?.lowercased()
  }

  /// One JSON value a line.
  package var isLines: Bool { self == .jsonl || self == .ndjson }
  package var isJSON: Bool { isLines || self == .json || self == .geojson }
  package var isWorkbook: Bool { self == .xlsx || self == .xlsm }
  package var isDatabase: Bool { [.sqlite, .sqlite3, .db, .db3].contains(self) }
  package var isObjectLog: Bool { self == .jsonocel || self == .ocel }

  /// Whether it is that of data alone: a folder's README is no data.
  package var isForData: Bool { self != .txt }

  /// Whether such a file may hold several tables.
  package var mayHoldTables: Bool {
    switch self {
    case .csv, .tsv, .tab, .psv, .txt, .jsonl, .ndjson, .geojson: false
    case .json, .jsonocel, .ocel, .xes, .xlsx, .xlsm, .sqlite, .sqlite3, .db, .db3: true
    }
  }
}
