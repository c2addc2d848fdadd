/// Whether the times of several groups may be of one and the same distribution: the log-rank test
/// where nobody is lost, else Gray's test of the cumulative incidences (Gray 1988, rho = 0).
package struct GroupTest: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case logRank
    case gray
  }

  package let kind: Kind
  package let statistic: Double
  package let degreesOfFreedom: Int

  /// The chance of a difference as large as this where there is none.
  package var p: Double { ChiSquare.upperTail(statistic, degreesOfFreedom: degreesOfFreedom) }

  /// More are not compared: nobody reads them, and the work grows with their third power.
  package static let mostGroups = 20

  /// Groups without anybody do not count. nil where fewer than two are left, where there are too
  /// many, or where the data cannot tell (nothing has happened while there was more than one).
  package init?(
    _ groups: [CompetingDurations], kind: Kind? = nil,
    _ cancellation: Cancellation = Cancellation()
  ) throws(QueryFailure) {
    let groups = groups.filter { $0.count > 0 }
    guard (2...GroupTest.mostGroups).contains(groups.count) else { return nil }
    let kind = kind ?? (groups.contains { $0[.lost] > 0 } ? .gray : .logRank)
    let times = GroupTimes(groups)
    let found: (scores: [Double], covariance: SquareMatrix)
    switch kind {
    case .logRank: found = try LogRankScores.of(times, cancellation)
    case .gray: found = try GrayScores.of(times, cancellation)
    }
    guard let statistic = found.covariance.form(of: found.scores) else { return nil }
    self.kind = kind
    self.statistic = statistic
    degreesOfFreedom = groups.count - 1
  }
}

/// What happened in each of several groups, one time after the other.
struct GroupTimes: Sendable {
  struct Row: Sendable {
    var group: Int
    var tally: CompetingDurations.Tally
  }

  /// Ascending by time.
  let rows: [Row]
  let sizes: [Int]

  init(_ groups: [CompetingDurations]) {
    sizes = groups.map(\.count)
    rows = groups.enumerated().flatMap { group, durations in
      durations.tallies.map { Row(group: group, tally: $0) }
    }.sorted { ($0.tally.time, $0.group) < ($1.tally.time, $1.group) }
  }

  /// Visits each distinct time with the groups' tallies and who is at risk there.
  func forEachTime(
    _ cancellation: Cancellation,
    _ body: (_ tallies: [CompetingDurations.Tally], _ atRisk: [Int]) -> Void
  ) throws(QueryFailure) {
    var atRisk = sizes
    let none = sizes.map { _ in CompetingDurations.Tally(time: 0) }
    var place = 0
    var visited = 0
    while place < rows.count {
      visited += 1
      if visited & 0xFF == 0, cancellation.isCancelled { throw .cancelled }
      let time = rows[place].tally.time
      var tallies = none
      while place < rows.count, rows[place].tally.time == time {
        tallies[rows[place].group] = rows[place].tally
        place += 1
      }
      body(tallies, atRisk)
      for group in atRisk.indices {
        atRisk[group] -= tallies[group].ended + tallies[group].censored
      }
    }
  }
}

/// Events seen less events expected in each group, and their covariances.
private enum LogRankScores {
  static func of(
    _ times: GroupTimes, _ cancellation: Cancellation
  ) throws(QueryFailure) -> (scores: [Double], covariance: SquareMatrix) {
    let size = times.sizes.count
    var scores = [Double](repeating: 0, count: size)
    var covariance = SquareMatrix(size)
    try times.forEachTime(cancellation) { tallies, atRisk in
      let events = tallies.reduce(0) { $0 + $1.events }
      guard events > 0 else { return }
      let all = atRisk.reduce(0, +)
      let shares = atRisk.map { Double($0) / Double(all) }
      // Those at risk share the events without replacement.
      let spread =
        all > 1 ? Double(events) * Double(all - events) / Double(all - 1) : 0
      for group in 0..<size {
        scores[group] += Double(tallies[group].events) - Double(events) * shares[group]
        for other in 0..<size {
          covariance[group, other] +=
            spread * shares[group] * ((group == other ? 1 : 0) - shares[other])
        }
      }
    }
    return (scores, covariance)
  }
}
