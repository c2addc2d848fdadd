/// The layouts in which one text may be a date, told from its digits, words and separators. Which of
/// day, month and year a number is may be open: then there are several.
struct DateLayouts {
  enum Order: Hashable, Sendable {
    case dayFirst, monthFirst, yearFirst
    /// The month's name says which number is which.
    case named

    var words: String {
      switch self {
      case .dayFirst: "the day first"
      case .monthFirst: "the month first"
      case .yearFirst: "the year first"
      case .named: "the month by name"
      }
    }
  }

  struct Candidate: Hashable, Sendable {
    let order: Order
    /// With as many digits as the text has.
    let strict: String
    /// With one or two digits for days and months, and seconds that may be missing.
    let loose: String
    /// Without the time.
    let date: String
  }

  let candidates: [Candidate]
  /// What the dates look like, but for which number is which: columns of one shape are written by
  /// one hand.
  let shape: String
  let hasShortYear: Bool
  /// So little like a date that the column's name must say it is one: `1.2.24` is a version too.
  let isWeak: Bool

  init?(_ text: [UInt8]) {
    guard text.count <= 80, text.contains(where: \.isDigit) else { return nil }
    var scan = LayoutScan(text)
    guard scan.run() else { return nil }
    let orders = DateLayouts.orders(scan)
    guard !orders.isEmpty else { return nil }
    candidates = orders.map { order, letters in
      Candidate(
        order: order, strict: scan.pattern(letters, isLoose: false),
        loose: scan.pattern(letters, isLoose: true),
        date: scan.pattern(letters, isLoose: false, dateOnly: true))
    }
    shape = scan.shape
    let numbers = scan.numbers
    hasShortYear = !scan.isCompact && !numbers.contains(4)
    let marks = scan.dateMarks
    isWeak = hasShortYear && !scan.hasMonthName && !scan.hasTime && !marks.contains("/")
  }

  /// The orders that so many digits can stand for, with the letter of each number.
  private static func orders(_ scan: LayoutScan) -> [(Order, [Character])] {
    if scan.isCompact { return scan.numbers.isEmpty ? [(.yearFirst, [])] : [] }
    let widths = scan.numbers
    if scan.hasMonthName {
      guard widths.count == 2 else { return [] }
      if widths[0] == 4 { return [(.named, ["y", "d"])] }
      return widths[1] == 4 || widths[1] == 2 ? [(.named, ["d", "y"])] : []
    }
    guard widths.count == 3 else { return [] }
    if widths[0] == 4 {
      return widths[1] <= 2 && widths[2] <= 2 ? [(.yearFirst, ["y", "M", "d"])] : []
    }
    guard widths[0] <= 2, widths[1] <= 2, widths[2] == 4 || widths[2] == 2 || widths[0] == 2 else {
      return []
    }
    var orders: [(Order, [Character])] = []
    if widths[2] != 1 {
      orders = [(.dayFirst, ["d", "M", "y"]), (.monthFirst, ["M", "d", "y"])]
    }
    if widths[0] == 2, widths[2] <= 2 { orders.append((.yearFirst, ["y", "M", "d"])) }
    return orders
  }
}

/// Takes a text apart into what a layout is made of.
private struct LayoutScan {
  private enum Token: Equatable {
    case digits(Int)
    case word(String)
    case mark(UInt8)
  }

  private enum Piece {
    /// A number of the date, of so many digits.
    case number(Int)
    case hour(Int)
    /// `:ss`, `.SSS`: may be missing in other rows.
    case tail(String)
    case layout(String, isTime: Bool)
  }

  private var tokens: [Token] = []
  private var place = 0
  private var pieces: [Piece] = []
  private(set) var hasTime = false
  private(set) var hasMonthName = false
  private(set) var isCompact = false
  private var hasHalf = false
  private var hasZone = false

  init(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var position = 0
      while position < buffer.count {
        let rest = buffer.count - position
        let blank = ByteSpaces.width(base + position, count: rest)
        let (key, letters) = DateWords.key(base + position, count: rest)
        if buffer[position].isDigit {
          let width = buffer[position...].prefix { $0.isDigit }.count
          tokens.append(.digits(width))
          position += width
        } else if key != nil {
          let word = buffer[position..<position + letters]
          tokens.append(.word(String(decoding: word, as: UTF8.self)))
          position += letters
        } else {
          let mark = blank > 0 ? UInt8.space : buffer[position]
          if mark != .space || tokens.last != .mark(.space) { tokens.append(.mark(mark)) }
          position += max(1, blank)
        }
      }
    }
  }

  // MARK: - What was found

  /// The digits of the date's numbers.
  var numbers: [Int] {
    pieces.compactMap { piece in
      if case .number(let width) = piece { return width }
      return nil
    }
  }

  /// What stands between the numbers of the date.
  var dateMarks: String {
    shape.filter { $0 != "#" && $0 != "4" }
  }

  var shape: String {
    var shape = ""
    for piece in dateParts {
      switch piece {
      case .number(let width): shape += width == 4 ? "#4" : "#"
      case .layout(let text, _): shape += text
      default: break
      }
    }
    return shape
  }

  private var dateParts: ArraySlice<Piece> {
    func isOfDate(_ piece: Piece) -> Bool {
      switch piece {
      case .number: true
      case .layout(let text, let isTime): !isTime && (text.hasPrefix("M") || text.hasPrefix("y"))
      default: false
      }
    }
    guard let first = pieces.firstIndex(where: isOfDate),
      let last = pieces.lastIndex(where: isOfDate)
    else { return [] }
    return pieces[first...last]
  }

  func pattern(_ letters: [Character], isLoose: Bool, dateOnly: Bool = false) -> String {
    var pattern = ""
    var number = 0
    for piece in dateOnly ? dateParts : pieces[...] {
      switch piece {
      case .hour, .tail: if dateOnly { continue }
      default: break
      }
      switch piece {
      case .number(let width):
        let letter = number < letters.count ? letters[number] : "d"
        number += 1
        let isShort = isLoose && letter != "y"
        pattern += String(repeating: letter, count: isShort ? 1 : width)
      case .hour(let width):
        let letter: Character = hasHalf ? "h" : "H"
        pattern += String(repeating: letter, count: isLoose ? 1 : width)
      case .tail(let text): pattern += isLoose ? "[\(text)]" : text
      case .layout(let text, let isTime): pattern += dateOnly && isTime ? "" : text
      }
    }
    return pattern
  }

  // MARK: - Reading

  mutating func run() -> Bool {
    while place < tokens.count {
      let before = place
      let isKnown =
        switch tokens[place] {
        case .digits(let width): readDigits(width)
        case .word(let word): readWord(word)
        case .mark(let mark): readMark(mark)
        }
      guard isKnown, place > before else { return false }
    }
    return true
  }

  private func token(_ distance: Int) -> Token? {
    place + distance < tokens.count ? tokens[place + distance] : nil
  }

  private func digits(_ distance: Int) -> Int {
    if case .digits(let width)? = token(distance) { return width }
    return 0
  }

  private mutating func readDigits(_ width: Int) -> Bool {
    if !hasTime, width <= 2, let mark = timeMark, digits(2) == 2 { return readTime(width, mark) }
    switch width {
    case 8, 12, 14:
      guard numbers.isEmpty, !isCompact, !hasMonthName else { return false }
      let layout = ["yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss"][width == 8 ? 0 : width / 2 - 5]
      hasTime = hasTime || width > 8
      isCompact = true
      pieces.append(.layout(layout, isTime: false))
    case 4 where isCompact && !hasTime, 6 where isCompact && !hasTime:
      hasTime = true
      pieces.append(.layout(width == 4 ? "HHmm" : "HHmmss", isTime: true))
    case 1, 2, 4:
      guard numbers.count < 3, !isCompact else { return false }
      pieces.append(.number(width))
      if case .word(let word)? = token(1), width <= 2,
        ["st", "nd", "rd", "th"].contains(word.lowercased())
      {
        pieces.append(.layout("o", isTime: false))
        place += 1
      }
    default: return false
    }
    place += 1
    return true
  }

  /// The sign between hour and minute: a colon, or a point where the date is complete.
  private var timeMark: UInt8? {
    if token(1) == .mark(UInt8(ascii: ":")) { return UInt8(ascii: ":") }
    let isComplete = isCompact || numbers.count == (hasMonthName ? 2 : 3)
    return isComplete && token(1) == .mark(UInt8(ascii: ".")) ? UInt8(ascii: ".") : nil
  }

  private mutating func readTime(_ width: Int, _ mark: UInt8) -> Bool {
    let sign = String(UnicodeScalar(mark))
    hasTime = true
    pieces.append(.hour(width))
    pieces.append(.layout("\(sign)mm", isTime: true))
    place += 3
    guard token(0) == .mark(mark), digits(1) == 2 else { return true }
    pieces.append(.tail("\(sign)ss"))
    place += 2
    for point in [".", ","] where token(0) == .mark(UInt8(ascii: point.unicodeScalars.first ?? "."))
    {
      guard (1...9).contains(digits(1)) else { return true }
      pieces.append(.tail("\(point)\(String(repeating: "S", count: min(3, digits(1))))"))
      place += 2
      return true
    }
    return true
  }

  private static let smallWords: Set<String> = [
    "de", "del", "at", "um", "le", "den", "the", "of", "uhr", "op", "om", "isodate", "t",
  ]

  private mutating func readWord(_ word: String) -> Bool {
    guard let key = DateWords.key(word) else { return false }
    let folded = word.lowercased()
    if hasTime && !hasHalf && readHalf(folded) { return true }
    if hasTime && !hasZone && DateWords.zones[key] != nil {
      hasZone = true
      pieces.append(.layout(folded == "z" ? "X" : "z", isTime: true))
      place += 1
      if isOffset { _ = skipOffset() }
      skipRemark()
      return true
    }
    if DateWords.months[key] != nil && !hasMonthName && !(DateWords.weekdays[key] != nil && isDay) {
      hasMonthName = true
      return take(word.count <= 3 ? "MMM" : "MMMM", key)
    }
    if DateWords.weekdays[key] != nil { return take(word.count <= 3 ? "EEE" : "EEEE", key) }
    guard LayoutScan.smallWords.contains(folded) else { return false }
    pieces.append(.layout("'\(word)'", isTime: folded == "t"))
    place += 1
    return true
  }

  /// `mar` is a Tuesday in France, and March where no other word is the month.
  private var isDay: Bool {
    let others = tokens.indices.filter { $0 != place }
    let hasMonth = others.contains { index in
      if case .word(let word) = tokens[index], let key = DateWords.key(word) {
        return DateWords.months[key] != nil
      }
      return false
    }
    let numbers = tokens.prefix { $0 != .mark(UInt8(ascii: ":")) }.count { token in
      if case .digits = token { return true }
      return false
    }
    return hasMonth || numbers >= 4 || (numbers == 3 && !tokens.contains(.mark(0x3A)))
  }

  private mutating func take(_ letters: String, _ key: DateWords.Key) -> Bool {
    pieces.append(.layout(letters, isTime: false))
    place += 1
    if key.length <= 5, token(0) == .mark(UInt8(ascii: ".")) {
      pieces.append(.layout(".", isTime: false))
      place += 1
    }
    if letters.first == "E", token(0) == .mark(UInt8(ascii: "-")), token(1) == .word("feira") {
      place += 2
    }
    return true
  }

  private mutating func readHalf(_ word: String) -> Bool {
    if word == "am" || word == "pm" {
      place += 1
    } else if word == "a" || word == "p", token(1) == .mark(UInt8(ascii: ".")),
      case .word(let second)? = token(2), second.lowercased() == "m"
    {
      place += token(3) == .mark(UInt8(ascii: ".")) ? 4 : 3
    } else {
      return false
    }
    hasHalf = true
    pieces.append(.layout("a", isTime: true))
    return true
  }

  private mutating func readMark(_ mark: UInt8) -> Bool {
    if hasTime, !hasZone, isOffset {
      hasZone = true
      pieces.append(.layout(skipOffset(), isTime: true))
      skipRemark()
      return true
    }
    let isTime = hasTime || (mark == .space && !dateParts.isEmpty && isCompact)
    guard mark < 0x80 else { return false }
    let text = String(UnicodeScalar(mark))
    pieces.append(.layout("'[]".contains(text) ? "'\(text)'" : text, isTime: isTime))
    place += 1
    return true
  }

  private var isOffset: Bool {
    guard case .mark(let sign)? = token(0), sign == 0x2B || sign == 0x2D else { return false }
    return [1, 2, 4].contains(digits(1))
  }

  /// The letter for an offset, which is stepped over.
  private mutating func skipOffset() -> String {
    let width = digits(1)
    place += 2
    if width == 4 { return "Z" }
    guard token(0) == .mark(UInt8(ascii: ":")), digits(1) == 2 else { return "X" }
    place += 2
    return "XXX"
  }

  private mutating func skipRemark() {
    guard token(0) == .mark(.space), token(1) == .mark(UInt8(ascii: "(")),
      tokens.last == .mark(UInt8(ascii: ")"))
    else { return }
    place = tokens.count
  }
}
