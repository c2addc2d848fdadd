/// What surveys say, account by account.
extension MeasureContext {
  func surveyTally(
    _ question: SurveyQuestion, _ cancellation: Cancellation
  ) throws(QueryFailure) -> MeasureTally {
    var tally = MeasureTally(accountCount: accountCount)
    guard let feeds = try surveys(cancellation), feeds.isAsked(question) else {
      takeColumn(question, &tally)
      return tally
    }
    let readings = feeds[question]
    let scale = try feeds.scale(of: question, before: end, cancellation)
    if !scale.isUsual { tally.notes.append(scale.note) }
    var outside = 0
    var heard: Set<UInt32> = []
    for account in 0..<accountCount {
      if account & 0xFFFF == 0, cancellation.isCancelled { throw .cancelled }
      heard.removeAll(keepingCapacity: true)
      // From the last one back: the first of each respondent is the latest.
      for place in readings.range(ofAccount: account, from: start, to: end).reversed() {
        guard scale.holds(readings.values[place]) else {
          outside += 1
          continue
        }
        if heard.insert(readings.respondents[place]).inserted {
          tally.take(readings.values[place], scale, account)
        }
      }
    }
    if outside > 0 {
      tally.notes.append(
        "\(question.rawValue): \(PlainText.counted(outside, "answer")) off the scale left out")
    }
    return tally
  }

  /// Without answers among the events, those that the accounts have as a column.
  private func takeColumn(_ question: SurveyQuestion, _ tally: inout MeasureTally) {
    guard let (name, column) = scoreColumn(question) else { return }
    let answers = (0..<column.count).map { column[$0].double }
    let scale = AnswerScale(question, answers.compactMap(\.self))
    for (account, answer) in answers.enumerated() {
      if let answer, scale.holds(answer) { tally.take(answer, scale, account) }
    }
    tally.notes.append(
      "\(question.rawValue) is of the accounts' own `\(name)`, one answer each"
        + (start == nil ? "" : ", whatever the period"))
    if !scale.isUsual { tally.notes.append(scale.note) }
  }

  private func scoreColumn(_ question: SurveyQuestion) -> (String, Column)? {
    for name in question.attributes {
      if let column = snapshot.accounts.column(name), column.type.isNumeric {
        return (name, column)
      }
    }
    return nil
  }

  // MARK: - Response

  /// A survey sent counts as answered when its respondent answers before being sent the next one.
  func responseTally(_ cancellation: Cancellation) throws(QueryFailure) -> MeasureTally {
    var tally = MeasureTally(accountCount: accountCount)
    guard let feeds = try surveys(cancellation) else { return tally }
    guard feeds.invitations.times.contains(where: { $0 < end }) else {
      try takeActiveBase(feeds, &tally, cancellation)
      return tally
    }
    for account in 0..<accountCount {
      if account & 0xFFFF == 0, cancellation.isCancelled { throw .cancelled }
      let sent = feeds.invitations.range(ofAccount: account, from: start, to: end)
      if sent.isEmpty { continue }
      tally.add(Double(sent.count), to: .asked, of: account)
      let answers = feeds.answered.range(ofAccount: account, from: start, to: end)
      let count = MeasureContext.answeredCount(
        feeds.invitations, sent, feeds.answered, answers)
      tally.add(Double(count), to: .answered, of: account)
    }
    return tally
  }

  private static func answeredCount(
    _ invitations: EventReadings, _ sent: Range<Int>, _ answered: EventReadings,
    _ answers: Range<Int>
  ) -> Int {
    var open: Set<UInt32> = []
    var count = 0
    var next = sent.lowerBound
    for answer in answers {
      // In the log's own order, which also tells apart what happened at the same instant.
      while next < sent.upperBound, invitations.places[next] < answered.places[answer] {
        open.insert(invitations.respondents[next])
        next += 1
      }
      let who = answered.respondents[answer]
      // Who is not named may be anybody who is asked.
      let asked =
        open.contains(who)
        ? who
        : who == EventReadings.nobody
          ? open.min()
          : open.contains(EventReadings.nobody)
            ? EventReadings.nobody : nil
      if let asked {
        open.remove(asked)
        count += 1
      }
    }
    return count
  }

  private func takeActiveBase(
    _ feeds: SurveyFeeds, _ tally: inout MeasureTally, _ cancellation: Cancellation
  ) throws(QueryFailure) {
    let active = ActiveLives(snapshot).active(from: start, to: end)
    for account in 0..<accountCount {
      if account & 0xFFFF == 0, cancellation.isCancelled { throw .cancelled }
      guard active[account] == .boolean(true) else { continue }
      tally.add(to: .asked, of: account)
      if !feeds.answered.range(ofAccount: account, from: start, to: end).isEmpty {
        tally.add(to: .answered, of: account)
      }
    }
    tally.notes.append(
      "nothing tells who was asked: response_rate is the share of active accounts that answered")
  }

  // MARK: - Perception

  func perceptionTally(_ cancellation: Cancellation) throws(QueryFailure) -> MeasureTally {
    var tally = MeasureTally(accountCount: accountCount)
    func take(_ gap: Double, _ account: Int) {
      tally.add(gap, to: .gap, of: account)
      tally.add(gap * gap, to: .gapSquared, of: account)
      tally.add(to: .gapPairs, of: account)
    }
    if let feeds = try surveys(cancellation), !feeds.gaps.times.isEmpty {
      for account in 0..<accountCount {
        if account & 0xFFFF == 0, cancellation.isCancelled { throw .cancelled }
        for place in feeds.gaps.range(ofAccount: account, from: start, to: end) {
          take(feeds.gaps.values[place], account)
        }
      }
    } else if let gaps = SurveyFeeds.columnGaps(snapshot.accounts) {
      for (account, gap) in gaps.enumerated() { if let gap { take(gap, account) } }
    }
    return tally
  }
}

extension MeasureTally {
  /// One answer.
  fileprivate mutating func take(_ answer: Double, _ scale: AnswerScale, _ account: Int) {
    let isGood = answer >= scale.good
    switch scale.question {
    case .nps:
      add(to: .npsAnswers, of: account)
      if isGood { add(to: .promoters, of: account) }
      if answer <= 6 { add(to: .detractors, of: account) }
    case .csat:
      add(to: .csatAnswers, of: account)
      if isGood { add(to: .satisfied, of: account) }
    case .ces:
      add(to: .cesAnswers, of: account)
      add(answer, to: .effort, of: account)
      if isGood { add(to: .easy, of: account) }
    case .stars: break
    }
  }
}
