/// Where a value lies in a block of bytes.
struct Field {
  private let bits: UInt64

  /// A missing value.
  static let blank = Field(start: 0, length: 0)

  @inline(__always)
  init(start: Int, length: Int, isEscaped: Bool = false, isNested: Bool = false) {
    bits =
      UInt64(truncatingIfNeeded: start) | UInt64(truncatingIfNeeded: length) &<< 32
      | (isEscaped ? 1 &<< 62 : 0) | (isNested ? 1 &<< 63 : 0)
  }

  @inline(__always) var start: Int { Int(truncatingIfNeeded: bits & 0xFFFF_FFFF) }
  @inline(__always) var length: Int { Int(truncatingIfNeeded: (bits &>> 32) & 0x3FFF_FFFF) }
  /// Holds doubled quotes (CSV) or backslashes (JSON) that are to be undone.
  @inline(__always) var isEscaped: Bool { bits & (1 &<< 62) != 0 }
  /// A JSON array or object, kept as its text.
  @inline(__always) var isNested: Bool { bits & (1 &<< 63) != 0 }
}

/// One thread's working space: the bytes of a block of whole rows and, once it is cut up, where
/// every field lies. Used again block after block.
final class RowBlock {
  /// Readable beyond the block's end, so that eight bytes can be loaded at any field.
  static let padding = 64

  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  /// Bytes in use. A block ends with a line feed (one is added at the end of the file).
  var count = 0
  var isLast = false

  /// CSV: row by row. JSON uses `jsonFields`, column by column.
  private(set) var fields: UnsafeMutablePointer<Field>
  var columnCount = 0
  var isColumnMajor = false
  var jsonColumns: [FieldList] = []
  /// The line of each row, counted from the block's first line = 0.
  private(set) var rowLines: UnsafeMutablePointer<UInt32>
  private var fieldCapacity: Int
  var rowCount = 0
  var lineCount = 0

  static let refusedLimit = 20
  private(set) var refused: [FileReport.RefusedRow] = []
  private(set) var refusedCount = 0
  /// CSV: rows that were taken though they do not fit the header.
  var ragged = RaggedRows()
  var fault: BlockFault?

  init(capacity: Int) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + RowBlock.padding)
    fieldCapacity = capacity + 2
    fields = .allocate(capacity: fieldCapacity)
    rowLines = .allocate(capacity: fieldCapacity)
  }

  deinit {
    bytes.deallocate()
    fields.deallocate()
    rowLines.deallocate()
  }

  /// Makes room for `newCapacity` bytes, keeping none.
  func reserve(_ newCapacity: Int) {
    guard newCapacity > capacity else { return }
    bytes.deallocate()
    fields.deallocate()
    rowLines.deallocate()
    capacity = newCapacity
    bytes = .allocate(capacity: capacity + RowBlock.padding)
    fieldCapacity = capacity + 2
    fields = .allocate(capacity: fieldCapacity)
    rowLines = .allocate(capacity: fieldCapacity)
  }

  /// Makes room for `count` fields, keeping those there are: rows that are shorter than the header
  /// take more fields than they have bytes.
  func reserveFields(_ count: Int) {
    guard count > fieldCapacity else { return }
    let larger = UnsafeMutablePointer<Field>.allocate(capacity: count * 2)
    larger.update(from: fields, count: fieldCapacity)
    fields.deallocate()
    fields = larger
    fieldCapacity = count * 2
  }

  /// Closes the block: a line feed where the file's last line has none, and zeros behind.
  func finish(count: Int, isLast: Bool) {
    self.count = count
    self.isLast = isLast
    if isLast && (count == 0 || bytes[count - 1] != .newline) {
      bytes[count] = .newline
      self.count = count + 1
    }
    (bytes + self.count).update(repeating: 0, count: RowBlock.padding - 1)
    rowCount = 0
    lineCount = 0
    refused.removeAll(keepingCapacity: true)
    refusedCount = 0
    ragged = RaggedRows()
    fault = nil
  }

  /// Notes a row that cannot be taken; `line` counts from the block's first = 0.
  func refuse(line: Int, _ reason: @autoclosure () -> String) {
    refusedCount += 1
    guard refused.count < RowBlock.refusedLimit else { return }
    refused.append(FileReport.RefusedRow(line: line, reason: reason()))
  }

  /// The fields of one column: a first and the distance to the next.
  func column(_ index: Int) -> FieldColumn {
    guard isColumnMajor else {
      return FieldColumn(
        bytes: UnsafePointer(bytes), first: UnsafePointer(fields + index), stride: columnCount,
        count: rowCount)
    }
    return FieldColumn(
      bytes: UnsafePointer(bytes), first: jsonColumns[index].base, stride: 1, count: rowCount)
  }
}

/// The fields of one column in a block.
struct FieldColumn {
  let bytes: UnsafePointer<UInt8>
  let first: UnsafePointer<Field>
  let stride: Int
  let count: Int

  @inline(__always)
  subscript(row: Int) -> Field { first[row &* stride] }

  @inline(__always)
  func start(_ field: Field) -> UnsafePointer<UInt8> { bytes + field.start }
}

/// A growing list of fields with a stable address between appends.
final class FieldList {
  private var storage: UnsafeMutablePointer<Field>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 64
    storage = .allocate(capacity: capacity)
  }

  deinit { storage.deallocate() }

  var base: UnsafePointer<Field> { UnsafePointer(storage) }

  func removeAll() { count = 0 }

  func append(_ field: Field) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Field>.allocate(capacity: capacity * 2)
      larger.update(from: storage, count: count)
      storage.deallocate()
      storage = larger
      capacity *= 2
    }
    storage[count] = field
    count += 1
  }

  /// Sets the value of a row, the last one or one behind it; rows between have none.
  @inline(__always)
  func set(_ field: Field, row: Int) {
    if count == row && row < capacity {
      storage[row] = field
      count = row &+ 1
    } else if count > row {
      storage[row] = field
    } else {
      fill(to: row)
      append(field)
    }
  }

  /// Appends missing values until there are `rows`.
  func fill(to rows: Int) {
    while count < rows { append(.blank) }
  }

  func truncate(to rows: Int) { count = min(count, rows) }

  func replaceLast(_ field: Field) { storage[count - 1] = field }
}

/// What ends the reading of a file, with its place as an offset in the file.
struct BlockFault: Error {
  var offset: Int
  var message: String
  var hint: String?

  func loadError(in source: ByteSource, _ lineEnds: LineEnds = .lineFeed) -> LoadError {
    let (line, column) = source.position(of: offset, lineEnds)
    return LoadError(
      path: source.path, line: line, column: column, message: message, hint: hint)
  }
}
