import JourneyEngine
import TestSupport
import Testing

/// The tables of a workbook.
func readWorkbook(
  _ bytes: [UInt8], _ configure: (inout ReadingOptions) -> Void = { _ in }
) throws(LoadError) -> [LoadedFile] {
  var options = ReadingOptions()
  configure(&options)
  return try FileReader.tables(bytes: bytes, path: "book.xlsx", options: options)
}

func workbookError(_ bytes: [UInt8], part: String? = nil) -> LoadError? {
  do throws(LoadError) {
    _ = try readWorkbook(bytes) { $0.part = part }
    return nil
  } catch {
    return error
  }
}

/// Rows of cells: a number as it stands, `!` before a text in line, `@` a shared one, `#` before a
/// style a number has.
func sheet(_ rows: [[String]], from first: Int = 1) -> String {
  let data = rows.enumerated().map { place, row in
    let cells = row.enumerated().map { column, cell in
      let name = "\(String(UnicodeScalar(UInt8(65 + column))))\(first + place)"
      switch cell.first {
      case nil: return ""
      case "!": return "<c r=\"\(name)\" t=\"inlineStr\"><is><t>\(cell.dropFirst())</t></is></c>"
      case "@": return "<c r=\"\(name)\" t=\"s\"><v>\(cell.dropFirst())</v></c>"
      case "?": return "<c r=\"\(name)\" t=\"b\"><v>\(cell.dropFirst())</v></c>"
      case "E": return "<c r=\"\(name)\" t=\"e\"><v>\(cell.dropFirst())</v></c>"
      case "=": return "<c r=\"\(name)\"><f>\(cell.dropFirst())</f></c>"
      default:
        let parts = cell.split(separator: "#")
        let style = parts.count > 1 ? " s=\"\(parts[1])\"" : ""
        return "<c r=\"\(name)\"\(style)><v>\(parts[0])</v></c>"
      }
    }
    return "<row r=\"\(first + place)\">\(cells.joined())</row>"
  }
  return "<sheetData>\(data.joined())</sheetData>"
}

@Suite struct WorkbookTests {
  @Test func typesAndTextsAreKept() throws {
    let book = WorkbookText(
      sheet([
        ["!id", "!Name", "@0", "!active", "!day", "!moment"],
        ["1001.0", "!Acme, \"Inc.\"", "19.989999999999998", "?1", "44197#1", "44197.5#2"],
        ["1002", "@1", "5", "?0", "60#1", "44198.250011574#2"],
      ]), texts: ["amount", "Zoë&#10;&amp; Sons"], formats: [14, 22])
    let file = try readWorkbook(book.bytes())[0]
    #expect(file.names == ["id", "Name", "amount", "active", "day", "moment"])
    #expect(file.types == [.text, .text, .money(scale: 2), .boolean, .date, .instant])
    #expect(
      file.cells == [
        ["1001", "Acme, \"Inc.\"", "19.99", "true", "2021-01-01", "2021-01-01T12:00:00.000000Z"],
        ["1002", "Zoë\n& Sons", "5.00", "false", "1900-02-28", "2021-01-02T06:00:01.000000Z"],
      ])
    #expect(file.part?.name == "Sheet1")
    #expect(file.report.format == "Excel workbook")
    #expect(file.report.warnings.isEmpty, "\(file.report.warnings)")
    #expect(file.report.guesses.isEmpty, "\(file.report.guesses)")
  }

  @Test(arguments: [
    ("yyyy-mm-dd", "2021-01-01T12:00:00.000000Z"), ("mmm\\-yy", "2021-01-01T12:00:00.000000Z"),
    ("[$-409]d/m/yy h:mm AM/PM;@", "2021-01-01T12:00:00.000000Z"), ("[h]:mm", "1060740:00:00"),
    ("0.00", "44197.5"), ("0 \"days\"", "44197.5"), ("[Red]#,##0", "44197.5"),
    ("General", "44197.5"), ("0.00E+00", "44197.5"), ("_d0*y", "44197.5"),
  ]) func formatsMakeNumbersDates(code: String, expected: String) throws {
    let code164 = code.replacing("\"", with: "&quot;")
    let book = WorkbookText(
      sheet([["!value", "!other"], ["44197.5#1", "!x"]]), formats: [164], codes: [164: code164])
    #expect(try readWorkbook(book.bytes())[0].cells[0][0] == expected)
  }

  @Test func timesOfDayAreNoDates() throws {
    let book = WorkbookText(
      sheet([["!start", "!x"], ["0.375#1", "1"], ["1.5#2", "2"]]), formats: [20, 46])
    #expect(try readWorkbook(book.bytes())[0].column("start") == ["09:00:00", "36:00:00"])
  }

  @Test func datesMayBeCountedFrom1904() throws {
    var book = WorkbookText(
      sheet([["!day", "!x"], ["0#1", "1"], ["42735#1", "1"]]), formats: [14])
    book.countsFrom1904 = true
    #expect(try readWorkbook(book.bytes())[0].column("day") == ["1904-01-01", "2021-01-01"])
  }

  @Test func mixedColumnsAreTextWithoutLoss() throws {
    let book = WorkbookText(
      sheet([["!a", "!b"], ["1", "44197#1"], ["!x", "12.50"], ["?1", "!later"]]), formats: [14])
    let file = try readWorkbook(book.bytes())[0]
    #expect(file.column("a") == ["1", "x", "true"])
    #expect(file.column("b") == ["2021-01-01", "12.5", "later"])
  }

  @Test func titlesBlankRowsAndErrorsAreTold() throws {
    let book = WorkbookText(
      sheet(
        [
          ["!Sales of 2024"], [], ["!region", "!sales", "!", "!sales"], ["!north", "5", "3", "1"],
          [], ["!south", "E#N/A", "4", "2"], ["!west", "=A1+1", "4", "3"],
        ], from: 2))
    let file = try readWorkbook(book.bytes())[0]
    #expect(file.names.count == 4)
    #expect(file.names[0...1] == ["region", "sales"])
    #expect(Set(file.names).count == 4)
    #expect(file.column("sales") == ["5", nil, nil])
    #expect(file.report.guesses.contains { $0.contains("`Sales of 2024`") })
    #expect(file.report.warnings.contains { $0.contains("#N/A in B7") })
    #expect(file.report.warnings.contains { $0.contains("1 formula has no result") })
    let lines = try DataSource(recognising: file, name: "book.xlsx").lines
    #expect([0, 1, 2].map { lines.place(ofRow: $0)?.line } == [5, 7, 8])
  }

  @Test func theHeaderCanBeSaid() throws {
    let book = WorkbookText(sheet([["!a", "!b"], ["!c", "!d"], ["1", "2"]]))
    let second = try readWorkbook(book.bytes()) { $0.header = .lines(2...2) }[0]
    #expect(second.names == ["c", "d"])
    #expect(second.cells == [["1", "2"]])
    let both = try readWorkbook(book.bytes()) { $0.header = .lines(1...2) }[0]
    #expect(both.names == ["a c", "b d"])
    let error = #expect(throws: LoadError.self) {
      _ = try readWorkbook(book.bytes()) { $0.header = .lines(1_000_000_000...1_000_000_000) }
    }
    #expect(error?.message == "sheet \"Sheet1\" has only 3 rows")
    let none = try readWorkbook(book.bytes()) { $0.header = ReadingOptions.Header.none }[0]
    #expect(none.names == ["column_1", "column_2"])
    #expect(none.table.rowCount == 3)
    let numbers = WorkbookText(sheet([["1", "2"], ["3", "4"]]))
    let file = try readWorkbook(numbers.bytes())[0]
    #expect(file.cells == [["1", "2"], ["3", "4"]])
    #expect(file.report.guesses.contains { $0.contains("reading header 1") })
  }

  @Test func mergedAreasCountInEachRow() throws {
    let merged =
      sheet([["!group", "!n"], ["!a", "1"], ["", "2"], ["!b", "3"], ["", "4"]])
      + "<mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"A1:B1\"/></mergeCells>"
    let file = try readWorkbook(WorkbookText(merged).bytes())[0]
    #expect(file.column("group") == ["a", "a", "b", nil])
    #expect(file.report.warnings.contains { $0.contains("1 merged area") })
  }

  @Test func richTextIsOneTextWithoutReadings() throws {
    var book = WorkbookText(sheet([["@0", "!y"], ["@1", "1"]]))
    book.texts =
      "<si><r><t>na</t></r><r><t>me</t></r></si><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si>"
    #expect(try readWorkbook(book.bytes())[0].cells == [["東京", "1"]])
    #expect(try readWorkbook(book.bytes())[0].names[0] == "name")
  }

  @Test func sheetsArePartsByName() throws {
    var book = WorkbookText(sheet([["!a", "!b"], ["1", "2"]]))
    book.sheets.append(("Empty", "visible", "<sheetData/>"))
    book.sheets.append(("Secret", "hidden", sheet([["!s", "!t"], ["5", "6"]])))
    book.sheets.append(("Orders", "visible", sheet([["!o", "!p"], ["3", "4"]])))
    let files = try readWorkbook(book.bytes())
    #expect(files.map { $0.part?.name } == ["Sheet1", "Orders"])
    #expect(files[0].report.warnings.contains { $0.contains("\"Secret\"") })
    #expect(try readWorkbook(book.bytes()) { $0.part = "secret" }[0].names == ["s", "t"])
    let error = try #require(workbookError(book.bytes(), part: "Order"))
    #expect(error.hint == "write `reading sheet \"Orders\"`")
    #expect(workbookError(book.bytes(), part: "Empty")?.message.contains("no data") == true)
  }

  @Test func hiddenRowsAreReadAndTold() throws {
    let data = sheet([["!a"], ["1"], ["2"]]).replacing(
      "<row r=\"2\">", with: "<row r=\"2\" hidden=\"1\">")
    let file = try readWorkbook(WorkbookText(data).bytes())[0]
    #expect(file.column("a") == ["1", "2"])
    #expect(file.report.warnings.contains { $0.contains("1 hidden row") })
  }
}

@Suite struct WorkbookBadInputTests {
  private let book = WorkbookText(
    sheet([["!id", "@0", "!day"], ["1", "@1", "44197#1"], ["2", "!x", "?1"]]),
    texts: ["name", "Acme"], formats: [14])

  @Test func damagedPartsAreRefusedByName() {
    for (inside, words) in [
      ("<sheetData><row r=\"1\"><c r=\"A1\">", "does not close what is open (in sheet \"Sheet1\")"),
      ("<sheetData><row r=\"9999999\"/></sheetData>", "row 9999999 lies outside"),
      ("<sheetData><row><c r=\"ZZZ1\"><v>1</v></c></row></sheetData>", "outside"),
      ("<sheetData><row><c r=\"B1\"/><c r=\"A1\"/></row></sheetData>", "cannot stand"),
      ("<sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>", "does not have"),
      ("<sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData>", "does not have"),
    ] {
      let message = workbookError(WorkbookText(inside).bytes())?.message ?? "read"
      #expect(message.contains(words), "\(message)")
    }
    #expect(workbookError(WorkbookText("<sheetData/>").bytes())?.message.contains("empty") == true)
  }

  @Test func otherArchivesAreNamed() {
    var zip = ZipWriter()
    zip.add("readme.txt", "hello")
    #expect(workbookError(zip.finished())?.message.contains("no Excel workbook") == true)
    #expect(loadError(of: zip.finished(), as: "a.zip")?.message.contains("zip archive") == true)
    let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    #expect(loadError(of: old, as: "a.xls")?.message.contains("(.xls)") == true)
    let name = Array("EncryptedPackage".utf8).flatMap { letter -> [UInt8] in [letter, 0] }
    let encrypted = old + [0, 0] + name
    #expect(loadError(of: encrypted, as: "a.xlsx")?.message.contains("password") == true)
  }

  private func loadError(of bytes: [UInt8], as name: String) -> LoadError? {
    do throws(LoadError) {
      _ = try load(bytes, as: name)
      return nil
    } catch {
      return error
    }
  }

  /// Damaged workbooks are read or refused: no crash, no hang.
  @Test func damagedWorkbooksAreRefusedOrRead() {
    var random = SeededGenerator(seed: 5)
    let original = book.bytes()
    for _ in 0..<Repetitions.count(1_000) {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 4..<bytes.count, using: &random)
        let other = Int.random(in: place..<min(bytes.count, place + 30), using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(place..<other)
        case 1: bytes.insert(contentsOf: bytes[place..<other], at: place)
        case 2: bytes.removeLast(min(bytes.count - 5, Int.random(in: 0..<20, using: &random)))
        default: bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
      }
      if let error = workbookError(bytes) { #expect(!error.message.isEmpty) }
    }
  }

  /// The parts themselves damaged, in archives that are whole.
  @Test func damagedSheetsAreRefusedOrRead() {
    var random = SeededGenerator(seed: 6)
    let original = Array(book.sheets[0].data.utf8)
    for _ in 0..<Repetitions.count(1_000) {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let other = Int.random(in: place..<min(bytes.count, place + 30), using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0...40, using: &random)
        case 1: bytes.removeSubrange(place..<other)
        default: bytes.insert(contentsOf: bytes[place..<other], at: place)
        }
      }
      var damaged = book
      damaged.sheets[0].data = String(decoding: bytes, as: UTF8.self)
      if let error = workbookError(damaged.bytes()) { #expect(!error.message.isEmpty) }
    }
  }
}
