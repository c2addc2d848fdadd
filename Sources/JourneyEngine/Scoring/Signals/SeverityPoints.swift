/// What the words of severity and priority weigh.
package enum SeverityPoints {
  /// Of a ticket that tells no severity, and of words that say nothing (numbers among them: 1 is
  /// the worst in one tool and the mildest in another).
  package static let usual = 1.0

  /// 0.5 for low, 1 for medium, 2 for high, 3 for critical.
  package static func points(of text: String?) -> Double {
    guard let text else { return usual }
    let words = KindWords(text).words
    if words.contains(where: critical.contains) { return 3 }
    if words.contains(where: high.contains) {
      return words.contains("very") ? 3 : 2
    }
    return words.contains(where: low.contains) ? 0.5 : usual
  }

  private static let critical: Set<String> = [
    "critical", "urgent", "blocker", "emergency", "highest", "p0", "p1", "sev0", "sev1",
  ]
  private static let high: Set<String> = [
    "high", "major", "severe", "serious", "important", "p2", "sev2",
  ]
  private static let low: Set<String> = [
    "low", "minor", "trivial", "lowest", "minimal", "p4", "p5", "sev4", "sev5",
  ]
}
