/// Builds a column cell by cell, where the number of rows is small or their source is not a file:
/// results, the embedded company, tests. Loaders fill columns in blocks instead.
package struct ColumnBuilder {
  private let type: ValueType
  private let dictionaryLimit: Int
  private var nulls = NullMask(count: 0)
  private var booleans: [UInt8] = []
  private var integers: [Int64] = []
  private var doubles: [Double] = []
  private var codes: [UInt32] = []
  private var codeOf: [ExactText: UInt32] = [:]
  private var texts: [String] = []

  package init(_ type: ValueType, dictionaryLimit: Int = .max) {
    self.type = type
    self.dictionaryLimit = dictionaryLimit
  }

  package var count: Int { nulls.count }

  /// Appends a cell. A value of another type than the column's is stored as unknown; numbers are
  /// converted between integer, number and money of another scale where that is exact enough to
  /// mean the same.
  package mutating func append(_ value: Value) {
    switch type {
    case .boolean:
      guard case .boolean(let flag) = value else { return appendUnknown() }
      booleans.append(flag ? 1 : 0)
    case .number:
      guard let number = value.double else { return appendUnknown() }
      doubles.append(number)
    case .text:
      guard case .text(let text) = value else { return appendUnknown() }
      codes.append(code(of: text))
    case .integer, .money, .date, .instant, .duration:
      guard let raw = integral(value) else { return appendUnknown() }
      integers.append(raw)
    }
    nulls.append(isUnknown: false)
  }

  package mutating func appendUnknown() {
    switch type {
    case .boolean: booleans.append(0)
    case .number: doubles.append(0)
    case .text: codes.append(StringDictionary.unknownCode)
    case .integer, .money, .date, .instant, .duration: integers.append(0)
    }
    nulls.append(isUnknown: true)
  }

  package func build() -> Column {
    switch type {
    case .boolean: return Column(type, .booleans(booleans), nulls: nulls)
    case .number: return Column(type, .doubles(doubles), nulls: nulls)
    case .integer, .money, .date, .instant, .duration:
      return Column(type, .integers(integers), nulls: nulls)
    case .text:
      if texts.count <= dictionaryLimit {
        return Column(type, .codes(codes, StringDictionary(texts)), nulls: nulls)
      }
      var heap = TextHeap()
      for code in codes {
        heap.append(code == StringDictionary.unknownCode ? "" : texts[Int(code)])
      }
      return Column(type, .heap(heap), nulls: nulls)
    }
  }

  private mutating func code(of text: String) -> UInt32 {
    if let code = codeOf[ExactText(text)] { return code }
    let code = UInt32(texts.count)
    codeOf[ExactText(text)] = code
    texts.append(text)
    return code
  }

  private func integral(_ value: Value) -> Int64? {
    switch (type, value) {
    case (.integer, .integer(let raw)), (.date, .date(let raw)), (.instant, .instant(let raw)),
      (.duration, .duration(let raw)):
      return raw
    case (.money(let scale), .money(let raw, let other)) where other == scale: return raw
    case (.money(let scale), _):
      return value.double.flatMap { Int64(exactly: ($0 * powerOfTen(scale)).rounded()) }
    default: return nil
    }
  }
}
