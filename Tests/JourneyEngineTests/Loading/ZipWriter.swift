/// Writes zip archives whose files are stored as they are: enough for workbooks made in tests.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// `declared`: the size to claim, where it is not the true one.
  mutating func add(_ name: String, _ content: String, declared: Int? = nil) {
    let name = Array(name.utf8)
    let content = Array(content.utf8)
    let size = UInt32(declared ?? content.count)
    let facts =
      ZipWriter.short(20) + ZipWriter.short(0) + ZipWriter.short(0) + ZipWriter.long(0)
      + ZipWriter.long(ZipWriter.checksum(content)) + ZipWriter.long(UInt32(content.count))
      + ZipWriter.long(size) + ZipWriter.short(UInt16(name.count)) + ZipWriter.short(0)
    directory += [0x50, 0x4B, 1, 2] + ZipWriter.short(20) + facts + ZipWriter.short(0)
    directory += ZipWriter.short(0) + ZipWriter.short(0) + ZipWriter.long(0)
    directory += ZipWriter.long(UInt32(bytes.count)) + name
    bytes += [0x50, 0x4B, 3, 4] + facts + name + content
    count += 1
  }

  func finished() -> [UInt8] {
    bytes + directory + [0x50, 0x4B, 5, 6] + ZipWriter.short(0) + ZipWriter.short(0)
      + ZipWriter.short(UInt16(count)) + ZipWriter.short(UInt16(count))
      + ZipWriter.long(UInt32(directory.count)) + ZipWriter.long(UInt32(bytes.count))
      + ZipWriter.short(0)
  }

  private static func short(_ value: UInt16) -> [UInt8] {
    [UInt8(value & 0xFF), UInt8(value >> 8)]
  }

  private static func long(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> UInt32($0 * 8) & 0xFF) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

/// A workbook from the XML inside its sheets.
struct WorkbookText {
  var sheets: [(name: String, state: String, data: String)] = []
  var texts = ""
  /// Number formats of the styles 1, 2, ...: ids, own ones from 164 on.
  var formats: [Int] = []
  var codes: [Int: String] = [:]
  var countsFrom1904 = false

  /// A workbook of one sheet.
  init(_ data: String, texts: [String] = [], formats: [Int] = [], codes: [Int: String] = [:]) {
    sheets = [("Sheet1", "visible", data)]
    self.texts = texts.map { "<si><t xml:space=\"preserve\">\($0)</t></si>" }.joined()
    self.formats = formats
    self.codes = codes
  }

  func bytes() -> [UInt8] {
    var zip = ZipWriter()
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    zip.add("[Content_Types].xml", "<Types/>")
    zip.add(
      "_rels/.rels",
      "<Relationships><Relationship Id=\"r1\" Type=\"\(relation)/officeDocument\" "
        + "Target=\"xl/workbook.xml\"/></Relationships>")
    let list = sheets.enumerated().map { place, sheet in
      "<sheet name=\"\(sheet.name)\" sheetId=\"\(place + 1)\" state=\"\(sheet.state)\" "
        + "r:id=\"rId\(place + 1)\"/>"
    }.joined()
    zip.add(
      "xl/workbook.xml",
      "<workbook xmlns:r=\"\(relation)\"><workbookPr date1904=\"\(countsFrom1904 ? 1 : 0)\"/>"
        + "<sheets>\(list)</sheets></workbook>")
    let links = sheets.indices.map {
      "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(relation)/worksheet\" "
        + "Target=\"worksheets/sheet\($0 + 1).xml\"/>"
    }.joined()
    zip.add("xl/_rels/workbook.xml.rels", "<Relationships>\(links)</Relationships>")
    zip.add("xl/sharedStrings.xml", "<sst>\(texts)</sst>")
    let own = codes.map { "<numFmt numFmtId=\"\($0)\" formatCode=\"\($1)\"/>" }.joined()
    let styles = ([0] + formats).map { "<xf numFmtId=\"\($0)\"/>" }.joined()
    zip.add(
      "xl/styles.xml",
      "<styleSheet><numFmts>\(own)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        + "<cellXfs>\(styles)</cellXfs></styleSheet>")
    for (place, sheet) in sheets.enumerated() {
      zip.add("xl/worksheets/sheet\(place + 1).xml", "<worksheet>\(sheet.data)</worksheet>")
    }
    return zip.finished()
  }
}
