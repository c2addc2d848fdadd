/// Why a score is another one than it was: the change between two instants, split into what follows
/// one on the other (SEMANTICS, Scores), so that the parts sum to it.
///
/// First the events of then fade; then the new ones come; then the levels move; last the weights of
/// the stage, and what of the score can be observed, change.
struct ScoreChange: Sendable {
  enum Step: String, Sendable { case decay, new = "new events", level }

  struct Part: Sendable {
    var component: Int
    var step: Step
    var points: Double
    /// Of new events how many.
    var count = 0
  }

  /// Unknown where the score is, at one of the two instants.
  let before: Double
  let after: Double
  let parts: [Part]
  /// The weights of the stage, and what can be observed.
  let weights: Double

  /// The same account in the same score at two instants, the earlier one first.
  init?(_ earlier: BoundScore, _ later: BoundScore, account: Int) {
    let model = later.model
    let then = ScoreBreakdown(earlier, account: account)
    let today = ScoreBreakdown(later, account: account)
    guard let before = then.score, let after = today.score else { return nil }
    let stage = earlier.sheet.standing.stays[account]?.stage
    let observed = model.components.indices.filter { then.parts[$0].earned != nil }
    let whole = observed.reduce(0.0) { $0 + model.weight($1, in: stage) }
    var parts: [Part] = []
    for place in observed {
      func points(_ u: Double) -> Double { 100 * model.weight(place, in: stage) * u / whole }
      let old = then.parts[place].earned ?? 0
      switch later.components[place] {
      case .level:
        // A level that cannot be seen any more is a change of what is observed.
        guard let new = today.parts[place].earned else { continue }
        parts.append(Part(component: place, step: .level, points: points(new) - points(old)))
      case .events(let feed, let fading):
        guard let feed else { continue }
        let (cut, now) = (earlier.sheet.snapshot.now, later.sheet.snapshot.now)
        let left = fading.earned(feed.amount(ofAccount: account, at: now, fading, before: cut))
        let new = today.parts[place].earned ?? 0
        let count =
          feed.places(ofAccount: account, before: now).count
          - feed.places(ofAccount: account, before: cut).count
        parts.append(Part(component: place, step: .decay, points: points(left) - points(old)))
        parts.append(
          Part(component: place, step: .new, points: points(new) - points(left), count: count))
      }
    }
    let moved = parts.reduce(into: CompensatedSum()) { $0.add($1.points) }.value
    self.before = before
    self.after = after
    self.parts = parts
    weights = after - before - moved
  }
}
