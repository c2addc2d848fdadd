@testable import JourneyEngine
import TestSupport

/// Small journeys and patterns in which everything that is rare elsewhere is common: ties,
/// duplicates, happenings that serve several steps, ends of months, changes of the clock.
struct RandomPatterns {
  enum Calendar: CaseIterable {
    /// Whole days from 1970 on.
    case days
    /// Hours around the ends of months and the changes of the clock in Berlin.
    case monthEnds
  }

  var random: SeededGenerator
  let calendar: Calendar
  /// Bits in use.
  let letters: Int

  static let hour: Int64 = 3_600_000_000
  static let day = 24 * hour
  static let berlin = CivilTimeZone(identifier: "Europe/Berlin") ?? .utc

  init(seed: UInt64, calendar: Calendar, letters: Int) {
    random = SeededGenerator(seed: seed)
    self.calendar = calendar
    self.letters = letters
  }

  mutating func history(atMost length: Int) -> NaiveHistory {
    let density = Int.random(in: 2...20, using: &random)
    let entryShare = [0, 0, 2, 5, 10].randomElement(using: &random) ?? 0
    let count = Int.random(in: 0...length, using: &random)
    var happenings = (0..<count).map { _ in
      var matchers = UInt64(1) << UInt64.random(in: 0..<UInt64(letters), using: &random)
      if chance(0.2) { matchers |= 1 << UInt64.random(in: 0..<UInt64(letters), using: &random) }
      if chance(0.15) { matchers = 0 }
      return NaiveHistory.Happening(
        time: time(density), isEntry: Int.random(in: 0..<10, using: &random) < entryShare,
        matchers: matchers)
    }
    happenings.sort { ($0.time, $0.isEntry ? 0 : 1) < ($1.time, $1.isEntry ? 0 : 1) }
    let last = happenings.last?.time ?? 0
    let wait = Int64.random(in: 0...5, using: &random) * Self.day
    // Now and then the answer is asked for as of a moment in the middle.
    let now = chance(0.15) ? time(density) : last + 1 + wait
    return NaiveHistory(happenings: happenings, now: now)
  }

  mutating func pattern() -> CompiledPattern {
    let count = Int.random(in: 1...4, using: &random)
    let directShares: [Double] = [0, 0, 0.3, 0.8]
    let directShare = directShares.randomElement(using: &random) ?? 0
    var steps = (0..<count).map { _ in
      CompiledPattern.Step(
        matcher: Int.random(in: 0..<letters, using: &random),
        link: chance(directShare) ? .directly : .eventually)
    }
    if chance(0.3) { for step in steps.indices { steps[step].matcher = steps[0].matcher } }
    var pattern = CompiledPattern(steps: steps)
    if chance(0.7) { pattern.window = window() }
    if chance(0.3) {
      let start = time(20)
      pattern.period = start..<(start + Int64.random(in: 1...12, using: &random) * Self.day)
    }
    if count > 1 && chance(0.4) {
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let after = Int.random(in: 0..<(count - 1), using: &random)
        pattern.exclusions.append(
          CompiledPattern.Exclusion(
            matcher: Int.random(in: 0..<letters, using: &random), after: after,
            before: Int.random(in: (after + 1)..<count, using: &random)))
      }
    }
    if chance(0.3) { pattern.silence = window() }
    if chance(0.25) {
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        pattern.exact.append(
          CompiledPattern.Exact(
            matcher: Int.random(in: 0..<letters, using: &random),
            count: Int.random(in: 0...3, using: &random)))
      }
    }
    return pattern
  }

  private mutating func window() -> PatternWindow {
    switch calendar {
    case .days: .fixed(Int64.random(in: 0...8, using: &random) * Self.day)
    case .monthEnds:
      chance(0.8)
        ? .months(Int.random(in: 1...2, using: &random), Self.berlin)
        : .fixed(Int64.random(in: 26...32, using: &random) * Self.day)
    }
  }

  private mutating func time(_ density: Int) -> Int64 {
    guard calendar == .monthEnds else {
      return Int64.random(in: 0..<Int64(density), using: &random) * Self.day
    }
    // The ends of January and February, the last Sundays of March and October, and the days a month
    // before them.
    let anchors: [(Int, Int, Int)] = [
      (2025, 1, 29), (2025, 2, 27), (2025, 3, 29), (2025, 9, 25), (2025, 10, 25), (2025, 11, 25),
    ]
    let (year, month, day) = anchors[
      Int.random(in: density < 10 ? 0..<3 : 3..<6, using: &random)]
    let start = Int64(CivilDate.dayNumber(year: year, month: month, day: day)) * Self.day
    let hours = Int64.random(in: 0..<96, using: &random)
    let coarse = density % 2 == 0 ? hours / 12 * 12 : hours
    return start + coarse * Self.hour + (chance(0.2) ? Self.hour / 2 : 0)
  }

  private mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < probability
  }
}

extension NaiveHistory {
  /// `3d00 AB` for an event that satisfies A and B, `3d00 (C)` for a stage entry; now at the end.
  var readable: String {
    let words = happenings.map { happening in
      let letters = (0..<26).filter { happening.satisfies($0) }
        .map { String(UnicodeScalar(UInt8(65 + $0))) }.joined()
      let name = letters.isEmpty ? "." : letters
      return "\(Self.readable(happening.time)) \(happening.isEntry ? "(\(name))" : name)"
    }
    return words.joined(separator: ", ") + "; now \(Self.readable(now))"
  }

  private static func readable(_ time: Int64) -> String {
    let hours = time / RandomPatterns.hour
    let rest = time - hours * RandomPatterns.hour
    return "\(hours / 24)d\(hours % 24)\(rest == 0 ? "" : "+\(rest / 60_000_000)m")"
  }
}

extension CompiledPattern {
  var readable: String {
    func letter(_ matcher: Int) -> String { String(UnicodeScalar(UInt8(65 + matcher))) }
    func length(_ window: PatternWindow) -> String {
      switch window {
      case .fixed(let length): "\(length / RandomPatterns.hour)h"
      case .months(let months, let zone): "\(months) months in \(zone.identifier)"
      }
    }
    var text = steps.enumerated().map { index, step in
      (index == 0 ? "" : step.link == .directly ? " => " : " -> ") + letter(step.matcher)
    }.joined()
    if let window { text += " within \(length(window))" }
    if let period {
      let hours = (period.lowerBound / RandomPatterns.hour, period.upperBound / RandomPatterns.hour)
      text += " in \(hours.0)h..<\(hours.1)h"
    }
    for exclusion in exclusions {
      text += " without \(letter(exclusion.matcher)) between \(exclusion.after) \(exclusion.before)"
    }
    for exact in exact { text += " exactly \(exact.count) \(letter(exact.matcher))" }
    if let silence { text += " followed by nothing for \(length(silence))" }
    return text
  }
}
