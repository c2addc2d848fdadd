/// Reads the sheets of Excel workbooks (.xlsx): every visible one that holds data, or the one that
/// `reading sheet "..."` names, hidden or not.
enum WorkbookReader {
  static func tables(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> [LoadedFile] {
    let workbook = try Workbook(source)
    let wanted = try workbook.sheets(options.part)
    var files: [LoadedFile] = []
    var empty: [String] = []
    for (place, sheet) in wanted.enumerated() {
      if let progress = options.progress, !progress(place, wanted.count) {
        throw LoadError(path: source.path, message: "stopped")
      }
      let cells = try workbook.cells(of: sheet)
      if cells.rows.isEmpty {
        empty.append(sheet.name)
        continue
      }
      files.append(
        try SheetTable(cells, name: sheet.name, path: source.path, options: options).load())
    }
    guard !files.isEmpty else { throw workbook.nothing(in: empty) }
    let hidden = workbook.index.sheets.filter { $0.isHidden && $0.name != options.part }
    if options.part == nil, !hidden.isEmpty {
      let names = hidden.map { "\"\($0.name)\"" }.joined(separator: ", ")
      files[0].report.warnings.append(
        "\(hidden.count == 1 ? "a hidden sheet is" : "hidden sheets are") left out: \(names); "
          + "`reading sheet \"\(hidden[0].name)\"` reads it")
    }
    return files
  }
}

/// An open workbook: what its sheets share has been read.
private final class Workbook {
  let index = WorkbookIndex()
  private let path: String
  private let archive: ZipArchive
  private let relations: WorkbookRelations
  private var context = SheetCells.Context()

  init(_ source: ByteSource) throws(LoadError) {
    path = source.path
    archive = try ZipArchive(source)
    let root = WorkbookRelations(folder: "")
    _ = try Workbook.parse("_rels/.rels", of: archive, path, root)
    let main = root.first("officeDocument") ?? "xl/workbook.xml"
    guard main.hasSuffix(".xml"), archive.has(main) else {
      throw Workbook.noWorkbook(archive, main, path)
    }
    let folder = main.split(separator: "/").dropLast().joined(separator: "/")
    let name = main.split(separator: "/").last ?? ""
    let prefix = folder.isEmpty ? "" : folder + "/"
    relations = WorkbookRelations(folder: folder)
    _ = try Workbook.parse("\(prefix)_rels/\(name).rels", of: archive, path, relations)
    _ = try Workbook.parse(main, of: archive, path, index)
    // A text document is packed in the same way.
    guard !index.sheets.isEmpty else { throw Workbook.noWorkbook(archive, main, path) }
    let styles = WorkbookStyles()
    _ = try Workbook.parse(
      relations.first("styles") ?? prefix + "styles.xml", of: archive, path, styles)
    let texts = SharedTexts()
    _ = try Workbook.parse(
      relations.first("sharedStrings") ?? prefix + "sharedStrings.xml", of: archive, path, texts,
      wantsText: true)
    context.formats = styles.meanings()
    context.texts = texts.texts
    context.countsFrom1904 = index.countsFrom1904
  }

  /// The sheets to read: the one named, else the visible ones.
  func sheets(_ name: String?) throws(LoadError) -> [WorkbookIndex.Sheet] {
    let tables = index.sheets.filter {
      (relations.relations[$0.relation]?.type ?? "worksheet") == "worksheet"
    }
    guard let name else { return tables.filter { !$0.isHidden } }
    let found =
      tables.first { $0.name == name }
      ?? tables.first { $0.name.lowercased() == name.lowercased() }
    guard let found else {
      throw LoadError.noPart(name, of: "sheet", among: tables.map(\.name), path: path)
    }
    return [found]
  }

  func cells(of sheet: WorkbookIndex.Sheet) throws(LoadError) -> SheetCells {
    let cells = SheetCells(context)
    let place = relations.relations[sheet.relation]?.target ?? ""
    guard
      try Workbook.parse(
        place, of: archive, path, cells, part: "sheet \"\(sheet.name)\"", wantsText: true)
    else {
      throw LoadError(
        path: path, message: "the workbook is damaged: sheet \"\(sheet.name)\" is not in it",
        hint: "open it and save it once more")
    }
    return cells
  }

  func nothing(in empty: [String]) -> LoadError {
    let hidden = index.sheets.first(where: \.isHidden)
    return LoadError(
      path: path,
      message: empty.isEmpty
        ? "the workbook has no visible sheet"
        : "the workbook holds no data: "
          + empty.map { "\"\($0)\"" }.joined(separator: ", ")
          + " \(empty.count == 1 ? "is" : "are")"
          + " empty",
      hint: hidden.map { "a hidden sheet can be named: `reading sheet \"\($0.name)\"`" })
  }

  private static func parse<Visitor: XMLVisitor>(
    _ name: String, of archive: ZipArchive, _ path: String, _ visitor: Visitor,
    part: String? = nil, wantsText: Bool = false
  ) throws(LoadError) -> Bool {
    let stream = try XMLStream(visitor, path: path, part: part ?? name, wantsText: wantsText)
    return try archive.read(name) { bytes throws(LoadError) in
      try stream.parse(bytes, isLast: bytes.isEmpty)
    }
  }

  private static func noWorkbook(
    _ archive: ZipArchive, _ main: String, _ path: String
  ) -> LoadError {
    if main.hasSuffix(".bin") {
      return LoadError(
        path: path, message: "the file is a binary Excel workbook (.xlsb), which is not read",
        hint: "open it and save it as .xlsx")
    }
    return LoadError(
      path: path, message: "the file is no Excel workbook, though it is packed like one",
      hint: "unzip it to see what it holds: unzip -l FILE")
  }
}
