/// One attribute of the cases or of the events of a log, filled row by row.
///
/// The log itself says of which type each value is. A column keeps that type as long as all its
/// values have it; one that does not makes it wider, and the log is read again (`wanted`), so that
/// nothing is told from a value that was bent already.
final class XESColumn {
  enum Kind: Sendable {
    case boolean, integer, number, instant, text

    /// The narrowest kind that holds values of both.
    func widened(by other: Kind) -> Kind {
      if self == other { return self }
      switch (self, other) {
      case (.integer, .number), (.number, .integer): return .number
      default: return .text
      }
    }
  }

  /// Keys joined by points, as the attributes stand in one another.
  let path: String
  let kind: Kind
  /// The kind that holds what was met; other than `kind` where the column is to be read again.
  private(set) var wanted: Kind
  private(set) var count = 0
  /// Values that are no dates though the log says so; they are unknown.
  private(set) var misfits = 0
  private(set) var firstMisfit: (text: String, row: Int)?
  /// Whether any element gave a value, if only a blank one: a list without values is no column.
  private(set) var isMentioned = false
  /// Whether the log calls its values ids: they are labels, whatever they look like.
  var isID = false
  /// Elements of one key in one case or event, besides those of a list.
  private(set) var repeated = 0

  /// Bit set = unknown.
  private var unknown: [UInt64] = []
  /// The values of a list so far, and the row they are of.
  private var list: [UInt8] = []
  private var listRow = -1
  private var integers: [Int64] = []
  private var doubles: [Double] = []
  private var booleans: [UInt8] = []
  private var codes: [UInt32] = []
  private let dictionary = ByteDictionary()

  init(_ path: String, _ kind: Kind) {
    self.path = path
    self.kind = kind
    wanted = kind
  }

  // MARK: - Filling

  /// Rows up to `row` are there, unknown where nothing was said.
  func fill(to row: Int) {
    finishList()
    while count < row { append(unknown: true) }
  }

  private func append(unknown isUnknown: Bool) {
    if count & 63 == 0 { unknown.append(0) }
    if isUnknown { unknown[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
    guard isUnknown else { return }
    switch kind {
    case .boolean: booleans.append(0)
    case .integer, .instant: integers.append(0)
    case .number: doubles.append(0)
    case .text: codes.append(StringDictionary.unknownCode)
    }
  }

  /// Takes the value of a row. A second one in a list is put behind the first; elsewhere the last
  /// holds. Eight bytes behind the text may be read.
  func set(
    _ text: UnsafeBufferPointer<UInt8>, as written: Kind, row: Int, inList: Bool,
    _ time: inout TimeText
  ) {
    isMentioned = true
    guard let bytes = text.baseAddress, !text.isEmpty else { return }
    if count <= row { fill(to: row) }
    if count > row {
      if inList { return lengthen(text, row: row) }
      repeated += 1
      removeLast()
    }
    if written != kind && kind != .text && !(kind == .number && written == .integer) {
      wanted = wanted.widened(by: written)
      return append(unknown: true)
    }
    take(bytes, text.count, row, &time)
  }

  private func take(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ row: Int, _ time: inout TimeText
  ) {
    switch kind {
    case .text: codes.append(dictionary.code(bytes, count: length))
    case .integer:
      guard let value = NumberText.integer(bytes, count: length) else { return misfit() }
      integers.append(value)
    case .number:
      if isNotANumber(bytes, length) { return append(unknown: true) }
      guard let value = NumberText.number(bytes, count: length) else { return misfit() }
      doubles.append(value)
    case .boolean:
      guard let value = XESColumn.boolean(bytes, length) else { return misfit() }
      booleans.append(value)
    case .instant:
      guard let value = time.instant(bytes, count: length) else {
        misfits += 1
        if firstMisfit == nil {
          let text = UnsafeBufferPointer(start: bytes, count: length)
          firstMisfit = (String(decoding: text, as: UTF8.self), row)
        }
        return append(unknown: true)
      }
      integers.append(value)
    }
    append(unknown: false)
  }

  private func misfit() {
    wanted = .text
    append(unknown: true)
  }

  /// `NaN`, which says that there is no value.
  private func isNotANumber(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    length == 3 && bytes[0] | 0x20 == UInt8(ascii: "n") && bytes[1] | 0x20 == UInt8(ascii: "a")
      && bytes[2] | 0x20 == UInt8(ascii: "n")
  }

  private static func boolean(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt8? {
    if length == 1 && (bytes[0] == UInt8(ascii: "0") || bytes[0] == UInt8(ascii: "1")) {
      return bytes[0] & 1
    }
    guard let (value, seen) = BooleanText.value(bytes, count: length), seen == .words else {
      return nil
    }
    return value
  }

  private func removeLast() {
    count -= 1
    unknown[count >> 6] &= ~(1 << UInt64(count & 63))
    if count & 63 == 0 { unknown.removeLast() }
    switch kind {
    case .boolean: booleans.removeLast()
    case .integer, .instant: integers.removeLast()
    case .number: doubles.removeLast()
    case .text: codes.removeLast()
    }
  }

  /// Several values of a list make a text: `a, b`.
  private func lengthen(_ text: UnsafeBufferPointer<UInt8>, row: Int) {
    wanted = .text
    guard kind == .text, codes[row] != StringDictionary.unknownCode else { return }
    if listRow != row {
      let (before, length) = dictionary.text(Int(codes[row]))
      list = Array(UnsafeBufferPointer(start: before, count: length))
      listRow = row
    }
    list += Array(", ".utf8)
    list += text
  }

  private func finishList() {
    guard listRow >= 0 else { return }
    list += [0, 0, 0, 0, 0, 0, 0, 0]
    list.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress {
        codes[listRow] = dictionary.code(base, count: buffer.count - 8)
      }
    }
    listRow = -1
  }

  // MARK: - The column

  /// Whether the column has to be read again as `wanted`.
  func settle() -> Bool {
    finishList()
    let unknowns = unknown.reduce(0) { $0 + $1.nonzeroBitCount }
    if misfits * 2 > count - unknowns + misfits { wanted = .text }
    return wanted != kind
  }

  func column() -> Column {
    let nulls = NullMask(count: count, words: unknown)
    switch kind {
    case .boolean: return Column(.boolean, .booleans(booleans), nulls: nulls)
    case .integer: return Column(.integer, .integers(integers), nulls: nulls)
    case .instant: return Column(.instant, .integers(integers), nulls: nulls)
    case .number: return Column(.number, .doubles(doubles), nulls: nulls)
    case .text: return .text(codes, dictionary, nulls)
    }
  }
}

extension Column {
  /// Codes of a dictionary as a text column: rare texts as a heap.
  static func text(_ codes: [UInt32], _ dictionary: ByteDictionary, _ nulls: NullMask) -> Column {
    let known = codes.count - nulls.unknownCount
    guard dictionary.count > TypeInference.smallDictionary && dictionary.count * 2 > known else {
      return Column(.text, .codes(codes, StringDictionary(dictionary.heap())), nulls: nulls)
    }
    var heap = TextHeap()
    for code in codes {
      if code == StringDictionary.unknownCode {
        heap.append("")
      } else {
        let (bytes, length) = dictionary.text(Int(code))
        heap.append(UnsafeBufferPointer(start: bytes, count: length))
      }
    }
    return Column(.text, .heap(heap), nulls: nulls)
  }
}
