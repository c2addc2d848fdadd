/// Fields of accounts that are read from what customers say and what became of it: each is worked
/// out when it is first asked for, from nothing but what was before the snapshot's now. A column of
/// the data's own takes its place.
struct JourneyFields: Sendable {
  private let snapshot: Snapshot
  private let feeds: ScoreFeeds
  private let defined: DefinedFields

  init(_ snapshot: Snapshot, _ feeds: ScoreFeeds, _ defined: DefinedFields) {
    self.snapshot = snapshot
    self.feeds = feeds
    self.defined = defined
  }

  typealias Work = @Sendable (Cancellation) throws(QueryFailure) -> Column

  /// Only those that the data can tell.
  var fields: [Relation.Field] {
    var fields: [Relation.Field] = []
    let source = FieldSource(snapshot: snapshot, feeds: feeds)
    for question in [SurveyQuestion.nps, .csat, .ces] where source.isAsked(question) {
      fields.append(
        field("\(question.rawValue)_score", .number) { cancellation throws(QueryFailure) in
          try source.latestAnswers(question, cancellation)
        })
    }
    if source.isAsked(.nps) || source.ownScores(.nps) != nil {
      fields.append(
        field("nps_group", .text, FieldSource.npsGroups) { cancellation throws(QueryFailure) in
          try source.npsGroups(cancellation)
        })
    }
    if source.has(SurveyFeeds.experienceAttributes) {
      fields.append(
        field("perception_gap", .number) { cancellation throws(QueryFailure) in
          try source.perceptionGaps(cancellation)
        })
    }
    guard snapshot.events != nil else { return fields }
    if source.has(SignalStrength.sentimentAttributes) {
      fields.append(
        field("peak_end", .number) { cancellation throws(QueryFailure) in
          try source.peakEnds(cancellation)
        })
    }
    return fields + service(source) + loyalty(source)
  }

  private func service(_ source: FieldSource) -> [Relation.Field] {
    [
      field("recovery", .text, ServiceRecovery.names) { cancellation throws(QueryFailure) in
        try ServiceRecovery.column(source, cancellation)
      },
      field("complained", .boolean) { cancellation throws(QueryFailure) in
        try source.complaints(cancellation)
      },
      field("renewed", .boolean) { cancellation throws(QueryFailure) in
        try source.renewals(cancellation)
      },
    ]
  }

  private func loyalty(_ source: FieldSource) -> [Relation.Field] {
    let advocacy = defined.score(named: "advocacy")
    return [
      field("loyalty_behavioural", .number) { cancellation throws(QueryFailure) in
        try Loyalty.behavioural(source, cancellation)
      },
      field("loyalty_attitudinal", .number) { cancellation throws(QueryFailure) in
        try Loyalty.attitudinal(source, cancellation)
      },
      field("loyalty_advocacy", .number) { cancellation throws(QueryFailure) in
        try Loyalty.advocacy(advocacy, source, cancellation)
      },
    ]
  }

  private func field(
    _ name: String, _ type: ValueType, _ texts: StringDictionary? = nil, _ work: @escaping Work
  ) -> Relation.Field {
    let column = Once(work)
    let count = snapshot.accounts.rowCount
    return Relation.Field(name, type: type, texts: texts) { cancellation throws(QueryFailure) in
      _ = try column.value(cancellation)
    } derived: {
      // What takes long was done before, and what is in memory cannot fail.
      (try? column.value(Cancellation())) ?? Column.unknown(type, count: count)
    }
  }
}

/// What the fields are read from.
struct FieldSource: Sendable {
  let snapshot: Snapshot
  let feeds: ScoreFeeds

  var accountCount: Int { snapshot.accounts.rowCount }
  var now: Int64 { snapshot.now }

  func surveys(_ cancellation: Cancellation) throws(QueryFailure) -> SurveyFeeds? {
    try feeds.surveys?.value(cancellation)
  }

  func signals(_ cancellation: Cancellation) throws(QueryFailure) -> SignalFeeds? {
    try feeds.signals?.value(cancellation)
  }

  /// Whether events or accounts have a number of one of these names.
  func has(_ names: [String]) -> Bool {
    [snapshot.events?.table, snapshot.accounts].compactMap(\.self).contains { table in
      names.contains { name in
        table.index(of: name).map { table.fields[$0].type.isNumeric } ?? false
      }
    }
  }

  /// Whether some event may answer it, as far as names tell.
  func isAsked(_ question: SurveyQuestion) -> Bool {
    guard let table = snapshot.events?.table else { return false }
    func isThere(_ name: String) -> Bool {
      table.index(of: name).map { table.fields[$0].type.isNumeric } ?? false
    }
    if question.attributes.contains(where: isThere) { return true }
    guard question.attributesOfItsKind.contains(where: isThere),
      case .codes(_, let kinds)? = table.column("kind")?.storage
    else { return false }
    return (0..<UInt32(kinds.count)).contains { code in
      // Most kinds are told apart without taking their names to pieces.
      kinds[code].lowercased().contains(question.rawValue)
        && KindWords(kinds[code]).words.contains(question.rawValue)
    }
  }

  /// The column of the accounts that holds the answer.
  func ownScores(_ question: SurveyQuestion) -> Column? {
    question.attributes.lazy.compactMap { snapshot.accounts.column($0) }.first { $0.type.isNumeric }
  }

  /// A cell an account; nil is unknown.
  func column(
    _ type: ValueType, _ cancellation: Cancellation, _ cell: (Int) -> Value?
  ) throws(QueryFailure) -> Column {
    var builder = ColumnBuilder(type)
    for account in 0..<accountCount {
      if account & 0xFFF == 0, cancellation.isCancelled { throw .cancelled }
      builder.append(cell(account) ?? .unknown)
    }
    return builder.build()
  }

  // MARK: - Surveys

  private func answers(
    _ question: SurveyQuestion, _ cancellation: Cancellation
  ) throws(QueryFailure) -> [Double?] {
    if let own = ownScores(question) { return (0..<own.count).map { own[$0].double } }
    guard let feeds = try surveys(cancellation) else {
      return [Double?](repeating: nil, count: accountCount)
    }
    let scale = try feeds.scale(of: question, before: now, cancellation)
    let readings = feeds[question]
    return (0..<accountCount).map { account in
      readings.last(ofAccount: account, before: now, where: scale.holds).map {
        readings.values[$0]
      }
    }
  }

  func latestAnswers(
    _ question: SurveyQuestion, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    let answers = try answers(question, cancellation)
    return try column(.number, cancellation) { answers[$0].map(Value.number) }
  }

  static let npsGroups = StringDictionary(["promoter", "passive", "detractor", "silent"])

  /// Who did not answer is a group as well.
  func npsGroups(_ cancellation: Cancellation) throws(QueryFailure) -> Column {
    let codes = try answers(.nps, cancellation).map { answer -> UInt32 in
      guard let answer, (0...10).contains(answer) else { return 3 }
      return answer >= 9 ? 0 : answer > 6 ? 1 : 2
    }
    return Column(codes: codes, FieldSource.npsGroups)
  }

  /// The mean of an account's pairs.
  func perceptionGaps(_ cancellation: Cancellation) throws(QueryFailure) -> Column {
    if let feeds = try surveys(cancellation), !feeds.gaps.times.isEmpty {
      return try column(.number, cancellation) { account in
        let pairs = feeds.gaps.range(ofAccount: account, from: nil, to: now)
        let sum = pairs.reduce(0) { $0 + feeds.gaps.values[$1] }
        return pairs.isEmpty ? nil : .number(sum / Double(pairs.count))
      }
    }
    let gaps = SurveyFeeds.columnGaps(snapshot.accounts)
    return try column(.number, cancellation) { gaps?[$0].map(Value.number) }
  }

  /// The mean of the most intense sentiment, of equal ones the later, and the last one.
  func peakEnds(_ cancellation: Cancellation) throws(QueryFailure) -> Column {
    let felt = try surveys(cancellation)?.sentiments
    return try column(.number, cancellation) { account in
      guard let felt else { return nil }
      let places = felt.range(ofAccount: account, from: nil, to: now)
      guard var peak = places.first, let last = places.last else { return nil }
      for place in places where abs(felt.values[place]) >= abs(felt.values[peak]) { peak = place }
      return .number((felt.values[peak] + felt.values[last]) / 2)
    }
  }

  // MARK: - What accounts did

  /// Whether an account ever complained, of a lost one before its loss: a complaint, an escalation,
  /// a dispute, or a ticket of high severity or worse. An everyday question to support is none.
  func complaints(_ cancellation: Cancellation) throws(QueryFailure) -> Column {
    let tickets = try signals(cancellation)?[.ticket]
    let complaints: Set = ["complaint", "escalation", "escalated", "dispute", "disputed"]
    let isComplaint = try places(cancellation) {
      $0.direction == .friction
    } ofKind: {
      !complaints.isDisjoint(with: $0)
    }
    let lives = ActiveLives(snapshot)
    return try column(.boolean, cancellation) { account in
      guard let tickets, let log = snapshot.events else { return nil }
      let end = lives.lossTime(account) ?? now
      let isSerious = tickets.places(ofAccount: account, before: end).contains {
        tickets.amounts[$0] >= ServiceRecovery.seriousPoints
      }
      return .boolean(
        isSerious
          || log.places(ofAccount: account).contains { log.times[$0] < end && isComplaint($0) })
    }
  }

  /// Whether an account ever renewed.
  func renewals(_ cancellation: Cancellation) throws(QueryFailure) -> Column {
    guard let log = snapshot.events else {
      return Column.unknown(.boolean, count: accountCount)
    }
    // More of the same contract is no renewal of it.
    let more: Set = [
      "expansion", "expanded", "upsell", "upsold", "cross", "upgrade", "upgraded",
    ]
    let isRenewal = try places(cancellation) {
      $0.feeds.contains { $0.signal == .renewal }
    } ofKind: {
      more.isDisjoint(with: $0)
    }
    return try column(.boolean, cancellation) { account in
      .boolean(log.places(ofAccount: account).contains(where: isRenewal))
    }
  }

  /// Whether the event at a place means what is asked for, and is of a kind that is meant.
  private func places(
    _ cancellation: Cancellation, _ isMeant: (KindReading) -> Bool,
    ofKind isOfKind: (_ words: Set<String>) -> Bool
  ) throws(QueryFailure) -> (Int) -> Bool {
    guard case .codes(let kinds, let names)? = snapshot.events?.table.column("kind")?.storage,
      let meanings = try feeds.meanings?.value(cancellation)
    else { return { _ in false } }
    let says = meanings.readings.map(isMeant) + [false]
    let isKind =
      (0..<UInt32(names.count)).map { isOfKind(Set(KindWords(names[$0]).words)) } + [false]
    return { place in
      says[min(Int(meanings.codes[place]), says.count - 1)]
        && isKind[min(Int(kinds[place]), isKind.count - 1)]
    }
  }
}
