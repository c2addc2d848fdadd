/// Whether tickets were solved at the first contact.
extension MeasureContext {
  /// Within which another ticket says that the first did not solve it.
  static let repeatWindow = 7 * microsecondsPerDay

  func contactTally(_ cancellation: Cancellation) throws(QueryFailure) -> MeasureTally {
    var tally = MeasureTally(accountCount: accountCount)
    guard let log = snapshot.events else { return tally }
    let level = SupportLevel(log)
    if !level.isTold {
      tally.note(
        "nothing tells what first level cannot solve: fcr_net is fcr", of: .firstLevelContacts)
    }
    func take(_ place: Int, isFirst: Bool, _ account: Int) {
      tally.add(to: .contacts, of: account)
      if isFirst { tally.add(to: .firstContacts, of: account) }
      guard level.isFirst(place) else { return }
      tally.add(to: .firstLevelContacts, of: account)
      if isFirst { tally.add(to: .firstLevelFirstContacts, of: account) }
    }
    if let told = MeasureContext.firstContact(log) {
      for account in 0..<accountCount {
        if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
        for place in log.places(ofAccount: account) {
          if let start, log.times[place] < start { continue }
          if let isFirst = told[place] { take(place, isFirst: isFirst, account) }
        }
      }
      return tally
    }
    let tickets = SupportTickets(
      log, try feeds.meanings?.value(cancellation) ?? EventMeanings(log))
    var (isAny, open) = (false, 0)
    for account in 0..<accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      let places = log.places(ofAccount: account).filter { tickets.isTicket($0) }
      for (index, place) in places.enumerated() {
        isAny = true
        let time = log.times[place]
        if let start, time < start { continue }
        guard time + MeasureContext.repeatWindow < end else {
          open += 1
          continue
        }
        let isRepeated = places[(index + 1)...].prefix {
          log.times[$0] <= time + MeasureContext.repeatWindow
        }.contains { tickets.topics?[$0] == tickets.topics?[place] }
        take(place, isFirst: !isRepeated, account)
      }
    }
    if isAny { tally.notes.append(tickets.note) }
    if open > 0 {
      tally.notes.append(
        "fcr: \(PlainText.counted(open, "ticket")) of the last 7 days left out, still to show")
    }
    return tally
  }

  /// Whether each event was solved at the first contact, in the data's own words; nil where no
  /// event says so.
  private static func firstContact(_ log: EventLog) -> FlagAttribute? {
    let names = [
      "resolved_first_contact", "resolved_at_first_contact", "first_contact_resolution",
      "first_contact_resolved", "first_contact", "fcr", "is_fcr",
    ]
    return FlagAttribute.first(names, in: log.table)
  }
}

/// Which events are contacts with support, and what each was about.
private struct SupportTickets {
  private let kinds: [UInt32]
  private let isContact: [Bool]
  private let meanings: EventMeanings
  private let isTicket: [Bool]
  private let topic: String?
  let topics: [UInt32]?

  init(_ log: EventLog, _ meanings: EventMeanings) {
    self.meanings = meanings
    isTicket = meanings.readings.map { $0.feeds.contains { $0.signal == .ticket } } + [false]
    if case .codes(let codes, let names)? = log.table.column("kind")?.storage {
      kinds = codes
      // Those are passed on or come to everybody: nobody gets in contact.
      let others = ["outage", "escalation", "escalated"]
      isContact =
        (0..<UInt32(names.count)).map { code in
          let words = KindWords(names[code]).words
          return !others.contains { words.contains($0) }
        } + [false]
    } else {
      (kinds, isContact) = ([], [false])
    }
    topic = ["topic", "category", "ticket_category", "issue_type"].first { name in
      log.table.column(name).map { $0.nulls.unknownCount < $0.count } ?? false
    }
    topics = topic.flatMap { log.table.column($0) }.map { KeyColumn($0).codes }
  }

  func isTicket(_ place: Int) -> Bool {
    place < kinds.count && isContact[min(Int(kinds[place]), isContact.count - 1)]
      && isTicket[min(Int(meanings.codes[place]), isTicket.count - 1)]
  }

  var note: String {
    "fcr: no column tells of the first contact, so a ticket without another one of its account"
      + (topic.map { " and `\($0)`" } ?? "") + " within 7 days counts as solved"
  }
}

/// Whether a ticket was one that first level could solve.
private struct SupportLevel {
  private let escalated: FlagAttribute?
  private let level: Column?

  init(_ log: EventLog) {
    escalated = FlagAttribute.first(
      ["escalated", "is_escalated", "escalation_flag", "escalation"], in: log.table)
    level = ["support_level", "support_tier", "resolved_level"].lazy
      .compactMap { log.table.column($0) }.first { $0.nulls.unknownCount < $0.count }
  }

  var isTold: Bool { escalated != nil || level != nil }

  func isFirst(_ place: Int) -> Bool {
    if escalated?[place] == true { return false }
    switch level?[place] {
    case .text(let text): return !text.contains { $0 == "2" || $0 == "3" }
    case let value?: return (value.double ?? 1) < 2
    case nil: return true
    }
  }
}
