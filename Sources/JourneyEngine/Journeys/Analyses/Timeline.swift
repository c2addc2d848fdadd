/// The happenings of one account in order: its stages, its events, its silences.
struct Timeline {
  enum Kind: Hashable, Sendable {
    /// A sojourn begins.
    case entered(Int)
    /// A sojourn ends, and nothing follows at once.
    case left(Int)
    /// A loss, out of a sojourn; nil: before the first one.
    case lost(Int?)
    case event(Int)
    /// Nothing, until that instant.
    case silence(until: Int64, isOpen: Bool)
  }

  struct Happening: Sendable {
    var at: Int64
    var kind: Kind
    /// The stage it happened in: the number of stages once lost; nil in none.
    var stage: UInt32?

    var rowKind: ToldJourney.RowKind {
      switch kind {
      case .event: .event
      case .entered, .left, .lost: .change
      case .silence: .silence
      }
    }
  }

  private(set) var happenings: [Happening] = []
  /// Where a stage begins, or the time without one, or the loss.
  private(set) var changes: [Happening] = []

  /// A silence is worth a row of its own from two weeks on.
  private static let shortestSilence = 14 * microsecondsPerDay
  private static let manyGaps = 5

  init(account: Int, _ snapshot: Snapshot) {
    let sojourns = snapshot.visits?.sojourns
    let marks = sojourns.map { Timeline.marks(account, $0) } ?? []
    changes = marks
    let log = snapshot.events
    let events = log?.places(ofAccount: account) ?? 0..<0
    happenings.reserveCapacity(marks.count + events.count)
    var stage: UInt32?
    var mark = marks.startIndex
    // A stage begins before what happens at the same instant, which is in it already; the loss
    // comes last.
    func take(until time: Int64) {
      while mark < marks.endIndex, isDue(marks[mark], time) {
        stage = marks[mark].stage
        happenings.append(marks[mark])
        mark += 1
      }
    }
    for event in events {
      let time = log?.times[event] ?? 0
      take(until: time)
      happenings.append(Happening(at: time, kind: .event(event), stage: stage))
    }
    take(until: .max)
    addSilences(until: snapshot.now, lost: sojourns?.lostCode)
  }

  private func isDue(_ mark: Happening, _ time: Int64) -> Bool {
    if case .lost = mark.kind { return mark.at < time }
    return mark.at <= time
  }

  /// What happens to the stages, in order.
  private static func marks(_ account: Int, _ sojourns: Sojourns) -> [Happening] {
    var marks: [Happening] = []
    let unknown = StageEntries.unknownTime
    let lost = sojourns.lostCode
    if sojourns.lostBefore[account] != unknown {
      marks.append(Happening(at: sojourns.lostBefore[account], kind: .lost(nil), stage: lost))
    }
    for place in sojourns.places(ofAccount: account) {
      let stage = sojourns.stages[place]
      marks.append(Happening(at: sojourns.entered[place], kind: .entered(place), stage: stage))
      let (left, nextAt) = (sojourns.left[place], sojourns.nextAt[place])
      if left != unknown, nextAt == unknown || nextAt > left {
        marks.append(Happening(at: left, kind: .left(place), stage: nil))
      }
      if sojourns.next[place] == lost {
        marks.append(Happening(at: nextAt, kind: .lost(place), stage: lost))
      }
    }
    return marks
  }

  // MARK: - Silences

  /// Gaps that are long, and long for this account: beyond the p90 of its own, and where there are
  /// enough of them to tell, more than twice the usual one. After a loss nobody waits for more.
  private mutating func addSilences(until now: Int64, lost: UInt32?) {
    guard let last = happenings.last else { return }
    var gaps = zip(happenings, happenings.dropFirst()).map { Double($1.at - $0.at) }
    let usual = Quantile.linear(&gaps, 0.9).map { Int64($0) } ?? 0
    var threshold = max(Timeline.shortestSilence, usual)
    if gaps.count >= Timeline.manyGaps, let median = Quantile.linear(&gaps, 0.5) {
      threshold = max(threshold, Int64(2 * median) + 1)
    }
    var rows: [Happening] = []
    rows.reserveCapacity(happenings.count)
    for (index, happening) in happenings.enumerated() {
      rows.append(happening)
      let isLast = index == happenings.count - 1
      let next = isLast ? now : happenings[index + 1].at
      if isLast, last.stage != nil, last.stage == lost { break }
      guard next - happening.at >= threshold else { continue }
      rows.append(
        Happening(
          at: happening.at, kind: .silence(until: next, isOpen: isLast), stage: happening.stage))
    }
    happenings = rows
  }
}
