/// Looks for a pattern in the journey of every account.
struct PatternSearch: Sendable {
  let pattern: BoundPattern
  let data: JourneyData

  /// What was found, one cell an account.
  struct Found: Sendable {
    /// `Truth`s.
    var truths: [UInt8]
    /// When the first match begins, or `never`.
    var firstStarts: [Int64]
    /// Matches that do not overlap.
    var counts: [UInt32]
    var notes: [String]

    static let never = Int64.min
  }

  func run(_ cancellation: Cancellation) throws(QueryFailure) -> Found {
    var journeys = try PatternJourneys(pattern, in: data, cancellation)
    var matcher = PatternMatcher(pattern.compiled)
    let now = data.snapshot.now
    let accountCount = data.snapshot.accounts.rowCount
    var found = Found(
      truths: [UInt8](repeating: Truth.no, count: accountCount),
      firstStarts: [Int64](repeating: Found.never, count: accountCount),
      counts: [UInt32](repeating: 0, count: accountCount), notes: journeys.notes)
    var tied = 0
    for account in 0..<accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      // Optimisation: most accounts lack a step, and no order of theirs can help.
      guard journeys.haveEnough(ofAccount: account) else { continue }
      journeys.withElements(ofAccount: account) { elements in
        let match = matcher.match(elements, now: now)
        found.truths[account] = match.truth
        found.firstStarts[account] = match.first?.startTime ?? Found.never
        found.counts[account] = UInt32(clamping: match.count)
        if elements.count > 1, matcher.isDecidedByTies(elements, now: now) { tied += 1 }
      }
    }
    let open = found.truths.count { $0 == Truth.unknown }
    if open > 0 {
      found.notes.append(
        "\(PlainText.counted(open, "account")) cannot be told yet: so far nothing has followed, and the "
          + "time for it is not over")
    }
    if tied > 0 {
      found.notes.append(
        "the order of events at the same time decides for \(PlainText.counted(tied, "account"))")
    }
    return found
  }
}

/// The journeys of accounts as a pattern sees them: the events and stage entries that it names, in
/// total order; all events where their order or their absence matters.
struct PatternJourneys {
  private let log: EventLog?
  private let matched: MatchedEvents
  private let entries: [StageEntry]
  private let needsAll: Bool
  private let stepCount: Int
  /// Where the order of all events does not matter, only those inside it are looked at.
  private let period: Range<Int64>?
  private var nextEntry = 0
  private var buffer: [PatternElement] = []

  var notes: [String] { matched.notes }

  init(
    _ pattern: BoundPattern, in data: JourneyData, _ cancellation: Cancellation
  ) throws(QueryFailure) {
    log = data.snapshot.events
    matched = try MatchedEvents(pattern.matchers, in: data, cancellation)
    needsAll = pattern.compiled.hasDirectLink || pattern.compiled.silence != nil
    stepCount = pattern.compiled.steps.count
    period = needsAll ? nil : pattern.compiled.period
    var stages: [BoundMatcher.Stage] = []
    var bits: [UInt64] = []
    for (bit, matcher) in pattern.matchers.enumerated() {
      for stage in matcher.stages.prefix(MatchedEvents.mostMatchers - stages.count) {
        stages.append(stage)
        bits.append(1 << UInt64(bit))
      }
    }
    entries = try StageEntry.all(stages, in: data, cancellation).map { entry in
      var entry = entry
      let mask = entry.mask
      entry.mask = bits.indices.reduce(0) { mask & (1 << UInt64($1)) == 0 ? $0 : $0 | bits[$1] }
      return entry
    }
  }

  /// Whether the account may have an element for every step.
  func haveEnough(ofAccount account: Int) -> Bool {
    !entries.isEmpty || places(ofAccount: account).count >= stepCount
  }

  /// The matched events of an account that count, as places in `matched`.
  private func places(ofAccount account: Int) -> Range<Int> {
    let places = matched.places(ofAccount: account)
    guard let period, let log, !places.isEmpty else { return places }
    var (first, end) = (places.lowerBound, places.upperBound)
    while first < end, log.times[Int(matched.rows[first])] < period.lowerBound { first += 1 }
    while first < end, log.times[Int(matched.rows[end - 1])] >= period.upperBound { end -= 1 }
    return first..<end
  }

  /// Runs `body` over the journey of an account; accounts are asked for in order.
  mutating func withElements(
    ofAccount account: Int, _ body: (UnsafeBufferPointer<PatternElement>) -> Void
  ) {
    buffer.removeAll(keepingCapacity: true)
    let first = log?.offsets[account] ?? 0
    if needsAll, let log {
      var next = matched.places(ofAccount: account).lowerBound
      let end = matched.places(ofAccount: account).upperBound
      for place in log.places(ofAccount: account) {
        let isMatched = next < end && Int(matched.rows[next]) == place
        addEvent(place, isMatched ? matched.masks[next] : 0, first, log)
        if isMatched { next += 1 }
      }
    } else if let log {
      for place in places(ofAccount: account) {
        addEvent(Int(matched.rows[place]), matched.masks[place], first, log)
      }
    }
    addEntries(of: account)
    buffer.withUnsafeBufferPointer(body)
  }

  private mutating func addEvent(_ place: Int, _ mask: UInt64, _ first: Int, _ log: EventLog) {
    buffer.append(
      .event(
        time: log.times[place], matchers: mask, ordinal: UInt32(place - first),
        reference: UInt32(place)))
  }

  /// Stage entries precede the events of their instant.
  private mutating func addEntries(of account: Int) {
    while nextEntry < entries.count, entries[nextEntry].account < account { nextEntry += 1 }
    let events = buffer.count
    while nextEntry < entries.count, entries[nextEntry].account == account {
      let entry = entries[nextEntry]
      nextEntry += 1
      var before = 0
      if let log {
        let places = log.places(ofAccount: account)
        before =
          EventLog.firstPlace(in: log.times, places, notBefore: entry.time) - places.lowerBound
      }
      buffer.append(
        .entry(
          time: entry.time, matchers: entry.mask, eventsBefore: UInt32(before),
          ordinal: UInt32(entry.ordinal), reference: UInt32(entry.visit ?? 0)))
    }
    guard buffer.count > events, events > 0 else { return }
    // Both parts are in order; at the same time the later part comes first.
    let merged = buffer.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.time != b.time { return a.time < b.time }
      if a.isEntry != b.isEntry { return a.isEntry }
      return left.offset < right.offset
    }
    buffer = merged.map(\.element)
  }
}
