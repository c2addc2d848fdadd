import JourneyEngine
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many times as many random cases as usual: `ORBITS_RANDOM_SCALE`.
let randomScale = getenv("ORBITS_RANDOM_SCALE").flatMap { Int(String(cString: $0)) } ?? 1

func load(
  _ text: String, as name: String = "data.csv",
  _ configure: (inout ReadingOptions) -> Void = { _ in }
) throws(LoadError) -> LoadedFile {
  try load(Array(text.utf8), as: name, configure)
}

func load(
  _ bytes: [UInt8], as name: String = "data.csv",
  _ configure: (inout ReadingOptions) -> Void = { _ in }
) throws(LoadError) -> LoadedFile {
  var options = ReadingOptions()
  configure(&options)
  return try FileReader.read(bytes: bytes, path: name, options: options)
}

/// The error a load ends with; nil when it does not.
func loadError(
  _ text: String, as name: String = "data.csv",
  _ configure: (inout ReadingOptions) -> Void = { _ in }
) -> LoadError? {
  do throws(LoadError) {
    _ = try load(text, as: name, configure)
    return nil
  } catch {
    return error
  }
}

extension Value {
  /// As it would stand in a file.
  var written: String {
    switch self {
    case .unknown: return ""
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let value), .duration(let value): return String(value)
    case .number(let value): return String(value)
    case .text(let text): return text
    case .date(let day): return CivilDate(dayNumber: Int(day)).description
    case .money(let unscaled, let scale):
      let digits = String(unscaled.magnitude)
      let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
      let sign = unscaled < 0 ? "-" : ""
      return scale == 0 ? sign + padded : "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    case .instant(let micros):
      let day = CivilDate(dayNumber: Int(floorDivide(micros, microsecondsPerDay)))
      let rest = micros - Int64(day.dayNumber) * microsecondsPerDay
      func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
      let seconds = rest / 1_000_000
      let fraction = String(String(rest % 1_000_000 + 1_000_000).dropFirst())
      return
        "\(day.description)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(fraction)Z"
    }
  }
}

extension LoadedFile {
  /// All cells, row by row; nil where unknown.
  var cells: [[String?]] {
    (0..<table.rowCount).map { row in
      table.fields.map { field in
        let value = field.column[row]
        return value.isUnknown ? nil : value.written
      }
    }
  }

  var names: [String] { table.fields.map(\.name) }

  var types: [ValueType] { table.fields.map(\.column.type) }

  func note(_ name: String) -> String? { report.columns.first { $0.name == name }?.note }

  func column(_ name: String) -> [String?] {
    guard let column = table.column(name) else { return [] }
    return (0..<column.count).map { column[$0].isUnknown ? nil : column[$0].written }
  }
}

/// A folder of its own for one test, taken away at the end.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  var template = Array("/tmp/orbits-loading-XXXXXX".utf8CString)
  guard let path = mkdtemp(&template).map({ String(cString: $0) }) else { throw FileTrouble() }
  defer { _ = system("rm -rf \(path)") }
  return try body(path)
}

struct FileTrouble: Error {}

func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "wb") else { throw FileTrouble() }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw FileTrouble() }
}

func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

func names(in folder: String) -> [String] {
  guard let handle = opendir(folder) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}
