/// What the headers and values of one table show about its role.
struct SourceFacts {
  let source: DataSource
  /// The column that could be the accounts' id: of an id-like name, and another one on (nearly)
  /// each row.
  private(set) var uniqueID: Int?
  /// Whether that column's name names an account, customer, opportunity ... and not just a row.
  private(set) var namesEntity: Bool
  /// Columns that could hold an account's key, best first.
  let keys: [Int]
  /// The first of them whose values repeat.
  let repeatedKey: Int?
  let at: Int?
  let kind: Int?
  let stage: Int?
  let stageAt: Int?
  /// The survey questions whose answers the rows are.
  let surveys: [DataSource.Survey]
  /// Whether there are such answers, be it that no score can be made of them.
  private let hasAnswers: Bool
  /// Every column of dates.
  let times: [Int]
  /// `with kind = ...` says that the rows are events, `with account = ..., at = ...` too.
  let isEventsSaid: Bool
  /// Whether each row has a key that is no account's: an order's, an invoice's.
  private let hasRowKey: Bool

  init(_ source: DataSource, finder: ColumnFinder) {
    self.source = source
    let table = source.table
    func first(_ words: [String], _ fits: (Column) -> Bool) -> Int? {
      finder.matches(words, in: table).first { fits(table.fields[$0].column) }
    }
    func declared(_ role: String) -> Int? {
      source.mappings.lazy.compactMap { mapping in
        guard mapping.role == role, case .column(let name) = mapping.origin else { return nil }
        return table.index(of: name)
      }.first
    }
    times = table.fields.indices.filter { table.fields[$0].column.type.isTime }
    // What is called `id` is one, even where a few rows stand twice: that is said, not guessed
    // around.
    // Several exports may repeat the accounts of one another: in each they stand once.
    let whole = source.largestPart
    let plainID = whole.index(of: "id").flatMap {
      finder.distinctShare(whole.fields[$0].column) >= 0.5 ? $0 : nil
    }
    let ownID = finder.matches(SourceWords.id, in: whole).first {
      finder.isNearlyUnique(whole.fields[$0].column)
    }
    // People are told apart by their addresses rather than by their names.
    let address = ownID.flatMap { id -> Int? in
      guard SourceWords.fold(whole.fields[id].name) == "name" else { return nil }
      return finder.matches(SourceWords.emails, in: whole).first {
        finder.isNearlyUnique(whole.fields[$0].column)
      }
    }
    uniqueID = declared("id") ?? plainID ?? address ?? ownID
    namesEntity =
      uniqueID.map {
        let name = SourceWords.fold(table.fields[$0].name)
        return SourceWords.entityKeys.contains(name) || SourceWords.nameKeys.contains(name)
      } ?? false
    let named = finder.matches(SourceWords.account, in: table).filter {
      finder.isKey(table.fields[$0].column)
    }
    keys = (declared("account").map { [$0] } ?? []) + named
    repeatedKey = keys.first { finder.distinctShare(table.fields[$0].column) < 0.95 }
    surveys =
      source.surveys.isEmpty
      ? SurveyAnswers.found(in: source, finder: finder) : source.surveys
    hasAnswers =
      !surveys.isEmpty
      || SurveyAnswers.doubts(in: source, finder: finder).contains {
        $0.doubt?.isPartlyKnown == true
      }
    let said = Set(source.mappings.map { $0.role.lowercased() })
    isEventsSaid = said.contains("kind") || said.isSuperset(of: ["account", "at"])
    hasRowKey = finder.matches(SourceWords.rowKeys, in: table).contains {
      finder.isNearlyUnique(table.fields[$0].column)
    }
    let onlyTime = times.count == 1 ? times[0] : nil
    at = declared("at") ?? first(SourceWords.at) { finder.isTime($0) } ?? onlyTime
    kind = declared("kind") ?? first(SourceWords.kind) { $0.type == .text }
    stage =
      declared("stage") ?? first(SourceWords.stage) { $0.type == .text }
      ?? FieldHistory(table, finder: finder)?.new
    stageAt =
      declared("entered") ?? declared("at") ?? first(SourceWords.stageAt) { $0.type.isTime }
      ?? onlyTime
  }

  func name(_ column: Int) -> String { ColumnMapper.quoted(source.table.fields[column].name) }

  func column(_ index: Int) -> Column { source.table.fields[index].column }

  var hasHistory: Bool { stage != nil && stageAt != nil && kind == nil }

  var hasEvents: Bool { at != nil && (kind != nil || isEventsSaid) }

  /// The account's key of rows with one time that are events of one kind, such as orders: keys
  /// that repeat, or rows with a key of their own beside it.
  var plainEventsKey: Int? {
    guard times.count <= 1, at != nil, stage == nil, source.table.index(of: "name") == nil,
      let key = keys.first
    else { return nil }
    if hasRowKey { return repeatedKey ?? key }
    guard let uniqueID else { return repeatedKey }
    guard SourceWords.fold(name(uniqueID)) == "id", let repeatedKey else { return nil }
    return SourceWords.entityKeys.contains(SourceWords.fold(name(repeatedKey)))
      ? repeatedKey : nil
  }

  /// The clause that reads rows with a start and an end as what lasts; nil where there are none.
  func periods(_ finder: ColumnFinder, besides account: Int? = nil) -> String? {
    let table = source.table
    func time(_ words: [String]) -> Int? {
      finder.matches(words, in: table).first { table.fields[$0].column.type.isTime }
    }
    guard let start = time(SourceWords.periodStart), let end = time(SourceWords.periodEnd),
      start != end
    else { return nil }
    let account = account ?? keys.first
    let key = table.fields.indices.first {
      let folded = SourceWords.fold(table.fields[$0].name)
      return $0 != account && (folded.hasSuffix("id") || SourceWords.periodKeys.contains(folded))
    }
    return "events from periods (\(name(start)), \(name(end)))"
      + (key.map { " by \(name($0))" } ?? "")
  }

  /// Takes the column that other tables refer to for the id.
  mutating func refer(to column: Int) {
    uniqueID = column
    namesEntity = true
  }

  var isSurvey: Bool { hasAnswers && at != nil && !keys.isEmpty }

  /// Whether its columns are called account, time and kind of event outright, so that a row is an
  /// event even where no account has two.
  var saysEvents: Bool {
    if isEventsSaid && at != nil && !keys.isEmpty { return true }
    guard let at, let kind, !keys.isEmpty, stage == nil else { return false }
    func isCalled(_ words: Set<String>, _ column: Int) -> Bool {
      words.contains(SourceWords.fold(source.table.fields[column].name))
    }
    return isCalled(SourceWords.plainAt, at) && isCalled(SourceWords.plainKind, kind)
      && source.table.index(of: "name") == nil
  }

  /// Other names of accounts, by what its columns are called.
  var isAliases: Bool {
    guard at == nil, let alias = first(SourceWords.alias) else { return false }
    return first(SourceWords.account + SourceWords.aliasTarget).map { $0 != alias } ?? false
  }

  /// The column of one of these names, whatever it holds.
  private func first(_ words: [String]) -> Int? {
    let headers = source.table.fields.map { SourceWords.fold($0.name) }
    return words.lazy.compactMap { headers.firstIndex(of: $0) }.first
  }

  /// The role this table would have if it were alone.
  var ownRole: DataSource.Role {
    if isAliases { return .aliases }
    if isSurvey || saysEvents { return .events }
    if plainEventsKey != nil && hasRowKey { return .events }
    if uniqueID != nil && namesEntity { return .accounts }
    if repeatedKey != nil && hasEvents { return .events }
    if repeatedKey != nil && hasHistory { return .stages }
    if plainEventsKey != nil { return .events }
    if uniqueID != nil { return .accounts }
    return .lookup(source.stem)
  }
}
