/// Makes a table of a sheet: finds its header, writes its rows as delimited text, each on the line
/// of its number in the sheet, and has that read like any other. Types, names, notes and dates are
/// so decided as for CSV.
struct SheetTable {
  private let cells: SheetCells
  private let options: ReadingOptions
  private let path: String
  private let part: FilePart
  /// Rows of the header, as the sheet numbers them; nil when it has none.
  private var header: ClosedRange<Int>?
  private var guesses: [String] = []
  private var warnings: [String] = []

  init(_ cells: SheetCells, name: String, path: String, options: ReadingOptions) {
    self.cells = cells
    self.options = options
    self.path = path
    part = FilePart(name)
    findHeader()
  }

  func load() throws(LoadError) -> LoadedFile {
    if let header, let last = cells.rows.last?.number, header.upperBound > last {
      throw LoadError(
        path: path,
        message: "sheet \"\(part.name)\" has only \(PlainText.counted(last, "row"))",
        hint: "the header cannot be row \(PlainText.count(header.upperBound)): "
          + "`reading header \(cells.rows[0].number)`")
    }
    var warnings = warnings
    let areas = cells.fillMerged(below: header?.upperBound ?? 0)
    if areas > 0 {
      warnings.append(
        "\(PlainText.counted(areas, "merged area")): the value counts in each of the rows it spans")
    }
    var body = cells.rows.indices.filter { cells.rows[$0].number > header?.upperBound ?? 0 }
    if let footer = options.footer { body = body.dropLast(max(0, footer)) }
    let (text, numbers, headerLine) = try delimitedText(body)
    var options = options
    options.delimiter = ","
    options.quote = "\""
    options.escape = "doubled"
    options.encoding = nil
    // What was said is done; what was not is found out as for any table.
    if options.footer != nil { options.footer = 0 }
    options.header = .lines(headerLine...headerLine)
    var file = try CSVReader.table(
      ByteSource(path: path, memory: text), from: 0, preferred: UInt8(ascii: ","),
      options: options)
    file.report.format = "Excel workbook"
    file.report.partKind = "sheet"
    file.report.guesses += guesses
    file.report.warnings = warnings + cellWarnings + file.report.warnings
    file.part = part
    file.origins = .lines(numbers)
    return file
  }

  // MARK: - Header

  /// The first row that is about as wide as the rows usually are and holds a text; what stands
  /// above it is a title.
  private mutating func findHeader() {
    switch options.header {
    case .some(.none): return
    case .lines(let lines): header = lines
    case nil:
      let widths = cells.rows.indices.prefix(200).map { cells.cells(of: $0).count }.sorted()
      guard !widths.isEmpty else { return }
      let usual = widths[widths.count / 2]
      let found = cells.rows.indices.prefix(200).first {
        cells.cells(of: $0).count * 5 >= usual * 3
      }
      guard let found else { return }
      guard cells.cells(of: found).contains(where: \.isText) else {
        guesses.append(
          "row \(cells.rows[found].number) holds no text, so there is no header: "
            + "`reading header \(cells.rows[found].number)` says otherwise")
        return
      }
      header = cells.rows[found].number...cells.rows[found].number
      guard found > 0 else { return }
      let title = String(
        decoding: cells.cells(of: 0).first.map { cells.text($0) } ?? [], as: UTF8.self)
      let above =
        cells.rows[0].number == cells.rows[found - 1].number
        ? "row \(cells.rows[0].number) stands"
        : "rows \(cells.rows[0].number) to \(cells.rows[found - 1].number) stand"
      guesses.append(
        "\(above) above the header in row \(cells.rows[found].number) and \(found == 1 ? "is" : "are")"
          + " no data (`\(title.prefix(40))`): `reading header \(cells.rows[0].number)` says otherwise"
      )
    }
  }

  /// The names in the header by column; of several rows, one after the other.
  private func names() -> [Int: String] {
    guard let header else { return [:] }
    var names: [Int: String] = [:]
    for row in cells.rows.indices where header.contains(cells.rows[row].number) {
      for cell in cells.cells(of: row) {
        let text = String(decoding: cells.text(cell), as: UTF8.self)
        // A title over several columns belongs to each of them.
        let area =
          header.count > 1
          ? cells.merged.first {
            $0.firstRow == cells.rows[row].number && $0.firstColumn == cell.column
          } : nil
        for column in cell.column...max(cell.column, area?.lastColumn ?? cell.column) {
          names[column] = names[column].map { "\($0) \(text)" } ?? text
        }
      }
    }
    return names
  }

  // MARK: - As delimited text

  private func delimitedText(
    _ body: [Int]
  ) throws(LoadError) -> (text: [UInt8], numbers: [Int], headerLine: Int) {
    let names = names()
    var used = Set(names.keys)
    var cellCount = 0
    for row in body {
      cellCount += cells.cells(of: row).count
      for cell in cells.cells(of: row) { used.insert(cell.column) }
    }
    let columns = used.sorted()
    // Nearly all of a wide sheet may be empty, and would be commas.
    let most = min(1 << 31, (64 << 20) + 64 * cellCount)
    guard columns.count * body.count < most else {
      throw LoadError(
        path: path,
        message: "sheet \"\(part.name)\" is too large: "
          + "\(PlainText.count(columns.count)) columns of \(PlainText.count(body.count)) rows",
        hint: "save it as CSV without the empty columns")
    }
    let headerLine =
      header?.upperBound ?? max(1, (body.first.map { cells.rows[$0].number } ?? 1) - 1)
    var text = [UInt8](repeating: .newline, count: headerLine - 1)
    for (place, column) in columns.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      let name = header == nil ? "column_\(place + 1)" : names[column] ?? ""
      SheetTable.append(Array(name.utf8)[...], isAlone: columns.count == 1, to: &text)
    }
    text.append(.newline)
    var line = headerLine + 1
    var numbers: [Int] = []
    numbers.reserveCapacity(body.count)
    for row in body {
      let number = cells.rows[row].number
      while line < number {
        text.append(.newline)
        line += 1
      }
      var place = 0
      for cell in cells.cells(of: row) {
        while columns[place] < cell.column {
          text.append(UInt8(ascii: ","))
          place += 1
        }
        SheetTable.append(cells.text(cell), isAlone: columns.count == 1, to: &text)
      }
      while place + 1 < columns.count {
        text.append(UInt8(ascii: ","))
        place += 1
      }
      text.append(.newline)
      line += 1
      numbers.append(number)
    }
    return (text, numbers, headerLine)
  }

  private static func append(_ cell: ArraySlice<UInt8>, isAlone: Bool, to text: inout [UInt8]) {
    func isSpecial(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: ",") || byte == .quote || byte == .newline || byte == .carriageReturn
    }
    let isPadded = cell.first.map { $0 <= .space } ?? isAlone || (cell.last ?? 0x41) <= .space
    guard isPadded || cell.contains(where: isSpecial) else {
      text.append(contentsOf: cell)
      return
    }
    text.append(.quote)
    for byte in cell {
      if byte == .quote { text.append(.quote) }
      text.append(byte)
    }
    text.append(.quote)
  }

  // MARK: - Words

  private var cellWarnings: [String] {
    var warnings: [String] = []
    if cells.errors > 0 {
      warnings.append(
        "\(PlainText.counted(cells.errors, "cell holds an error", "cells hold errors")) and "
          + "\(cells.errors == 1 ? "is" : "are") unknown, the first \(cells.firstError)")
    }
    if cells.uncalculated > 0 {
      warnings.append(
        "\(PlainText.counted(cells.uncalculated, "formula has", "formulas have")) no result in the "
          + "file and \(cells.uncalculated == 1 ? "is" : "are") unknown: open it in a spreadsheet and "
          + "save it, that calculates them")
    }
    if cells.hiddenRows > 0 {
      warnings.append(
        "\(PlainText.counted(cells.hiddenRows, "hidden row is", "hidden rows are")) read as well")
    }
    return warnings
  }
}
