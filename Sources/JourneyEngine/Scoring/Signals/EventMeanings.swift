/// What each event of a log means: by the words of its kind, or by what the workspace declares of
/// events of that kind.
struct EventMeanings: Sendable {
  /// For each event the number of its meaning.
  let codes: [UInt32]
  /// By number; those after the last are events whose kind is unknown.
  let readings: [KindReading]
  /// Kinds of which nothing is known, in the order of the data.
  let unknownKinds: [String]

  /// By the names of the kinds alone.
  init(_ log: EventLog, _ dictionary: SignalDictionary = SignalDictionary()) {
    guard case .codes(let codes, let names)? = log.table.column("kind")?.storage else {
      (self.codes, readings, unknownKinds) = ([], [], [])
      return
    }
    let kinds = (0..<UInt32(names.count)).map { names[$0] }
    self.codes = codes
    readings = kinds.map { dictionary.reading(ofKind: $0) }
    unknownKinds = dictionary.unknownKinds(among: kinds)
  }

  /// A signal, or a direction, and the events that the workspace declares to say so.
  struct Declared: Sendable {
    var meaning: SignalMeaning
    /// The kinds that it names, whatever their conditions.
    var kinds: Set<UInt32>
  }

  /// `rows`, `masks`: the events that the declarations mean, bit i for declaration i. An event of a
  /// kind that is named, but whose conditions do not hold, says nothing by its kind.
  init(_ log: EventLog, _ declared: [Declared], rows: [UInt32], masks: [UInt64]) {
    let plain = EventMeanings(log)
    var codes = plain.codes
    var readings = plain.readings
    var numbers: [UInt64: UInt32] = [:]
    func number(_ mask: UInt64) -> UInt32 {
      if let number = numbers[mask] { return number }
      let said = declared.indices.filter { mask & 1 << UInt64($0) != 0 }
        .map { declared[$0].meaning }
      let number = UInt32(readings.count)
      readings.append(EventMeanings.reading(said))
      numbers[mask] = number
      return number
    }
    let named = declared.reduce(into: Set<UInt32>()) { $0.formUnion($1.kinds) }
    if !named.isEmpty {
      let silent = number(0)
      for row in codes.indices where named.contains(codes[row]) { codes[row] = silent }
      for (row, mask) in zip(rows, masks) { codes[Int(row)] = number(mask) }
    }
    self.codes = codes
    self.readings = readings
    let isNamed = named.compactMap { code -> String? in
      guard case .codes(_, let names)? = log.table.column("kind")?.storage else { return nil }
      return names[code]
    }
    unknownKinds = plain.unknownKinds.filter { !isNamed.contains($0) }
  }

  /// An event may feed several signals; which way it points, its last declaration says.
  private static func reading(_ said: [SignalMeaning]) -> KindReading {
    KindReading(said.last?.direction ?? .neutral, said.compactMap(\.feed))
  }

  @inline(__always)
  func reading(_ event: Int) -> KindReading {
    guard event < codes.count, Int(codes[event]) < readings.count else { return .unknown }
    return readings[Int(codes[event])]
  }
}
