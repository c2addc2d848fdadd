/// Cuts a block of JSON rows into fields: JSON Lines, or the elements of one array. Objects inside
/// rows are taken apart: columns are paths, met as their keys turn up; a row that lacks one has a
/// missing value there. A row that is no object is the value of one column.
final class JSONTokenizer {
  private let isArray: Bool
  private let shape: JSONShape
  /// The columns, by the names of their paths.
  private(set) var names: [String] = []
  /// Rows that name a key twice; the last value counts.
  private(set) var duplicateKeyRows = 0
  private let paths: JSONPaths
  private var columns: [FieldList] = []
  /// Counts all rows begun, those refused too: tells a key of this row from one of another.
  private var serial = 0
  private var isRepeated = false
  /// The objects that are open around the one being read.
  private var open: [Int] = []

  init(isArray: Bool, shape: JSONShape) {
    self.isArray = isArray
    self.shape = shape
    paths = JSONPaths(shape)
  }

  func tokenize(_ block: RowBlock, at extent: BlockFeed.Extent) {
    for column in columns { column.removeAll() }
    block.isColumnMajor = true
    if isArray {
      readElements(block, extent)
    } else {
      readLines(block)
    }
    if shape.hasTrouble {
      block.fault = BlockFault(offset: extent.offset, message: "too many different keys")
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
        try readRow(&scanner, block, line: line)
        scanner.skipSpace()
        guard scanner.byte == .newline else { throw scanner.failure("text after the value") }
      } catch {
        if shape.hasTrouble { return }
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

  private func dropRow(_ block: RowBlock) {
    for column in columns { column.truncate(to: block.rowCount) }
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
        // Elements stand on lines as they please: what is told of them is their number.
        try readRow(&scanner, block, line: block.rowCount)
        block.rowCount += 1
        scanner.skipSpace()
        if shape.isOneValue && scanner.position >= block.count { return }
        if scanner.byte == UInt8(ascii: "]") { return try endArray(&scanner, block) }
        guard scanner.byte == UInt8(ascii: ",") else {
          throw scanner.expected("`,` or `]` after the row")
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

  // MARK: - Rows

  private func readRow(
    _ scanner: inout JSONScanner, _ block: RowBlock, line: Int
  ) throws(JSONScanner.Failure) {
    let row = block.rowCount
    block.rowLines[row] = UInt32(truncatingIfNeeded: line)
    serial &+= 1
    isRepeated = false
    if scanner.byte == UInt8(ascii: "{") && !paths.places[JSONPaths.root].staysText {
      try readObject(&scanner, row: row)
    } else {
      try put(scanner.value(), at: JSONPaths.root, row: row, scanner)
    }
    if isRepeated { duplicateKeyRows += 1 }
  }

  /// An object with all objects inside it, however deep, without recursion.
  private func readObject(_ scanner: inout JSONScanner, row: Int) throws(JSONScanner.Failure) {
    let paths = paths
    open.removeAll(keepingCapacity: true)
    var path = JSONPaths.root
    var guess = paths.places[path].first
    scanner.position += 1
    scanner.skipSpace()
    if scanner.byte == UInt8(ascii: "}") {
      scanner.position += 1
      return
    }
    while true {
      let key = try scanner.name()
      var child = guess
      if child < 0 || !paths.isNamed(child, key, scanner.bytes) {
        child = try place(inside: path, key, scanner)
      }
      if paths.places[child].lastRow == serial { forget(child, row: row) }
      paths.places[child].lastRow = serial
      if scanner.byte != UInt8(ascii: "{") || paths.places[child].staysText {
        try put(scanner.value(), at: child, row: row, scanner)
      } else {
        scanner.position += 1
        scanner.skipSpace()
        if scanner.byte != UInt8(ascii: "}") {
          open.append(path)
          open.append(child)
          path = child
          guess = paths.places[child].first
          continue
        }
        // An object without members says as much as null.
        scanner.position += 1
        try put(.blank, at: child, row: row, scanner)
      }
      scanner.skipSpace()
      while scanner.byte == UInt8(ascii: "}") {
        scanner.position += 1
        guard let closed = open.popLast(), let outer = open.popLast() else { return }
        child = closed
        path = outer
        scanner.skipSpace()
      }
      guard scanner.byte == UInt8(ascii: ",") else { throw scanner.expected("`,` or `}`") }
      guess = paths.places[child].next
      scanner.position += 1
      scanner.skipSpace()
    }
  }

  /// Where a key leads that is not the one expected.
  @inline(never)
  private func place(
    inside path: Int, _ key: Field, _ scanner: JSONScanner
  ) throws(JSONScanner.Failure) -> Int {
    let place = paths.child(of: path, key, scanner.bytes)
    if shape.isMap(paths.names[path], keys: paths.children[path].count) {
      throw scanner.failure("too many different keys")
    }
    return place
  }

  @inline(__always)
  private func put(
    _ field: Field, at place: Int, row: Int, _ scanner: JSONScanner
  ) throws(JSONScanner.Failure) {
    if paths.places[place].column < 0 { try enterColumn(place, scanner) }
    columns[paths.places[place].column].set(field, row: row)
  }

  @inline(never)
  private func enterColumn(
    _ place: Int, _ scanner: JSONScanner
  ) throws(JSONScanner.Failure) {
    paths.places[place].column = names.count
    names.append(paths.names[place])
    columns.append(FieldList())
    if shape.hasTooMany(columns: names.count) { throw scanner.failure("too many columns") }
  }

  /// Takes back what this row said of a place before: it names the place again.
  @inline(never)
  private func forget(_ place: Int, row: Int) {
    isRepeated = true
    var rest = [place]
    while let place = rest.popLast() {
      let column = paths.places[place].column
      if column >= 0, columns[column].count > row { columns[column].replaceLast(.blank) }
      rest += paths.children[place].filter { paths.places[$0].lastRow == serial }
    }
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
