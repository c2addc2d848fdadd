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

  /// Whether the word holds at the sentence's instant; with a period, whether some loss lies in it,
  /// or some of the active life, whatever has come since. nil: reported.
  mutating func standing(
    _ word: StandingWord, _ period: SentenceTime.Interval?, _ span: SourceSpan
  ) -> BoundExpression? {
    guard let lost = accountField("lost", .boolean, span) else {
      diagnostics.append(BindingMessages.noLosses(span))
      return nil
    }
    if let period { return standing(word, during: period, span) }
    switch word {
    case .lost: return lost
    case .active: return negate(lost, if: true)
    case .churned:
      guard let customer = customerStage(span),
        let reached = presence("reached a customer stage", nil, span, { $0 >= customer })
      else { return nil }
      return BoundExpression.all([lost, reached])
    }
  }

  private mutating func standing(
    _ word: StandingWord, during period: SentenceTime.Interval, _ span: SourceSpan
  ) -> BoundExpression? {
    var customer: UInt32?
    switch word {
    case .active:
      return activeLife(during: period, span) ?? constant(.boolean(true), .boolean, span)
    case .churned:
      customer = customerStage(span)
      guard customer != nil else { return nil }
      guard environment.snapshot.visits != nil else {
        diagnostics.append(BindingMessages.noHistory(span))
        return nil
      }
    case .lost: break
    }
    return lives(word, period, span) { [customer] lives in
      lives.lost(from: period.start, to: period.end, reached: customer)
    }
  }

  /// Begun before the period's end and not lost all through it; nil when nothing is known that
  /// could speak against it.
  func activeLife(during period: SentenceTime.Interval, _ span: SourceSpan) -> BoundExpression? {
    // Nobody knows who will be there.
    if let start = period.start, start >= environment.snapshot.now {
      return constant(.boolean(false), .boolean, span)
    }
    let mayBeLater = period.end != nil && accountTime("started", span) != nil
    let mayBeGone = period.start != nil && accountField("lost", .boolean, span) != nil
    guard mayBeLater || mayBeGone else { return nil }
    return lives(.active, period, span) { $0.active(from: period.start, to: period.end) }
  }

  /// A condition on what an account has lived through, beside which an answer shows when it began
  /// and was lost.
  private func lives(
    _ word: StandingWord, _ period: SentenceTime.Interval, _ span: SourceSpan,
    _ column: @escaping @Sendable (ActiveLives) -> Column
  ) -> BoundExpression {
    let snapshot = environment.snapshot
    let words = "\(word.rawValue) \(period.words)"
    var condition = account(words, .boolean, period, span, isShown: false) { _ in
      AccountMeasure.Output(column: column(ActiveLives(snapshot)))
    }
    let started = word == .active && period.end != nil ? accountTime("started", span) : nil
    let losses =
      word == .active && period.start == nil
      ? [] : [accountField("lost", .boolean, span), accountField("lost_at", .instant, span)]
    condition.shownFields = ([started] + losses).compactMap(\.self)
    return condition
  }

  /// Customers are those that came to Invest, or to the stage that stands for it. nil: reported.
  private mutating func customerStage(_ span: SourceSpan) -> UInt32? {
    let model = environment.snapshot.stageModel
    guard let customer = model.customerStage else {
      diagnostics.append(BindingMessages.noCustomerStage(span, stages: model.names))
      return nil
    }
    return UInt32(customer)
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
