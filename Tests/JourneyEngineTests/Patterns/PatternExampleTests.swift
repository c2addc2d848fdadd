@testable import JourneyEngine
import Testing

/// Patterns and journeys small enough to be checked by reading.
@Suite struct PatternExampleTests {
  private static let day: Int64 = 86_400_000_000

  /// `0a 1b 1(c)`: day and what the event satisfies; a stage entry in parentheses; `.` for an event
  /// of no interest.
  private static func journey(_ text: String) -> [PatternElement] {
    let happenings = text.split(separator: " ").map { word -> NaiveHistory.Happening in
      let number = word.prefix { $0.isNumber || $0 == "-" }
      let letters = word.dropFirst(number.count)
      var matchers: UInt64 = 0
      for letter in letters.utf8 where letter >= 97 { matchers |= 1 << UInt64(letter - 97) }
      return NaiveHistory.Happening(
        time: (Int64(number) ?? 0) * day, isEntry: letters.hasPrefix("("), matchers: matchers)
    }
    return NaiveHistory(happenings: happenings, now: .max).elements()
  }

  private static func pattern(_ text: String) -> CompiledPattern {
    var steps: [CompiledPattern.Step] = []
    var link = CompiledPattern.Link.eventually
    for letter in text.utf8 {
      if letter == UInt8(ascii: "=") { link = .directly }
      guard letter >= 97 else { continue }
      steps.append(CompiledPattern.Step(matcher: Int(letter - 97), link: link))
      link = .eventually
    }
    return CompiledPattern(steps: steps)
  }

  private static func match(
    _ pattern: CompiledPattern, _ text: String, now: Int64 = 1000
  ) -> PatternMatch {
    journey(text).withUnsafeBufferPointer { elements in
      var matcher = PatternMatcher(pattern)
      return matcher.match(elements, now: now == .max ? now : now * day)
    }
  }

  private static func places(_ pattern: CompiledPattern, _ text: String) -> [Int] {
    journey(text).withUnsafeBufferPointer { elements in
      var matcher = PatternMatcher(pattern)
      let first = matcher.match(elements, now: .max).first
      return first.map { matcher.places(of: $0, in: elements) } ?? []
    }
  }

  @Test func oneEventServesOneStep() {
    #expect(Self.match(Self.pattern("a a"), "0a").truth == Truth.no)
    #expect(Self.match(Self.pattern("a b"), "0ab").truth == Truth.no)
    #expect(Self.match(Self.pattern("a b"), "0ab 0ab").truth == Truth.yes)
  }

  @Test func theWindowHoldsItsFarEnd() {
    var pattern = Self.pattern("a b")
    pattern.window = .fixed(3 * Self.day)
    #expect(Self.match(pattern, "0a 3b").truth == Truth.yes)
    #expect(Self.match(pattern, "0a 4b").truth == Truth.no)
    // A later start saves it.
    #expect(Self.match(pattern, "0a 1a 4b").first?.start == 1)
  }

  @Test func firstEndsEarliestThenStartsLatest() {
    #expect(Self.places(Self.pattern("a b c"), "0a 1a 2b 3b 4c 5c") == [1, 3, 4])
    #expect(Self.match(Self.pattern("a b"), "0a 1b 2b 3a 4b").count == 2)
  }

  @Test(arguments: [
    ("a=b", "0a 1b", true), ("a=b", "0a 1. 2b", false), ("a=b", "0a 0(c) 1b", true),
    ("a=b", "0(a) 1. 2(b)", true), ("a=b", "0(a) 1(c) 2(b)", false),
    ("a=b", "0(a) 1(c) 2b", true), ("a=b", "0(a) 1. 2b", false), ("a=b", "0a 1(b)", true),
    ("a=b", "0a 1. 2(b)", false), ("a=b=c", "0a 1(b) 2(c)", true), ("a=b=c", "0(a) 1b 2(c)", true),
  ])
  func directlyMeansNothingOfItsKindBetween(pattern: String, journey: String, holds: Bool) {
    let truth = Self.match(Self.pattern(pattern), journey).truth
    #expect(truth == (holds ? Truth.yes : Truth.no))
  }

  @Test(arguments: [
    ("0a 1x 2b", false), ("0x 1a 2b 3x", true), ("0a 1x 2a 3b", true), ("0ax 1bx", true),
    ("0a 1ax 2b", true), ("0a 1bx", true),
  ])
  func exclusionsLookStrictlyBetween(journey: String, holds: Bool) {
    var pattern = Self.pattern("a b")
    pattern.exclusions = [CompiledPattern.Exclusion(matcher: 23, after: 0, before: 1)]
    #expect(Self.match(pattern, journey).truth == (holds ? Truth.yes : Truth.no))
  }

  /// `never a followed by nothing for 5 days` is the negation: `Truth.yes - truth`.
  @Test func silenceIsUnknownUntilItHasElapsed() {
    var pattern = Self.pattern("a")
    pattern.silence = .fixed(5 * Self.day)
    #expect(Self.match(pattern, "0a", now: 5).truth == Truth.unknown)
    #expect(Self.match(pattern, "0a", now: 6).truth == Truth.yes)
    #expect(Self.match(pattern, "0a 5.", now: 9).truth == Truth.no)
    #expect(Self.match(pattern, "0a 5(c)", now: 9).truth == Truth.yes)
    #expect(Self.match(pattern, "0a 0.", now: 9).truth == Truth.yes)
    // A sure match outdoes the one that is open.
    let both = Self.match(pattern, "0a 8a", now: 9)
    #expect(both.truth == Truth.yes && both.count == 1 && both.first?.end == 0)
    #expect(Self.match(pattern, "0a 3a", now: 9).truth == Truth.yes)
    #expect(Self.match(pattern, "0a 3a", now: 7).first?.end == 1)
  }

  @Test func exactlyCountsTheWholeWindow() {
    var pattern = Self.pattern("a a b")
    pattern.exact = [CompiledPattern.Exact(matcher: 0, count: 2)]
    #expect(Self.match(pattern, "0a 1a 2b").truth == Truth.yes)
    #expect(Self.match(pattern, "0a 1a 2b 9a").truth == Truth.no)
    pattern.window = .fixed(3 * Self.day)
    #expect(Self.match(pattern, "0a 1a 2b 9a").truth == Truth.yes)
    #expect(Self.match(pattern, "0a 1a 2b 3a").truth == Truth.no)
    // From the second on there are two.
    #expect(Self.match(pattern, "0a 1a 2a 4b").first?.start == 1)
    #expect(Self.match(pattern, "0a 0a 0a 1b").truth == Truth.no)
  }

  @Test func withoutStepsTheCountsDecide() {
    var pattern = CompiledPattern(steps: [])
    pattern.exact = [CompiledPattern.Exact(matcher: 0, count: 0)]
    pattern.period = (2 * Self.day)..<(4 * Self.day)
    #expect(Self.match(pattern, "0a 4a").truth == Truth.yes)
    #expect(Self.match(pattern, "0a 3a").truth == Truth.no)
  }

  /// A month from 30 January 10:00 lasts longer than a month from 31 January 9:00.
  @Test func monthsThatEndEarlierThanTheyShould() {
    let start = Int64(CivilDate.dayNumber(year: 2025, month: 1, day: 30)) * Self.day
    let hour = Self.day / 24
    var pattern = Self.pattern("a b")
    pattern.window = .months(1, .utc)
    func truth(_ starts: [Int64], end: Int64) -> (UInt8, Int?) {
      var elements = starts.enumerated().map { place, time in
        PatternElement.event(time: time, matchers: 1, ordinal: UInt32(place), reference: 0)
      }
      elements.append(
        .event(time: end, matchers: 2, ordinal: UInt32(starts.count), reference: 0))
      return elements.withUnsafeBufferPointer { elements in
        var matcher = PatternMatcher(pattern)
        let match = matcher.match(elements, now: .max)
        return (match.truth, match.first?.start)
      }
    }
    let early = start + 10 * hour
    let late = start + Self.day + 9 * hour
    let end = Int64(CivilDate.dayNumber(year: 2025, month: 2, day: 28)) * Self.day
    #expect(truth([early, late], end: end + 10 * hour) == (Truth.yes, 0))
    #expect(truth([early, late], end: end + 9 * hour) == (Truth.yes, 1))
    #expect(truth([early, late], end: end + 11 * hour) == (Truth.no, nil))
  }

  /// Nothing a user can write ends the program.
  @Test func oddPatternsAreHarmless() {
    let odd = CompiledPattern(
      steps: [.init(matcher: 99, link: .directly), .init(matcher: -1, link: .eventually)],
      window: .months(.max, .utc), period: 5..<5,
      exclusions: [
        .init(matcher: 99, after: 0, before: 1), .init(matcher: 0, after: 1, before: 0),
        .init(matcher: 0, after: -1, before: 9),
      ], silence: .fixed(.max), exact: [.init(matcher: 70, count: 0)])
    #expect(Self.match(odd, "0a 1b").truth == Truth.no)
    var open = Self.pattern("a")
    open.silence = .fixed(.max)
    open.window = .months(.min, .utc)
    #expect(Self.match(open, "0a 1b").truth == Truth.no)
    open.window = .months(.max, .utc)
    #expect(Self.match(open, "0a", now: .max).truth == Truth.unknown)
    #expect(Self.match(Self.pattern("a"), "").truth == Truth.no)
    let many = CompiledPattern(
      steps: Array(repeating: .init(matcher: 0, link: .directly), count: 200))
    let journey = Array(repeating: "0a", count: 400).joined(separator: " ")
    #expect(Self.match(many, journey).count == 2)
    #expect(Self.places(many, journey) == Array(0..<200))
  }
}
