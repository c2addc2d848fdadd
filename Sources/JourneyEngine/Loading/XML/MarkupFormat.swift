internal import QueryLanguage

/// Tells event logs and workbooks by their first bytes.
enum MarkupFormat {
  static func recognize(_ sample: [UInt8], path: String) -> FileFormat? {
    if isWorkbook(sample, path: path) { return .workbook }
    return isLog(sample, path: path) ? .xes : nil
  }

  /// Markup whose outermost element is `log`, or whatever is called `.xes` and not packed.
  private static func isLog(_ sample: [UInt8], path: String) -> Bool {
    if DataFileEnding(of: path) == .xes {
      return !sample.starts(with: [0x1F, 0x8B])
    }
    let text = plain(sample)
    return text.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
      && outermostElement(text) == "log"
  }

  /// Without a byte order mark; of UTF-16 every other byte, which is all that markup is made of.
  private static func plain(_ sample: [UInt8]) -> ArraySlice<UInt8> {
    if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return sample.dropFirst(3) }
    let isUTF16 =
      sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF])
      || sample.starts(with: [0x3C, 0]) || sample.starts(with: [0, 0x3C])
    guard isUTF16 else { return sample[...] }
    return sample.filter { $0 != 0 && $0 != 0xFF && $0 != 0xFE }[...]
  }

  /// Its name without a prefix; declarations and comments before it are passed over.
  private static func outermostElement(_ text: ArraySlice<UInt8>) -> String? {
    var rest = text
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(open + 1)...]
      switch rest.first {
      case UInt8(ascii: "?"), UInt8(ascii: "!"):
        let isComment = rest.starts(with: Array("!--".utf8))
        guard let end = rest.firstRange(of: Array((isComment ? "-->" : ">").utf8)) else {
          return nil
        }
        rest = rest[end.upperBound...]
      default:
        let name = rest.prefix { ![9, 10, 13, 32, 0x2F, 0x3E].contains($0) }
        return String(decoding: name, as: UTF8.self).split(separator: ":").last.map(String.init)
      }
    }
    return nil
  }

  /// A zip archive that holds a workbook, or any that is called `.xlsx`.
  private static func isWorkbook(_ sample: [UInt8], path: String) -> Bool {
    guard
      sample.starts(with: [0x50, 0x4B, 0x03, 0x04])
        || sample.starts(with: [0x50, 0x4B, 0x05, 0x06])
    else { return false }
    if DataFileEnding(of: path)?.isWorkbook ?? false { return true }
    let head = sample.prefix(16 << 10)
    if head.firstRange(of: Array("opendocument".utf8)) != nil { return false }
    return ["xl/workbook", "xl/_rels", "xl/worksheets", "[Content_Types].xml"].contains {
      head.firstRange(of: Array($0.utf8)) != nil
    }
  }
}
