@testable import JourneyEngine
import TestSupport
import Testing

/// The kernel against every choice of happenings, and under every order of ties.
@Suite struct PatternReferenceTests {
  private struct Answer: Equatable {
    var truth: UInt8
    var first: [Int]?
    var count: Int
  }

  @Test(arguments: 0..<12) func agreesWithEveryChoice(_ seed: Int) {
    var random = RandomPatterns(
      seed: UInt64(seed), calendar: RandomPatterns.Calendar.allCases[seed % 2],
      letters: 2 + seed % 3)
    var seen: Set<[Int]> = []
    for round in 0..<Repetitions.count(6000) {
      let pattern = random.pattern()
      // Now and then a longer one; few steps keep the choices few.
      let history = random.history(atMost: round % 10 == 0 && pattern.steps.count < 4 ? 24 : 10)
      let matches = NaivePatterns(pattern: pattern, history: history).matches
      let expected = Answer(
        truth: NaivePatterns.truth(matches), first: NaivePatterns.first(matches),
        count: NaivePatterns.count(matches))
      let found = Self.answer(pattern, history, isFull: true)
      seen.insert([Int(expected.truth), min(expected.count, 2)])
      guard found != expected || Self.answer(pattern, history, isFull: false) != expected else {
        continue
      }
      Issue.record(
        """
        seed \(seed), round \(round)
        \(pattern.readable)
        \(history.readable)
        expected \(expected)
        found    \(found)
        found in those that matter alone \(Self.answer(pattern, history, isFull: false))
        """)
      return
    }
    #expect(seen.isSuperset(of: [[0, 0], [1, 0], [2, 1], [2, 2]]), "too tame: \(seen)")
  }

  /// The kernel's answer, asked in each of its ways, from all happenings or only from those that
  /// matter.
  private static func answer(
    _ pattern: CompiledPattern, _ history: NaiveHistory, isFull: Bool
  ) -> Answer {
    let elements = history.elements { happening in
      !isFull && happening.matchers == 0 && (pattern.silence == nil || happening.isEntry)
    }
    return elements.withUnsafeBufferPointer { elements in
      var matcher = PatternMatcher(pattern)
      let match = matcher.match(elements, now: history.now)
      #expect(matcher.truth(elements, now: history.now) == match.truth)
      if let first = match.first {
        let places = matcher.places(of: first, in: elements)
        #expect(places.first == first.start && places.last == first.end)
        #expect(elements[first.start].time == first.startTime)
        #expect(elements[first.end].time == first.endTime)
      }
      let references = match.first.map { matcher.references(of: $0, in: elements) }
      return Answer(truth: match.truth, first: references?.map(Int.init), count: match.count)
    }
  }

  @Test(arguments: 0..<8) func agreesWithEveryOrderOfTies(_ seed: Int) {
    var random = RandomPatterns(
      seed: 100 + UInt64(seed), calendar: seed % 4 == 3 ? .monthEnds : .days, letters: 2 + seed % 3)
    var decided = 0
    for round in 0..<Repetitions.count(2500) {
      let pattern = random.pattern()
      var history = random.history(atMost: 6)
      if round % 2 == 0 { Self.crowd(&history) }
      let truths = history.orders().map { order in
        NaivePatterns.truth(NaivePatterns(pattern: pattern, history: order).matches)
      }
      let expected = (least: truths.min() ?? 0, most: truths.max() ?? 0)
      let found = Self.bounds(pattern, history)
      if expected.least != expected.most { decided += 1 }
      guard found != expected else { continue }
      Issue.record(
        """
        seed \(seed), round \(round)
        \(pattern.readable)
        \(history.readable)
        expected \(expected)
        found    \(found)
        """)
      return
    }
    #expect(decided > Repetitions.count(2500) / 250, "too few ties that decide: \(decided)")
  }

  /// Brings the happenings together on few days.
  private static func crowd(_ history: inout NaiveHistory) {
    for index in history.happenings.indices {
      history.happenings[index].time -= history.happenings[index].time % (4 * RandomPatterns.day)
    }
    history.happenings.sort { ($0.time, $0.isEntry ? 0 : 1) < ($1.time, $1.isEntry ? 0 : 1) }
  }

  private static func bounds(
    _ pattern: CompiledPattern, _ history: NaiveHistory
  ) -> (least: UInt8, most: UInt8) {
    history.elements().withUnsafeBufferPointer { elements in
      var matcher = PatternMatcher(pattern)
      let bounds = matcher.truthBounds(elements, now: history.now)
      let isDecided = matcher.isDecidedByTies(elements, now: history.now)
      #expect(isDecided == (bounds.least != bounds.most))
      return bounds
    }
  }

  /// Crowds beyond what can be tried: the answer given lies between the bounds, and comes soon.
  @Test func largeTiesAreBounded() {
    var random = RandomPatterns(seed: 7, calendar: .days, letters: 5)
    for _ in 0..<Repetitions.count(60) {
      let pattern = random.pattern()
      var history = random.history(atMost: 150)
      Self.crowd(&history)
      let bounds = Self.bounds(pattern, history)
      let truth = history.elements().withUnsafeBufferPointer { elements in
        var matcher = PatternMatcher(pattern)
        return matcher.truth(elements, now: history.now)
      }
      #expect(
        bounds.least <= truth && truth <= bounds.most,
        "\(pattern.readable)\n\(history.readable)\n\(bounds) \(truth)")
    }
  }
}
