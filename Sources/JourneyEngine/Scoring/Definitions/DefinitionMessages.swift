package import QueryLanguage

/// What can be wrong with a definition: its codes, what it names, and the one best fix.
package enum DefinitionMessages {
  static func circular(_ name: Name, _ circle: [String]) -> Diagnostic {
    Diagnostic(
      .circularDefinition, name.text, at: name.span,
      notes: [circle.joined(separator: " rests on ")])
  }

  static func taken(_ name: Name) -> Diagnostic {
    Diagnostic(
      .takenName, name.text, at: name.span,
      notes: ["choose another, for instance `my_\(name.text.lowercased())`"])
  }

  static func weight(_ component: Name, _ weight: Double) -> Diagnostic {
    Diagnostic(
      .weight, component.text, PlainText.of(.number(weight)), at: component.span,
      notes: ["a weight says how much a component counts beside the others: 30, 0.5"])
  }

  static func weightless(_ stage: Name) -> Diagnostic {
    Diagnostic(
      .weightless, stage.text, at: stage.span,
      notes: ["one component at least has to count there"])
  }

  static func fading(_ component: Name, _ what: String, _ example: String) -> Diagnostic {
    Diagnostic(
      .fading, component.text, what, at: component.span,
      notes: ["it is above 0, for instance `\(what) \(example)`"])
  }

  static func fadingOfLevel(_ component: Name) -> Diagnostic {
    Diagnostic(
      .fadingOfLevel, component.text, at: component.span,
      notes: ["leave `half-life` and `half-point` out, or count events"])
  }

  static func repeated(_ component: Name) -> Diagnostic {
    Diagnostic(.repeatedComponent, component.text, at: component.span)
  }

  static func unknownComponent(_ name: Name, among names: [String]) -> Diagnostic {
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      .unknownComponent, name.text, at: name.span,
      notes: ["the components are: \(names.joined(separator: ", "))"],
      fixIts: nearest.map {
        [FixIt("write `\($0)`", edits: [.init(name.span, QueryFormatter.format(name: $0))])]
      } ?? [])
  }

  static func measure(_ component: Name, _ word: AggregateWord) -> Diagnostic {
    Diagnostic(
      .componentMeasure, word.spelling, at: component.span,
      notes: [
        "for instance `\(component.text): sum of severity of ticket weight 30`",
        "any other number of an account is a level: `level of EXPR from 0 to 100`",
      ])
  }

  static func period(_ component: Name) -> Diagnostic {
    Diagnostic(
      .componentPeriod, component.text, at: component.span,
      notes: ["for instance `count of ticket in last 30 days`"])
  }

  static func points(_ name: Name) -> Diagnostic {
    let signals = Signal.allCases.map(\.rawValue) + [ScoreModel.forwardMovesName]
    return Diagnostic(
      .pointsOfSignal, name.text, at: name.span,
      notes: ["the signals are: \(signals.joined(separator: ", "))"])
  }

  static func levelBound(_ bound: Expression, needs: String) -> Diagnostic {
    Diagnostic(.levelBound, needs, at: bound.span, notes: ["or a quantile of the stage: `p90`"])
  }

  static func levelBounds(_ bound: Expression) -> Diagnostic {
    Diagnostic(.levelBounds, at: bound.span)
  }

  /// Of a name in `signal NAME = KIND`.
  package static func unknownSignal(_ name: Name) -> Diagnostic {
    let names =
      Signal.allCases.map { $0.rawValue.replacing(" ", with: "_") } + [
        "forward", "friction", "neutral",
      ]
    let nearest = NameSuggestion.nearest(to: name.text, among: names)
    return Diagnostic(
      .unknownSignal, name.text, at: name.span,
      notes: [
        "what there is: \(names.joined(separator: ", "))",
        "a name of your own for kinds of event: `event \(name.text) = KIND`",
      ], fixIts: nearest.map { [FixIt("write `\($0)`", edits: [.init(name.span, $0)])] } ?? [])
  }

  static func signalOfStage(_ name: Name) -> Diagnostic {
    Diagnostic(
      .signalOfStage, name.text, at: name.span,
      notes: ["moves to a later stage count by themselves: `count of forward`"])
  }
}

extension DiagnosticCode {
  /// Every code of definitions, in order.
  package static let definitions: [DiagnosticCode] = [
    circularDefinition, takenName, weight, weightless, fading, fadingOfLevel, repeatedComponent,
    unknownComponent, componentMeasure, componentPeriod, pointsOfSignal, levelBound, levelBounds,
    unknownSignal, signalOfStage,
  ]

  static let circularDefinition = DiagnosticCode(
    "E0360", "the definition of `{0}` leads back to itself",
    """
    A score or field may rest on others, but not on one that rests on it. Inside its own \
    definition a name means what it meant before: a column of the data, or the standard score.
    """)
  static let takenName = DiagnosticCode(
    "E0361", "`{0}` is the name of something else",
    "Fields that every journey has, such as stage and dwell, keep their meaning.")
  static let weight = DiagnosticCode(
    "E0362", "the weight of `{0}` is {1}, and has to be above 0",
    """
    A score is the average of its components, each counted by its weight. What is not to count \
    is left out; for the accounts of one stage `in STAGE: NAME weight 0` leaves it out.
    """)
  static let weightless = DiagnosticCode(
    "E0363", "in {0} nothing counts",
    "Where all weights are 0 there is nothing that a score could be made of.")
  static let fading = DiagnosticCode(
    "E0364", "the {1} of `{0}` is not above 0",
    """
    After its half-life an event counts half; the half-point is the amount that earns half of the \
    component's points.
    """)
  static let fadingOfLevel = DiagnosticCode(
    "E0365", "`{0}` is a level, and does not fade",
    "Half-life and half-point are of components that count events.")
  static let repeatedComponent = DiagnosticCode(
    "E0366", "the component `{0}` stands twice in the score",
    "Each component of a score has a name of its own.")
  static let unknownComponent = DiagnosticCode(
    "E0367", "the score has no component `{0}`",
    "The weights of a stage are those of components that stand above.")
  static let componentMeasure = DiagnosticCode(
    "E0368", "a component counts or sums events, `{0}` does neither",
    """
    A component is `count of KIND`, `sum of ATTRIBUTE of KIND`, or `level of FIELD from A to B`, \
    where FIELD may be any expression over an account.
    """)
  static let componentPeriod = DiagnosticCode(
    "E0369", "`{0}` counts in a period that is no `in last N days`",
    "A score is asked for at any time: a component looks back from there, and not at fixed dates.")
  static let pointsOfSignal = DiagnosticCode(
    "E0370", "`{0}` is no signal, and has no points",
    """
    `sum of points of ticket` takes what the dictionary of signals says of each event: a ticket by \
    its severity, a feeling by its strength, a survey by its answer. Kinds of event have attributes \
    of their own.
    """)
  static let levelBound = DiagnosticCode(
    "E0371", "a level is measured here by {0}",
    "Both ends of a level are what its value is: a number, or a length of time.")
  static let levelBounds = DiagnosticCode(
    "E0372", "a level from and to the same number says nothing",
    "The first number is worth 0, the second everything; what lies between, its share.")
  static let unknownSignal = DiagnosticCode(
    "E0373", "there is no signal `{0}`",
    """
    A signal is what scores are made of; `signal praise = thumbs_up` says which kinds of event \
    tell it. `forward`, `friction` and `neutral` only say which way a kind points.
    """)
  static let signalOfStage = DiagnosticCode(
    "E0374", "`{0}` is a stage, and no kind of event",
    "A signal is heard from events.")
}
