extension Parser {
  /// grammar: load = 'load' [ load-role ] 'from' STRING { ',' STRING } { load-part } ;
  /// grammar: load-part = readings | join | mappings | 'append' ;
  mutating func parseLoad() -> Statement.Kind {
    scope = .source
    var load = Load(role: parseLoadRole(), files: [])
    load.files = parseLoadFiles()
    var isPart = true
    while isPart {
      let parts = ["reading", "join", "with", "append"]
      if !parts.contains(current.folded), let part = nearestKeyword(to: current, among: parts) {
        correct(to: part)
      }
      if take("append") {
        load.isAppended = true
      } else {
        isPart = parseReadings(into: &load) || parseJoin(into: &load) || parseMappings(into: &load)
      }
    }
    return .load(load)
  }

  private mutating func parseLoadFiles() -> [TextLiteral] {
    if let file = takeFileWithoutFrom() {
      return take(.comma) ? [file] + parseFileNames() : [file]
    }
    expectWord("from")
    return parseFileNames()
  }

  private mutating func parseFileNames() -> [TextLiteral] {
    commaList { $0.parseText("a file name in quotes", expecting: .file) }
  }

  /// grammar: reload = 'reload' [ STRING { ',' STRING } ] ;
  mutating func parseReload() -> Statement.Kind {
    expect(.file)
    guard !isAtEnd else { return .reload([]) }
    return .reload(parseFileNames())
  }

  /// grammar: load-role = 'accounts' | 'events' | 'stages' | 'aliases' | 'table' name ;
  private mutating func parseLoadRole() -> Load.Role {
    if at("from") || isFile(at: 0) { return .recognised }
    if take("accounts") { return .accounts }
    if take("events") { return .events }
    if take("stages") { return .stages }
    if take("aliases") { return .aliases }
    if take("table") { return .table(parseName("a name for the table", expecting: .newName)) }
    let roles = ["accounts", "events", "stages", "aliases", "table"]
    if let nearest = nearestKeyword(to: current, among: roles) {
      correct(to: nearest)
      return parseLoadRole()
    }
    reportExpected("`accounts`, `events`, `stages`, `aliases`, `table` or `from`")
    return .recognised
  }

  /// grammar: join = 'join' STRING 'on' name [ '=' name ] ;
  private mutating func parseJoin(into load: inout Load) -> Bool {
    guard take("join") else { return false }
    let file = parseText("a file name in quotes", expecting: .file)
    expectWord("on")
    let left = parseName("a column", expecting: .sourceColumn)
    let right = take(.equal) ? parseName("a column", expecting: .sourceColumn) : nil
    load.joins.append(Load.Join(file: file, left: left, right: right))
    return true
  }

  /// grammar: mappings = 'with' mapping { ',' mapping } ;
  private mutating func parseMappings(into load: inout Load) -> Bool {
    guard take("with") else { return false }
    repeat { parseMapping(into: &load) } while take(.comma)
    return true
  }

  /// Names are the columns of the file.
  ///
  /// grammar: mapping = 'kind' 'from' 'columns' '(' name { ',' name } ')'
  ///   | 'events' 'from' 'changes' 'of' '(' name { ',' name } ')' 'by' name
  ///   | 'events' 'from' 'periods' '(' name ',' name ')' [ 'by' name ]
  ///   | name '=' ( name | STRING ) [ 'in' STRING ] ;
  private mutating func parseMapping(into load: inout Load) {
    if take("kind", "from", "columns") {
      guard isSymbol(.openParenthesis) else { return reportExpected("`(`") }
      load.kindColumns += bracketed(.closeParenthesis) { parser in
        parser.commaList { $0.parseName("a column", expecting: .sourceColumn) }
      }
      return
    }
    if take("events", "from", "changes", "of") {
      guard isSymbol(.openParenthesis) else { return reportExpected("`(`") }
      let columns = bracketed(.closeParenthesis) { parser in
        parser.commaList { $0.parseName("a column", expecting: .sourceColumn) }
      }
      expectWord("by")
      let key = parseName("the column that names the case", expecting: .sourceColumn)
      load.shape = .changes(of: columns, by: key)
      return
    }
    if take("events", "from", "periods") { return parsePeriods(into: &load) }
    let role = parseName("what the column stands for", expecting: .newName)
    expectSymbol(.equal)
    let source: Load.Mapping.Source
    if let text = optionalText() {
      source = .constant(text)
    } else {
      // `at = when in "dd.MM.yyyy"`: before a layout nothing but a column can stand.
      let isColumn = isWord(1, ["in"]) && token(2).kind == .text
      let column = isColumn ? optionalAnyName() : nil
      source = .column(column ?? parseName("a column or a text", expecting: .sourceColumn))
    }
    let format = take("in") ? parseText("a format in quotes", expecting: .text) : nil
    load.mappings.append(Load.Mapping(role, source, format: format))
  }

  private mutating func parsePeriods(into load: inout Load) {
    guard isSymbol(.openParenthesis) else { return reportExpected("`(`") }
    let (start, end) = bracketed(.closeParenthesis) { parser in
      let start = parser.parseName("the column of the start", expecting: .sourceColumn)
      parser.expectSymbol(.comma)
      return (start, parser.parseName("the column of the end", expecting: .sourceColumn))
    }
    let key =
      take("by") ? parseName("the column that names it", expecting: .sourceColumn) : nil
    load.shape = .periods(start: start, end: end, by: key)
  }
}
