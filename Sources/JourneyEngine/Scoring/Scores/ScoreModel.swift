#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
package import QueryLanguage

/// A score between 0 and 100 and what it is made of (SEMANTICS, Scores).
///
/// Component c says u_c between 0 and 1. Score = 100 x sum(w_c u_c) / sum(w_c) over the components
/// that can be observed; it is unknown where those have less than `leastCoverage` of all weight.
package struct ScoreModel: Hashable, Sendable {
  package var name: String
  package var components: [ScoreComponentModel]
  /// Other weights while an account is in a stage: by the stage's ordinal, then the place of the
  /// component.
  package var stageWeights: [UInt32: [Int: Double]] = [:]

  /// A share of all weight.
  package static let leastCoverage = 0.5

  package init(_ name: String, _ components: [ScoreComponentModel]) {
    self.name = name
    self.components = components
  }

  /// Which end of a score is bad news.
  enum BadEnd: Hashable, Sendable { case high, low }

  /// High for jfi and for what is called after friction, risk or churn, low for momentum and
  /// advocacy; nil: of another score only its author knows.
  static func badEnd(ofScore name: String) -> BadEnd? {
    let words = KindWords(name).words
    if ["jfi", "friction", "risk", "churn"].contains(where: words.contains) { return .high }
    return ["momentum", "advocacy"].contains(where: words.contains) ? .low : nil
  }

  /// What a component weighs for an account in a stage; `stage` nil: in none.
  package func weight(_ component: Int, in stage: UInt32?) -> Double {
    stage.flatMap { stageWeights[$0]?[component] } ?? components[component].weight
  }
}

/// One part of a score.
package struct ScoreComponentModel: Hashable, Sendable {
  /// What it is worked out from.
  package enum Source: Hashable, Sendable {
    /// x = sum over events of s 2^(-age / halfLife), u = 1 - 2^(-x / halfPoint): events fade, and
    /// more of them add less and less.
    case events(EventSource, Fading)
    /// u = clamp((v - low) / (high - low), 0, 1).
    case level(LevelSource)
  }

  /// Which happenings count, and how much each.
  package enum EventSource: Hashable, Sendable {
    /// What the dictionary knows to say so.
    case signal(Signal)
    /// Sojourns that enter a later stage: 1 for each stage gained.
    case forwardMoves
    /// `count of ticket[severity is high]`, `sum of amount of invoice`: those of a kind, or of a
    /// signal where no kind is called so.
    case fact(EventFact)
  }

  /// Which number of an account, and between which bounds.
  package enum LevelSource: Hashable, Sendable {
    /// 1 - the features used in the last 30 days over their median among the accounts of the stage.
    case featureGap
    /// How long in the stage, between two quantiles of stays there: from its p50 (0) to its p90 (1)
    /// unless others are named.
    case stageDelay(low: Double, high: Double)
    /// `arr from 1000 to p90`: any number of the account's own.
    case field(Expression, from: Expression, to: Expression)
  }

  /// How events lose their weight, and how much of them is enough.
  package struct Fading: Hashable, Sendable {
    /// After which an event counts half, in microseconds; nil: events do not fade.
    package var halfLife: Int64?
    /// The amount that earns half the points.
    package var halfPoint: Double
    /// How far back events count, in microseconds; nil: all of them.
    package var window: Int64?

    package init(halfLife: Int64?, halfPoint: Double, window: Int64? = nil) {
      self.halfLife = halfLife
      self.halfPoint = halfPoint
      self.window = window
    }

    /// What is left of an event of that age, in microseconds.
    @inline(__always)
    func rest(ofAge age: Int64) -> Double {
      if let window, age > window { return 0 }
      return halfLife.map { exp2(-Double(age) / Double($0)) } ?? 1
    }

    /// How much of the component an amount earns.
    @inline(__always)
    func earned(_ amount: Double) -> Double { 1 - exp2(-amount / halfPoint) }
  }

  package var name: String
  /// In points of its score, where all components weigh 100.
  package var weight: Double
  package var source: Source

  package init(_ name: String, weight: Double, _ source: Source) {
    self.name = name
    self.weight = weight
    self.source = source
  }
}

extension ScoreModel {
  /// As `count of forward`, `sum of points of forward` call them.
  package static let forwardMovesName = "forward"
}
