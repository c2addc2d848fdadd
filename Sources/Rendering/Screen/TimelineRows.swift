internal import JourneyEngine

/// The rows of a table of journeys, cell by cell, as a timeline tells them.
struct TimelineRows {
  enum Signal {
    case forward
    case friction
    case severe
  }

  /// Happenings that make one line: one, or a run of the same kind that nothing sets apart.
  struct Line {
    var row: Int
    var count: Int
  }

  /// A run is told in one line from this length on.
  private static let shortestRun = 3

  let zone: CivilTimeZone
  /// Whether anything happened at another time than midnight: data of dates alone have none.
  let hasTimes: Bool
  private let symbols: RenderingOptions.Symbols
  private let at: Column
  private let day: Column?
  private let stage: Column?
  private let kind: Column
  private let what: Column?
  private let signal: Column?
  private let kinds: [ToldJourney.RowKind]
  private let first: Int
  /// What a journey is grouped by.
  private let groups: [Column]

  /// nil where the table has no times or kinds.
  init?(_ table: ResultTable, _ journey: ToldJourney, symbols: RenderingOptions.Symbols) {
    func column(_ name: String) -> Column? {
      table.columns.first { $0.name == name }?.column
    }
    guard let at = column("at"), let kind = column("kind") else { return nil }
    self.at = at
    self.kind = kind
    self.symbols = symbols
    zone = table.zone
    kinds = journey.kinds
    first = journey.rows.lowerBound
    day = column("day")
    stage = column("stage")
    what = column("what")
    signal = column("signal")
    let own: Set = ["account", "at", "day", "stage", "kind", "what", "signal"]
    groups = table.columns.filter { !own.contains($0.name) }.map(\.column)
    let zone = table.zone
    hasTimes = journey.rows.contains { row in
      guard case .instant(let instant) = at[row] else { return false }
      return zone.wall(of: instant) % microsecondsPerDay != 0
    }
  }

  func instant(_ row: Int) -> Int64 {
    if case .instant(let instant) = at[row] { return instant }
    return 0
  }

  func day(_ row: Int) -> String { day.map { text($0, row) } ?? "" }

  func stage(_ row: Int) -> String? {
    guard let stage, !stage.nulls.isUnknown(row) else { return nil }
    return text(stage, row)
  }

  func kind(_ row: Int) -> String { text(kind, row) }

  func what(_ row: Int) -> String { what.map { text($0, row) } ?? "" }

  func groups(_ row: Int) -> [String] { groups.map { text($0, row) }.filter { !$0.isEmpty } }

  func signal(_ row: Int) -> Signal? {
    guard let signal, case .text(let word) = signal[row] else { return nil }
    switch word {
    case "forward": return .forward
    case "friction": return .friction
    case "severe": return .severe
    default: return nil
    }
  }

  private func text(_ column: Column, _ row: Int) -> String {
    let value = column[row]
    return value.isUnknown ? "" : VisibleText.text(PlainText.of(value), symbols: symbols)
  }

  // MARK: - Runs

  /// Happenings of one kind behind one another, with the same words, in one stage and without a
  /// signal, become one line.
  func lines(_ rows: Range<Int>) -> [Line] {
    var lines: [Line] = []
    var row = rows.lowerBound
    while row < rows.upperBound {
      var end = row + 1
      while end < rows.upperBound, goesOn(row, end) { end += 1 }
      if end - row >= TimelineRows.shortestRun {
        lines.append(Line(row: row, count: end - row))
      } else {
        lines += (row..<end).map { Line(row: $0, count: 1) }
      }
      row = end
    }
    return lines
  }

  private func goesOn(_ first: Int, _ row: Int) -> Bool {
    rowKind(first) == .event && rowKind(row) == .event && signal(first) == nil
      && signal(row) == nil && kind[row] == kind[first] && stage?[row] == stage?[first]
      && what?[row] == what?[first]
  }

  func rowKind(_ row: Int) -> ToldJourney.RowKind {
    kinds.indices.contains(row - first) ? kinds[row - first] : .event
  }

  /// What is to be said of a line.
  func what(_ line: Line) -> String {
    let words = what(line.row)
    guard line.count > 1 else { return words }
    let last = line.row + line.count - 1
    let until = "until \(hasTimes ? wall(last) : String(wall(last).prefix(10)))"
    return words.isEmpty ? until : "\(until): \(words)"
  }

  /// `2026-03-31 10:00`
  func wall(_ row: Int) -> String { String(PlainText.wall(instant(row), zone).prefix(16)) }
}
