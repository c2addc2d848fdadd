internal import QueryLanguage

/// Counts as a line of bars.
enum SparkLine {
  private static let heights = Array("▁▂▃▄▅▆▇█")
  private static let eighths = Array("▏▎▍▌▋▊▉█")

  /// One bar a count; the lowest is none at all.
  static func line(_ counts: [Int]) -> String {
    let most = counts.max() ?? 0
    guard most > 0 else { return String(repeating: heights[0], count: counts.count) }
    return String(
      counts.map { count in
        // A single row is still to be seen.
        count == 0 ? heights[0] : heights[max(1, count * (heights.count - 1) / most)]
      })
  }

  /// A bar to lie beside a count, of at most sixteen columns.
  static func bar(_ count: Int, of most: Int) -> String {
    let parts = max(1, Int((Double(count) / Double(max(1, most)) * 128).rounded()))
    let rest = parts % 8
    return String(repeating: "█", count: parts / 8) + (rest > 0 ? String(eighths[rest - 1]) : "")
  }

  /// How many of the sorted numbers lie in each of up to 24 ranges of one width. Where there are
  /// many, those beyond the first and last hundredth are counted at the ends: one slip of the pen
  /// must not flatten the rest.
  static func spread(_ sorted: [Double]) -> (line: String, low: Double, high: Double)? {
    let isMany = sorted.count >= 200
    let low = sorted[isMany ? sorted.count / 100 : 0]
    let high = sorted[isMany ? sorted.count - 1 - sorted.count / 100 : sorted.count - 1]
    guard low < high, (high - low).isFinite else { return nil }
    let isWhole = sorted.allSatisfy { $0 == $0.rounded() }
    let count = isWhole && high - low < 24 ? Int(high - low) + 1 : 24
    let width = isWhole && high - low < 24 ? 1 : (high - low) / Double(count)
    var counts = [Int](repeating: 0, count: count)
    for value in sorted {
      let place = ((value - low) / width).rounded(.down)
      counts[min(count - 1, max(0, place.isFinite ? Int(min(place, 1000)) : 0))] += 1
    }
    return (line(counts), low, high)
  }

  /// How many of the sorted days lie in each period, of the finest unit that leaves a line of
  /// readable length.
  static func periods(
    _ days: [Int]
  ) -> (unit: String, line: String, first: String, last: String)? {
    guard let first = days.first, let last = days.last, first < last else { return nil }
    let units: [(TimeUnit, String, Int)] = [
      (.day, "day", 1), (.week, "week", 7), (.month, "month", 28), (.quarter, "quarter", 90),
      (.year, "year", 365),
    ]
    for (unit, name, length) in units where (last - first) / length <= 40 {
      var starts = [Calendar.firstDay(of: unit, holding: first)]
      while let start = starts.last {
        let next = Calendar.firstDay(start, advancedBy: 1, unit)
        guard next > start, next <= last, starts.count < 50 else { break }
        starts.append(next)
      }
      var counts = [Int](repeating: 0, count: starts.count)
      var period = 0
      for day in days {
        while period + 1 < starts.count, day >= starts[period + 1] { period += 1 }
        counts[period] += 1
      }
      return (
        name, line(counts), Calendar.name(ofDay: starts[0], unit),
        Calendar.name(ofDay: starts[starts.count - 1], unit)
      )
    }
    return nil
  }
}
