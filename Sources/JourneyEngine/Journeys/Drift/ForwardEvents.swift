/// Which events are forward signals, column by column: a pass for the kinds and one for each
/// attribute that can tell of praise.
enum ForwardEvents {
  /// 1 for each event that is one.
  static func flags(_ log: EventLog, at: Column, _ meanings: EventMeanings) -> [UInt8] {
    let count = log.table.rowCount
    let codes = meanings.codes
    guard codes.count == count else { return [UInt8](repeating: 0, count: count) }
    // One more for events whose kind is unknown: what they say themselves is heard.
    let readings = meanings.readings + [.unknown]
    let isForward = readings.map { $0.direction == .forward ? UInt8(1) : 0 }
    let canSpeak = readings.map { $0.direction == .neutral ? UInt8(1) : 0 }
    var flags = codes.map { isForward[min(Int($0), isForward.count - 1)] }
    if let column = first(SignalStrength.sentimentAttributes, in: log.table) {
      raise(&flags, codes, canSpeak, column) { $0 > 0 }
    }
    for question in SurveyQuestion.allCases {
      let isPraise = { (answer: Double) in question.signal(of: answer) == .praise }
      if let column = first(question.attributes, in: log.table) {
        raise(&flags, codes, canSpeak, column, isPraise)
      }
      let feed = SignalFeed(.praise, .answer(question))
      let asks = readings.indices.map { readings[$0].feeds.contains(feed) ? canSpeak[$0] : 0 }
      if asks.contains(1), let column = first(question.attributesOfItsKind, in: log.table) {
        raise(&flags, codes, asks, column, isPraise)
      }
    }
    if at.nulls.hasUnknown {
      for row in 0..<count where at.nulls.isUnknown(row) { flags[row] = 0 }
    }
    return flags
  }

  private static func first(_ names: [String], in table: Table) -> Column? {
    names.lazy.compactMap { table.column($0) }.first { $0.type.isNumeric }
  }

  /// `mayRaise`: for each kind, and last for an unknown one.
  @inline(__always)
  private static func raise(
    _ flags: inout [UInt8], _ codes: [UInt32], _ mayRaise: [UInt8], _ column: Column,
    _ isPraise: (Double) -> Bool
  ) {
    switch column.storage {
    case .doubles(let values):
      forEachKnown(column.nulls) { row in
        flags[row] |=
          mayRaise[min(Int(codes[row]), mayRaise.count - 1)] & (isPraise(values[row]) ? 1 : 0)
      }
    case .integers(let values):
      var unit = 1.0
      if case .money(let scale) = column.type { unit = powerOfTen(scale) }
      forEachKnown(column.nulls) { row in
        flags[row] |=
          mayRaise[min(Int(codes[row]), mayRaise.count - 1)]
          & (isPraise(Double(values[row]) / unit) ? 1 : 0)
      }
    default: break
    }
  }

  /// Most events answer no survey: 64 of them are passed over at once.
  @inline(__always)
  private static func forEachKnown(_ nulls: NullMask, _ body: (Int) -> Void) {
    guard nulls.hasUnknown else {
      for row in 0..<nulls.count { body(row) }
      return
    }
    for (place, word) in nulls.words.enumerated() {
      let rows = min(64, nulls.count - place * 64)
      var known = ~word & (rows == 64 ? .max : 1 << UInt64(rows) - 1)
      while known != 0 {
        body(place * 64 + known.trailingZeroBitCount)
        known &= known - 1
      }
    }
  }
}
