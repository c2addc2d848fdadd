/// Gives each distinct combination of key values a number: 0, 1, 2 ... in order of first
/// appearance.
struct GroupIndexer {
  private var encoders: [KeyEncoder]
  private var pairs: [PairEncoder]
  /// The first row position (in the order the rows were added) of each group.
  private(set) var firstPositions: [Int] = []
  private var position = 0

  init(keyCount: Int) {
    encoders = [KeyEncoder](repeating: KeyEncoder(), count: keyCount)
    pairs = [PairEncoder](repeating: PairEncoder(), count: max(0, keyCount - 1))
  }

  var count: Int { firstPositions.count }

  /// The group numbers of one batch, given the vectors of its keys.
  mutating func add(_ keys: [Vector], rowCount: Int) -> [UInt32] {
    var numbers: [UInt32]
    if keys.isEmpty {
      numbers = [UInt32](repeating: 0, count: rowCount)
    } else {
      numbers = encoders[0].encode(keys[0])
      for index in 1..<keys.count {
        let next = encoders[index].encode(keys[index])
        for row in numbers.indices {
          numbers[row] = pairs[index - 1].encode(numbers[row], next[row])
        }
      }
    }
    for (row, number) in numbers.enumerated() where Int(number) == firstPositions.count {
      firstPositions.append(position + row)
    }
    position += rowCount
    return numbers
  }
}

/// Numbers the distinct values of one key; unknown is a value of its own.
struct KeyEncoder {
  private var ofCode: [UInt32] = []
  private var dictionary: StringDictionary?
  private var ofInteger: [Int64: UInt32] = [:]
  private var ofText: [ExactText: UInt32] = [:]
  private var ofUnknown: UInt32?
  private(set) var count: UInt32 = 0

  mutating func encode(_ vector: Vector) -> [UInt32] {
    switch vector {
    case .truths(let values):
      return values.map { $0 == Truth.unknown ? unknown() : number(Int64($0)) }
    case .integers(let values, let nulls):
      return values.indices.map { nulls.isUnknown($0) ? unknown() : number(values[$0]) }
    case .doubles(let values, let nulls):
      return values.indices.map { row in
        nulls.isUnknown(row) ? unknown() : number(Int64(bitPattern: (values[row] + 0).bitPattern))
      }
    case .codes(let codes, let dictionary):
      if self.dictionary == nil, ofText.isEmpty {
        self.dictionary = dictionary
        ofCode = [UInt32](repeating: .max, count: dictionary.count)
      }
      guard self.dictionary === dictionary else { return texts(vector) }
      return codes.map { code in
        if code == StringDictionary.unknownCode { return unknown() }
        if ofCode[Int(code)] == .max { ofCode[Int(code)] = fresh() }
        return ofCode[Int(code)]
      }
    case .texts: return texts(vector)
    }
  }

  private mutating func texts(_ vector: Vector) -> [UInt32] {
    (0..<vector.count).map { row in
      guard let text = vector.text(row) else { return unknown() }
      if let code = dictionary?.code(of: text) {
        if ofCode[Int(code)] == .max { ofCode[Int(code)] = fresh() }
        return ofCode[Int(code)]
      }
      if let number = ofText[ExactText(text)] { return number }
      let number = fresh()
      ofText[ExactText(text)] = number
      return number
    }
  }

  private mutating func number(_ value: Int64) -> UInt32 {
    if let number = ofInteger[value] { return number }
    let number = fresh()
    ofInteger[value] = number
    return number
  }

  private mutating func unknown() -> UInt32 {
    if let ofUnknown { return ofUnknown }
    let number = fresh()
    ofUnknown = number
    return number
  }

  private mutating func fresh() -> UInt32 {
    defer { count += 1 }
    return count
  }
}

/// Numbers the distinct pairs of two numbers: by table while both are small, by hash beyond.
struct PairEncoder {
  private static let side: UInt32 = 256
  private var table: [UInt32] = []
  private var large: [UInt64: UInt32] = [:]
  private(set) var count: UInt32 = 0

  mutating func encode(_ a: UInt32, _ b: UInt32) -> UInt32 {
    if a < PairEncoder.side, b < PairEncoder.side {
      if table.isEmpty {
        table = [UInt32](repeating: .max, count: Int(PairEncoder.side * PairEncoder.side))
      }
      let place = Int(a * PairEncoder.side + b)
      if table[place] == .max {
        table[place] = count
        count += 1
      }
      return table[place]
    }
    let key = UInt64(a) << 32 | UInt64(b)
    if let number = large[key] { return number }
    defer { count += 1 }
    large[key] = count
    return count
  }
}
