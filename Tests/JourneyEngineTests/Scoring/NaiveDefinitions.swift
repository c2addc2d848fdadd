import JourneyEngine
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A score of a workspace's own, as a sentence and as one would work it out on paper.
struct NaiveDefinition {
  struct Component {
    var row: String
    /// What stands behind the weight.
    var fading = ""
    var weight: Double
    /// nil where it cannot be observed.
    var earned: (NaiveScores, _ account: Int) -> Double?
  }

  var components: [Component]
  /// By stage and component.
  var weights: [Int: [Int: Double]] = [:]

  var sentence: String {
    var rows = ["define own"]
    for (place, component) in components.enumerated() {
      rows.append("  c\(place): \(component.row) weight \(component.weight)\(component.fading)")
    }
    for stage in weights.keys.sorted() {
      let all = weights[stage]!.sorted { $0.key < $1.key }.map { "c\($0.key) weight \($0.value)" }
      rows.append("  in \(NaiveScores.World.stages[stage]): \(all.joined(separator: ", "))")
    }
    return rows.joined(separator: "\n")
  }

  func score(_ naive: NaiveScores, _ account: Int) -> Double? {
    guard
      naive.stays.contains(where: { $0.account == account })
        || naive.events.contains(where: { $0.account == account })
    else { return nil }
    let stage = naive.current(account)?.stage
    var (points, observed, whole) = (0.0, 0.0, 0.0)
    for (place, component) in components.enumerated() {
      let weight = stage.flatMap { weights[$0]?[place] } ?? component.weight
      whole += weight
      guard let earned = component.earned(naive, account) else { continue }
      points += weight * earned
      observed += weight
    }
    return observed >= whole / 2 ? 100 * points / observed : nil
  }

  init(using random: inout SeededGenerator) {
    components = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      NaiveDefinition.component(&random)
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let stage = Int.random(in: 0..<6, using: &random)
      let place = Int.random(in: 0..<components.count, using: &random)
      weights[stage, default: [:]][place] = Double(Int.random(in: 1...90, using: &random))
    }
  }

  private static func component(_ random: inout SeededGenerator) -> Component {
    let weight = Double(Int.random(in: 1...60, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return level(weight, &random)
    case 1: return delay(weight, &random)
    default: return events(weight, &random)
    }
  }

  /// `count of ticket[severity is high] in last 90 days weight 3 half-life 20 days half-point 2`
  private static func events(_ weight: Double, _ random: inout SeededGenerator) -> Component {
    let kind = ["ticket", "login", "nps", "milestone", "survey"].randomElement(using: &random)!
    let isSevere = kind == "ticket" && Bool.random(using: &random)
    let isSum = Bool.random(using: &random)
    let attribute = isSum ? ["severity", "score"].randomElement(using: &random)! : ""
    let window: Int? = Bool.random(using: &random) ? Int.random(in: 5...120, using: &random) : nil
    let life: Int? = Bool.random(using: &random) ? Int.random(in: 5...90, using: &random) : nil
    let point: Int? = Bool.random(using: &random) ? Int.random(in: 1...6, using: &random) : nil
    var row = isSum ? "sum of \(attribute) of \(kind)" : "count of \(kind)"
    if isSevere { row += "[severity is high]" }
    if let window { row += " in last \(window) days" }
    let fading =
      (life.map { " half-life \($0) days" } ?? "") + (point.map { " half-point \($0)" } ?? "")
    return Component(row: row, fading: fading, weight: weight) { naive, account in
      guard naive.events.contains(where: { $0.kind == kind }) else { return nil }
      var amount = 0.0
      for event in naive.events where event.account == account && event.kind == kind {
        if isSevere, event.severity != "high" { continue }
        let age = naive.now - event.at
        if let window, age > Int64(window) * NaiveScores.day { continue }
        var said = 1.0
        if attribute == "severity" {
          said = ["low": 0.5, "high": 2, "critical": 3][event.severity ?? ""] ?? 1
        } else if attribute == "score" {
          said = Double(event.score ?? 0)
        }
        amount +=
          said * (life.map { pow(2, -Double(age) / Double(Int64($0) * NaiveScores.day)) } ?? 1)
      }
      return 1 - pow(2, -amount / Double(point ?? 1))
    }
  }

  /// `level of count of login from 1 to 5 weight 3`, either way round
  private static func level(_ weight: Double, _ random: inout SeededGenerator) -> Component {
    let low = Double(Int.random(in: 0...3, using: &random))
    let high = low + Double(Int.random(in: 1...4, using: &random))
    let (from, to) = Bool.random(using: &random) ? (low, high) : (high, low)
    let row = "level of count of ticket from \(Int(from)) to \(Int(to))"
    return Component(row: row, weight: weight) { naive, account in
      let count = Double(naive.events.count { $0.account == account && $0.kind == "ticket" })
      return min(1, max(0, (count - from) / (to - from)))
    }
  }

  private static func delay(_ weight: Double, _ random: inout SeededGenerator) -> Component {
    let low = [10, 25, 50].randomElement(using: &random)!
    let high = [75, 90].randomElement(using: &random)!
    return Component(row: "level of dwell from p\(low) to p\(high)", weight: weight) {
      naive, account in
      naive.delay(account, low: Double(low) / 100, high: Double(high) / 100)
    }
  }
}
