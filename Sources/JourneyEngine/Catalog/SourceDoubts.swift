/// What to say of a table when nothing tells what its rows are: which of its columns could be the
/// account's key and which a time, why the others are not, and the clauses that settle it.
struct SourceDoubts {
  let fact: SourceFacts
  let finder: ColumnFinder

  var error: LoadError {
    let source = fact.source
    let table = source.table
    guard !table.fields.isEmpty, table.rowCount > 0 else {
      return LoadError(
        path: source.name,
        message: table.fields.isEmpty ? "there is nothing in it" : "it has a header and no rows",
        hint: "look at the export: it should have one row for each account or event")
    }
    let trouble = misfit
    return LoadError(
      path: source.name, line: trouble?.line,
      message: "cannot tell whether its rows are accounts or events: \(keyWords); "
        + (trouble.map(\.message) ?? timeWords),
      hint: (trouble?.hint).map { "\($0); else \(clauses)" } ?? clauses)
  }

  private var keyWords: String {
    if let key = fact.keys.first ?? fact.uniqueID {
      return "\(fact.name(key)) could be the account's key"
    }
    let all = fact.source.table.fields
    if !all.isEmpty, all.allSatisfy({ $0.name.hasPrefix("column_") }) {
      return "it has no header line, so none of its columns has a name that tells (they are called "
        + "\(all.prefix(4).map(\.name).joined(separator: ", "))\(all.count > 4 ? " ..." : ""))"
    }
    let names = fact.source.table.fields.prefix(12).map { ColumnMapper.quoted($0.name) }
    let more = fact.source.table.fields.count > 12 ? " ..." : ""
    return "none of its columns (\(names.joined(separator: ", "))\(more)) is called like an "
      + "account's key"
  }

  private var timeWords: String {
    switch fact.times.count {
    case 0: fact.at.map { "\(fact.name($0)) is a time" } ?? "no column holds dates"
    case 1: "\(fact.name(fact.times[0])) is a time"
    default: fact.times.map(fact.name).joined(separator: ", ") + " are times"
    }
  }

  /// A column called like a time whose values are not all dates.
  private var misfit: LoadError? {
    let table = fact.source.table
    guard let text = textTime else { return nil }
    let field = table.fields[text]
    if let misfit = ColumnMapper.misfit(field, role: "at", source: fact.source) { return misfit }
    guard let row = ColumnMapper.noDate(field.column) else { return nil }
    return LoadError(
      path: fact.source.name, line: fact.source.lines.place(ofRow: row)?.line,
      message: "column \(fact.name(text)) holds text: `\(PlainText.of(field.column[row]))` on "
        + "\(fact.source.lines.words(forRow: row)) is no date")
  }

  private var textTime: Int? {
    guard fact.at == nil else { return nil }
    return ColumnMapper.textTime(SourceWords.at, in: fact.source.table, finder)
  }

  private var clauses: String {
    let key = (fact.keys.first ?? fact.uniqueID).map(fact.name) ?? "COLUMN"
    let time = (fact.at ?? fact.times.first ?? textTime).map(fact.name) ?? "COLUMN"
    let events = "`load events from \(fact.source.clause) with account = \(key), "
    var ways = ["\(events)at = \(time)`"]
    if let periods = fact.periods(finder) {
      ways.insert("\(events)\(periods)` (each row lasts)", at: 0)
    } else if fact.times.count > 1 {
      let columns = fact.times.map(fact.name).joined(separator: ", ")
      ways.insert("\(events)kind from columns (\(columns))` (each date is an event)", at: 0)
    }
    ways.append("`load accounts from \(fact.source.clause) with id = \(key)`")
    return "say it: " + ways.dropLast().joined(separator: ", ") + " or " + ways[ways.count - 1]
  }

  /// Of several files each is told.
  static func error(_ doubts: [LoadError]) -> LoadError? {
    guard let first = doubts.first, doubts.count > 1 else { return doubts.first }
    let told = doubts.prefix(4).map { "\($0.path): \($0.message)" }
    let more = doubts.count > 4 ? "; and \(doubts.count - 4) more files" : ""
    return LoadError(
      path: "", message: told.joined(separator: "; ") + more, hint: first.hint)
  }
}
