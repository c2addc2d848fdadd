/// Cuts a block of JSON objects into fields: JSON Lines, or the elements of one array. Columns are
/// met as their names turn up; a row that lacks one has a missing value there.
final class JSONTokenizer {
  private let isArray: Bool
  private let keys = ByteDictionary()
  private(set) var names: [String] = []
  /// Rows that name a key twice; the last value counts.
  private(set) var duplicateKeyRows = 0
  private var columns: [FieldList] = []
  private var escapes = Unescaper(.backslashes)
  /// The column the next key will probably name: objects mostly repeat their order.
  private var guess = 0

  init(isArray: Bool) { self.isArray = isArray }

  func tokenize(_ block: RowBlock, at extent: BlockFeed.Extent) {
    for column in columns { column.removeAll() }
    block.isColumnMajor = true
    if isArray {
      readElements(block, extent)
    } else {
      readLines(block)
    }
    for column in columns { column.fill(to: block.rowCount) }
    block.jsonColumns = columns
  }

  // MARK: - Lines

  private func readLines(_ block: RowBlock) {
    var scanner = JSONScanner(block.bytes, from: 0, end: block.count, crossesLines: false)
    var line = 0
    while scanner.position < block.count {
      let start = scanner.position
      scanner.skipSpace()
      if scanner.byte == .newline {
        scanner.position += 1
        line += 1
        continue
      }
      do throws(JSONScanner.Failure) {
        try readObject(&scanner, block, line: line)
        scanner.skipSpace()
        guard scanner.byte == .newline else { throw scanner.failure("text after the object") }
      } catch {
        dropRow(block)
        let text = UnsafeBufferPointer(start: block.bytes + start, count: error.position - start)
        let column = text.count { $0 & 0xC0 != 0x80 } + 1
        block.refuse(line: line, "\(error.message) (column \(column))")
        scanner.position = start
        while scanner.byte != .newline { scanner.position += 1 }
        scanner.position += 1
        line += 1
        continue
      }
      scanner.position += 1
      line += 1
      block.rowCount += 1
    }
    block.lineCount = line
  }

  // MARK: - Elements of an array

  private func readElements(_ block: RowBlock, _ extent: BlockFeed.Extent) {
    var scanner = JSONScanner(block.bytes, from: 0, end: block.count)
    do throws(JSONScanner.Failure) {
      scanner.skipSpace()
      if extent.index == 0 && scanner.byte == UInt8(ascii: "]") {
        return try endArray(&scanner, block)
      }
      // A block ends after the comma behind an element; only the last one ends with the array.
      while scanner.position < block.count || block.isLast {
        try readObject(&scanner, block, line: 0)
        block.rowCount += 1
        scanner.skipSpace()
        if scanner.byte == UInt8(ascii: "]") { return try endArray(&scanner, block) }
        guard scanner.byte == UInt8(ascii: ",") else {
          throw scanner.expected("`,` or `]` after the object")
        }
        scanner.position += 1
        scanner.skipSpace()
      }
    } catch {
      block.fault = BlockFault(
        offset: extent.offset + min(error.position, extent.count),
        message: "not valid JSON: \(error.message)",
        hint:
          "nothing after this place can be trusted; JSON Lines (an object a line) can be read around a bad row"
      )
    }
  }

  private func endArray(_ scanner: inout JSONScanner, _ block: RowBlock) throws(JSONScanner.Failure)
  {
    scanner.position += 1
    scanner.skipSpace()
    if scanner.position < block.count { throw scanner.failure("text after the array") }
  }

  // MARK: - Objects

  private func readObject(
    _ scanner: inout JSONScanner, _ block: RowBlock, line: Int
  ) throws(JSONScanner.Failure) {
    guard scanner.byte == UInt8(ascii: "{") else {
      if scanner.byte == .quote || scanner.byte == UInt8(ascii: "[") || scanner.byte.isDigit {
        throw scanner.failure("expected an object, found \(scanner.found): every row is an object")
      }
      throw scanner.expected("an object")
    }
    block.rowLines[block.rowCount] = UInt32(truncatingIfNeeded: line)
    scanner.position += 1
    guess = 0
    var isRepeated = false
    scanner.skipSpace()
    if scanner.byte == UInt8(ascii: "}") {
      scanner.position += 1
      return
    }
    while true {
      let name = try scanner.name()
      let column = column(name, scanner.bytes)
      let field = try scanner.value()
      let list = columns[column]
      if list.count > block.rowCount {
        list.replaceLast(field)
        isRepeated = true
      } else {
        list.fill(to: block.rowCount)
        list.append(field)
      }
      scanner.skipSpace()
      if scanner.byte == UInt8(ascii: "}") { break }
      guard scanner.byte == UInt8(ascii: ",") else { throw scanner.expected("`,` or `}`") }
      scanner.position += 1
      scanner.skipSpace()
    }
    scanner.position += 1
    if isRepeated { duplicateKeyRows += 1 }
  }

  private func dropRow(_ block: RowBlock) {
    for column in columns { column.truncate(to: block.rowCount) }
  }

  private func column(_ name: Field, _ bytes: UnsafePointer<UInt8>) -> Int {
    let start = bytes + name.start
    if guess < names.count && !name.isEscaped {
      let (expected, length) = keys.text(guess)
      if length == name.length && ByteScan.isEqual(start, expected, count: length) {
        guess += 1
        return guess - 1
      }
    }
    let code =
      name.isEscaped
      ? escapes.withText(start, count: name.length) { keys.code($0, count: $1) }
      : keys.code(start, count: name.length)
    let column = Int(code)
    if column == names.count {
      let (text, length) = keys.text(column)
      names.append(String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self))
      columns.append(FieldList())
    }
    guess = column + 1
    return column
  }
}

/// Finds where the elements of an array end, without reading them.
enum JSONRowCutter {
  /// The position after the last comma between elements; `bytes` starts at an element.
  static func lastElementEnd(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    var depth = 0
    var last: Int?
    var position = 0
    while position < count {
      switch bytes[position] {
      case .quote:
        position += 1
        while position < count && bytes[position] != .quote {
          position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0: last = position + 1
      default: break
      }
      position += 1
    }
    return last
  }
}
