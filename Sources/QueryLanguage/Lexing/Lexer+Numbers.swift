extension Lexer {
  /// A date where the digits form one (`2026-Q1`), else a number.
  mutating func lexNumberOrDate() {
    if !lexDate() { lexNumber() }
  }

  /// `1_000`, `1.5`, `1e6`, `60%`
  private mutating func lexNumber() {
    let start = offset
    var isWhole = true
    skipDigits()
    if peek() == Ascii.dot, isDigit(peek(1)) {
      isWhole = false
      offset += 1
      skipDigits()
    }
    if let length = exponentLength() {
      isWhole = false
      offset += length
    }
    let digits = string(start, offset).filter { $0 != "_" }
    if Double(digits)?.isFinite != true {
      diagnostics.append(
        Diagnostic(.numberTooLarge, digits, at: SourceSpan(start, offset)))
      append(.number(0), from: start)
      return
    }
    if peek() == Ascii.percent {
      offset += 1
      append(.percent(Double(digits) ?? 0), from: start)
    } else if isWhole, let value = Int64(digits) {
      append(.integer(value), from: start, text: string(start, offset))
    } else {
      append(.number(Double(digits) ?? 0), from: start, text: string(start, offset))
    }
  }

  private mutating func skipDigits() {
    while isDigit(peek()) || (peek() == Ascii.underscore && isDigit(peek(1))) { offset += 1 }
  }

  /// The length of `e6`, `E-06`; nil where no exponent stands.
  private func exponentLength() -> Int? {
    guard let mark = peek(), mark == 0x65 || mark == 0x45 else { return nil }
    var length = 1
    if peek(1) == Ascii.plus || peek(1) == Ascii.minus { length += 1 }
    guard isDigit(peek(length)) else { return nil }
    while isDigit(peek(length)) { length += 1 }
    return wordScalarLength(at: offset + length) == nil ? length : nil
  }

  // MARK: - Dates

  /// Reads a date and says true, or leaves everything as it was.
  private mutating func lexDate() -> Bool {
    var reader = DateReader(bytes: bytes, offset: offset)
    guard let reading = reader.read(), wordScalarLength(at: reader.offset) == nil else {
      return false
    }
    let start = offset
    offset = reader.offset
    if let written = reading.corrected {
      reportImpossibleDate(from: start, nearest: written)
    }
    append(.date(reading.period), from: start)
    return true
  }

  private mutating func reportImpossibleDate(from start: Int, nearest: String) {
    let span = SourceSpan(start, offset)
    diagnostics.append(
      Diagnostic(
        .impossibleDate, string(start, offset), nearest, at: span,
        fixIts: [FixIt("write `\(nearest)`", edits: [.init(span, nearest)])]))
  }
}
