internal import Synchronization

/// Reads a text column as numbers when every value is one, in a style that all share.
struct NumberRefinement: Sendable {
  /// What the values of a column have in common.
  struct Finding: Sendable {
    var styles = NumberStyles.all
    /// The first value that is one number with a decimal point and another with a comma.
    var twofold: String?
    /// The first value that is written otherwise than a plain number.
    var example: (text: String, index: Int)?
    var currencies: [UInt8: Int] = [:]
    var unmarked = 0
    var percents = 0

    /// A point and a comma as decimal sign are both possible, and mean different numbers.
    var isOpen: Bool {
      twofold != nil && !styles.isDisjoint(with: .point) && !styles.isDisjoint(with: .comma)
    }

    mutating func merge(_ other: Finding) {
      styles.formIntersection(other.styles)
      twofold = twofold ?? other.twofold
      if let theirs = other.example, theirs.index < example?.index ?? .max { example = theirs }
      currencies.merge(other.currencies, uniquingKeysWith: +)
      unmarked += other.unmarked
      percents += other.percents
    }
  }

  let missing: MissingWords
  let threads: Int

  /// nil when some value is no number, or the values share no style.
  func find(_ values: DistinctValues) -> Finding? {
    let sample = values.sample(64, without: missing)
    guard !sample.isEmpty, sample.allSatisfy(NumberRefinement.isNumber) else { return nil }
    let missing = missing
    let found = Mutex(Finding())
    let fits = values.forEachPart(threads) { part, texts in
      var mine = Finding()
      for index in part {
        let (start, count) = texts[index]
        if count == 0 || !values.isUsed(index) { continue }
        guard let number = WildNumber(start, count: count) else {
          if missing.contains(start, count: count) { continue }
          return false
        }
        mine.take(number, start, count, index, rows: values.rows?[index] ?? 1)
        if mine.styles.isEmpty { return false }
      }
      found.withLock { $0.merge(mine) }
      return true
    }
    let finding = found.withLock { $0 }
    return fits && !finding.styles.isEmpty ? finding : nil
  }

  static func isNumber(_ text: [UInt8]) -> Bool {
    let padded = text + [0, 0, 0, 0, 0, 0, 0, 0]
    return padded.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { WildNumber($0, count: text.count) != nil } ?? false
    }
  }

  // MARK: - Conversion

  /// The column as numbers, or as money when it names a currency or its name says so; nil when the
  /// numbers are too long to be held.
  func column(
    _ values: DistinctValues, _ finding: Finding, decimalComma: Bool, isMoney: Bool
  ) -> (column: Column, missing: MissingCounts)? {
    if finding.percents == 0 {
      if isMoney || !finding.currencies.isEmpty {
        if let money = money(values, decimalComma) { return money }
      } else if let whole = converted(values, decimalComma, zero: 0, read: NumberText.integer) {
        return (Column(.integer, .integers(whole.values), nulls: whole.nulls), whole.missing)
      }
    }
    return converted(values, decimalComma, zero: 0, read: NumberText.number).map {
      (Column(.number, .doubles($0.values), nulls: $0.nulls), $0.missing)
    }
  }

  private func converted<Value: BitwiseCopyable & Sendable>(
    _ values: DistinctValues, _ decimalComma: Bool, zero: Value,
    read: @escaping @Sendable (UnsafePointer<UInt8>, Int) -> Value?
  ) -> ConvertedValues<Value>? {
    values.converted(zero: zero, missing: missing, threads: threads) {
      { text, count in
        WildNumber(text, count: count)?.withPlain(of: text, decimalComma: decimalComma, read)
      }
    }
  }

  private func money(
    _ values: DistinctValues, _ decimalComma: Bool
  ) -> (column: Column, missing: MissingCounts)? {
    let decimals = Mutex(0)
    let amounts = values.converted(zero: Int64(0), missing: missing, threads: threads) {
      var most = 0
      return { text, count -> Int64? in
        let amount = WildNumber(text, count: count)?.withPlain(
          of: text, decimalComma: decimalComma
        ) { NumberText.money($0, count: $1) }
        guard let amount else { return nil }
        if amount.decimals > most {
          most = amount.decimals
          let found = most
          decimals.withLock { $0 = max($0, found) }
        }
        return amount.unscaled
      }
    }
    guard var amounts else { return nil }
    let scale = TypeInference.moneyScale(decimals: decimals.withLock { $0 })
    var divisor: Int64 = 1
    for _ in scale..<NumberText.moneyScale { divisor *= 10 }
    if divisor > 1 { for row in amounts.values.indices { amounts.values[row] /= divisor } }
    return (
      Column(.money(scale: scale), .integers(amounts.values), nulls: amounts.nulls),
      amounts.missing
    )
  }
}

extension NumberRefinement.Finding {
  fileprivate mutating func take(
    _ number: WildNumber, _ start: UnsafePointer<UInt8>, _ count: Int, _ index: Int, rows: Int
  ) {
    styles.formIntersection(number.styles)
    if number.isTwofold && twofold == nil { twofold = text(start, count) }
    if number.isPercent {
      percents += rows
    } else if let currency = number.currency {
      currencies[currency, default: 0] += rows
    } else if !number.isZero {
      unmarked += rows
    }
    if example == nil, NumberText.scan(start, count: count) == nil {
      example = (text(start, count), index)
    }
  }

  private func text(_ start: UnsafePointer<UInt8>, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
