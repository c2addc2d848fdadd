/// Joins the vectors of successive batches into one column.
struct VectorColumnBuilder {
  private let type: ValueType
  private var nulls = NullMask(count: 0)
  private var booleans: [UInt8] = []
  private var integers: [Int64] = []
  private var doubles: [Double] = []
  private var codes: [UInt32] = []
  /// Shared by every batch as long as all come from one column.
  private var dictionary: StringDictionary?
  /// Takes over when batches hold texts of several dictionaries or of none.
  private var texts: ColumnBuilder?

  init(_ type: ValueType, capacity: Int) {
    self.type = type
    switch type {
    case .boolean: booleans.reserveCapacity(capacity)
    case .number: doubles.reserveCapacity(capacity)
    case .text: codes.reserveCapacity(capacity)
    default: integers.reserveCapacity(capacity)
    }
  }

  mutating func append(_ vector: Vector) {
    switch vector {
    case .truths(let values):
      booleans.append(contentsOf: values.map { $0 == Truth.yes ? 1 : 0 })
      for value in values { nulls.append(isUnknown: value == Truth.unknown) }
    case .integers(let values, let mask):
      integers.append(contentsOf: values)
      nulls.append(contentsOf: mask)
    case .doubles(let values, let mask):
      doubles.append(contentsOf: values)
      nulls.append(contentsOf: mask)
    case .codes(let values, let dictionary) where canShare(dictionary):
      self.dictionary = dictionary
      codes.append(contentsOf: values)
      for code in values { nulls.append(isUnknown: code == StringDictionary.unknownCode) }
    case .codes, .texts:
      appendTexts(vector)
    }
  }

  func build() -> Column {
    if let texts { return texts.build() }
    switch type {
    case .boolean: return Column(type, .booleans(booleans), nulls: nulls)
    case .number: return Column(type, .doubles(doubles), nulls: nulls)
    case .text:
      return Column(type, .codes(codes, dictionary ?? StringDictionary([])), nulls: nulls)
    default: return Column(type, .integers(integers), nulls: nulls)
    }
  }

  private func canShare(_ other: StringDictionary) -> Bool {
    texts == nil && (dictionary == nil || dictionary === other)
  }

  private mutating func appendTexts(_ vector: Vector) {
    var builder = texts ?? ColumnBuilder(.text)
    if texts == nil, let dictionary {
      for code in codes {
        builder.append(code == StringDictionary.unknownCode ? .unknown : .text(dictionary[code]))
      }
    }
    for row in 0..<vector.count { builder.append(vector.text(row).map(Value.text) ?? .unknown) }
    texts = builder
  }
}
