/// How serious incidents ended (SEMANTICS, Service recovery): recovered is one that was resolved
/// within the median of its severity and followed by a sentiment that is not negative, or a good
/// answer to a survey. The last incident of an account speaks for it.
enum ServiceRecovery {
  static let names = StringDictionary(["recovered", "not recovered", "no incident"])
  /// High or worse.
  static let seriousPoints = 2.0

  private struct Incident {
    var account: Int
    var place: Int
    var points: Double
    var resolved: Int64?
    var duration: Int64?
  }

  static func column(
    _ source: FieldSource, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    guard let tickets = try source.signals(cancellation)?[.ticket],
      let log = source.snapshot.events,
      let surveys = try source.surveys(cancellation), tickets.exists(before: source.now)
    else { return Column.unknown(.text, count: source.accountCount) }
    let resolutions = TicketResolutions(log, zone: source.snapshot.zone, now: source.now)
    var incidents: [Incident] = []
    for account in 0..<source.accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      let places = tickets.places(ofAccount: account, before: source.now)
      guard places.contains(where: { tickets.amounts[$0] >= seriousPoints }) else { continue }
      let ends = resolutions.ends(ofAccount: account, places.map { Int(tickets.places[$0]) })
      for (place, end) in zip(places, ends) where tickets.amounts[place] >= seriousPoints {
        incidents.append(
          Incident(
            account: account, place: Int(tickets.places[place]), points: tickets.amounts[place],
            resolved: end, duration: end.map { $0 - tickets.times[place] }))
      }
    }
    let medians = medians(incidents)
    var scales: [(AnswerScale, EventReadings)] = []
    for question in [SurveyQuestion.nps, .csat] {
      let scale = try surveys.scale(of: question, before: source.now, cancellation)
      scales.append((scale, surveys[question]))
    }
    var codes = [UInt32](repeating: 2, count: source.accountCount)
    // In time order within an account: the last one stays.
    for incident in incidents {
      let isQuick =
        incident.duration.map { Double($0) <= medians[incident.points] ?? 0 } ?? false
      let isGlad =
        incident.resolved.map {
          isFollowedWell(incident.account, $0, source.now, surveys.sentiments, scales)
        } ?? false
      codes[incident.account] = isQuick && isGlad ? 0 : 1
    }
    return Column(codes: codes, names)
  }

  private static func medians(_ incidents: [Incident]) -> [Double: Double] {
    var durations: [Double: [Double]] = [:]
    for incident in incidents {
      if let duration = incident.duration {
        durations[incident.points, default: []].append(Double(duration))
      }
    }
    return durations.compactMapValues { values in
      var values = values
      return Quantile.linear(&values, 0.5)
    }
  }

  /// The next thing that the account let know, from the resolution on.
  private static func isFollowedWell(
    _ account: Int, _ resolved: Int64, _ now: Int64, _ felt: EventReadings,
    _ scales: [(AnswerScale, EventReadings)]
  ) -> Bool {
    var next: (place: UInt32, isGood: Bool)?
    func offer(_ place: UInt32, _ isGood: Bool) {
      // One event may feel one way and answer another: either will do.
      if let found = next, found.place < place || (found.place == place && found.isGood) { return }
      next = (place, isGood)
    }
    if let place = felt.range(ofAccount: account, from: resolved, to: now).first {
      offer(felt.places[place], felt.values[place] >= 0)
    }
    for (scale, readings) in scales {
      let places = readings.range(ofAccount: account, from: resolved, to: now)
      if let place = places.first(where: { scale.holds(readings.values[$0]) }) {
        offer(readings.places[place], readings.values[place] >= scale.good)
      }
    }
    return next?.isGood ?? false
  }
}

/// When tickets were resolved: by their own columns, else by the events that say so, which are
/// about the kinds that they name: `ticket_resolved` about a `ticket`. Of several open ones of an
/// account that one is resolved whose id, else whose subject the event has, else the oldest.
struct TicketResolutions {
  private let log: EventLog
  private let now: Int64
  private let kinds: [UInt32]
  /// By kind: those that it resolves; nil where it is no resolution, empty: any.
  private let resolved: [Set<UInt32>?]
  private let resolvedAt: (times: [Int64], nulls: NullMask)?
  private let hours: [NumberAttribute]
  private let keys: [UInt32]?

  init(_ log: EventLog, zone: CivilTimeZone, now: Int64) {
    self.log = log
    self.now = now
    if case .codes(let codes, let names)? = log.table.column("kind")?.storage {
      kinds = codes
      let words = (0..<UInt32(names.count)).map { Set(KindWords(names[$0]).words) }
      resolved =
        words.map { own in
          guard TicketResolutions.isResolution(own) else { return nil }
          return Set(
            words.indices.filter { words[$0].isStrictSubset(of: own) }.map { UInt32($0) })
        } + [nil]
    } else {
      (kinds, resolved) = ([], [nil])
    }
    let column = ["resolved_at", "closed_at", "solved_at"].lazy
      .compactMap { log.table.column($0) }.first { $0.type.isTime }
    resolvedAt = column.map { ($0.asInstants(in: zone), $0.nulls) }
    hours = NumberAttribute.named(
      ["resolution_hours", "resolution_time_hours", "hours_to_resolve"], in: log.table)
    let key = ["ticket_id", "case_id", "incident_id", "name", "subject"].first {
      log.table.column($0) != nil
    }
    keys = key.flatMap { log.table.column($0) }.map { KeyColumn($0).codes }
  }

  /// `ticket_resolved`, `case closed`
  private static func isResolution(_ words: Set<String>) -> Bool {
    let solved: Set = ["resolved", "resolution", "solved", "closed", "fixed"]
    let tickets: Set = [
      "ticket", "case", "incident", "complaint", "bug", "outage", "escalation", "issue", "defect",
    ]
    return !solved.isDisjoint(with: words) && !tickets.isDisjoint(with: words)
  }

  /// When each ticket of an account, in time order, was resolved; nil: not yet.
  func ends(ofAccount account: Int, _ tickets: [Int]) -> [Int64?] {
    var ends = tickets.map(ownEnd)
    var open: [Int] = []
    var next = 0
    for place in log.places(ofAccount: account) {
      if next < tickets.count, tickets[next] == place {
        if ends[next] == nil { open.append(next) }
        next += 1
      } else if place < kinds.count,
        let about = resolved[min(Int(kinds[place]), resolved.count - 1)]
      {
        let key = keys?[place] ?? KeyColumn.blank
        func isAbout(_ ticket: Int) -> Bool {
          about.isEmpty || about.contains(kinds[tickets[ticket]])
        }
        let same = open.firstIndex { isAbout($0) && keys?[tickets[$0]] == key }
        // What names another ticket is not about this one.
        guard let found = same ?? (key == KeyColumn.blank ? open.firstIndex(where: isAbout) : nil)
        else { continue }
        ends[open.remove(at: found)] = log.times[place]
      }
    }
    return ends
  }

  private func ownEnd(_ place: Int) -> Int64? {
    if let resolvedAt, !resolvedAt.nulls.isUnknown(place) {
      let end = resolvedAt.times[place]
      // What is resolved later than now is open.
      return end < now && end >= log.times[place] ? end : nil
    }
    guard let hours = NumberAttribute.first(hours, place), hours >= 0, hours < 1e6 else {
      return nil
    }
    let end = log.times[place] + Int64(hours * 3600) * microsecondsPerSecond
    return end < now ? end : nil
  }
}
