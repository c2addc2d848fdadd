internal import QueryLanguage

/// The stage entries that the workspace's rules see in the events: each event that a rule of one
/// step matches enters the stage, and so does the last event of each match of a longer one, matches
/// of one account not overlapping.
struct RuledEntries {
  private(set) var entries = StageEntries()
  private(set) var notes: [LoadReport.Note] = []

  private let environment: BindingEnvironment
  private let isStopped: @Sendable () -> Bool

  /// A rule whose names are found.
  private struct Bound {
    var stage: UInt32
    var pattern: BoundPattern
    var isSingle: Bool
    /// Its first bit among those of the rules that are run together.
    var base = 0
    var words: String
  }

  init(
    _ rules: [StageRule], reading: StageReading, environment: BindingEnvironment,
    isStopped: @escaping @Sendable () -> Bool
  ) {
    self.environment = environment
    self.isStopped = isStopped
    var bound: [Bound] = []
    for rule in rules {
      let stage = reading.code(of: rule.stage.text)
      guard stage != StageReading.unknown else {
        sayForeign(rule, reading)
        continue
      }
      let found = RulePattern(rule, in: environment)
      say(found.diagnostics, of: rule)
      if let pattern = found.bound {
        bound.append(
          Bound(stage: stage, pattern: pattern, isSingle: found.isSingle, words: rule.words))
      }
    }
    do throws(QueryFailure) {
      while !bound.isEmpty { try run(RuledEntries.next(&bound)) }
    } catch {
      // Stopped: whoever began the work finds out.
      entries = StageEntries()
    }
  }

  /// As many of the rules as have room in one pass over the events.
  private static func next(_ rules: inout [Bound]) -> [Bound] {
    var taken: [Bound] = []
    var bits = 0
    while var rule = rules.first,
      taken.isEmpty || bits + rule.pattern.matchers.count <= MatchedEvents.mostMatchers
    {
      rule.base = bits
      bits += rule.pattern.matchers.count
      taken.append(rule)
      rules.removeFirst()
    }
    return taken
  }

  private mutating func run(_ rules: [Bound]) throws(QueryFailure) {
    guard let log = environment.snapshot.events else { return }
    let isStopped = isStopped
    let matched = try MatchedEvents(
      rules.flatMap(\.pattern.matchers), in: JourneyData(environment),
      Cancellation { isStopped() })
    for note in matched.notes { notes.append(LoadReport.Note(.note, "", "stage rules: \(note)")) }
    for rule in rules {
      if isStopped() { throw .cancelled }
      let before = entries.count
      if rule.isSingle {
        enterEach(rule, matched, log)
      } else {
        enterMatches(rule, matched, log)
      }
      let count = PlainText.counted(entries.count - before, "stage entry", "stage entries")
      notes.append(LoadReport.Note(.note, "", "`\(rule.words)`: \(count)"))
    }
  }

  private mutating func enterEach(_ rule: Bound, _ matched: MatchedEvents, _ log: EventLog) {
    let bit = UInt64(1) << UInt64(rule.base)
    for (row, mask) in zip(matched.rows, matched.masks) where mask & bit != 0 {
      enter(rule.stage, Int(row), log)
    }
  }

  private mutating func enter(_ stage: UInt32, _ event: Int, _ log: EventLog) {
    entries.append(account: log.accountRows[event], stage: stage, at: log.times[event])
  }

  private mutating func enterMatches(_ rule: Bound, _ matched: MatchedEvents, _ log: EventLog) {
    let pattern = rule.pattern.compiled
    var matcher = PatternMatcher(pattern)
    let bits = (UInt64(1) << UInt64(rule.pattern.matchers.count)) - 1
    // Silence is broken by any event, so that the others have to be there too.
    let needsAll = pattern.silence != nil
    var elements: [PatternElement] = []
    for account in 0..<log.accountCount {
      if account & 0xFFF == 0, isStopped() { return }
      let places = matched.places(ofAccount: account)
      guard !places.isEmpty else { continue }
      let events = log.places(ofAccount: account)
      elements.removeAll(keepingCapacity: true)
      var next = places.lowerBound
      for event in needsAll ? Array(events) : places.map({ Int(matched.rows[$0]) }) {
        while next < places.upperBound, Int(matched.rows[next]) < event { next += 1 }
        let isMatched = next < places.upperBound && Int(matched.rows[next]) == event
        let mask = isMatched ? (matched.masks[next] >> UInt64(rule.base)) & bits : 0
        if mask == 0, !needsAll { continue }
        elements.append(
          .event(
            time: log.times[event], matchers: mask, ordinal: UInt32(event - events.lowerBound),
            reference: UInt32(event)))
      }
      let ends = elements.withUnsafeBufferPointer {
        matcher.ends($0, now: environment.snapshot.now)
      }
      for end in ends {
        let event = Int(elements[end].reference)
        // That nothing followed is known when the silence is over, and not before.
        let time = pattern.silence?.end(from: log.times[event]) ?? log.times[event]
        entries.append(account: log.accountRows[event], stage: rule.stage, at: time)
      }
    }
  }

  // MARK: - What cannot be used

  private mutating func sayForeign(_ rule: StageRule, _ reading: StageReading) {
    let names = reading.model.names + ["lost"]
    let near = NameSuggestion.nearest(to: rule.stage.text, among: names)
    notes.append(
      LoadReport.Note(
        .warning, "",
        "`\(rule.words)` is not used: the model has no stage `\(rule.stage.text)`"
          + (near.map { ", near: `\($0)`" } ?? ""),
        hint: "its stages are \(reading.model.names.joined(separator: ", "))"))
  }

  private mutating func say(_ diagnostics: [Diagnostic], of rule: StageRule) {
    for diagnostic in diagnostics {
      // A kind may not have happened yet.
      let isKind = diagnostic.code == DiagnosticCode.unknownKind.code
      let hint = diagnostic.fixIts.first?.message ?? diagnostic.notes.first
      notes.append(
        LoadReport.Note(
          .warning, "",
          "`\(rule.words)`: \(diagnostic.message)\(isKind ? " so far" : "")", hint: hint))
    }
  }
}

/// Rules to be asked again when not all events are known.
struct RuleRecord: Sendable {
  var rules: [StageRule]
  var reading: StageReading
  var namedEvents: [String: [EventMatcher]]
  var parameters: [String: BindingEnvironment.ParameterValue]
  /// Losses that the accounts themselves date.
  var losses: StageEntries

  /// What the rules see in the events of a snapshot.
  func entries(in snapshot: Snapshot) -> StageEntries {
    var environment = BindingEnvironment(snapshot: snapshot)
    environment.namedEvents = namedEvents
    environment.parameters = parameters
    var entries = RuledEntries(
      rules, reading: reading, environment: environment, isStopped: { false }
    ).entries
    for loss in losses.times.indices {
      entries.append(
        account: losses.accountRows[loss], stage: losses.stages[loss], at: losses.times[loss])
    }
    return entries
  }
}
