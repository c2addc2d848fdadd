/// What loading found and decided: facts as values. `LoadReport+Wording` makes lines of them,
/// `LoadReport+Tables` the tables of `describe load`.
package struct LoadReport: Sendable {
  /// Something worth saying. Warnings are about data that is not as it should be.
  package struct Note: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable { case note, warning }

    package var severity: Severity
    /// The file it is about; empty for the whole load.
    package var source: String
    package var line: Int?
    /// One sentence, lower-case, no full stop.
    package var message: String
    /// The way out: a sentence, or a clause to paste in backquotes.
    package var hint: String?

    package init(
      _ severity: Severity, _ source: String = "", line: Int? = nil, _ message: String,
      hint: String? = nil
    ) {
      self.severity = severity
      self.source = source
      self.line = line
      self.message = message
      self.hint = hint
    }
  }

  /// One source as it was understood.
  package struct Source: Sendable {
    package var name: String
    /// `accounts`, `events`, `stages`, `table`
    package var role: String
    /// Why this role: "account_id is there once a row", "said by `load`".
    package var reasons: [String] = []
    /// Standard name and the source's column (or quoted constant), in the order of the standard
    /// names.
    package var mappings: [Mapping] = []
    package var rowCount: Int
    /// What became of rows that are not one event each: "events from columns: 7,500 ordered ..."
    package var shape: String?
    package var file: FileReport?
    package var joins: [JoinReport] = []
    /// The file above this one that has the same columns, and makes one table with it.
    package var readWith: String?
    /// Its rows are those of the source above it, with another meaning.
    package var isRepeated = false

    package struct Mapping: Hashable, Sendable {
      package var role: String
      package var origin: String
      /// Said by the user, not found by its name.
      package var isDeclared: Bool
    }
  }

  /// Keys on the left that a look-up table does not have.
  package struct Mismatch: Hashable, Sendable {
    package var key: String
    package var rows: Int
    /// The key that was probably meant.
    package var near: String?
  }

  package struct JoinReport: Hashable, Sendable {
    package var file: String
    package var left: String
    package var right: String
    package var matchedRows: Int
    package var matchedKeys: Int
    /// Matched rows whose key is the look-up's Salesforce id in its other length.
    package var otherLengthRows = 0
    package var unmatchedRows: Int
    package var unmatchedKeys: Int
    package var blankRows: Int
    /// The most frequent ones.
    package var mismatches: [Mismatch]
    /// Columns that got the file's name in front because theirs was taken.
    package var renamed: [String]
    /// How the keys that were not found are nevertheless those of the look-up.
    package var keyForm: String?
  }

  package var sources: [Source] = []
  package var accountCount = 0
  package var eventCount = 0
  package var visitCount = 0
  /// Events whose key no account has, and those without any key; both are kept, at the log's end.
  package var orphanEvents = 0
  package var orphanKeys: [Mismatch] = []
  package var eventsWithoutKey = 0
  /// Events that are like another one in every column.
  package var duplicateEvents = 0
  package var duplicatesDropped = false
  package var now: Int64 = 0
  /// "the first midnight after the newest event"
  package var nowReason = ""
  package var zone: CivilTimeZone = .utc
  package var notes: [Note] = []

  package init() {}

  package var warnings: [Note] { notes.filter { $0.severity == .warning } }
}
