/// The quantile of complete data: type 7, linear between the two nearest (SEMANTICS, Numbers).
enum Quantile {
  /// Rearranges the values; nil when there are none. Linear in their number: the two values around
  /// the place are selected, the rest is not sorted.
  static func linear(_ values: inout [Double], _ p: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    let place = p * Double(values.count - 1)
    let lower = Int(place.rounded(.down))
    let low = select(lower, in: &values)
    let share = place - Double(lower)
    guard share > 0, lower + 1 < values.count else { return low }
    let high = values[(lower + 1)...].reduce(.infinity) { Swift.min($0, $1) }
    return low + share * (high - low)
  }

  /// The value that would stand at `index` were they sorted; smaller ones end up before it, larger
  /// ones behind it (Hoare's quickselect, the middle of three as pivot).
  private static func select(_ index: Int, in values: inout [Double]) -> Double {
    values.withUnsafeMutableBufferPointer { values in
      var (first, last) = (0, values.count - 1)
      while first < last {
        let pivot = middle(values[first], values[(first + last) / 2], values[last])
        var (left, right) = (first, last)
        while left <= right {
          while values[left] < pivot { left += 1 }
          while values[right] > pivot { right -= 1 }
          if left <= right {
            values.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if index <= right {
          last = right
        } else if index >= left {
          first = left
        } else {
          break
        }
      }
      return values[index]
    }
  }

  private static func middle(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
