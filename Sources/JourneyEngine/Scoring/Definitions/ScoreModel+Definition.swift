internal import QueryLanguage

extension ScoreModel {
  /// The model that `define jfi` and its rows describe; nil where the definition is a field.
  /// A weight in a stage that the model of stages has not is passed over: checking tells of it.
  package init?(_ entry: Definitions.Entry, _ stages: StageModel) {
    guard case .score(let components, let stageWeights) = entry.definition else { return nil }
    self.init(entry.name.text, components.map(ScoreComponentModel.init))
    for row in stageWeights {
      guard let ordinal = stages.ordinal(of: row.stage.text) else { continue }
      for weight in row.weights {
        guard let place = components.firstIndex(where: { $0.name.isAlike(weight.component) }) else {
          continue
        }
        self.stageWeights[UInt32(ordinal), default: [:]][place] = weight.weight
      }
    }
  }
}

extension ScoreComponentModel {
  init(_ component: ScoreComponent) {
    let source: Source
    switch component.measure {
    case .level(let value, let low, let high):
      source = .level(LevelSource(value, from: low, to: high))
    case .events(let fact):
      source = .events(
        EventSource(fact),
        Fading(
          halfLife: component.halfLife.flatMap(PeriodResolver.length),
          halfPoint: component.halfPoint ?? 1, window: fact.window))
    }
    self.init(component.name.text, weight: component.weight, source)
  }
}

extension ScoreComponentModel.LevelSource {
  init(_ value: Expression, from low: Expression, to high: Expression) {
    let name = value.fieldPath
    if name == "dwell", let low = low.quantile, let high = high.quantile {
      self = .stageDelay(low: low, high: high)
    } else if name == FeatureGap.field, low.isNumber(0), high.isNumber(1) {
      self = .featureGap
    } else {
      self = .field(value, from: low, to: high)
    }
  }
}

extension Expression {
  fileprivate func isNumber(_ number: Int64) -> Bool {
    switch kind {
    case .literal(.integer(let value)): value == number
    case .literal(.number(let value)): value == Double(number)
    default: false
    }
  }
}

extension ScoreComponentModel.EventSource {
  /// `sum of points of ticket` is what a signal says by itself.
  init(_ fact: EventFact) {
    let isOfPoints =
      fact.word == .sum && fact.attribute?.text.lowercased() == Signal.points
      && fact.matcher.predicate == nil
    let name = fact.matcher.name.text
    if isOfPoints, name.lowercased() == ScoreModel.forwardMovesName {
      self = .forwardMoves
    } else if isOfPoints, let signal = Signal(name: name) {
      self = .signal(signal)
    } else {
      self = .fact(fact)
    }
  }
}

extension Signal {
  /// What `sum of points of ticket` sums.
  package static let points = "points"
}

extension EventFact {
  /// How far back events count, in microseconds: `count of ticket in last 30 days`.
  var window: Int64? {
    guard case .during(let phrase)? = period,
      case .last(let count?, let unit, full: false) = phrase.period
    else { return nil }
    return PeriodResolver.length(Literal.Duration(Double(count), unit))
  }
}

extension Name {
  /// But for case.
  func isAlike(_ other: Name) -> Bool { text.lowercased() == other.text.lowercased() }
}

extension Expression {
  /// A plain field's name, in lower case.
  fileprivate var fieldPath: String? {
    guard case .name(let path) = kind else { return nil }
    return path.map(\.text).joined(separator: ".").lowercased()
  }
}
