/// Puts happenings into words.
struct TimelineTeller {
  private let snapshot: Snapshot
  private let visits: CountedSojourns?
  private let signs: EventSigns?
  private let words: EventWords?
  private let kinds: Column?
  private let reasons: Column?
  private let starts: (column: Column, times: [Int64])?

  /// What stands in a stage history for the reason of a change.
  private static let reasonFields = [
    "reason", "change_reason", "trigger", "cause", "why", "comment",
  ]
  /// An event explains a change of stage when it is no older.
  private static let reach = microsecondsPerDay

  /// `meanings`: of the events; without them nothing is told of what events say.
  init(_ snapshot: Snapshot, _ meanings: EventMeanings?) {
    self.snapshot = snapshot
    visits = CountedSojourns(snapshot)
    signs = snapshot.events.flatMap { log in meanings.map { EventSigns(log, $0) } }
    words = snapshot.events.map {
      EventWords($0.table, besides: ["account", "at", "kind"], zone: snapshot.zone)
    }
    kinds = snapshot.events?.table.column("kind")
    reasons = TimelineTeller.reasonFields.lazy.compactMap { snapshot.visits?.table.column($0) }
      .first { $0.type == .text }
    starts = snapshot.accounts.column("started").flatMap { column in
      column.type.isTime ? (column, column.asInstants(in: snapshot.zone)) : nil
    }
  }

  func name(ofAccount account: Int) -> Value { snapshot.label(ofAccount: account) }

  /// When its journey began: its first stage, else what the account itself says.
  func start(ofAccount account: Int) -> Int64? {
    if let sojourns = visits?.sojourns, let first = sojourns.places(ofAccount: account).first {
      return sojourns.entered[first]
    }
    guard let starts, !starts.column.nulls.isUnknown(account) else { return nil }
    return starts.times[account]
  }

  /// "in Share since 2026-05-06, 55 days"
  func standing(ofAccount account: Int) -> String? {
    guard let visits, let last = visits.sojourns.places(ofAccount: account).last else {
      return ownLoss(ofAccount: account)
    }
    let stage = stageName(visits.sojourns.stages[last])
    if visits.sojourns.lostAt[account] != StageEntries.unknownTime {
      let day = day(visits.sojourns.lostAt[account])
      return "lost on \(day), in \(stage)"
    }
    guard visits.left(last) == nil, visits.hasLength(last) else { return nil }
    let since = day(visits.sojourns.entered[last])
    return "now in \(stage), since \(since): \(PlainText.length(visits.length(last)))"
  }

  /// What the account itself says of its loss, where no history does.
  private func ownLoss(ofAccount account: Int) -> String? {
    guard snapshot.accounts.column("lost")?[account] == .boolean(true) else { return nil }
    guard let column = snapshot.accounts.column("lost_at"), column.type.isTime,
      !column.nulls.isUnknown(account)
    else { return "lost; nothing tells when" }
    return "lost on \(day(column.asInstants(in: snapshot.zone)[account]))"
  }

  // MARK: - Rows

  struct Told {
    var kind: String
    var signal: String?
    var what: String?
  }

  func tell(_ happening: Timeline.Happening, in timeline: Timeline, at place: Int) -> Told {
    switch happening.kind {
    case .event(let event):
      return Told(kind: kind(event), signal: signs?.word(event), what: words?.words(event))
    case .silence(let until, let isOpen):
      let days = PlainText.length(until - happening.at)
      return Told(kind: "silence", what: "\(days) of silence" + (isOpen ? ", up to now" : ""))
    case .left(let visit):
      return Told(
        kind: "left",
        what: visits.map { visits in
          let account = Int(visits.sojourns.accountRows[visit])
          let isLast = visit == visits.sojourns.places(ofAccount: account).last
          return "after \(PlainText.length(visits.length(visit))), for no other stage"
            + (isLast ? " yet" : "")
        })
    case .lost(let visit):
      let reason = event(explaining: .friction, at: happening.at, in: timeline, place)
      let after = visit.flatMap { visit in
        visits.map {
          "after \(PlainText.length($0.length(visit))) in \(stageName($0.sojourns.stages[visit]))"
        }
      }
      return Told(
        kind: "lost", signal: "severe", what: joined(after ?? "before any stage", reason))
    case .entered(let visit): return entry(visit, happening.at, timeline, place)
    }
  }

  private func entry(
    _ visit: Int, _ at: Int64, _ timeline: Timeline, _ place: Int
  ) -> Told {
    guard let visits else { return Told(kind: "entered") }
    let move = visits.sojourns.moves[visit]
    let isBack = move == .regress
    let own: String? = reasons.flatMap { column in
      guard case .text(let text) = column[visit], !text.isEmpty else { return nil }
      return text
    }
    let reason =
      own ?? event(explaining: isBack ? .friction : .forward, at: at, in: timeline, place)
      ?? "stage history"
    let signal: String? =
      switch move {
      case .enter: nil
      case .forward, .skip: "forward"
      case .regress: "friction"
      }
    return Told(kind: "entered", signal: signal, what: joined(arrival(visit, visits), reason))
  }

  /// Where it came from.
  private func arrival(_ visit: Int, _ visits: CountedSojourns) -> String {
    let sojourns = visits.sojourns
    let account = Int(sojourns.accountRows[visit])
    guard visit > sojourns.places(ofAccount: account).lowerBound else {
      return sojourns.lostBefore[account] == StageEntries.unknownTime
        ? "the journey begins" : "back after a loss"
    }
    let before = visit - 1
    let (from, to) = (sojourns.stages[before], sojourns.stages[visit])
    let stay = PlainText.length(visits.length(before))
    switch sojourns.moves[visit] {
    case .enter: return sojourns.next[before] == sojourns.lostCode ? "back after a loss" : "again"
    case .forward: return "from \(stageName(from)) after \(stay)"
    case .regress: return "back from \(stageName(from)) after \(stay)"
    case .skip:
      let skipped = (from + 1..<to).map(stageName).joined(separator: ", ")
      return "from \(stageName(from)) after \(stay), skipping \(skipped)"
    }
  }

  private func joined(_ words: String, _ reason: String?) -> String {
    reason.map { "\(words): \($0)" } ?? words
  }

  /// The event that explains a change of stage: at its instant, else the last before it, within a
  /// day, that points the way the change does.
  private func event(
    explaining direction: SignalDirection, at time: Int64, in timeline: Timeline, _ place: Int
  ) -> String? {
    guard let signs else { return nil }
    var found: Int?
    var atOnce: Int?
    func offer(_ event: Int, _ at: Int64) {
      let isFitting = signs.direction(event) == direction
      if at == time, isFitting || atOnce == nil { atOnce = event }
      if isFitting, found == nil || at == time { found = event }
    }
    var after = place + 1
    while after < timeline.happenings.count, timeline.happenings[after].at == time {
      if case .event(let event) = timeline.happenings[after].kind { offer(event, time) }
      after += 1
    }
    var before = place - 1
    while before >= 0, time - timeline.happenings[before].at <= TimelineTeller.reach, found == nil {
      let happening = timeline.happenings[before]
      if case .event(let event) = happening.kind { offer(event, happening.at) }
      before -= 1
    }
    return (found ?? atOnce).map(kind)
  }

  private func kind(_ event: Int) -> String {
    guard case .text(let kind)? = kinds?[event] else { return "event" }
    return kind
  }

  private func stageName(_ ordinal: UInt32) -> String {
    let names = snapshot.stageModel.names
    return Int(ordinal) < names.count ? names[Int(ordinal)] : "lost"
  }

  private func day(_ instant: Int64) -> String {
    CivilDate(dayNumber: snapshot.zone.dayNumber(of: instant)).description
  }
}
