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
    guard let journeys = table.journeys else {
      return TextTableRenderer(options: options).render(table, to: &stream)
    }
    var output = OutputBuffer()
    var room = options.maxRows ?? .max
    var hidden = (count: 0, since: "")
    var isFirst = true
    // Of many accounts only those to which something happened; of one also that nothing did.
    for told in journeys where !told.rows.isEmpty || journeys.count == 1 && !told.bands.isEmpty {
      guard room > 0 else {
        hidden.count += told.rows.count
        continue
      }
      let journey = told.visible(symbols: options.symbols)
      guard let rows = TimelineRows(table, journey, symbols: options.symbols) else { break }
      if !isFirst { output.bytes.append(0x0A) }
      isFirst = false
      append(title(journey, rows), to: &output)
      append(strip(journey, rows), to: &output)
      let lines = rows.lines(journey.rows)
      if lines.count > room {
        if journeys.count == 1 { hidden.since = String(rows.wall(lines[room].row).prefix(10)) }
        hidden.count += lines.dropFirst(room).reduce(0) { $0 + $1.count }
      }
      let shown = lines.prefix(room)
      room -= shown.count
      var layout = TimelineLayout(rows, shown, width: width, options)
      var bands = BandCursor(journey.bands)
      for line in shown {
        if let band = bands.advance(
          to: max(rows.instant(line.row), journey.start), rows.stage(line.row))
        {
          append([heading(band)], to: &output)
          layout.beginBand()
        }
        append(layout.text(line), to: &output)
        output.flushIfLarge(to: &stream)
      }
    }
    if hidden.count > 0 { append(note(hidden.count, hidden.since), to: &output) }
    output.flush(to: &stream)
  }

  private func append(_ lines: [String], to output: inout OutputBuffer) {
    for line in lines { output.bytes.append(line + "\n") }
  }

  /// What the reader does not see, and how to see it.
  private func note(_ hidden: Int, _ since: String) -> [String] {
    var note = "\(FooterText.count(hidden, "more happening", "more happenings")) not shown"
    if !since.isEmpty {
      note +=
        ", from \(since) on: ask `during \(since.prefix(7))`, or for all of it "
        + "`into \"journey.txt\"`"
    }
    let lines = options.width.map { DisplayWidth.wrap(note, width: $0, indent: "  ") } ?? [note]
    return lines.map { attributes.faint + $0 + attributes.reset }
  }

  // MARK: - Above

  /// `Acme Ltd · 2025-02-04 to 2026-06-30 · 512 days`
  private func title(_ journey: ToldJourney, _ rows: TimelineRows) -> [String] {
    let name = journey.name
    // What ends at midnight ends on the day before.
    let dates = [journey.start, max(journey.start, journey.end - 1)].map {
      CivilDate(dayNumber: rows.zone.dayNumber(of: $0)).description
    }
    let length = PlainText.length(journey.end - journey.start)
    let dot = isPlain ? " - " : " · "
    var rest = [dates[0] == dates[1] ? dates[0] : dates.joined(separator: " to "), length]
    if let row = journey.rows.first { rest += rows.groups(row) }
    let whole = name + dot + rest.joined(separator: dot)
    let plain = options.width.map { DisplayWidth.wrap(whole, width: $0) } ?? [whole]
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
      return attribute.isEmpty ? head + line : attribute + head + line + attributes.reset
    }
    let bars = strip.bars(rows)
    var lines: [String] = []
    let stages = strip.stages()
    if !stages.isEmpty { lines.append(blank + stages) }
    if !bars.forward.isEmpty {
      lines.append(labelled(labels[0], bars.forward, attributes.forward))
    }
    if !bars.friction.isEmpty {
      lines.append(labelled(labels[1], bars.friction, attributes.friction))
    }
    let dates = strip.dates()
    if !lines.isEmpty, !dates.isEmpty {
      lines.append(attributes.faint + blank + dates + attributes.reset)
    }
    if journey.rows.isEmpty { return [""] + lines }
    return lines.isEmpty ? [""] : [""] + lines + [""]
  }

  // MARK: - Stages

  /// `━━ Invest ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 21 days`
  private func heading(_ band: ToldJourney.Band) -> String {
    let rule = isPlain ? "=" : "━"
    let name = band.stage ?? "in no stage"
    let length = band.isLost || band.length <= 0 ? "" : PlainText.length(band.length)
    let shownName = DisplayWidth.truncate(name, to: max(1, width - 22), symbols: options.symbols)
    let used = 5 + DisplayWidth.width(of: shownName) + length.utf8.count
    let fill = String(repeating: rule, count: max(2, width - used))
    let attribute = band.isLost ? attributes.severe : attributes.heading
    return attribute + rule + rule + " " + shownName + " " + attributes.reset + attributes.faint
      + (length.isEmpty ? fill + rule : fill + " " + length) + attributes.reset
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
