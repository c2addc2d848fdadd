internal import QueryLanguage

/// The events that matchers mean, in the log's order, each with the bits of the matchers it
/// satisfies: bit i is matcher i. Only events that have happened, and only those of an account.
struct MatchedEvents: Sendable {
  /// Places in the event log, ascending.
  private(set) var rows: [UInt32] = []
  private(set) var masks: [UInt64] = []
  /// Those of account r are `offsets[r]..<offsets[r + 1]` here.
  private(set) var offsets: [Int] = [0]
  /// What conditions could not decide: "severity unknown for 12 of 340 ticket events".
  private(set) var notes: [String] = []

  /// As many matchers have a bit of their own.
  static let mostMatchers = 63

  init(
    _ matchers: [BoundMatcher], in data: JourneyData, _ cancellation: Cancellation
  ) throws(QueryFailure) {
    let accountCount = data.snapshot.accounts.rowCount
    guard let log = data.snapshot.events, let relation = data.events,
      let column = log.table.column("kind"), case .codes(let kinds, let dictionary) = column.storage
    else {
      offsets = [Int](repeating: 0, count: accountCount + 1)
      return
    }
    var masksOfKind = [UInt64](repeating: 0, count: dictionary.count)
    var isConditional = [Bool](repeating: false, count: dictionary.count)
    for (bit, matcher) in matchers.enumerated() {
      for kind in matcher.kinds {
        masksOfKind[Int(kind.code)] |= 1 << UInt64(bit)
        if !kind.conditions.isEmpty { isConditional[Int(kind.code)] = true }
      }
    }
    try collect(log, column, kinds, masksOfKind, cancellation)
    if isConditional.contains(true) {
      let evaluator = try data.evaluator(
        matchers.flatMap { $0.kinds.flatMap(\.conditions) }, over: relation, cancellation)
      try check(matchers, kinds, evaluator, dictionary, cancellation)
    }
  }

  /// Every event of a kind that some matcher names.
  ///
  /// Optimisation: which events those are is as good as random to the processor, so that each place
  /// is written and nothing branches on whether it counts.
  private mutating func collect(
    _ log: EventLog, _ column: Column, _ kinds: [UInt32], _ masksOfKind: [UInt64],
    _ cancellation: Cancellation
  ) throws(QueryFailure) {
    let counts = column.indexes.statistics(column).codeCounts
    let most = counts.indices.reduce(0) { masksOfKind[$1] == 0 ? $0 : $0 + counts[$1] }
    // One more for events whose kind is unknown.
    let isNamed = masksOfKind.map { $0 == 0 ? UInt8(0) : 1 } + [0]
    let (starts, ends) = (log.offsets, log.ends)
    var offsets = self.offsets
    offsets.reserveCapacity(ends.count + 1)
    var isStopped = false
    // One more than can be needed, for the place that does not count.
    rows = [UInt32](unsafeUninitializedCapacity: most + 1) { found, foundCount in
      var count = 0
      defer { foundCount = count }
      kinds.withUnsafeBufferPointer { kinds in
        isNamed.withUnsafeBufferPointer { isNamed in
          for account in ends.indices {
            if account & 0xFFFF == 0, cancellation.isCancelled {
              isStopped = true
              return
            }
            for place in starts[account]..<ends[account] {
              found[count] = UInt32(truncatingIfNeeded: place)
              count += Int(isNamed[min(Int(kinds[place]), isNamed.count - 1)])
            }
            offsets.append(count)
          }
        }
      }
    }
    if isStopped { throw .cancelled }
    self.offsets = offsets
    masks = rows.map { masksOfKind[Int(kinds[Int($0)])] }
  }

  /// Takes away the bits whose conditions are not true, then the events without a bit.
  private mutating func check(
    _ matchers: [BoundMatcher], _ kinds: [UInt32], _ evaluator: ExpressionEvaluator,
    _ dictionary: StringDictionary, _ cancellation: Cancellation
  ) throws(QueryFailure) {
    // What is asked without a condition holds; the events of the other kinds are looked at.
    var unconditional = [UInt64](repeating: 0, count: dictionary.count)
    var placesOfKind: [UInt32: [Int]] = [:]
    for (bit, matcher) in matchers.enumerated() {
      for kind in matcher.kinds {
        if kind.conditions.isEmpty {
          unconditional[Int(kind.code)] |= 1 << UInt64(bit)
        } else {
          placesOfKind[kind.code] = []
        }
      }
    }
    var held = [UInt64](repeating: 0, count: rows.count)
    for place in rows.indices {
      let kind = kinds[Int(rows[place])]
      held[place] = unconditional[Int(kind)]
      placesOfKind[kind]?.append(place)
    }
    for (bit, matcher) in matchers.enumerated() {
      for kind in matcher.kinds {
        guard let condition = BoundExpression.all(kind.conditions) else { continue }
        let places = placesOfKind[kind.code] ?? []
        var undecided: [UInt32] = []
        for start in stride(from: 0, to: places.count, by: 4096) {
          if cancellation.isCancelled { throw .cancelled }
          let part = places[start..<min(start + 4096, places.count)]
          var kept: [UInt32] = []
          evaluator.filter(
            condition, rows: part.map { rows[$0] }, kept: &kept, undecided: &undecided)
          var next = kept.startIndex
          for place in part where next < kept.endIndex && rows[place] == kept[next] {
            held[place] |= 1 << UInt64(bit)
            next += 1
          }
        }
        say(condition, undecided, of: places.count, dictionary[kind.code], evaluator)
      }
    }
    keep(held)
  }

  private mutating func say(
    _ condition: BoundExpression, _ undecided: [UInt32], of count: Int, _ kind: String,
    _ evaluator: ExpressionEvaluator
  ) {
    guard !undecided.isEmpty else { return }
    let names = condition.sources.compactMap { source -> String? in
      let vector = evaluator.evaluate(source, rows: undecided)
      return (0..<undecided.count).contains { vector.isUnknown($0) } ? source.sourceName : nil
    }
    let what = names.isEmpty ? "the condition" : names.joined(separator: ", ")
    notes.append(
      "\(what) unknown for \(PlainText.count(undecided.count)) of "
        + "\(PlainText.counted(count, "\(kind) event")): not counted")
  }

  private mutating func keep(_ held: [UInt64]) {
    var kept = 0
    var newOffsets = [0]
    newOffsets.reserveCapacity(offsets.count)
    for account in 0..<(offsets.count - 1) {
      for place in offsets[account]..<offsets[account + 1] where held[place] != 0 {
        rows[kept] = rows[place]
        masks[kept] = held[place]
        kept += 1
      }
      newOffsets.append(kept)
    }
    rows.removeLast(rows.count - kept)
    masks.removeLast(masks.count - kept)
    offsets = newOffsets
  }

  /// Those of one account, as places in `rows`.
  func places(ofAccount row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }
}

extension BoundExpression {
  /// All conditions as one; nil when there are none.
  static func all(_ conditions: [BoundExpression]) -> BoundExpression? {
    guard let first = conditions.first else { return nil }
    return conditions.count == 1
      ? first : BoundExpression(.and(conditions), .boolean, span: first.span)
  }
}
