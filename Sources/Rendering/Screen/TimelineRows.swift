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
  private let symbols: RenderingOptions.Symbols
  private let at: Column
  private let day: Column?
  private let stage: Column?
  private let kind: Column
  private let what: Column?
  private let signal: Column?
  /// What a journey is grouped by.
  private let groups: [Column]

  /// nil where the table has no times or kinds.
  init?(_ table: ResultTable, symbols: RenderingOptions.Symbols) {
    func column(_ name: String) -> Column? {
      table.columns.first { $0.name == name }?.column
    }
    guard let at = column("at"), let kind = column("kind") else { return nil }
    self.at = at
    self.kind = kind
    self.symbols = symbols
    zone = table.zone
    day = column("day")
    stage = column("stage")
    what = column("what")
    signal = column("signal")
    let own: Set = ["account", "at", "day", "stage", "kind", "what", "signal"]
    groups = table.columns.filter { !own.contains($0.name) }.map(\.column)
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

  /// Happenings of one kind behind one another, in one stage and without a signal, become one line.
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
    signal(first) == nil && signal(row) == nil && kind[row] == kind[first]
      && stage?[row] == stage?[first] && !marksAChange(first)
  }

  /// Whether a row is none of the account's events.
  func marksAChange(_ row: Int) -> Bool {
    ["entered", "left", "lost", "silence"].contains(kind(row))
  }

  /// What all happenings of a line have to say alike.
  func what(_ line: Line) -> String {
    let first = what(line.row)
    let isShared = (line.row..<line.row + line.count).allSatisfy { what($0) == first }
    guard line.count > 1 else { return first }
    let until = "until \(wall(line.row + line.count - 1))"
    return isShared && !first.isEmpty ? "\(until): \(first)" : until
  }

  /// `2026-03-31 10:00`
  func wall(_ row: Int) -> String { String(PlainText.wall(instant(row), zone).prefix(16)) }
}
