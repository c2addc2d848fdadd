/// Finds the accounts that other sources mean by their keys: by id, else by a declared alias, else
/// by the exact name, else by the name as one would say it (`Acme Ltd.` is `ACME LTD`). Only where
/// one account fits; and every match but that by id is told in the load report.
final class AccountIdentities {
  enum Way: UInt8 {
    case none, id, salesforce, alias, name, normalised, several
  }

  /// What the texts of a key column mean, by code.
  struct Matches {
    /// Account rows, `KeyIndex.noRow` where none or several fit.
    var rows: [UInt32]
    var ways: [Way]
    var candidates: [Int: [UInt32]] = [:]

    /// The account of each row.
    func accountRows(_ key: KeyColumn) -> [UInt32] {
      key.codes.map { $0 == KeyColumn.blank ? EventLog.noAccount : rows[Int($0)] }
    }
  }

  /// Names of more accounts than this are not compared with one another.
  private static let comparedNames = 20_000

  private let accounts: AccountsDraft
  private let aliases: AliasTable?
  private let matching: NameMatching
  private let isStopped: @Sendable () -> Bool
  /// Made when a key is first no id: most loads have none.
  private lazy var names = nameColumn.map { NameIndex(KeyColumn($0)) }
  private var rowOfAlias: [String: NameIndex.Found] = [:]

  init(
    _ accounts: AccountsDraft, aliases: AliasTable?, settings: AssemblySettings
  ) {
    self.accounts = accounts
    self.aliases = aliases
    matching = settings.names
    isStopped = settings.isStopped
  }

  /// Accounts without a name are called by their id.
  private var nameColumn: Column? { accounts.table.column("name") ?? accounts.table.column("id") }

  /// What the keys of a column mean.
  func matches(_ key: KeyColumn) -> Matches {
    var matches = Matches(
      rows: accounts.index.rows(ofTexts: key.texts),
      ways: [Way](repeating: .none, count: key.texts.count))
    let first = key.firstRows()
    for code in matches.rows.indices {
      if matches.rows[code] != KeyIndex.noRow {
        matches.ways[code] = way(ofID: key.texts, code)
        continue
      }
      guard first[code] >= 0, !(code & 0xFFF == 0 && isStopped()) else { continue }
      let (found, way) = account(called: key.texts[code])
      switch found {
      case .nothing: break
      case .row(let row):
        matches.rows[code] = row
        matches.ways[code] = way
      case .several(let rows):
        matches.ways[code] = .several
        matches.candidates[code] = rows
      }
    }
    return matches
  }

  /// By the id as it stands, or by the other length of a Salesforce id.
  private func way(ofID texts: TextHeap, _ code: Int) -> Way {
    guard SalesforceID.hasLength(texts.utf8(at: code).count) else { return .id }
    return accounts.index.row(of: texts[code]) == nil ? .salesforce : .id
  }

  private func account(called text: String) -> (NameIndex.Found, Way) {
    if let target = aliases?.account(of: text) {
      let found = account(target: target)
      if found != .nothing { return (found, .alias) }
    }
    return named(text)
  }

  private func named(_ text: String) -> (NameIndex.Found, Way) {
    guard !accounts.isDerived, let names else { return (.nothing, .none) }
    let exact = names.exact(text)
    if exact != .nothing { return (exact, .name) }
    guard matching == .normalised else { return (.nothing, .none) }
    return (names.normalised(text), .normalised)
  }

  /// The account of an alias table's row: an id or a name.
  private func account(target: String) -> NameIndex.Found {
    if let known = rowOfAlias[target] { return known }
    let found =
      (accounts.index.row(of: target) ?? SalesforceID.other(target).flatMap(accounts.index.row))
      .map { .row($0) } ?? named(target).0
    rowOfAlias[target] = found
    return found
  }

  // MARK: - The report

  /// What was matched otherwise than by id. `counts`: rows of each code; `noun`: what they are.
  func notes(
    _ matches: Matches, _ key: KeyColumn, counts: [Int], source: String, noun: (String, String)
  ) -> [LoadReport.Note] {
    var notes: [LoadReport.Note] = []
    func told(_ way: Way) -> (rows: String, names: String, examples: String)? {
      let codes = matches.ways.indices.filter { matches.ways[$0] == way && counts[$0] > 0 }
        .sorted { (-counts[$0], $0) < (-counts[$1], $1) }
      guard !codes.isEmpty else { return nil }
      let examples = codes.prefix(3).map { code in
        let rows = matches.candidates[code] ?? [matches.rows[code]]
        let meant = rows.prefix(3).map { "`\(label($0, for: way))`" }.joined(separator: ", ")
        return "`\(key.texts[code])` is \(meant)"
      }
      let more = codes.count > 3 ? " ..." : ""
      return (
        PlainText.counted(codes.reduce(0) { $0 + counts[$1] }, noun.0, noun.1),
        PlainText.counted(codes.count, "name"), examples.joined(separator: "; ") + more
      )
    }
    if let told = told(.salesforce) {
      notes.append(
        LoadReport.Note(
          .note, source,
          "\(told.rows) joined by a Salesforce id of 15 characters that others write with 18: "
            + told.examples,
          hint: nil))
    }
    if let told = told(.name) {
      notes.append(
        LoadReport.Note(
          .note, source, "\(told.rows) joined by name, not by id (\(told.names)): \(told.examples)",
          hint: "`account = COLUMN` says another key"))
    }
    if let told = told(.normalised) {
      notes.append(
        LoadReport.Note(
          .note, source,
          "\(told.rows) joined by a name that differs in case, punctuation or legal form "
            + "(\(told.names)): \(told.examples)",
          hint: "`set names exact` keeps them apart"))
    }
    if let told = told(.alias) {
      notes.append(
        LoadReport.Note(
          .note, source, "\(told.rows) joined by \(aliases?.name ?? "alias"): \(told.examples)",
          hint: nil))
    }
    if let told = told(.several) {
      let examples = told.examples.replacing("` is `", with: "` may be `")
      notes.append(
        LoadReport.Note(
          .warning, source,
          "\(told.rows) of \(told.names) that several accounts have: in no account's journey; "
            + examples,
          hint: "`load aliases from \"aliases.csv\"` (columns alias, account) says which is meant"))
    }
    return notes
  }

  /// What an account is called in a message: its name where that was matched by its look, else its
  /// id, which tells several of one name apart.
  private func label(_ row: UInt32, for way: Way) -> String {
    let isByLook = way == .normalised
    let column = (isByLook ? accounts.table.column("name") : nil) ?? accounts.table.column("id")
    return column.map { PlainText.of($0[Int(row)]) } ?? ""
  }

  /// Aliases that lead to no account, and accounts that are perhaps one.
  func ownNotes(source: String) -> [LoadReport.Note] {
    var notes: [LoadReport.Note] = aliases?.notes ?? []
    if let aliases, !accounts.isDerived {
      let lost = Set(aliases.targets.values).filter { account(target: $0) == .nothing }.sorted()
      if let first = lost.first {
        let near = NearMiss(candidates: accounts.index.keys).nearest(to: first)
        notes.append(
          LoadReport.Note(
            .warning, aliases.name,
            "\(PlainText.counted(lost.count, "account")) that aliases stand for "
              + "\(lost.count == 1 ? "is" : "are") not among the accounts: `\(first)`"
              + (near.map { ", near: `\($0)`" } ?? ""),
            hint: "column `account` holds an id or a name of an account"))
      }
    }
    let groups =
      accounts.count <= AccountIdentities.comparedNames ? names?.lookalikes() ?? [] : []
    if let first = groups.first {
      let called = first.prefix(3).map { row in
        let name = accounts.table.column("name").map { PlainText.of($0[Int(row)]) }
        return "`\(label(row, for: .id))`" + (name.map { " (\($0))" } ?? "")
      }
      notes.append(
        LoadReport.Note(
          .note, source,
          "\(PlainText.counted(groups.count, "name is", "names are")) had by several accounts but for "
            + "case and punctuation; each counts on its own: \(called.joined(separator: ", "))"))
    }
    return notes
  }
}
