internal import JourneyEngine

/// One column of an answer as it is read: every cell as final text with its display width.
struct ScreenColumn {
  enum Alignment {
    case left
    case right
  }

  let name: String
  let nameWidth: Int
  let alignment: Alignment
  let cells: CellBlock
  /// Cells on the terminal, by row.
  let widths: [Int32]
  let widestCell: Int
  /// Whether a cell may be cut: a piece of a number or a date would be another one.
  let isText: Bool
  private let nulls: NullMask
  let style: ResultTable.Style

  func isUnknown(_ row: Int) -> Bool { nulls.isUnknown(row) }
}

extension ScreenColumn {
  /// Formats the first `rowCount` rows of a column. `text` makes data printable (see
  /// `VisibleText`).
  init(
    _ result: ResultTable.ResultColumn, rowCount: Int, zone: CivilTimeZone,
    symbols: RenderingOptions.Symbols, text: (String) -> String
  ) {
    let column = result.column
    var writer = CellWriter(
      column: column, waiting: result.waiting, rowCount: rowCount, symbols: symbols)
    let isNumber: Bool
    switch column.storage {
    case .booleans(let values):
      writer.each { $1.append(values[$0] == 0 ? "no" : "yes") }
      isNumber = false
    case .doubles(let values):
      writer.doubles(result.style, { values[$0] })
      isNumber = true
    case .codes(let codes, let dictionary):
      writer.texts({ dictionary.values.utf8(at: Int(codes[$0])) }, text: text)
      isNumber = false
    case .heap(let heap):
      writer.texts({ heap.utf8(at: $0) }, text: text)
      isNumber = false
    case .integers(let values):
      writer.integers(values, type: column.type, style: result.style, zone: zone)
      isNumber = !column.type.isTime
    }
    name = text(result.name)
    nameWidth = DisplayWidth.width(of: name)
    alignment = isNumber ? .right : .left
    isText = column.type == .text
    cells = writer.cells
    widths = writer.widths
    widestCell = Int(writer.widths.max() ?? 0)
    nulls = column.nulls
    style = result.style
  }

  /// Whether a cell reads as the one above it.
  func repeats(_ row: Int) -> Bool {
    let (above, own) = (cells.range(row - 1), cells.range(row))
    return above.count == own.count && cells.bytes[above] == cells.bytes[own]
  }

  func cellText(_ row: Int) -> String { cells.text(row) }

  /// All columns of an answer, as far as it is shown.
  static func columns(
    of table: ResultTable, rowCount: Int, options: RenderingOptions, text: (String) -> String
  ) -> [ScreenColumn] {
    table.withRoundedAddends.columns.map {
      ScreenColumn(
        $0, rowCount: rowCount, zone: table.zone, symbols: options.symbols, text: text)
    }
  }
}

/// Fills a screen column's cells, one loop per type.
private struct CellWriter {
  private let column: Column
  private let waiting: Column?
  private let rowCount: Int
  private let symbols: RenderingOptions.Symbols
  private(set) var cells = CellBlock()
  private(set) var widths: [Int32] = []

  init(
    column: Column, waiting: Column?, rowCount: Int, symbols: RenderingOptions.Symbols
  ) {
    self.column = column
    self.waiting = waiting
    self.rowCount = rowCount
    self.symbols = symbols
    cells.reserve(rowCount)
    widths.reserveCapacity(rowCount)
  }

  /// Appends each row's cell; `body` writes known ones, in ASCII.
  mutating func each(_ body: (Int, inout [UInt8]) -> Void) {
    for row in 0..<rowCount {
      cells.appendCell { bytes in
        if column.nulls.isUnknown(row) {
          CellWriter.appendUnknown(waiting?[row], to: &bytes)
        } else {
          body(row, &bytes)
        }
      }
      widths.append(Int32(truncatingIfNeeded: cells.range(row).count))
    }
  }

  /// A dash, or how long what will be known one day has been under way.
  private static func appendUnknown(_ waiting: Value?, to bytes: inout [UInt8]) {
    guard case .duration(let length)? = waiting else { return bytes.append(0x2D) }
    bytes.append("not yet (\(PlainText.length(length)))")
  }

  mutating func texts(_ utf8: (Int) -> ArraySlice<UInt8>, text: (String) -> String) {
    for row in 0..<rowCount {
      var width = 1
      cells.appendCell { bytes in
        if column.nulls.isUnknown(row) {
          bytes.append(0x2D)
          return
        }
        let visible = text(String(decoding: utf8(row), as: UTF8.self))
        width = DisplayWidth.width(of: visible)
        bytes.append(visible)
      }
      widths.append(Int32(truncatingIfNeeded: width))
    }
  }

  private func known<T>(_ value: (Int) -> T) -> [T] {
    (0..<rowCount).filter { !column.nulls.isUnknown($0) }.map(value)
  }

  mutating func doubles(_ style: ResultTable.Style, _ value: (Int) -> Double) {
    let factor = style == .share ? 100.0 : 1
    let values = known { value($0) * factor }
    var format: NumberFormat
    if style == .share {
      // 12.5%; small shares get the decimals that tell them from nothing.
      let largest = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
      let decimals = largest >= 1 || largest == 0 ? 1 : largest >= 0.1 ? 2 : 3
      format = NumberFormat(notation: .fixed(decimals: decimals), suffix: "%")
    } else if style == .addend {
      format = NumberFormat(notation: .fixed(decimals: 1))
    } else {
      format = NumberFormat.choose(for: values)
      format.isGrouped = style != .identifier
    }
    numbers(format) { value($0) * factor }
  }

  private mutating func numbers(_ format: NumberFormat, _ value: (Int) -> Double) {
    let infinity = symbols == .unicode ? "∞" : "inf"
    each { row, bytes in
      let number = value(row)
      if number.isFinite {
        format.append(number, to: &bytes)
      } else {
        bytes.append(number.isNaN ? "-" : number < 0 ? "-" + infinity : infinity)
      }
    }
    if symbols == .unicode { measureInfinities(value) }
  }

  /// `each` counts bytes; the sign for infinity has three of them in one cell.
  private mutating func measureInfinities(_ value: (Int) -> Double) {
    for row in 0..<rowCount where !column.nulls.isUnknown(row) && value(row).isInfinite {
      widths[row] = value(row) < 0 ? 2 : 1
    }
  }

  mutating func integers(
    _ values: [Int64], type: ValueType, style: ResultTable.Style, zone: CivilTimeZone
  ) {
    switch type {
    case .money(let scale):
      if style == .share {
        let unit = Double(integerPowerOfTen(max(0, min(scale, 18))))
        return doubles(.share) { Double(values[$0]) / unit }
      }
      let decimals = MoneyFormat.decimals(for: known { values[$0] }, scale: scale)
      each {
        $1.append(
          unscaled: values[$0], scale: scale, decimals: decimals, isGrouped: style != .identifier)
      }
    case .duration: durations(values)
    case .date:
      each { row, bytes in
        let start = bytes.count
        if !bytes.append(dayNumber: values[row]) {
          bytes.removeSubrange(start...)
          bytes.append(0x2D)
        }
      }
    case .instant: instants(values, zone: zone, toTheMinute: style == .minute)
    case .integer, .boolean, .number, .text:
      if style == .share { return doubles(.share) { Double(values[$0]) } }
      each { $1.append(decimal: values[$0], isGrouped: style != .identifier) }
    }
  }

  private mutating func durations(_ values: [Int64]) {
    let unit = DurationUnit.choose(for: known { values[$0] })
    let inUnit = { (row: Int) in Double(values[row]) / unit.microseconds }
    var format = NumberFormat.choose(
      for: known(inUnit), limits: NumberFormat.Limits(forLargest: 1, forTypical: 2))
    format.suffix = unit.suffix
    numbers(format, inUnit)
  }

  /// Seconds only where a row has any; no time at all where all are midnights.
  private mutating func instants(_ values: [Int64], zone: CivilTimeZone, toTheMinute: Bool) {
    let wall = { (row: Int) -> Int64 in
      let offset = zone.offsetSeconds(at: values[row]) * microsecondsPerSecond
      let (sum, overflow) = values[row].addingReportingOverflow(offset)
      return overflow ? values[row] : sum
    }
    let walls = known(wall)
    let showsTime = walls.contains { microsecondsInDay($0) != 0 }
    let showsSeconds =
      !toTheMinute && walls.contains { $0 % (60 * microsecondsPerSecond) != 0 }
    each { row, bytes in
      let local = wall(row)
      bytes.append(dayNumber: floorDivide(local, microsecondsPerDay))
      guard showsTime else { return }
      bytes.append(0x20)
      bytes.append(timeOfDay: microsecondsInDay(local), showsSeconds: showsSeconds)
    }
  }
}
