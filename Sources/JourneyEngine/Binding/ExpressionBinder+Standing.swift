internal import QueryLanguage

/// Words about whether an account is still on its journey. They mean the same before `where`, where
/// they are populations, and inside an expression, where they are conditions.
enum StandingWord: String, CaseIterable, Sendable {
  case lost, churned, active
}

extension ExpressionBinder {
  /// The word that a name is, unless the data has a column of its own that is called so.
  func standingWord(_ path: [Name]) -> StandingWord? {
    let whole = path.map(\.text).joined(separator: ".")
    guard relation.kind != .result, let last = path.last,
      let word = StandingWord(rawValue: last.text.lowercased())
    else { return nil }
    let isOfAccount = path.count == 2 && path[0].text.lowercased() == "account"
    guard path.count == 1 || (isOfAccount && relation.accounts != nil) else { return nil }
    if relation.accounts != nil, relation.index(of: whole) != nil { return nil }
    // The field `lost` is the word itself.
    guard let index = accounts.index(of: word.rawValue) else { return word }
    return word == .lost && accounts.fields[index].type == .boolean ? word : nil
  }

  /// Those that mean something here: it is known who is lost.
  var standingWords: [String] {
    guard relation.kind != .result, accounts.index(of: "lost") != nil else { return [] }
    return StandingWord.allCases.map(\.rawValue).filter {
      standingWord([Name($0, span: SourceSpan(0, 0))]) != nil
    }
  }

  /// Whether the word holds at the sentence's instant; with a period, whether the loss lies in it,
  /// or the active life overlaps it. nil: reported.
  mutating func standing(
    _ word: StandingWord, _ period: SentenceTime.Interval?, _ span: SourceSpan
  ) -> BoundExpression? {
    guard let lost = accountField("lost", .boolean, span) else {
      diagnostics.append(BindingMessages.noLosses(span))
      return nil
    }
    if word == .active {
      guard let period else { return negate(lost, if: true) }
      return activeLife(during: period, span) ?? constant(.boolean(true), .boolean, span)
    }
    var terms = [lost]
    if let period, let at = accountField("lost_at", .instant, span) {
      terms.append(range(at, period.start, period.end, span))
    }
    if word == .churned {
      guard let customer = reachedCustomerStage(span) else { return nil }
      terms.append(customer)
    }
    return BoundExpression.all(terms)
  }

  /// Begun before the period's end and not lost before its start; nil when nothing is known that
  /// could speak against it.
  func activeLife(during period: SentenceTime.Interval, _ span: SourceSpan) -> BoundExpression? {
    // Nobody knows who will be there.
    if let start = period.start, start >= environment.snapshot.now {
      return constant(.boolean(false), .boolean, span)
    }
    var terms: [BoundExpression] = []
    if let end = period.end, let started = accountTime("started", span) {
      // An account whose start is not known was always there.
      let unknown = BoundExpression(.isKnown(started, known: false), .boolean, span: span)
      let begun = range(started, nil, end, span)
      terms.append(BoundExpression(.or([begun, unknown]), .boolean, span: span))
    }
    if let start = period.start, let lost = accountField("lost", .boolean, span),
      let at = accountField("lost_at", .instant, span)
    {
      let later = range(at, start, nil, span)
      terms.append(
        BoundExpression(.or([negate(lost, if: true), later]), .boolean, span: span))
    }
    return BoundExpression.all(terms)
  }

  /// Customers are those that came to Invest, or to the stage that stands for it.
  private mutating func reachedCustomerStage(_ span: SourceSpan) -> BoundExpression? {
    let model = environment.snapshot.stageModel
    guard let customer = model.customerStage else {
      diagnostics.append(BindingMessages.noCustomerStage(span, stages: model.names))
      return nil
    }
    return presence("reached a customer stage", nil, span) { $0 >= UInt32(customer) }
  }

  /// Whether the account was in one of the stages, in the period if there is one. nil: reported.
  mutating func presence(
    _ words: String, _ period: SentenceTime.Interval?, _ span: SourceSpan,
    _ isMeant: @escaping @Sendable (UInt32) -> Bool
  ) -> BoundExpression? {
    guard let sojourns = environment.snapshot.visits?.sojourns else {
      diagnostics.append(BindingMessages.noHistory(span))
      return nil
    }
    let presence = StagePresence(sojourns: sojourns, now: environment.snapshot.now)
    return account(words, .boolean, period, span, isShown: false) { _ in
      AccountMeasure.Output(
        column: presence.visited(isMeant, from: period?.start, to: period?.end))
    }
  }

  // MARK: - Fields of the row's account

  private var accounts: Relation { relation.accounts ?? relation }

  private func accountTime(_ name: String, _ span: SourceSpan) -> BoundExpression? {
    guard let index = accounts.index(of: name), accounts.fields[index].type.isTime else {
      return nil
    }
    return accountField(name, accounts.fields[index].type, span)
  }

  private func accountField(
    _ name: String, _ type: ValueType, _ span: SourceSpan
  ) -> BoundExpression? {
    guard let index = accounts.index(of: name), accounts.fields[index].type == type else {
      return nil
    }
    return BoundExpression(
      .field(.init(index: index, name: name, throughAccount: relation.accounts != nil)), type,
      span: span)
  }
}
