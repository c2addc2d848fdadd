/// A number as people and spreadsheets write it: signs, parentheses, currencies and percent signs
/// around digits with separators.
struct WildNumber {
  /// Where the digits and what is between them stand in the text.
  private(set) var body: Range<Int>
  private(set) var isNegative = false
  private(set) var isPercent = false
  private(set) var currency: UInt8?
  private(set) var styles: NumberStyles = []
  /// Means one thing with a decimal point and another with a decimal comma: `1,234`, `1.234`.
  private(set) var isTwofold = false
  private(set) var isZero = false
  private var hasSign = false
  private var hasPlus = false
  private var parentheses = 0

  /// nil when the text is no number in any style. May read eight bytes beyond the text.
  init?(_ text: UnsafePointer<UInt8>, count: Int) {
    body = 0..<count
    guard count <= 48, peelFront(text), peelBack(text), !body.isEmpty else { return nil }
    guard parentheses == 0 || (parentheses == 2 && !hasSign), currency == nil || !isPercent else {
      return nil
    }
    if parentheses == 2 { isNegative = true }
    guard readBody(text + body.lowerBound, count: body.count) else { return nil }
  }

  // MARK: - Around the digits

  private mutating func peelFront(_ text: UnsafePointer<UInt8>) -> Bool {
    while let first = body.first {
      let byte = text[first]
      if byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") { return true }
      let blank = ByteSpaces.width(text + first, count: body.count)
      if blank > 0 {
        body = first + blank..<body.upperBound
      } else if byte == UInt8(ascii: "(") {
        guard parentheses == 0 else { return false }
        parentheses = 1
        body = first + 1..<body.upperBound
      } else if let width = sign(text + first, body.count) {
        body = first + width..<body.upperBound
      } else {
        var end = first
        while end < body.upperBound, isOfWord(text + end, body.upperBound - end) { end += 1 }
        // The point of `Fr.5` is the word's, that of `$.5` the number's.
        if end < body.upperBound, text[end] == UInt8(ascii: "."), end - first > 1,
          Currency.index(text + first, end + 1 - first) != nil
        {
          end += 1
        }
        guard take(text + first, end - first) else { return false }
        body = end..<body.upperBound
      }
    }
    return false
  }

  private mutating func peelBack(_ text: UnsafePointer<UInt8>) -> Bool {
    while let last = body.last {
      let byte = text[last]
      if byte.isDigit { return true }
      if byte == UInt8(ascii: ")") {
        guard parentheses == 1 else { return false }
        parentheses = 2
        body = body.lowerBound..<last
      } else if byte == UInt8(ascii: "%") {
        guard !isPercent else { return false }
        isPercent = true
        body = body.lowerBound..<last
      } else if byte == UInt8(ascii: "-") {
        guard !hasSign, parentheses == 0 else { return false }
        hasSign = true
        isNegative = true
        body = body.lowerBound..<last
      } else if let blank = blankAtEnd(text) {
        body = body.lowerBound..<(body.upperBound - blank)
      } else {
        var start = last
        while start > body.lowerBound, !text[start - 1].isDigit,
          text[start - 1] != .space, !isBlankEnd(text, start)
        {
          start -= 1
        }
        guard take(text + start, body.upperBound - start) else { return false }
        body = body.lowerBound..<start
      }
    }
    return false
  }

  /// A plus or minus, of its bytes' width.
  private mutating func sign(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var width = 0
    if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      width = 1
    } else if count >= 3, text[0] == 0xE2, text[1] == 0x88, text[2] == 0x92 {
      width = 3
    }
    guard width > 0, !hasSign else { return nil }
    hasSign = true
    hasPlus = text[0] == UInt8(ascii: "+")
    isNegative = !hasPlus
    return width
  }

  private func isOfWord(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let byte = text[0]
    if byte.isDigit || [0x28, 0x2B, 0x2C, 0x2D, 0x2E].contains(byte) { return false }
    if byte == 0xE2, count >= 3, text[1] == 0x88, text[2] == 0x92 { return false }
    return ByteSpaces.width(text, count: count) == 0
  }

  private func blankAtEnd(_ text: UnsafePointer<UInt8>) -> Int? {
    for width in 1...3 where body.count >= width {
      let start = body.upperBound - width
      if ByteSpaces.width(text + start, count: width) == width { return width }
    }
    return nil
  }

  private func isBlankEnd(_ text: UnsafePointer<UInt8>, _ end: Int) -> Bool {
    guard text[end - 1] >= 0x80 else { return false }
    return (2...3).contains { width in
      end - body.lowerBound >= width
        && ByteSpaces.width(text + end - width, count: width) == width
    }
  }

  private mutating func take(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard currency == nil, let index = Currency.index(word, count) else { return false }
    currency = index
    return true
  }

  // MARK: - The digits

  private enum Mark { case point, comma, space, quote }

  /// Finds the styles that the digits and separators fit.
  private mutating func readBody(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    var groups = GroupScan()
    var position = 0
    var digits = 0
    while position < count, text[position] | 0x20 != UInt8(ascii: "e") {
      if text[position].isDigit {
        groups.digit(text[position])
        digits += 1
        position += 1
        continue
      }
      guard let (mark, width) = WildNumber.mark(text + position, count - position),
        groups.separate(mark)
      else { return false }
      position += width
    }
    guard digits > 0, groups.endsInDigit else { return false }
    if position < count {
      guard !isPercent, exponentEnds(text + position, count - position) else { return false }
      groups.hasExponent = true
    }
    isZero = groups.isZero
    // `+4917012345` is a telephone.
    if hasPlus && digits > 7 && groups.separators == 0 { return false }
    styles = groups.styles
    isTwofold =
      groups.separators == 1 && !styles.isDisjoint(with: .point)
      && !styles.isDisjoint(with: .comma) && (groups.hasPoint || groups.hasComma)
    return !styles.isEmpty
  }

  private static func mark(
    _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> (Mark, width: Int)? {
    switch text[0] {
    case UInt8(ascii: "."): return (.point, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "'"): return (.quote, 1)
    default: break
    }
    if count >= 3, text[0] == 0xE2, text[1] == 0x80, text[2] == 0x99 { return (.quote, 3) }
    let width = ByteSpaces.width(text, count: count)
    return width > 0 && text[0] != .tab ? (.space, width) : nil
  }

  private func exponentEnds(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var position = 1
    if position < count, text[position] == 0x2B || text[position] == 0x2D { position += 1 }
    guard position < count else { return false }
    return (position..<count).allSatisfy { text[$0].isDigit }
  }

  /// Which separators stand between how many digits.
  private struct GroupScan {
    private var length = 0
    private var firstLength = 0
    private var firstDigit: UInt8 = 0
    private var marks: (last: Mark, others: Mark?)?
    /// All groups between the first and the last separator are of three digits, or of two as in
    /// India.
    private var threes = true
    private var twos = true
    /// The group before the last separator ends a number as India writes it: `12,34,567`.
    private var endsIndian = false
    private(set) var separators = 0
    private(set) var hasPoint = false
    private(set) var hasComma = false
    private(set) var isZero = true
    var hasExponent = false

    mutating func digit(_ byte: UInt8) {
      if separators == 0 && length == 0 { firstDigit = byte }
      if byte != UInt8(ascii: "0") { isZero = false }
      length += 1
    }

    mutating func separate(_ mark: Mark) -> Bool {
      if separators == 0 {
        firstLength = length
      } else {
        threes = threes && length == 3
        endsIndian = twos && length == 3
        twos = twos && length == 2
        if let last = marks?.last, let others = marks?.others, last != others { return false }
      }
      marks = (mark, marks?.last)
      separators += 1
      hasPoint = hasPoint || mark == .point
      hasComma = hasComma || mark == .comma
      length = 0
      return true
    }

    var endsInDigit: Bool { length > 0 }

    var styles: NumberStyles {
      guard let (last, others) = marks else {
        return firstLength == 0 && length > 1 && firstDigit == UInt8(ascii: "0") ? [] : .all
      }
      let hasZero = firstDigit == UInt8(ascii: "0") && firstLength > 1
      if hasZero { return [] }
      var styles: NumberStyles = []
      let startsGroup =
        (1...3).contains(firstLength) && firstDigit != UInt8(ascii: "0") && !hasExponent
      // The last separator is the decimal one.
      if last == .point || last == .comma {
        if separators == 1 {
          styles.formUnion(last == .point ? .point : .comma)
        } else if let others, others != last, startsGroup,
          threes || (endsIndian && others == .comma)
        {
          styles.formUnion(GroupScan.style(decimal: last, groups: others))
        }
      }
      // All separators stand between thousands.
      let isUniform = others == nil || others == last
      if isUniform, startsGroup, length == 3, threes || (twos && last == .comma) {
        styles.formUnion(GroupScan.styles(groups: last))
      }
      return styles
    }

    private static func style(decimal: Mark, groups: Mark) -> NumberStyles {
      switch (decimal, groups) {
      case (.point, .comma): .pointComma
      case (.point, .space): .pointSpace
      case (.point, .quote): .pointQuote
      case (.comma, .point): .commaPoint
      case (.comma, .space): .commaSpace
      case (.comma, .quote): .commaQuote
      default: []
      }
    }

    private static func styles(groups: Mark) -> NumberStyles {
      switch groups {
      case .comma: .pointComma
      case .point: .commaPoint
      case .space: [.pointSpace, .commaSpace]
      case .quote: [.pointQuote, .commaQuote]
      }
    }
  }

  // MARK: - As a plain number

  /// The number as `-1234.5`, for the readers of plain numbers; `body` gets the bytes.
  func withPlain<Result>(
    of text: UnsafePointer<UInt8>, decimalComma: Bool,
    _ body: (UnsafePointer<UInt8>, Int) -> Result?
  ) -> Result? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
      guard let out = buffer.baseAddress else { return nil }
      var count = 0
      func put(_ byte: UInt8) {
        out[count] = byte
        count += 1
      }
      if isNegative && !isZero { put(UInt8(ascii: "-")) }
      let decimal = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
      for index in self.body {
        let byte = text[index]
        if byte == decimal {
          put(UInt8(ascii: "."))
        } else if byte.isDigit || byte == 0x2B || byte == 0x2D || byte | 0x20 == 0x65 {
          put(byte)
        }
      }
      if isPercent {
        put(UInt8(ascii: "e"))
        put(UInt8(ascii: "-"))
        put(UInt8(ascii: "2"))
      }
      for index in count..<64 { out[index] = 0 }
      return body(UnsafePointer(out), count)
    }
  }
}
