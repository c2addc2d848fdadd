final class JSONTokenizer {
  private(set) var names: [String] = []
  private(set) var duplicateKeyRows = 0
  init(isArray: Bool) {}
  func tokenize(_ block: RowBlock, at extent: BlockFeed.Extent) {}
}
enum JSONRowCutter {
  static func lastElementEnd(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? { nil }
}
