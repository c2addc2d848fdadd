import JourneyEngine

/// Drift as one would work it out on paper: an account at a time, every question asked anew of all
/// rows, for journeys that end at `now`.
struct NaiveDrift {
  struct Visit {
    var account: Int
    var stage: Int
    var entered: Int64
    /// now while open
    var end: Int64
    var isOpen: Bool
    var isLost: Bool
    var isForward: Bool
  }

  struct Limits: Equatable {
    var source: DriftThresholds.Source
    var exits: Int
    var p50: Int64?
    var p75: Int64?
    var p90: Int64?
    var silence: Int64
  }

  let now: Int64
  let stageCount: Int
  let segments: [UInt32]?
  let settings: DriftSettings
  let visits: [[Visit]]
  let signals: [[Int64]]
  /// Lost without having been in any stage.
  let isLostUnseen: [Bool]
  /// By stage and segment, so that the rows need not be gone through for every question.
  private var known: [Int: [UInt32: Limits]] = [:]

  init(_ journeys: PlainJourneys, now: Int64, segments: [UInt32]?, settings: DriftSettings) {
    self.now = now
    self.segments = segments
    self.settings = settings
    let stageCount = journeys.stageNames.count
    self.stageCount = stageCount
    let earlier = journeys.before(now)
    let visits = earlier.accounts.enumerated().map {
      NaiveDrift.visits($0.offset, $0.element.entries, stageCount, now)
    }
    self.visits = visits
    isLostUnseen = earlier.accounts.map { account in
      !account.entries.isEmpty && account.entries.allSatisfy { $0.stage == stageCount }
    }
    signals = earlier.accounts.enumerated().map { row, account in
      let moves = visits[row].filter(\.isForward).map(\.entered)
      let events = account.events.filter { event in
        switch event.kind {
        case "demo", "praise": true
        case "ticket": false
        default: event.sentiment ?? 0 > 0
        }
      }
      return Set(moves + events.map(\.at)).sorted()
    }
    for stage in 0..<stageCount {
      for segment in Set(segments ?? []).union([DriftModel.noSegment]) {
        known[stage, default: [:]][segment] = limits(stage, segment: segment)
      }
    }
  }

  private static func visits(
    _ account: Int, _ entries: [PlainJourneys.Entry], _ stageCount: Int, _ now: Int64
  ) -> [Visit] {
    var visits: [Visit] = []
    var isIn = false
    var hasReturned = true
    for entry in entries.sorted(by: { ($0.at, $0.stage) < ($1.at, $1.stage) }) {
      let last = visits.count - 1
      if isIn, visits[last].stage == entry.stage { continue }
      if isIn {
        visits[last].end = entry.at
        visits[last].isOpen = false
        visits[last].isLost = entry.stage == stageCount
      }
      isIn = entry.stage < stageCount
      guard isIn else {
        hasReturned = true
        continue
      }
      visits.append(
        Visit(
          account: account, stage: entry.stage, entered: entry.at, end: now, isOpen: true,
          isLost: false, isForward: hasReturned || entry.stage > visits[last].stage))
      hasReturned = false
    }
    return visits
  }

  // MARK: - What is usual

  func limits(_ stage: Int, account: Int) -> Limits {
    known[stage]![segments?[account] ?? DriftModel.noSegment]!
  }

  private func limits(_ stage: Int, segment: UInt32) -> Limits {
    let all = visits.flatMap { $0 }.filter { $0.stage == stage }
    if segment != DriftModel.noSegment {
      let own = all.filter { segments?[$0.account] == segment }
      if own.count(where: { !$0.isOpen }) >= settings.minimumExits {
        return limits(own, .segment(segment))
      }
    }
    return limits(all, .all)
  }

  private func limits(_ visits: [Visit], _ source: DriftThresholds.Source) -> Limits {
    let gaps = visits.flatMap { visit in
      zip(signals[visit.account], signals[visit.account].dropFirst()).filter { from, to in
        from >= visit.entered && from < visit.end && to <= visit.end
      }.map { Double($1 - $0) }
    }.sorted()
    var limits = Limits(
      source: source, exits: visits.count { !$0.isOpen }, silence: settings.shortestSilence)
    if !gaps.isEmpty {
      let place = 0.9 * Double(gaps.count - 1)
      let low = gaps[Int(place)]
      let high = gaps[min(Int(place) + 1, gaps.count - 1)]
      let gap = low + (place - place.rounded(.down)) * (high - low)
      limits.silence = max(limits.silence, Int64(gap.rounded()))
    }
    if limits.exits < settings.minimumExits {
      limits.source = .limit
      (limits.p50, limits.p75, limits.p90) = (settings.limit, settings.limit, settings.limit)
      return limits
    }
    limits.p50 = quantile(visits, 0.5)
    limits.p75 = quantile(visits, 0.75)
    limits.p90 = quantile(visits, 0.9)
    return limits
  }

  /// Kaplan-Meier by its definition.
  private func quantile(_ visits: [Visit], _ p: Double) -> Int64? {
    let lengths = visits.map { (length: $0.end - $0.entered, isExit: !$0.isOpen) }
    var survival = 1.0
    for time in Set(lengths.filter(\.isExit).map(\.length)).sorted() {
      let exits = lengths.count { $0.isExit && $0.length == time }
      survival *= 1 - Double(exits) / Double(lengths.count { $0.length >= time })
      if 1 - survival >= p - 1e-9 { return time }
    }
    return nil
  }

  // MARK: - How an account stands

  func isLost(_ account: Int) -> Bool { visits[account].last?.isLost ?? isLostUnseen[account] }

  func current(_ account: Int) -> Visit? {
    visits[account].last.flatMap { $0.isOpen ? $0 : nil }
  }

  /// At a time, by what was before it.
  func silence(_ account: Int, at time: Int64) -> Int64? {
    signals[account].last { $0 < time }.map { time - $0 }
  }

  func state(_ account: Int) -> DriftState {
    if isLost(account) { return .lost }
    guard let visit = current(account), let silence = silence(account, at: now) else {
      return .unknown
    }
    let limits = limits(visit.stage, account: account)
    let isSilent = silence >= limits.silence
    if visit.stage == stageCount - 1 { return isSilent ? .quiet : .moving }
    let isLong = limits.p75.map { now - visit.entered > $0 } ?? false
    let isVeryLong = limits.p90.map { now - visit.entered > $0 } ?? false
    if isSilent { return isLong ? .drifting : .quiet }
    return isVeryLong ? .slow : .moving
  }

  /// Every instant of the sojourn, one by one.
  func hasDrifted(_ visit: Visit) -> Bool {
    guard visit.end > visit.entered else { return false }
    let limits = limits(visit.stage, account: visit.account)
    guard let p75 = limits.p75 else { return false }
    return (visit.entered + 1...visit.end).contains { time in
      guard time - visit.entered > p75, let silence = silence(visit.account, at: time) else {
        return false
      }
      return silence >= limits.silence
    }
  }

  /// Of an account that was in the stage: whether it drifted there, and whether it was lost
  /// afterwards. Nil when it never was.
  func outcome(_ account: Int, stage: Int) -> (drifted: Bool, lost: Bool)? {
    let visits = visits[account]
    guard let first = visits.firstIndex(where: { $0.stage == stage }) else { return nil }
    let drifted = visits.firstIndex { $0.stage == stage && hasDrifted($0) }
    return (drifted != nil, visits[(drifted ?? first)...].contains(where: \.isLost))
  }
}
