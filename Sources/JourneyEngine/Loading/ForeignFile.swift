#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import QueryLanguage

/// Kinds of files that are not read (yet), told by their first bytes.
enum ForeignFile {
  struct Kind {
    let name: String
    let hint: String
  }

  private struct Signature {
    let bytes: [UInt8]
    let name: String
    let hint: String
  }

  private static let webPage = "a web page, not data"
  private static let toCSV = "export it as CSV first"
  private static let toUTF8 = "convert it with: iconv -f UTF-32 -t UTF-8 FILE > CONVERTED"
  private static let signatures: [Signature] = [
    Signature(
      bytes: [0x28, 0xB5, 0x2F, 0xFD], name: "compressed (zstd), which is not read yet",
      hint: "unpack it first: zstd -d FILE"),
    Signature(
      bytes: Array("BZh".utf8), name: "compressed (bzip2), which is not read yet",
      hint: "unpack it first: bunzip2 -k FILE"),
    Signature(
      bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A], name: "compressed (xz), which is not read yet",
      hint: "unpack it first: unxz -k FILE"),
    Signature(
      bytes: [0x37, 0x7A, 0xBC, 0xAF], name: "a 7-Zip archive, which is not read yet",
      hint: "unpack it first: 7z x FILE"),
    Signature(bytes: Array("PAR1".utf8), name: "a Parquet file, which is not read", hint: toCSV),
    Signature(bytes: Array("ARROW1".utf8), name: "an Arrow file, which is not read", hint: toCSV),
    Signature(bytes: Array("Obj\u{1}".utf8), name: "an Avro file, which is not read", hint: toCSV),
    Signature(
      bytes: [0xD0, 0xCF, 0x11, 0xE0], name: "an old Excel workbook (.xls), which is not read",
      hint: "open it and save it as .xlsx, or the sheet as CSV (UTF-8)"),
    Signature(
      bytes: Array("%PDF".utf8), name: "a PDF document", hint: "ask its author for the data as CSV"),
    Signature(
      bytes: Array("<?xml".utf8), name: "XML, but no event log (XES)",
      hint: "export it as CSV first"),
    Signature(
      bytes: Array("<!doctype html".utf8), name: webPage,
      hint: "was it saved from a page that asked to log in? download the data itself"),
    Signature(
      bytes: Array("<html".utf8), name: webPage,
      hint: "was it saved from a page that asked to log in? download the data itself"),
    Signature(
      bytes: [0xFF, 0xFE, 0, 0], name: "UTF-32 text, which is not read", hint: toUTF8),
    Signature(
      bytes: [0, 0, 0xFE, 0xFF], name: "UTF-32 text, which is not read", hint: toUTF8),
  ]

  /// The kind of a file that is no plain text; nil for one that may be read.
  static func recognize(_ sample: [UInt8], path: String) -> Kind? {
    if sample.starts(with: [0x50, 0x4B, 0x03, 0x04])
      || sample.starts(with: [0x50, 0x4B, 0x05, 0x06])
    {
      return zip(sample)
    }
    if sample.count > 262, sample[257..<262].elementsEqual("ustar".utf8) {
      return Kind(name: "a tar archive, which is not read", hint: "unpack it first: tar xf FILE")
    }
    if isEncryptedWorkbook(sample, path: path) {
      return Kind(
        name: "an Excel workbook with a password, which is not read",
        hint: "open it, take the password off, and save it once more")
    }
    let kind = signed(sample) ?? binary(sample)
    // Many programs call a web page an Excel file.
    if kind?.name == webPage, DataFileEnding.text(of: path) == "xls" {
      return Kind(
        name: "a web page that is called .xls",
        hint: "open it in a spreadsheet and save it as .xlsx")
    }
    return kind
  }

  /// The kind of a file whose first bytes name it.
  static func signed(_ sample: [UInt8]) -> Kind? {
    let text = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? sample.dropFirst(3) : sample[...]
    let begin = text.firstIndex { ![9, 10, 13, 32].contains($0) } ?? text.startIndex
    for signature in signatures {
      let isMarkup = signature.bytes.first == UInt8(ascii: "<")
      let start = isMarkup ? text[begin...] : sample[...]
      let head = start.prefix(signature.bytes.count)
      let isEqual =
        isMarkup
        ? head.elementsEqual(signature.bytes, by: { $0 == $1 || ($0 | 0x20) == $1 })
        : head.elementsEqual(signature.bytes)
      if isEqual { return Kind(name: signature.name, hint: signature.hint) }
    }
    return nil
  }

  private static func zip(_ sample: [UInt8]) -> Kind {
    let head = String(decoding: sample.prefix(4096), as: UTF8.self)
    if head.contains("opendocument.spreadsheet") {
      return Kind(
        name: "an OpenDocument spreadsheet (.ods), which is not read",
        hint: "open it and save it as .xlsx, or the sheet as CSV (UTF-8)")
    }
    return Kind(
      name: "a zip archive, which is not read yet", hint: "unzip it first: unzip FILE")
  }

  /// A workbook with a password lies in a container like that of old workbooks.
  private static func isEncryptedWorkbook(_ sample: [UInt8], path: String) -> Bool {
    guard sample.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else { return false }
    if DataFileEnding(of: path)?.isWorkbook ?? false { return true }
    let name = Array("EncryptedPackage".utf8).flatMap { letter -> [UInt8] in [letter, 0] }
    return sample.firstRange(of: name) != nil
  }

  /// Many NUL and control bytes: not text in any encoding. A single NUL among text is told by its
  /// line.
  private static func binary(_ sample: [UInt8]) -> Kind? {
    let head = sample.prefix(8192)
    // The separators 1 and 28 to 31 stand between fields in some exports.
    let controls = head.count { $0 < 28 && ![1, 9, 10, 12, 13, 27].contains($0) }
    guard controls > 8, controls * 20 > head.count else { return nil }
    return Kind(name: "binary data, not text", hint: "name a CSV or JSON file")
  }
}
