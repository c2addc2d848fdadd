/// Says of one instant after the other, ascending, whether silence followed it.
struct SilenceClock {
  private let silence: PatternWindow?
  private let elements: UnsafeBufferPointer<PatternElement>
  private let end: Int
  private let now: Int64
  /// No event before this place is later than the instant asked about last.
  private var place = 0

  init(
    _ silence: PatternWindow?, elements: UnsafeBufferPointer<PatternElement>,
    _ bounds: JourneyBounds
  ) {
    self.silence = silence
    self.elements = elements
    end = bounds.visible.upperBound
    now = bounds.now
  }

  /// `no` when an event of the account, of any kind, lies in (time, time + D]; else unknown until D
  /// has elapsed. A stage entry is no event. Yes where no silence is asked for.
  mutating func truth(after time: Int64) -> UInt8 {
    guard let silence else { return Truth.yes }
    while place < end && (elements[place].isEntry || elements[place].time <= time) { place += 1 }
    let deadline = silence.end(from: time)
    if place < end && elements[place].time <= deadline { return Truth.no }
    return deadline >= now ? Truth.unknown : Truth.yes
  }
}
