internal import JourneyEngine
internal import QueryLanguage
internal import Rendering

/// What `help` says. The words come from the tables that also drive the language.
enum HelpPage {
  static func text(_ topic: String?, in session: Session) -> String {
    guard let topic, !topic.isEmpty else { return overview(session) }
    var name = topic.lowercased()
    // `help journey of` asks about the head as it is written.
    if name.hasSuffix(" of"), HeadTable.entry(String(name.dropLast(3))) != nil {
      name.removeLast(3)
    }
    let width = session.options.width ?? 80
    if let page = topicPage(name, width) { return page }
    if let entry = Glossary.entry(name) {
      let head = HeadTable.entry(name).map { "\n" + page($0, width) } ?? ""
      let data = dataPage(topic, session).map { "\n" + $0 } ?? ""
      return entry.page(width: width) + head + data
    }
    if let function = FunctionCatalog.all.first(where: { $0.name == name }) {
      return page(function)
    }
    if let head = HeadTable.entry(name) { return page(head, width) }
    if let form = RenderingFormat.catalogue.first(where: { $0.name == name }) { return page(form) }
    let codes = DiagnosticCode.language + DiagnosticCode.binding + DiagnosticCode.session
    if let code = codes.first(where: { $0.code.lowercased() == name }) {
      return Prose.wrapped("\(code.code): \(code.explanation)", width: width) + "\n"
    }
    if let page = dataPage(topic, session) { return page }
    if let option = ReadingOption(rawValue: name) { return LoadingHelp.page(option) }
    if let keyword = KeywordTable.entries.first(where: { $0.word == name }) {
      return "\(keyword.word): \(keyword.meaning)\n"
    }
    let nearest = NameSuggestion.nearest(to: topic, among: topics(session))
    let hint = nearest.map { "Did you mean `help \($0)`?" } ?? "`help` lists what there is."
    return "There is no help on `\(topic)`. \(hint)\n"
  }

  /// Pages that stand for themselves.
  static let pages = ["functions", "formats", "dates", "load", "reading", "declarations", "keys"]

  /// Everything `help` knows a page for.
  static func topics(_ session: Session) -> [String] {
    var names = pages + HeadTable.entries.map(\.name) + Glossary.entries.map(\.name)
    names += fields(session).filter { Glossary.entry($0)?.name != $0 }
    names += FunctionCatalog.all.map(\.name) + KeywordTable.entries.map(\.word)
    return names
  }

  static func fields(_ session: Session) -> [String] {
    guard let environment = try? session.environment() else { return [] }
    return NameCatalog(environment).fields(of: .accounts).map(\.text)
  }

  // MARK: - Pages

  private static func overview(_ session: Session) -> String {
    """
    Ask in one sentence: whom, on what condition, and what to show.

      accounts in Benchmark where jfi > 60 order by momentum
      accounts by stage show count, avg jfi, median momentum
      accounts where vertical is Telecom top 5 by arr show name, arr, stage
      accounts matching ticket 2 times -> downgrade within 60 days
      accounts drifting in Invest as of 2026-03-31
      events where kind is ticket in last 7 days order by at desc
      visits in Invest by partner show count, median days, open
      journey of "Acme Ltd"

    Go on from an answer:
      | where count > 5            filters the last answer
      those by vertical            asks again about the same accounts
      ... as csv into "file.csv"   another form, a file

    Your own data:
      load accounts from "accounts.csv"
      describe accounts            what fields there are

    More: help load, help reading, help declarations, help functions,
    help formats, help dates, help keys
    One word: help funnel, help jfi, or jfi?
    How a sentence is read and carried out: explain SENTENCE

    Tab completes, Ctrl-C stops, Ctrl-D leaves.

    """
  }

  private static func topicPage(_ name: String, _ width: Int) -> String? {
    switch name {
    case "functions": functionList(width)
    case "formats", "as": formatList
    case "keys": keys
    case "load": LoadingHelp.load
    case "reading": LoadingHelp.reading(width)
    case "dates", "periods": dates
    case "declarations": DeclarationHelp.page
    default: nil
    }
  }

  private static func functionList(_ width: Int) -> String {
    var text = ""
    for category in FunctionDefinition.Category.allCases {
      text += "\(heading(category))\n"
      for function in FunctionCatalog.all where function.category == category {
        let name = "  " + function.signature
        text += Prose.entry(name, function.summary, column: 30, width: width) + "\n"
      }
      text += "\n"
    }
    return text + """
      Of many rows
        count, count distinct x, sum x, avg x, median x, p90 x, min x, max x,
        stddev x, first x, last x, list x, share of total,
        count(condition), share(condition)

      """
  }

  private static func heading(_ category: FunctionDefinition.Category) -> String {
    switch category {
    case .text: "Of text"
    case .number: "Of numbers"
    case .time: "Of dates and times"
    }
  }

  private static var formatList: String {
    RenderingFormat.catalogue.map { entry in
      let later = entry.isAvailable ? "" : " (not available yet)"
      return "  as \(padded(entry.name, 11))\(entry.summary)\(later)\n"
    }.joined()
  }

  private static let keys = """
      Enter           runs a sentence that is complete, else opens a new row
      Alt-Enter       opens a new row anyway
      Tab             completes, or lists what may stand here
      Up, Down        rows of a long entry, then earlier entries
      Ctrl-R          searches earlier entries
      Ctrl-C          clears the line; stops an answer that takes too long
      Ctrl-D          leaves, on an empty line

    An entry that begins with a space is not kept in the history.

    """

  private static let dates = """
      2026   2026-Q1   2026-03   2026-W05   2026-03-31   2026-03-31T10:00Z
      today  yesterday  now  this month  last quarter  last 30 days  next 60 days

      where started during 2026-Q1        inside it
      where started since 2026-03         from its first day on
      where renewal_date in next 60 days  from now on
      where started > 2026-03             after its last day

    Every relative period is told with its dates below the answer.
    In a file dates may be written otherwise: load ... reading dates "dd/MM/yyyy"

    """

  private static func page(_ function: FunctionDefinition) -> String {
    "\(function.signature): \(function.summary)\n  \(function.example)\n"
  }

  private static func page(_ entry: RenderingFormat.Entry) -> String {
    "as \(entry.name): \(entry.summary)\(entry.isAvailable ? "" : " (not available yet)")\n"
  }

  private static func page(_ head: HeadTable.Entry, _ width: Int) -> String {
    let name = [head.name, head.operands].filter { !$0.isEmpty }.joined(separator: " ")
    let later = HeadTable.isAvailable(head.name) ? "" : " (not available yet)"
    var rows = ["\(name): \(head.help)\(later)", "  \(head.example)"]
    if !head.columns.isEmpty {
      let columns = "  columns: " + head.columns.joined(separator: ", ")
      rows.append(Prose.wrapped(columns, width: width, indent: 11))
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// A field, a stage or a value of the data at hand.
  private static func dataPage(_ topic: String, _ session: Session) -> String? {
    guard let environment = try? session.environment(),
      let table = try? Description.table(
        of: [Name(topic, span: SourceSpan(0, 0))], in: environment)
    else { return nil }
    return Rendering.text(table, as: .table)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - DisplayWidth.width(of: text)))
  }
}
