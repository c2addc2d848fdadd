/// Which elements of a journey a pattern sees.
struct JourneyBounds {
  let now: Int64
  /// Before now; nothing later is known.
  let visible: Range<Int>
  /// Visible and inside the pattern's period.
  let matchable: Range<Int>

  init(_ elements: UnsafeBufferPointer<PatternElement>, now: Int64, period: Range<Int64>?) {
    self.now = now
    var end = elements.count
    if let last = elements.last, last.time >= now {
      end = Self.firstPlace(elements, notBefore: now, in: 0..<end)
    }
    visible = 0..<end
    guard let period else {
      matchable = visible
      return
    }
    let first = Self.firstPlace(elements, notBefore: period.lowerBound, in: visible)
    matchable = first..<Self.firstPlace(elements, notBefore: period.upperBound, in: first..<end)
  }

  /// The first element of a range at `time` or later.
  static func firstPlace(
    _ elements: UnsafeBufferPointer<PatternElement>, notBefore time: Int64, in range: Range<Int>
  ) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if elements[middle].time < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
