import JourneyEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tables from text, for tests of what happens after reading: a plain CSV parser with the simplest
/// type inference (whole number, number, ISO date, ISO instant, yes/no, else text).
enum CatalogFixtures {
  static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    let bytes = Array(text.utf8)
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func endCell() {
      record.append(String(decoding: cell, as: UTF8.self))
      cell = []
    }
    while place < bytes.count {
      let byte = bytes[place]
      if isQuoted {
        if byte == 0x22, place + 1 < bytes.count, bytes[place + 1] == 0x22 {
          cell.append(0x22)
          place += 1
        } else if byte == 0x22 {
          isQuoted = false
        } else {
          cell.append(byte)
        }
      } else if byte == 0x22 {
        isQuoted = true
      } else if byte == 0x2C {
        endCell()
      } else if byte == 0x0A {
        endCell()
        records.append(record)
        record = []
      } else if byte != 0x0D {
        cell.append(byte)
      }
      place += 1
    }
    if !cell.isEmpty || !record.isEmpty {
      endCell()
      records.append(record)
    }
    return records
  }

  static func table(_ text: String, textColumns: Set<String> = []) -> Table {
    let records = records(text)
    guard let header = records.first else { return Table([], rowCount: 0) }
    let rows = records.dropFirst()
    let fields = header.indices.map { place in
      let cells = rows.map { place < $0.count ? $0[place] : "" }
      return Table.Field(header[place], column(cells, isText: textColumns.contains(header[place])))
    }
    return Table(fields, rowCount: rows.count)
  }

  static func column(_ cells: [String], isText: Bool = false) -> Column {
    let known = cells.filter { !$0.isEmpty }
    let types: [ValueType] =
      isText || known.isEmpty ? [] : [.integer, .number, .date, .instant, .boolean]
    let type = types.first { type in known.allSatisfy { value($0, type) != nil } } ?? .text
    var builder = ColumnBuilder(type)
    for cell in cells {
      if let value = cell.isEmpty ? nil : value(cell, type) {
        builder.append(value)
      } else {
        builder.appendUnknown()
      }
    }
    return builder.build()
  }

  static func value(_ text: String, _ type: ValueType) -> Value? {
    switch type {
    case .integer: Int64(text).map { .integer($0) }
    case .number: Double(text).map { .number($0) }
    case .boolean:
      ["TRUE", "true"].contains(text)
        ? .boolean(true)
        : ["FALSE", "false"].contains(text) ? .boolean(false) : nil
    case .date: day(text).map { .date($0) }
    case .instant: (instant(text) ?? day(text).map { $0 * microsecondsPerDay }).map { .instant($0) }
    default: .text(text)
    }
  }

  /// `2026-03-31`, `31-03-2026`
  static func day(_ text: String) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let first = Int(parts[0]), let month = Int(parts[1]),
      let last = Int(parts[2])
    else { return nil }
    let date =
      parts[0].count == 4
      ? CivilDate(year: first, month: month, day: last)
      : CivilDate(year: last, month: month, day: first)
    return date.isValid && (parts[0].count == 4 || parts[2].count == 4)
      ? Int64(date.dayNumber) : nil
  }

  /// `2026-03-31 10:00:00`, `2026-03-31T10:00:00Z`, `31-03-2026 10:00`
  static func instant(_ text: String) -> Int64? {
    let parts = text.split { $0 == " " || $0 == "T" }
    guard parts.count == 2, let day = day(String(parts[0])) else { return nil }
    let clock = parts[1].filter { $0 != "Z" }.split(separator: ":").map { Int64($0) }
    guard clock.count >= 2, !clock.contains(nil) else { return nil }
    let seconds =
      (clock[0] ?? 0) * 3600 + (clock[1] ?? 0) * 60 + (clock.count > 2 ? clock[2] ?? 0 : 0)
    return day * microsecondsPerDay + seconds * microsecondsPerSecond
  }

  static func at(_ text: String) -> Int64 { instant(text) ?? (day(text) ?? 0) * microsecondsPerDay }

  /// A source whose rows stand in lines 2, 3 ...
  static func source(
    _ name: String, _ text: String, role: DataSource.Role = .recognised,
    mappings: [DataSource.Mapping] = [], joins: [DataSource.Join] = [], kindColumns: [String] = [],
    textColumns: Set<String> = []
  ) -> DataSource {
    DataSource(
      name, table(text, textColumns: textColumns), role: role, mappings: mappings, joins: joins,
      kindColumns: kindColumns, lines: RowLines { (name, $0 + 2) })
  }

  static func join(_ name: String, _ text: String, on left: String, _ right: String? = nil)
    -> DataSource.Join
  {
    DataSource.Join(
      file: name, table: table(text), left: left, right: right, lines: RowLines { (name, $0 + 2) })
  }

  static func settings(_ change: (inout AssemblySettings) -> Void = { _ in }) -> AssemblySettings {
    var settings = AssemblySettings(wallClock: at("2026-11-21 12:00"))
    change(&settings)
    return settings
  }

  static func contents(of path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let length = fread(&buffer, 1, buffer.count, file), length > 0 {
      bytes += buffer[..<length]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Table {
  /// A column's cells as text, `-` where unknown.
  func texts(_ name: String) -> [String] {
    guard let column = column(name) else { return ["no column \(name)"] }
    return (0..<rowCount).map { column[$0].isUnknown ? "-" : PlainText.of(column[$0]) }
  }

  var names: [String] { fields.map(\.name) }
}
