/// What else accounts are called: `load aliases from "aliases.csv"`, columns `alias` and `account`
/// (an id or a name).
struct AliasTable {
  private(set) var targets: [String: String] = [:]
  private(set) var notes: [LoadReport.Note] = []
  let name: String

  init(_ table: Table, places: RowPlaces, name: String) {
    self.name = name
    guard let aliasColumn = table.column("alias"), let accountColumn = table.column("account")
    else { return }
    let aliases = KeyColumn(aliasColumn)
    let accounts = KeyColumn(accountColumn)
    var blank: [Int] = []
    var twice: [Int] = []
    var contested: Set<String> = []
    for row in 0..<table.rowCount {
      guard aliases.codes[row] != KeyColumn.blank, accounts.codes[row] != KeyColumn.blank else {
        blank.append(row)
        continue
      }
      let alias = aliases.texts[Int(aliases.codes[row])]
      let account = accounts.texts[Int(accounts.codes[row])]
      if let other = targets[alias], other != account {
        twice.append(row)
        contested.insert(alias)
      }
      targets[alias] = account
    }
    for alias in contested { targets[alias] = nil }
    if let row = blank.first {
      notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: row), line: places.line(ofRow: row),
          "\(PlainText.counted(blank.count, "row lacks", "rows lack")) the alias or the account and "
            + "\(blank.count == 1 ? "says" : "say") nothing, the first in \(places.words(ofRow: row))"
        ))
    }
    if let row = twice.first {
      let alias = aliases.texts[Int(aliases.codes[row])]
      notes.append(
        LoadReport.Note(
          .warning, places.name(ofRow: row), line: places.line(ofRow: row),
          "\(PlainText.counted(contested.count, "alias stands", "aliases stand")) for several "
            + "accounts and \(contested.count == 1 ? "is" : "are") not used: `\(alias)`",
          hint: "keep one row an alias"))
    }
  }

  /// The account that an alias stands for, in the words of the table.
  func account(of alias: String) -> String? { targets[alias] }
}
