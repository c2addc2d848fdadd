#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

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

  /// What a component weighs for an account in a stage; `stage` nil: in none.
  package func weight(_ component: Int, in stage: UInt32?) -> Double {
    stage.flatMap { stageWeights[$0]?[component] } ?? components[component].weight
  }
}

/// One part of a score.
package struct ScoreComponentModel: Hashable, Sendable {
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
  }

  package enum LevelSource: Hashable, Sendable {
    /// 1 - the features used in the last 30 days over their median among the accounts of the stage.
    case featureGap
    /// How long in the stage, from its p50 (0) to its p90 (1).
    case stageDelay
  }

  package struct Fading: Hashable, Sendable {
    /// After which an event counts half, in microseconds.
    package var halfLife: Int64
    /// The amount that earns half the points.
    package var halfPoint: Double

    package init(halfLife: Int64, halfPoint: Double) {
      self.halfLife = halfLife
      self.halfPoint = halfPoint
    }

    /// What is left of an event of that age, in microseconds.
    @inline(__always)
    func rest(ofAge age: Int64) -> Double { exp2(-Double(age) / Double(halfLife)) }

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
  /// Those that every workspace has until it says otherwise.
  package static let defaults = [jfi, momentum, advocacy]

  package static let jfi = ScoreModel(
    "jfi",
    [
      events("tickets", 30, .signal(.ticket), days: 21, halfPoint: 3),
      events("negative sentiment", 25, .signal(.negative), days: 45, halfPoint: 2),
      ScoreComponentModel("feature gap", weight: 25, .level(.featureGap)),
      ScoreComponentModel("stage delay", weight: 20, .level(.stageDelay)),
    ])

  package static let momentum = ScoreModel(
    "momentum",
    [
      events("adoption", 30, .signal(.adoption), days: 30, halfPoint: 4),
      events("forward moves", 25, .forwardMoves, days: 60, halfPoint: 1),
      events("praise", 20, .signal(.praise), days: 45, halfPoint: 2),
      events("renewal", 15, .signal(.renewal), days: 180, halfPoint: 1),
      events("referral", 10, .signal(.referral), days: 90, halfPoint: 1),
    ])

  package static let advocacy = ScoreModel(
    "advocacy",
    [
      events("referral", 30, .signal(.referral), days: 365, halfPoint: 1),
      events("review", 25, .signal(.review), days: 365, halfPoint: 1),
      events("case study", 25, .signal(.caseStudy), days: 365, halfPoint: 1),
      events("talk", 20, .signal(.talk), days: 365, halfPoint: 1),
    ])

  private static func events(
    _ name: String, _ weight: Double, _ source: ScoreComponentModel.EventSource, days: Int64,
    halfPoint: Double
  ) -> ScoreComponentModel {
    ScoreComponentModel(
      name, weight: weight,
      .events(source, .init(halfLife: days * microsecondsPerDay, halfPoint: halfPoint)))
  }
}
