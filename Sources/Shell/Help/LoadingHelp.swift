internal import QueryLanguage

/// The pages on loading. What `reading` can say comes from its table.
enum LoadingHelp {
  static let load = """
    Say what the rows of a file are, and which of its columns mean what:

      load accounts from "accounts.csv"
        with id = `Account ID`, name = `Account Name`
      load events from "tickets.csv"
        with account = `Org ID`, at = created, kind = "ticket"
      load stages from "history.csv"
        with account = account, stage = `New Stage`, at = changed
      load accounts from "deals.csv" join "companies.csv" on company
        with id = deal_id
      load table products from "products.csv"
      load from "export.csv"          the content says what it is

    Columns with the usual names are found without `with`. A folder or a
    pattern is all its files: load events from "weeks/*.csv"; `**` stands
    for folders in folders: "weeks/**/*.csv"

    More of it later, and files that change:
      load events from "week2.csv" append
      reload                          reads again what has changed on disk

    How a file is written is found out; to say otherwise: help reading
    Other shapes: help "wide rows", help snapshots, help subscriptions,
    help "stage history", help survey, help "alias table"

    `describe load` tells what was read, guessed and left out:
      describe load | where severity is warning
      describe load sources           a row for each file
      describe load columns | where missing > 0

    """

  static func reading(_ width: Int) -> String {
    let options = ReadingOption.allCases.map { option in
      Prose.entry("  " + option.example.dropFirst(8), option.meaning, column: 30, width: width)
    }
    return """
      How a file is written, where it is not found out rightly:

        load events from "usage.csv" reading delimiter ";", dates "dd/MM/yyyy"

      \(options.joined(separator: "\n"))

      Dates of one column only: with at = created in "dd-MM-yyyy HH:mm"
      What was guessed is told after a load: describe load | where severity is guess

      """
  }

  /// One option of `reading`.
  static func page(_ option: ReadingOption) -> String {
    let values = option.entry.values.dropFirst()
    let others = values.isEmpty ? "" : "  also: \(values.joined(separator: ", "))\n"
    return "\(option.name): \(option.meaning); \(option.expected)\n"
      + "  load events from \"x.csv\" \(option.example)\n" + others
  }
}
