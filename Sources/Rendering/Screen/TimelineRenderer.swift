internal import JourneyEngine

/// Journeys for reading: above, the whole at a glance; below, line by line, what happened in each
/// stage. Tables that hold no journeys are written as tables.
struct TimelineRenderer: ResultRenderer {
  /// Where nothing says how wide the window is.
  private static let usualWidth = 110
  private let options: RenderingOptions
  private let attributes: TextAttributes

  init(options: RenderingOptions = RenderingOptions()) {
    self.options = options
    attributes = TextAttributes(options)
  }

  private var isPlain: Bool { options.symbols == .ascii }
  private var width: Int { options.width ?? TimelineRenderer.usualWidth }

  func render(_ table: ResultTable, to stream: inout some TextOutputStream) {
    guard let journeys = table.journeys, let rows = TimelineRows(table, symbols: options.symbols)
    else { return TextTableRenderer(options: options).render(table, to: &stream) }
    var output = OutputBuffer()
    var room = options.maxRows ?? .max
    var hidden = 0
    var isFirst = true
    for told in journeys where !told.rows.isEmpty {
      let journey = told.visible(symbols: options.symbols)
      guard room > 0 else {
        hidden += journey.rows.count
        continue
      }
      if !isFirst { output.bytes.append(0x0A) }
      isFirst = false
      append(title(journey, rows), to: &output)
      append(strip(journey, rows), to: &output)
      let lines = rows.lines(journey.rows)
      hidden += lines.dropFirst(room).reduce(0) { $0 + $1.count }
      let shown = lines.prefix(room)
      room -= shown.count
      var layout = TimelineLayout(rows, shown, width: width, options)
      var bands = BandCursor(journey.bands)
      for line in shown {
        if let band = bands.advance(to: rows.instant(line.row), rows.stage(line.row)) {
          append([heading(band, layout)], to: &output)
          layout.beginBand()
        }
        append(layout.text(line), to: &output)
        output.flushIfLarge(to: &stream)
      }
    }
    if hidden > 0 {
      let note = "\(FooterText.count(hidden, "more happening", "more happenings")) not shown"
      append([attributes.faint + note + attributes.reset], to: &output)
    }
    output.flush(to: &stream)
  }

  private func append(_ lines: [String], to output: inout OutputBuffer) {
    for line in lines { output.bytes.append(line + "\n") }
  }

  // MARK: - Above

  /// `Acme Ltd · 2025-02-04 to 2026-07-01 · 511 days`
  private func title(_ journey: ToldJourney, _ rows: TimelineRows) -> [String] {
    let name = journey.name
    // A journey up to midnight ends on the day before.
    let dates = [journey.start, max(journey.start, journey.end - 1)].map {
      CivilDate(dayNumber: rows.zone.dayNumber(of: $0)).description
    }
    let length = Self.length(journey.end - journey.start)
    let dot = isPlain ? " - " : " · "
    var rest = [dates[0] == dates[1] ? dates[0] : dates.joined(separator: " to "), length]
    rest += rows.groups(journey.rows.lowerBound)
    let plain = DisplayWidth.wrap(name + dot + rest.joined(separator: dot), width: width)
    guard plain.count == 1, !name.isEmpty else { return plain }
    return [
      attributes.heading + name + attributes.reset + attributes.faint + dot
        + rest.joined(separator: dot) + attributes.reset
    ]
  }

  private func strip(_ journey: ToldJourney, _ rows: TimelineRows) -> [String] {
    let labels = isPlain ? ["+ forward", "- friction"] : ["▲ forward", "▼ friction"]
    let margin = 12
    guard
      let strip = TimelineStrip(
        journey, zone: rows.zone, width: min(width, 120) - margin, symbols: options.symbols)
    else { return [""] }
    let blank = String(repeating: " ", count: margin)
    func labelled(_ label: String, _ line: String, _ attribute: String) -> String {
      let head = label + String(repeating: " ", count: margin - label.count)
      let text = line.isEmpty ? label : head + line
      return attribute.isEmpty ? text : attribute + text + attributes.reset
    }
    let bars = strip.bars(rows)
    let stages = strip.stages().map { [blank + $0] } ?? []
    return [""] + stages + [
      labelled(labels[0], bars.forward, attributes.forward),
      labelled(labels[1], bars.friction, attributes.friction),
      attributes.faint + blank + strip.dates() + attributes.reset, "",
    ]
  }

  // MARK: - Stages

  /// `━━ Invest ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 21 days ━━`
  private func heading(_ band: ToldJourney.Band, _ layout: TimelineLayout) -> String {
    let rule = isPlain ? "=" : "━"
    let name = band.stage ?? "in no stage"
    let length = band.isLost || band.length <= 0 ? "" : Self.length(band.length)
    let shownName = DisplayWidth.truncate(name, to: max(1, width - 22), symbols: options.symbols)
    let used = 5 + DisplayWidth.width(of: shownName) + length.utf8.count
    let fill = String(repeating: rule, count: max(2, min(layout.width, width) - used))
    let attribute = band.isLost ? attributes.severe : attributes.heading
    return attribute + rule + rule + " " + shownName + " " + attributes.reset + attributes.faint
      + (length.isEmpty ? fill + rule : fill + " " + length) + attributes.reset
  }

  /// `27 days`, `1 day`, `5 hours`
  static func length(_ microseconds: Int64) -> String {
    let hours = microseconds / (3600 * microsecondsPerSecond)
    let (count, noun) =
      hours >= 24 || hours == 0 ? (days(microseconds), "day") : (Int(hours), "hour")
    return FooterText.count(count, noun, noun + "s")
  }

  private static func days(_ microseconds: Int64) -> Int {
    Int((Double(microseconds) / Double(microsecondsPerDay)).rounded())
  }
}

extension ToldJourney {
  /// With names that are safe to print.
  fileprivate func visible(symbols: RenderingOptions.Symbols) -> ToldJourney {
    var journey = self
    journey.name = VisibleText.text(name, symbols: symbols)
    for band in bands.indices {
      journey.bands[band].stage = bands[band].stage.map { VisibleText.text($0, symbols: symbols) }
    }
    return journey
  }
}

/// Which band the happenings have come to.
private struct BandCursor {
  private let bands: [ToldJourney.Band]
  private var next = 0

  init(_ bands: [ToldJourney.Band]) { self.bands = bands }

  /// The band that begins with this happening, where one does. What happens at the instant at which
  /// a stage begins may still belong to the one before it: its own stage says so.
  mutating func advance(to instant: Int64, _ stage: String?) -> ToldJourney.Band? {
    var begun: ToldJourney.Band?
    while next < bands.count,
      bands[next].from < instant || bands[next].from == instant && bands[next].stage == stage
    {
      begun = bands[next]
      next += 1
    }
    return begun
  }
}
