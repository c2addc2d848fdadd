/// What of a log cannot quite be: times no event has, kinds without number, lengths below zero.
/// Nothing of it is left out.
struct EventDoubts {
  /// In the order of the log: times, and the row of the sources that each comes from.
  let times: [Int64]
  let rows: [UInt32]
  let places: RowPlaces
  let settings: AssemblySettings
  /// The layout of the dates if day and month are the other way round, where that may be.
  let rivalLayout: String?

  /// More kinds than anyone would draw a funnel of.
  private static let manyKinds = 1000

  func notes(_ fields: [Table.Field]) -> [LoadReport.Note] {
    timeNotes() + kindNotes(fields) + lengthNotes(fields)
  }

  private func timeNotes() -> [LoadReport.Note] {
    let limit = AsOfInstant.midnight(after: settings.wallClock, settings.zone)
    var early = (count: 0, first: 0)
    var late = (count: 0, first: 0)
    for (place, time) in times.enumerated() {
      if time < 0 {
        if early.count == 0 { early.first = place }
        early.count += 1
      } else if time >= limit {
        if late.count == 0 { late.first = place }
        late.count += 1
      }
    }
    return [(early, "before 1970"), (late, "after today")].compactMap { found, when in
      guard found.count > 0 else { return nil }
      let row = Int(rows[found.first])
      return LoadReport.Note(
        .warning, places.name(ofRow: row), line: places.line(ofRow: row),
        "\(PlainText.counted(found.count, "event lies", "events lie")) \(when), and "
          + "\(found.count == 1 ? "is" : "are") kept: for instance at "
          + "\(PlainText.wall(times[found.first], settings.zone)) in \(places.words(ofRow: row))",
        hint: "correct the dates"
          + (rivalLayout.map { ", or say how they are written: `reading dates \"\($0)\"`" } ?? ""))
    }
  }

  private func kindNotes(_ fields: [Table.Field]) -> [LoadReport.Note] {
    guard let column = fields.first(where: { $0.name == "kind" })?.column,
      case .codes(let codes, let dictionary) = column.storage,
      dictionary.count > EventDoubts.manyKinds, let row = codes.indices.first
    else { return [] }
    var isUsed = [Bool](repeating: false, count: dictionary.count)
    for code in codes where code != StringDictionary.unknownCode { isUsed[Int(code)] = true }
    let count = isUsed.count { $0 }
    guard count > EventDoubts.manyKinds else { return [] }
    return [
      LoadReport.Note(
        .warning, places.name(ofRow: row),
        "there are \(PlainText.counted(count, "kind")) of event, for instance "
          + "`\(dictionary[codes[row] == StringDictionary.unknownCode ? 0 : codes[row]])`: perhaps "
          + "another column is the kind", hint: "say it: `kind = COLUMN`, or one: `kind = \"...\"`")
    ]
  }

  /// Durations by what their columns are called.
  private func lengthNotes(_ fields: [Table.Field]) -> [LoadReport.Note] {
    let units = [
      "duration", "secs", "seconds", "minutes", "hours", "resolutiontime", "responsetime",
    ]
    return fields.compactMap { field in
      let header = SourceWords.fold(field.name)
      guard field.column.type.isNumeric || field.column.type == .duration,
        units.contains(where: { header.contains($0) })
      else { return nil }
      let below = field.column.belowZero()
      guard let row = below.first else { return nil }
      return LoadReport.Note(
        .warning, places.name(ofRow: row), line: places.line(ofRow: row),
        "`\(field.name)` is below zero in \(PlainText.counted(below.count, "row")), the first in "
          + "\(places.words(ofRow: row)): \(PlainText.of(field.column[row]))",
        hint: "perhaps an end is before its start; the values are kept")
    }
  }
}

extension Column {
  /// How many cells are below zero, and the row of the first of them.
  fileprivate func belowZero() -> (count: Int, first: Int?) {
    var count = 0
    var first: Int?
    func take(_ row: Int) {
      first = first ?? row
      count += 1
    }
    switch storage {
    case .integers(let values):
      for (row, value) in values.enumerated() where value < 0 && !nulls.isUnknown(row) { take(row) }
    case .doubles(let values):
      for (row, value) in values.enumerated() where value < 0 && !nulls.isUnknown(row) { take(row) }
    default: break
    }
    return (count, first)
  }
}
