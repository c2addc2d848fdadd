/// A ready-made reading: by which headers the export of a well-known tool is known, and what its
/// rows are. The values stand in `ExportReading+Salesforce.swift` and its siblings;
/// `ExportReadings` chooses among them and applies them.
///
/// Headers are written folded, as `SourceWords.fold` leaves them: `Start (UTC)` is `startutc`. What
/// stands in a nested `properties` object is found without that word: `properties.dealname` is
/// `dealname`. Wherever several headers are listed, the best one comes first.
struct ExportReading: Sendable {
  /// As its users call it and `reading export "Salesforce cases"` names it.
  let name: String
  let subject: Subject
  /// One for each way in which the tool writes it.
  let forms: [Form]
  let views: [View]
  /// The stages that the tool comes with, in their order.
  var stages: [String] = []
  /// Columns that are blank in a second row of headers, where the tool writes one.
  var blankInSecondHeader: [String] = []

  /// What a row is about, which decides who makes the journeys (`ExportReadings`).
  enum Subject: Hashable, Sendable {
    case companies
    /// Opportunities, deals: the journeys themselves while nothing else is known of the companies.
    case deals
    case dealHistory
    /// What happens to companies: tickets, product events, surveys, subscriptions.
    case happenings
  }

  /// Headers by which an export is known: every one of `all`, `count` of `some`, none of `without`.
  struct Form: Sendable {
    var all: [String]
    var some: [String] = []
    var count = 0
    var without: [String] = []
  }

  /// Who makes the journeys.
  enum Level: Hashable, Sendable { case companies, deals }

  /// One meaning of the rows. An export may have several: tickets are events that begin and end, an
  /// opportunity moves its account and is also something that happens to it.
  struct View: Sendable {
    var role: DataSource.Role
    /// Nil for journeys of either.
    var level: Level?
    /// Standard columns and the headers that may be one.
    var columns: [(role: String, headers: [String])] = []
    /// The columns that may hold the account's key.
    var account: [String] = []
    /// Words of a question whose answer may be it, where none of those columns is there.
    var accountQuestions: [String] = []
    var way: Way?
    var only: Filter?
    var moments: [Moment] = []
    var periods: Periods?
    var datedStages: [DatedStage] = []
    /// The stage before the change that a row is.
    var before: [String] = []
    var rank = StageRank.companyHistory
  }

  /// Of several sources of stages the best one is taken.
  enum StageRank: Int, Comparable, Sendable {
    case companyHistory, companyDates, dealHistory, dealDates, dealStage, subscription

    static func < (left: StageRank, right: StageRank) -> Bool { left.rawValue < right.rawValue }
  }

  /// Another export that knows the account: `OpportunityId` -> `Id` of the opportunities, whose
  /// `AccountId` it is.
  struct Way: Sendable {
    var from: [String]
    var through: String
    var key: [String]
    var brings: [String]
    /// Whether the rows are of no use without it.
    var isNeeded = true
  }

  /// The rows in which a column holds one of these words (folded).
  struct Filter: Sendable {
    var headers: [String]
    var words: Set<String>
  }

  /// Something that happened: its kind, the column of its time, the rows it happened in.
  struct Moment: Sendable {
    enum Kind: Sendable {
      case named(String)
      /// The first of the columns that says anything.
      case columns([String])
    }

    var kind: Kind
    var at: [String]
    var only: Filter?
    var score: Score?

    init(_ kind: String, at: [String], only: Filter? = nil, score: Score? = nil) {
      self.kind = .named(kind)
      self.at = at
      self.only = only
      self.score = score
    }

    init(kindFrom columns: [String], at: [String]) {
      kind = .columns(columns)
      self.at = at
    }
  }

  /// Rows that last: `subscription` from a start to an end, with what changed between them.
  struct Periods: Sendable {
    var noun: String
    var from: [String]
    var to: [String]
    /// What lasts; rows of the same one follow one another.
    var key: [String] = []
  }

  /// The number that an answer to a survey is; rows without one are no answer.
  struct Score: Sendable {
    enum Origin: Sendable {
      case headers([String])
      /// Every column whose header has one of these words in it.
      case questions([String])
    }

    var origin: Origin
    /// What words count as, folded; other words must begin with a number.
    var words: [String: Int64] = [:]
    /// The numbers it may be.
    var range: ClosedRange<Int64>
  }

  /// A column of dates on which a stage was entered, and the one on which it was left.
  enum DatedStage: Sendable {
    /// One for each header that begins so; the rest of the header is the stage. Written in lower
    /// case, with spaces as they stand.
    case prefixes(entered: String, left: String?)
    case named(String, entered: [String], isEnd: Bool = false)
  }
}

extension ExportReading.View {
  static func accounts(
    _ columns: KeyValuePairs<String, [String]>, level: ExportReading.Level? = nil
  ) -> Self {
    Self(role: .accounts, level: level, columns: columns.map { ($0.key, $0.value) })
  }

  static func events(
    of account: [String], level: ExportReading.Level? = nil, way: ExportReading.Way? = nil,
    columns: KeyValuePairs<String, [String]> = [:], only: ExportReading.Filter? = nil,
    _ moments: [ExportReading.Moment]
  ) -> Self {
    Self(
      role: .events, level: level, columns: columns.map { ($0.key, $0.value) }, account: account,
      way: way, only: only, moments: moments)
  }

  /// The rows of one account follow one another.
  static func events(of account: [String], periods: ExportReading.Periods) -> Self {
    Self(role: .events, account: account, periods: periods)
  }

  static func stages(
    of account: [String], rank: ExportReading.StageRank, level: ExportReading.Level? = nil,
    way: ExportReading.Way? = nil, stage: [String], before: [String] = [], entered: [String],
    left: [String] = [],
    only: ExportReading.Filter? = nil
  ) -> Self {
    Self(
      role: .stages, level: level,
      columns: [("stage", stage), ("entered", entered), ("left", left)].filter { !$0.1.isEmpty },
      account: account, way: way, only: only, before: before, rank: rank)
  }

  static func stages(
    of account: [String], rank: ExportReading.StageRank, level: ExportReading.Level? = nil,
    dated: [ExportReading.DatedStage], named stage: [String] = []
  ) -> Self {
    Self(
      role: .stages, level: level, columns: [("stage", stage)], account: account,
      datedStages: dated, rank: rank)
  }

  /// Other keys of the same companies, by their names.
  static func aliases(_ alias: [String], of account: [String]) -> Self {
    Self(role: .aliases, columns: [("alias", alias)], account: account)
  }
}
