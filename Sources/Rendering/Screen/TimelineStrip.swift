internal import JourneyEngine

/// A journey at one glance, in four lines: its stages to scale, what moved it forward, what held it
/// up, and the calendar.
struct TimelineStrip {
  private static let heights = Array("▁▂▃▄▅▆▇█")
  private static let plainHeights = Array(".:|#")
  /// Cells from one date below to the next.
  private static let tickDistance = 11

  private let journey: ToldJourney
  private let zone: CivilTimeZone
  private let width: Int
  private let isPlain: Bool

  /// nil for a journey too short to draw, or a window too narrow.
  init?(_ journey: ToldJourney, zone: CivilTimeZone, width: Int, symbols: RenderingOptions.Symbols)
  {
    guard journey.end > journey.start + 1, width >= 24 else { return nil }
    self.journey = journey
    self.zone = zone
    self.width = width
    isPlain = symbols == .ascii
  }

  /// The cell of an instant, from 0.
  private func cell(_ instant: Int64) -> Int {
    let share =
      (Double(instant) - Double(journey.start)) / (Double(journey.end) - Double(journey.start))
    return max(0, min(width - 1, Int(share * Double(width))))
  }

  // MARK: - Stages

  /// `│Invest───│Transform────────│Share───`; empty where no stage is known.
  func stages() -> String {
    // Of stages that share a cell the last is seen.
    var seen: [(cell: Int, band: ToldJourney.Band)] = []
    for band in journey.bands {
      let place = cell(band.from)
      if seen.last?.cell == place { seen.removeLast() }
      seen.append((place, band))
    }
    var line = String(repeating: " ", count: seen.first?.cell ?? 0)
    for (index, (start, band)) in seen.enumerated() {
      let end = index + 1 < seen.count ? seen[index + 1].cell : width
      line += segment(band, end - start)
    }
    return TimelineStrip.trimmed(line)
  }

  private func segment(_ band: ToldJourney.Band, _ length: Int) -> String {
    guard let stage = band.stage else { return String(repeating: " ", count: length) }
    let mark = band.isLost ? (isPlain ? "x" : "✕") : isPlain ? "|" : "│"
    var name = DisplayWidth.prefix(of: stage, fitting: length - 1)
    if band.isLost, name.text != stage[...] { name = ("", 0) }
    let fill = band.isLost ? " " : isPlain ? "-" : "─"
    return mark + name.text + String(repeating: fill, count: length - 1 - name.width)
  }

  // MARK: - Signals

  /// How many signals lie in each cell, as small bars of one scale.
  func bars(_ rows: TimelineRows) -> (forward: String, friction: String) {
    var forward = [Int](repeating: 0, count: width)
    var friction = forward
    for row in journey.rows {
      guard let signal = rows.signal(row) else { continue }
      let place = cell(rows.instant(row))
      switch signal {
      case .forward: forward[place] += 1
      case .friction: friction[place] += 1
      case .severe: friction[place] += 2
      }
    }
    let most = max(1, (forward + friction).max() ?? 1)
    return (bars(forward, most), bars(friction, most))
  }

  private func bars(_ counts: [Int], _ most: Int) -> String {
    let heights = isPlain ? TimelineStrip.plainHeights : TimelineStrip.heights
    let line = String(
      counts.map { count in
        count == 0 ? " " : heights[min(heights.count - 1, (count - 1) * heights.count / most)]
      })
    return TimelineStrip.trimmed(line)
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  // MARK: - Dates

  /// Dates where they lie: `2025-02    2025-05    2025-08`.
  func dates() -> String {
    var line = ""
    var used = 0
    for (instant, text) in ticks() {
      let place = cell(instant)
      guard place >= used, place + text.count <= width else { continue }
      line += String(repeating: " ", count: place - used) + text
      used = place + text.count
      // One empty cell before the next.
      if used < width {
        line += " "
        used += 1
      }
    }
    return TimelineStrip.trimmed(line)
  }

  /// The days named below, at the finest steps that leave room for their names.
  private func ticks() -> [(instant: Int64, text: String)] {
    let length = journey.end - journey.start
    guard length < 2 * microsecondsPerDay else {
      return dayTicks().map { (zone.startOfDay($0.day), $0.text) }
    }
    let hour = 3600 * microsecondsPerSecond
    let hours = [1, 3, 6, 12].first { length / hour / $0 < Int64(width / 7) } ?? 12
    let step = hours * hour
    let midnight = zone.startOfDay(zone.dayNumber(of: journey.start))
    var ticks: [(instant: Int64, text: String)] = []
    var instant = midnight
    while instant < journey.end {
      if instant >= journey.start {
        let wall = PlainText.wall(instant, zone)
        let isMidnight = wall.hasSuffix(" 00:00")
        ticks.append((instant, String(isMidnight ? wall.prefix(10) : wall.suffix(5))))
      }
      instant += step
    }
    return ticks
  }

  private func dayTicks() -> [(day: Int, text: String)] {
    let first = zone.dayNumber(of: journey.start)
    let last = zone.dayNumber(of: journey.end - 1)
    let room = max(1, width / TimelineStrip.tickDistance)
    let length = last - first
    // A journey of a few weeks is told by its days, any other by months.
    if length / 14 < room, length < 120 {
      let step = [1, 2, 7, 14].first { length / $0 < room } ?? 14
      let isWhole = zone.startOfDay(first) >= journey.start
      return stride(from: isWhole ? first : first + 1, through: last, by: step).map {
        ($0, CivilDate(dayNumber: $0).description)
      }
    }
    let step =
      [1, 2, 3, 6, 12].first { length / (30 * $0) < room } ?? 12 * (length / 365 / room + 1)
    let start = CivilDate(dayNumber: first)
    let months = start.year * 12 + start.month - 1
    var ticks: [(Int, String)] = []
    var month = floorDivided(months, step) * step
    while ticks.count <= 2 * room {
      let date = CivilDate(
        year: floorDivided(month, 12), month: month - floorDivided(month, 12) * 12 + 1, day: 1)
      if date.dayNumber > last { break }
      if date.dayNumber >= first {
        ticks.append((date.dayNumber, String(date.description.dropLast(3))))
      }
      month += step
    }
    return ticks
  }

  private func floorDivided(_ value: Int, _ divisor: Int) -> Int {
    Int(floorDivide(Int64(value), Int64(divisor)))
  }
}
