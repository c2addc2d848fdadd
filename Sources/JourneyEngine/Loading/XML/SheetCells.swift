/// The cells of one sheet as they come: rows that hold something, each with its cells as text.
final class SheetCells: XMLVisitor {
  struct Row {
    /// As the spreadsheet numbers it.
    var number: Int
    /// Its first cell; those up to the next row's are its own.
    var first: Int
  }

  struct Cell {
    var column: Int
    var start: Int
    var end: Int
    /// Text, not a number, date or yes/no.
    var isText: Bool
  }

  /// What a workbook's sheets share.
  struct Context {
    var texts = TextHeap()
    var formats: [CellFormat] = []
    var countsFrom1904 = false
  }

  private(set) var rows: [Row] = []
  private(set) var cells: [Cell] = []
  private(set) var bytes: [UInt8] = []
  private(set) var merged: [CellArea] = []
  private(set) var hiddenRows = 0
  /// Cells that hold an error, and the first of them.
  private(set) var errors = 0
  private(set) var firstError = ""
  /// Formulas without a result: whoever wrote the workbook did not calculate them.
  private(set) var uncalculated = 0

  private let context: Context
  private var isInData = false
  private var rowNumber = 0
  private var column = -1
  private var type = CellType.number
  private var format = CellFormat.number
  private var isInValue = false
  private var isInInline = false
  private var readings = 0
  private var hasFormula = false
  private var value: [UInt8] = []

  /// So much text in one sheet was made to fill the memory.
  private static let mostBytes = 2 << 30
  private static let lastRow = 1 << 20
  private static let lastColumn = 1 << 14

  init(_ context: Context) { self.context = context }

  var progress: String { "after row \(PlainText.count(rowNumber))" }

  func start(
    _ name: WorkbookWord, _ attributes: XMLAttributes<WorkbookWord>
  ) throws(XMLRefusal) {
    switch name {
    case .sheetData: isInData = true
    case .mergeCell:
      if let area = attributes.string(.ref).flatMap({ CellArea($0) }) { merged.append(area) }
    case .row where isInData:
      rowNumber = max(rowNumber + 1, attributes.number(.r) ?? 0)
      column = -1
      if attributes.isOn(.hidden) { hiddenRows += 1 }
      guard rowNumber <= SheetCells.lastRow else { throw outside("row \(rowNumber)") }
    case .c where isInData: try startCell(attributes)
    case .v: isInValue = isInData
    case .is: isInInline = isInData
    case .rPh: readings += 1
    case .t: isInValue = isInInline && readings == 0
    case .f: hasFormula = true
    default: break
    }
  }

  func end(_ name: WorkbookWord) throws(XMLRefusal) {
    switch name {
    case .sheetData: isInData = false
    case .c where isInData: try endCell()
    case .v, .t: isInValue = false
    case .is: isInInline = false
    case .rPh: readings -= 1
    default: break
    }
  }

  func text(_ text: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
    if isInValue { value.append(contentsOf: text) }
  }

  // MARK: - One cell

  private func startCell(_ attributes: XMLAttributes<WorkbookWord>) throws(XMLRefusal) {
    column += 1
    if let place = attributes[.r] {
      guard let (said, _) = CellArea.place(place), said >= column else {
        throw XMLRefusal(
          message:
            "cell `\(String(decoding: place.prefix(20), as: UTF8.self))` stands where it cannot stand",
          hint: "the workbook is damaged: open it and save it once more")
      }
      column = said
    }
    guard column < SheetCells.lastColumn else { throw outside("column \(column + 1)") }
    type = attributes[.t].map { CellType($0) } ?? .number
    let style = attributes[.s] == nil ? 0 : attributes.number(.s) ?? 0
    format = context.formats.indices.contains(style) ? context.formats[style] : .number
    value.removeAll(keepingCapacity: true)
    hasFormula = false
  }

  private func endCell() throws(XMLRefusal) {
    if value.isEmpty {
      if hasFormula && type != .text { uncalculated += 1 }
      return
    }
    switch type {
    case .shared:
      guard let index = Int(String(decoding: value, as: UTF8.self)),
        context.texts.offsets.indices.contains(index + 1), index >= 0
      else {
        throw XMLRefusal(
          message: "a cell in row \(rowNumber) refers to a text that the workbook does not have",
          hint: "the workbook is damaged: open it and save it once more")
      }
      try add(context.texts.utf8(at: index), isText: true)
    case .text: try add(CellText.unescaped(value)[...], isText: true)
    case .boolean:
      let isTrue = value != Array("0".utf8) && value != Array("false".utf8)
      try add(Array((isTrue ? "true" : "false").utf8)[...], isText: false)
    case .error:
      errors += 1
      if firstError.isEmpty {
        firstError =
          "\(String(decoding: value, as: UTF8.self)) in \(CellArea.name(column, rowNumber))"
      }
    case .date: try add(value[...], isText: false)
    case .number where format == .number && value.allSatisfy(\.isDigit):
      try add(value[...], isText: false)
    case .number:
      let text = String(decoding: value, as: UTF8.self)
      let date =
        format == .number
        ? nil : CellText.date(text, as: format, from1904: context.countsFrom1904)
      try add(Array((date ?? CellText.number(text)).utf8)[...], isText: false)
    }
  }

  private func add(_ text: ArraySlice<UInt8>, isText: Bool) throws(XMLRefusal) {
    guard !text.isEmpty else { return }
    if rows.last?.number != rowNumber { rows.append(Row(number: rowNumber, first: cells.count)) }
    cells.append(
      Cell(column: column, start: bytes.count, end: bytes.count + text.count, isText: isText))
    bytes.append(contentsOf: text)
    guard bytes.count <= SheetCells.mostBytes else {
      throw XMLRefusal(
        message: "the texts of the sheet come to more than 2 GB", hint: "save it as CSV")
    }
  }

  private func outside(_ what: String) -> XMLRefusal {
    XMLRefusal(
      message: "\(what) lies outside of what a sheet has",
      hint: "the workbook is damaged: open it and save it once more")
  }

  // MARK: - What the cells are asked

  func cells(of row: Int) -> ArraySlice<Cell> {
    cells[rows[row].first..<(row + 1 < rows.count ? rows[row + 1].first : cells.count)]
  }

  func text(_ cell: Cell) -> ArraySlice<UInt8> { bytes[cell.start..<cell.end] }

  /// The value of a merged area is that of each row it spans: repeats it down the area's first
  /// column, and returns how many areas there were to do it for.
  func fillMerged(below header: Int) -> Int {
    var additions: [Int: [Cell]] = [:]
    var count = 0
    var filled = 0
    for area in merged where area.lastRow > area.firstRow {
      guard let top = row(numbered: area.firstRow), area.firstRow > header,
        let value = cells(of: top).first(where: { $0.column == area.firstColumn })
      else { continue }
      count += 1
      var row = top + 1
      while row < rows.count, rows[row].number <= area.lastRow, filled < 10_000_000 {
        if !cells(of: row).contains(where: { $0.column == area.firstColumn }) {
          additions[row, default: []].append(value)
        }
        filled += 1
        row += 1
      }
    }
    if !additions.isEmpty { insert(additions) }
    return count
  }

  /// The place of a row by its number.
  private func row(numbered number: Int) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].number == number ? low : nil
  }

  private func insert(_ additions: [Int: [Cell]]) {
    var all: [Cell] = []
    all.reserveCapacity(cells.count + additions.count)
    var firsts: [Int] = []
    for row in rows.indices {
      firsts.append(all.count)
      let own = cells(of: row)
      if let more = additions[row] {
        all += (own + more).sorted { $0.column < $1.column }
      } else {
        all += own
      }
    }
    cells = all
    for (row, first) in firsts.enumerated() { rows[row].first = first }
  }
}

/// What a cell says it holds.
private enum CellType {
  case number, shared, text, boolean, error, date

  init(_ name: UnsafeBufferPointer<UInt8>) {
    switch name.first {
    case UInt8(ascii: "s"): self = name.count == 1 ? .shared : .text
    case UInt8(ascii: "i"): self = .text
    case UInt8(ascii: "b"): self = .boolean
    case UInt8(ascii: "e"): self = .error
    case UInt8(ascii: "d"): self = .date
    default: self = .number
    }
  }
}

/// `B3:D7`, its columns from 0 on and its rows from 1 on.
struct CellArea {
  var firstColumn: Int
  var firstRow: Int
  var lastColumn: Int
  var lastRow: Int

  init?(_ text: String) {
    let ends = text.split(separator: ":")
    guard ends.count <= 2, let first = ends.first.flatMap({ CellArea.place($0.utf8) }),
      let last = ends.last.flatMap({ CellArea.place($0.utf8) })
    else { return nil }
    (firstColumn, firstRow) = first
    (lastColumn, lastRow) = last
  }

  /// `C5` is column 2 of row 5.
  static func place(_ text: some Sequence<UInt8>) -> (column: Int, row: Int)? {
    var column = 0
    var row = 0
    var letters = 0
    for byte in text where byte != UInt8(ascii: "$") {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0 && letters < 4:
        column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
        letters += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9") where letters > 0 && row < 100_000_000:
        row = row * 10 + Int(byte - UInt8(ascii: "0"))
      default: return nil
      }
    }
    return letters > 0 && row > 0 ? (column - 1, row) : nil
  }

  static func name(_ column: Int, _ row: Int) -> String { "\(letters(column))\(row)" }

  /// `A`, `B`, ... `Z`, `AA`, ...
  static func letters(_ column: Int) -> String {
    var rest = column
    var name = ""
    repeat {
      name = String(UnicodeScalar(UInt8(65 + rest % 26))) + name
      rest = rest / 26 - 1
    } while rest >= 0
    return name
  }
}
