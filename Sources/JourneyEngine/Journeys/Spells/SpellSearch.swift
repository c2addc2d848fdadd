/// Looks for the spells from one thing to another in the journeys of accounts.
struct SpellSearch: Sendable {
  let from: BoundMatcher
  let to: BoundMatcher
  var isEach = false
  var period: SentenceTime.Interval?
  let data: JourneyData

  struct Found: Sendable {
    /// Those of the account at a place of the list asked for are `offsets[place]` and on.
    var spells: [Spell] = []
    var offsets: [Int] = [0]
    /// For the footer: what was left undecided or out, what ties decide.
    var notes: [String] = []

    func spells(at place: Int) -> ArraySlice<Spell> { spells[offsets[place]..<offsets[place + 1]] }
  }

  /// `accounts`: rows, ascending.
  func run(
    _ accounts: [UInt32], _ cancellation: Cancellation
  ) throws(QueryFailure) -> Found {
    var journeys = try PatternJourneys(pattern, in: data, cancellation)
    let losses = AccountLosses(data.snapshot)
    let matcher = SpellMatcher(isEach: isEach, period: period, now: data.snapshot.now)
    var found = Found()
    var (tied, afterLoss, undated, justAfterEnd) = (0, 0, 0, 0)
    for (place, account) in accounts.lazy.map(Int.init).enumerated() {
      if place & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      journeys.withElements(ofAccount: account) { elements in
        guard !elements.isEmpty else { return }
        let times = losses.times(ofAccount: account)
        let (isLost, isUndated) = (losses.isLost(account), losses.isUndated(account))
        let own = matcher.spells(elements, losses: times, isLost: isLost, isUndated: isUndated)
        found.spells += own.spells
        afterLoss += own.afterLoss
        undated += own.undated
        justAfterEnd += own.justAfterEnd
        if matcher.isDecidedByTies(
          elements, losses: times, isLost: isLost, isUndated: isUndated, as: own)
        {
          tied += 1
        }
      }
      found.offsets.append(found.spells.count)
    }
    found.notes = journeys.notes + notes(tied: tied, afterLoss: afterLoss, undated: undated)
    if justAfterEnd > 0 {
      found.notes.append(
        "\(to.words) at the very time of \(PlainText.counted(justAfterEnd, "start")): a stage is "
          + "entered before the events of its instant, and so before them")
    }
    return found
  }

  /// The same of all accounts.
  func run(_ cancellation: Cancellation) throws(QueryFailure) -> Found {
    try run((0..<UInt32(data.snapshot.accounts.rowCount)).map { $0 }, cancellation)
  }

  /// The two matchers and the loss, as the steps of a pattern; all that is asked of it is which
  /// elements carry which bits.
  private var pattern: BoundPattern {
    var loss = BoundMatcher(words: "lost")
    if let sojourns = data.snapshot.visits?.sojourns {
      loss.stages = [BoundMatcher.Stage(ordinal: sojourns.lostCode, conditions: [])]
    }
    let steps = [0, 1].map { CompiledPattern.Step(matcher: $0, link: .eventually) }
    return BoundPattern(
      compiled: CompiledPattern(steps: steps), matchers: [from, to, loss], words: "", key: "")
  }

  private func notes(tied: Int, afterLoss: Int, undated: Int) -> [String] {
    var notes: [String] = []
    if undated > 0 {
      notes.append(
        undated == 1
          ? "left out: 1 start of a lost account that nobody has dated the loss of"
          : "left out: \(PlainText.count(undated)) starts of lost accounts without the date of "
            + "the loss")
    }
    if afterLoss > 0 {
      notes.append(
        "left out: \(PlainText.counted(afterLoss, "start")) after the account was lost")
    }
    if tied > 0 {
      notes.append(
        "the order of events at the same time decides for \(PlainText.counted(tied, "account"))")
    }
    return notes
  }
}
