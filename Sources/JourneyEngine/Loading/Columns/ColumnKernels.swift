/// Reads the fields of one column of a block, all as one type. Each returns the first row whose
/// value is of another type, or nil when all fit. Unknown rows are marked in `nulls` and filled
/// with zero.
struct ColumnKernels {
  let fields: FieldColumn
  let nulls: UnsafeMutablePointer<UInt64>
  private(set) var nullCount = 0
  var facts = PieceFacts()

  init(_ fields: FieldColumn, nulls: UnsafeMutablePointer<UInt64>) {
    self.fields = fields
    self.nulls = nulls
  }

  @inline(__always)
  private mutating func setNull(_ row: Int) {
    nulls[row &>> 6] |= 1 &<< UInt64(row & 63)
    nullCount &+= 1
  }

  /// The text of a field without spaces and tabs around it; nil when nothing is left.
  @inline(__always)
  static func trimmed(
    _ fields: FieldColumn, _ field: Field
  ) -> (start: UnsafePointer<UInt8>, count: Int)? {
    var start = fields.start(field)
    var count = field.length
    while count > 0 && start[0] <= .space && (start[0] == .space || start[0] == .tab) {
      start += 1
      count &-= 1
    }
    while count > 0 && start[count &- 1] <= .space
      && (start[count &- 1] == .space || start[count &- 1] == .tab)
    {
      count &-= 1
    }
    return count == 0 ? nil : (start, count)
  }

  @inline(__always)
  private mutating func parse<Value: BitwiseCopyable>(
    into out: UnsafeMutablePointer<Value>, zero: Value,
    _ read: (UnsafePointer<UInt8>, Int, inout PieceFacts) -> Value?
  ) -> Int? {
    nullCount = 0
    facts = PieceFacts()
    for row in 0..<fields.count {
      let field = fields[row]
      guard let (start, count) = ColumnKernels.trimmed(fields, field) else {
        out[row] = zero
        setNull(row)
        continue
      }
      guard let value = read(start, count, &facts) else { return row }
      out[row] = value
    }
    return nil
  }

  mutating func integers(into out: UnsafeMutablePointer<Int64>) -> Int? {
    parse(into: out, zero: 0) { start, count, facts in
      guard let value = NumberText.integer(start, count: count) else { return nil }
      if value.magnitude > NumberText.exactDoubleLimit { facts.hasWideInteger = true }
      return value
    }
  }

  mutating func numbers(into out: UnsafeMutablePointer<Double>) -> Int? {
    parse(into: out, zero: 0) { start, count, _ in NumberText.number(start, count: count) }
  }

  mutating func money(into out: UnsafeMutablePointer<Int64>) -> Int? {
    parse(into: out, zero: 0) { start, count, facts in
      guard let (value, decimals) = NumberText.money(start, count: count) else { return nil }
      if decimals > facts.decimals { facts.decimals = decimals }
      return value
    }
  }

  mutating func booleans(into out: UnsafeMutablePointer<UInt8>) -> Int? {
    parse(into: out, zero: 0) { start, count, facts in
      guard let (value, seen) = BooleanText.value(start, count: count) else { return nil }
      facts.booleans.formUnion(seen)
      return facts.booleans.isConsistent ? value : nil
    }
  }

  mutating func dates(into out: UnsafeMutablePointer<Int64>, _ time: inout TimeText) -> Int? {
    parse(into: out, zero: 0) { start, count, _ in time.date(start, count: count) }
  }

  mutating func instants(into out: UnsafeMutablePointer<Int64>, _ time: inout TimeText) -> Int? {
    parse(into: out, zero: 0) { start, count, _ in time.instant(start, count: count) }
  }

  /// Reads by a declared layout. What does not fit is unknown, and counted.
  mutating func declared(
    into out: UnsafeMutablePointer<Int64>, lines: UnsafeMutablePointer<UInt32>,
    _ read: (UnsafePointer<UInt8>, Int) -> Int64?
  ) {
    for row in 0..<fields.count {
      out[row] = 0
      guard let (start, count) = ColumnKernels.trimmed(fields, fields[row]) else {
        setNull(row)
        continue
      }
      if let value = read(start, count) {
        out[row] = value
      } else {
        if facts.misfits == 0 { facts.firstMisfitLine = Int(lines[row]) }
        facts.misfits += 1
        setNull(row)
      }
    }
  }

  /// How many rows' texts are looked up side by side.
  private static let batch = 16

  /// Text as codes of a dictionary. Looks up a few rows at a time: a large table is not in the
  /// cache, and the loads of several rows overlap where those of one after the other would each be
  /// waited for.
  mutating func codes(
    into out: UnsafeMutablePointer<UInt32>, _ table: inout ByteTable, _ escapes: inout Unescaper
  ) {
    withUnsafeTemporaryAllocation(of: ByteTable.Key.self, capacity: ColumnKernels.batch) { keys in
      var row = 0
      while row < fields.count {
        let end = min(row &+ ColumnKernels.batch, fields.count)
        var touched: UInt32 = 0
        for index in row..<end {
          let field = fields[index]
          let key = ByteTable.Key(fields.start(field), count: field.length)
          keys[index &- row] = key
          touched |= table.touch(key)
        }
        // Nothing depends on `touched` but that the loads are made.
        facts.hasNested = facts.hasNested || touched == .max
        for index in row..<end {
          out[index] = code(index, keys[index &- row], &table, &escapes)
        }
        row = end
      }
    }
  }

  @inline(__always)
  private mutating func code(
    _ row: Int, _ key: ByteTable.Key, _ table: inout ByteTable, _ escapes: inout Unescaper
  ) -> UInt32 {
    let field = fields[row]
    let start = fields.start(field)
    if key.length == 0 || (start[0] <= .space && BlankText.isBlank(start, count: key.length)) {
      setNull(row)
      return StringDictionary.unknownCode
    }
    if field.isNested { facts.hasNested = true }
    guard field.isEscaped else { return table.code(key, start) }
    return escapes.withText(start, count: key.length) { text, count in
      table.code(ByteTable.Key(text, count: count), text)
    }
  }

  /// Text as it stands: lengths, and all bytes one after the other. Returns the number of bytes.
  mutating func heap(
    lengths: UnsafeMutablePointer<UInt32>, text: UnsafeMutablePointer<UInt8>,
    _ escapes: inout Unescaper
  ) -> Int {
    var end = text
    for row in 0..<fields.count {
      let field = fields[row]
      let start = fields.start(field)
      var count = field.length
      if count == 0 || (start[0] <= .space && BlankText.isBlank(start, count: count)) {
        count = 0
        setNull(row)
      } else if field.isEscaped {
        count = escapes.withText(start, count: count) { source, length in
          end.update(from: source, count: length)
          return length
        }
      } else {
        end.update(from: start, count: count)
      }
      facts.hasNested = facts.hasNested || field.isNested
      lengths[row] = UInt32(truncatingIfNeeded: count)
      end += count
    }
    return end - text
  }

  /// The number of bytes all fields have together, escaped as they stand.
  var textLength: Int {
    var length = 0
    for row in 0..<fields.count { length &+= fields[row].length }
    return length
  }
}

/// Undoes what a format does to text inside quotes.
struct Unescaper {
  enum Style: Sendable {
    /// `""` is a quote.
    case doubledQuotes
    /// The escapes of JSON.
    case backslashes
  }

  let style: Style
  private var scratch: [UInt8] = []

  init(_ style: Style) { self.style = style }

  /// Passes on the plain text, readable 8 bytes beyond its end.
  mutating func withText<Result>(
    _ text: UnsafePointer<UInt8>, count: Int, _ body: (UnsafePointer<UInt8>, Int) -> Result
  ) -> Result {
    if scratch.count < count + 8 { scratch = [UInt8](repeating: 0, count: count * 2 + 64) }
    return scratch.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return body(text, 0) }
      let length: Int
      switch style {
      case .doubledQuotes: length = Unescaper.undouble(text, count: count, into: base)
      case .backslashes: length = JSONEscapes.decode(text, count: count, into: base)
      }
      return body(UnsafePointer(base), length)
    }
  }

  private static func undouble(
    _ text: UnsafePointer<UInt8>, count: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var length = 0
    var position = 0
    while position < count {
      out[length] = text[position]
      length += 1
      position += text[position] == .quote ? 2 : 1
    }
    return length
  }
}
