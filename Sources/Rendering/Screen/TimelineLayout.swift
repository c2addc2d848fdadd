internal import JourneyEngine

/// How the happenings of one journey stand below one another: when, which day, which way it points,
/// what it was.
struct TimelineLayout {
  /// Narrower windows show no time of day.
  private static let widthWithTimes = 80
  /// Narrower than this, what there is to say goes on below the kind.
  private static let leastWordsWidth = 30
  /// Of a long text as many lines; `as list` has the whole.
  private static let mostLines = 3

  /// Of the widest line.
  private let width: Int
  private let rows: TimelineRows
  private let options: RenderingOptions
  private let attributes: TextAttributes
  private let timeWidth: Int
  private let dayWidth: Int
  private let kindWidth: Int
  private let wordsWidth: Int
  private let indent: Int
  private let isNarrow: Bool
  /// The time of the line above, which need not be said again.
  private var lastTime = ""

  init(
    _ rows: TimelineRows, _ lines: ArraySlice<TimelineRows.Line>, width limit: Int,
    _ options: RenderingOptions
  ) {
    self.rows = rows
    self.options = options
    attributes = TextAttributes(options)
    timeWidth = rows.hasTimes && limit >= TimelineLayout.widthWithTimes ? 16 : 10
    dayWidth = lines.map { rows.day($0.row).utf8.count }.max() ?? 0
    let kinds = lines.filter { rows.rowKind($0.row) != .silence }
      .map { DisplayWidth.width(of: TimelineLayout.kind($0, rows, options)) }
    // bar, time, day, mark; then kind and words
    let margin = 2 + timeWidth + 2 + dayWidth + 2 + 2 + 1
    let widestKind = kinds.max() ?? 0
    let kindWidth = min(widestKind, max(12, limit / 4))
    isNarrow = options.width != nil && limit - margin - kindWidth - 2 < Self.leastWordsWidth
    self.kindWidth = isNarrow ? min(widestKind, max(12, limit - margin)) : kindWidth
    indent = margin + self.kindWidth + 2
    wordsWidth = options.width == nil ? .max : max(0, limit - indent)
    width = limit
  }

  private var isPlain: Bool { options.symbols == .ascii }

  mutating func beginBand() { lastTime = "" }

  /// The lines of one happening, or of a run of them.
  mutating func text(_ line: TimelineRows.Line) -> [String] {
    if rows.rowKind(line.row) == .silence { return [silence(line)] }
    let time = rows.wall(line.row)
    defer { lastTime = time }
    let day = time == lastTime ? "" : rows.day(line.row)
    let shownTime = shown(time)
    let (mark, attribute) = mark(line.row)
    let kind = DisplayWidth.truncate(
      TimelineLayout.kind(line, rows, options), to: kindWidth, symbols: options.symbols)
    var head = attributes.faint + (isPlain ? "| " : "│ ") + shownTime + "  "
    head += String(repeating: " ", count: dayWidth - day.utf8.count) + day + attributes.reset + "  "
    head += attribute + mark + " " + kind + (attribute.isEmpty ? "" : attributes.reset)
    let words = self.words(rows.what(line))
    guard let first = words.beside else { return [head] + words.below }
    let gap = String(repeating: " ", count: kindWidth - DisplayWidth.width(of: kind) + 2)
    return [head + gap + first] + words.below
  }

  /// The time as wide as all of them; nothing where it is that of the line above. Where there is no
  /// room for both, the hour on the same day: `     14:57`.
  private func shown(_ time: String) -> String {
    if time == lastTime { return String(repeating: " ", count: timeWidth) }
    guard time.utf8.count > timeWidth, rows.hasTimes, time.prefix(10) == lastTime.prefix(10) else {
      return String(time.prefix(timeWidth))
    }
    return String(repeating: " ", count: timeWidth - 5) + time.suffix(5)
  }

  /// What is said beside the kind, and what goes on below.
  private func words(_ text: String) -> (beside: String?, below: [String]) {
    guard !text.isEmpty else { return (nil, []) }
    let bar = attributes.faint + (isPlain ? "|" : "│") + attributes.reset
    if DisplayWidth.width(of: text) <= wordsWidth { return (text, []) }
    let room = isNarrow ? max(1, width - 6) : wordsWidth
    var lines = DisplayWidth.wrap(text, width: room)
    if lines.count > TimelineLayout.mostLines {
      let rest = lines[(TimelineLayout.mostLines - 1)...].joined(separator: " ")
      lines =
        lines.prefix(TimelineLayout.mostLines - 1)
        + [DisplayWidth.truncate(rest, to: room, symbols: options.symbols)]
    }
    let space = String(repeating: " ", count: isNarrow ? 5 : indent - 1)
    let below = (isNarrow ? lines[...] : lines.dropFirst()).map { bar + space + $0 }
    return (isNarrow ? nil : lines[0], below)
  }

  private func silence(_ line: TimelineRows.Line) -> String {
    let bar = isPlain ? ":" : "┊"
    let space = String(repeating: " ", count: isNarrow ? 5 : indent - kindWidth - 3)
    return attributes.faint + bar + space + rows.what(line.row) + attributes.reset
  }

  private func mark(_ row: Int) -> (String, String) {
    switch rows.signal(row) {
    case .forward: (isPlain ? " +" : " ▲", attributes.forward)
    case .friction: (isPlain ? " -" : " ▼", attributes.friction)
    case .severe: (isPlain ? "--" : "▼▼", attributes.severe)
    case nil: ("  ", "")
    }
  }

  /// `login`, `login × 7`
  private static func kind(
    _ line: TimelineRows.Line, _ rows: TimelineRows, _ options: RenderingOptions
  ) -> String {
    let kind = rows.kind(line.row)
    guard line.count > 1 else { return kind }
    let times = options.symbols == .ascii ? "x" : "×"
    return "\(kind) \(times) \(FooterText.grouped(line.count))"
  }
}
