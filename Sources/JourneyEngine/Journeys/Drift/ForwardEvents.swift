/// Which events are forward signals, column by column: a pass for the kinds and one for each
/// attribute that can tell of praise.
enum ForwardEvents {
  /// How a kind decides.
  private enum Class: UInt8 {
    /// By what the event itself says.
    case neutral
    case forward
    case friction
  }

  static func flags(_ log: EventLog, at: Column, dictionary: SignalDictionary) -> [Bool] {
    let count = log.table.rowCount
    guard case .codes(let codes, let kinds)? = log.table.column("kind")?.storage else {
      return [Bool](repeating: false, count: count)
    }
    let readings = (0..<UInt32(kinds.count)).map { dictionary.reading(ofKind: kinds[$0]) }
    let classes = readings.map { reading -> Class in
      switch reading.direction {
      case .forward: .forward
      case .friction: .friction
      case .neutral: .neutral
      }
    }
    var flags = codes.map { $0 < classes.count && classes[Int($0)] == .forward }
    // What a neutral event says for itself.
    let canSpeak = classes.map { $0 == .neutral }
    let speaks = { (code: UInt32) in code >= canSpeak.count || canSpeak[Int(code)] }
    if let column = first(SignalStrength.sentimentAttributes, in: log.table) {
      raise(&flags, codes, column, where: speaks) { $0 > 0 }
    }
    for question in SurveyQuestion.allCases {
      if let column = first(question.attributes, in: log.table) {
        raise(&flags, codes, column, where: speaks) { question.signal(of: $0) == .praise }
      }
      let asks = readings.map { $0.feeds.contains(SignalFeed(.praise, .answer(question))) }
      if asks.contains(true), let column = first(question.attributesOfItsKind, in: log.table) {
        raise(
          &flags, codes, column, where: { speaks($0) && $0 < asks.count && asks[Int($0)] },
          isPraise: { question.signal(of: $0) == .praise })
      }
    }
    if at.nulls.hasUnknown {
      for row in 0..<count where at.nulls.isUnknown(row) { flags[row] = false }
    }
    return flags
  }

  private static func first(_ names: [String], in table: Table) -> Column? {
    names.lazy.compactMap { table.column($0) }.first { $0.type.isNumeric }
  }

  @inline(__always)
  private static func raise(
    _ flags: inout [Bool], _ codes: [UInt32], _ column: Column, where mayRaise: (UInt32) -> Bool,
    isPraise: (Double) -> Bool
  ) {
    let nulls = column.nulls
    switch column.storage {
    case .doubles(let values):
      for row in values.indices
      where !nulls.isUnknown(row) && !flags[row] && isPraise(values[row]) && mayRaise(codes[row]) {
        flags[row] = true
      }
    case .integers(let values):
      var unit = 1.0
      if case .money(let scale) = column.type { unit = powerOfTen(scale) }
      for row in values.indices
      where !nulls.isUnknown(row) && !flags[row] && isPraise(Double(values[row]) / unit)
        && mayRaise(codes[row])
      {
        flags[row] = true
      }
    default: break
    }
  }
}
