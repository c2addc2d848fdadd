package import QueryLanguage

/// How keys that are no account's id find accounts by name.
package enum NameMatching: String, Hashable, Sendable, CaseIterable {
  /// To the letter.
  case exact
  /// But for case, punctuation, diacritics and legal form.
  case normalised
}

/// What a workspace has declared before its data is put together.
package struct AssemblySettings: Sendable {
  /// `set timezone`
  package var zone: CivilTimeZone = .utc
  /// `stages A -> B -> C`; nil: ORBITS, or what the data has.
  package var stages: StageModel?
  /// Stage names that mean lost, besides the usual words (`lost when stage is Lost`).
  package var lostStages: [String] = []
  /// `set now D`, as the instant at which D ends.
  package var now: Int64?
  /// What the clock says, for warnings and for data without any date.
  package var wallClock: Int64
  /// Kinds of event in the order that decides at equal times; kinds not named come last.
  package var kindPriority: [String] = []
  /// `set duplicates drop`
  package var dropsDuplicates = false
  /// `set names exact`
  package var names = NameMatching.normalised
  /// `lost when CONDITION`: what else of an account says that it is lost, each of these alone.
  package var lostConditions: [Expression] = []
  /// `stage Invest when contract_signed`, in the order in which they were declared. Used where
  /// neither a stage history nor the events themselves say more (SEMANTICS, Stages).
  package var stageRules: [StageRule] = []
  /// `event first_value = milestone[name is "go-live"]`
  package internal(set) var namedEvents = NamedEvents()
  /// `let floor = 100`, `--param floor=100`: what rules and conditions may speak of.
  package internal(set) var parameters: [String: BindingEnvironment.ParameterValue] = [:]
  /// What the banner calls the data; nil: the names of its sources.
  package var title: String?

  /// Asked every so many rows while data is put together; true ends the work (Ctrl-C).
  package var isStopped: @Sendable () -> Bool = { false }

  /// Ends the work when it is not wanted any more.
  func checkStopped() throws(LoadError) {
    if isStopped() { throw LoadError(path: "", message: "stopped") }
  }

  package init(wallClock: Int64) { self.wallClock = wallClock }
}
