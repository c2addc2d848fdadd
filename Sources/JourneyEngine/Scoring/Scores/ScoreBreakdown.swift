/// Why an account has the score it has: what every component and every single event adds to it.
///
/// Component c adds 100 w_c u_c / W, W being the weight of all components that can be observed; of
/// that, event i adds the share s_i 2^(-age / halfLife) / x_c (Aumann-Shapley from zero). The
/// contributions sum to the score.
struct ScoreBreakdown: Sendable {
  struct Part: Sendable {
    var name: String
    var weight: Double
    /// nil where it cannot be observed.
    var earned: Double?
    var contribution: Double
    /// Of an event component, the loudest first; empty for a level.
    var events: [Event]
  }

  struct Event: Sendable {
    /// Where it stands in the log, or among the visits.
    var place: Int
    var time: Int64
    /// What it says, before it faded.
    var amount: Double
    var contribution: Double
  }

  /// nil where too little can be observed.
  var score: Double?
  var coverage: Double
  var parts: [Part]

  init(_ bound: BoundScore, account: Int) {
    let (model, sheet) = (bound.model, bound.sheet)
    let stage = sheet.standing.stays[account]?.stage
    var parts: [Part] = []
    var (whole, observed) = (0.0, 0.0)
    for (index, component) in model.components.enumerated() {
      let weight = model.weight(index, in: stage)
      whole += weight
      var part = Part(
        name: component.name, weight: weight, earned: nil, contribution: 0, events: [])
      switch bound.components[index] {
      case .level(let reading): part.earned = reading?.levels[account]
      case .events(let feed, let fading):
        if let feed { part.earned = part.take(feed, account, sheet.snapshot.now, fading) }
      }
      if part.earned != nil { observed += weight }
      parts.append(part)
    }
    coverage = whole > 0 ? observed / whole : 0
    let isScored =
      sheet.hasBegun[account] && whole > 0 && coverage >= ScoreModel.leastCoverage
    var score = 0.0
    for index in parts.indices {
      guard isScored, let earned = parts[index].earned else { continue }
      let contribution = 100 * parts[index].weight * earned / observed
      parts[index].contribution = contribution
      score += contribution
      for event in parts[index].events.indices {
        parts[index].events[event].contribution *= contribution
      }
    }
    self.score = isScored ? score : nil
    self.parts = parts
  }
}

extension ScoreBreakdown.Part {
  /// Notes the events with their shares; gives what the component earns.
  fileprivate mutating func take(
    _ feed: FeedEvents, _ account: Int, _ now: Int64, _ fading: ScoreComponentModel.Fading
  ) -> Double {
    let amount = feed.amount(ofAccount: account, at: now, fading)
    for place in feed.places(ofAccount: account, before: now) {
      let rest = feed.amounts[place] * fading.rest(ofAge: now - feed.times[place])
      // Beyond the component's window an event counts nothing.
      if rest == 0 { continue }
      events.append(
        ScoreBreakdown.Event(
          place: Int(feed.places[place]), time: feed.times[place], amount: feed.amounts[place],
          contribution: amount > 0 ? rest / amount : 0))
    }
    events.sort { ($1.contribution, $0.time) < ($0.contribution, $1.time) }
    return fading.earned(amount)
  }
}
