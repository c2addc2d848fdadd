extension Parser {
  /// grammar: load = 'load' [ load-role ] 'from' STRING { ',' STRING } { join } [ mappings { join }
  /// ] ;
  mutating func parseLoad() -> Statement.Kind {
    scope = .source
    var load = Load(role: parseLoadRole(), files: [])
    expectWord("from")
    load.files = commaList { $0.parseText("a file name in quotes", expecting: .file) }
    parseJoins(into: &load)
    if parseMappings(into: &load) { parseJoins(into: &load) }
    return .load(load)
  }

  /// grammar: load-role = 'accounts' | 'events' | 'stages' | 'table' name ;
  private mutating func parseLoadRole() -> Load.Role {
    if at("from") { return .recognised }
    if take("accounts") { return .accounts }
    if take("events") { return .events }
    if take("stages") { return .stages }
    if take("table") { return .table(parseName("a name for the table", expecting: .newName)) }
    let roles = ["accounts", "events", "stages", "table"]
    if let nearest = nearestKeyword(to: current, among: roles) {
      correct(to: nearest)
      return parseLoadRole()
    }
    reportExpected("`accounts`, `events`, `stages`, `table` or `from`")
    return .recognised
  }

  /// grammar: join = 'join' STRING 'on' name [ '=' name ] ;
  private mutating func parseJoins(into load: inout Load) {
    while take("join") {
      let file = parseText("a file name in quotes", expecting: .file)
      expectWord("on")
      let left = parseName("a column", expecting: .sourceColumn)
      let right = take(.equal) ? parseName("a column", expecting: .sourceColumn) : nil
      load.joins.append(Load.Join(file: file, left: left, right: right))
    }
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
  ///   | name '=' ( name | STRING ) [ 'in' STRING ] ;
  private mutating func parseMapping(into load: inout Load) {
    if take("kind", "from", "columns") {
      guard isSymbol(.openParenthesis) else { return reportExpected("`(`") }
      load.kindColumns += bracketed(.closeParenthesis) { parser in
        parser.commaList { $0.parseName("a column", expecting: .sourceColumn) }
      }
      return
    }
    let role = parseName("what the column stands for", expecting: .newName)
    expectSymbol(.equal)
    let source: Load.Mapping.Source
    if let text = optionalText() {
      source = .constant(text)
    } else {
      source = .column(parseName("a column or a text", expecting: .sourceColumn))
    }
    let format = take("in") ? parseText("a format in quotes", expecting: .text) : nil
    load.mappings.append(Load.Mapping(role, source, format: format))
  }
}
