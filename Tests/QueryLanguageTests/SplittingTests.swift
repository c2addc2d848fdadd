import QueryLanguage
import Testing

@Suite struct SplittingTests {
  @Test(arguments: [
    ("accounts\nevents", 2), ("accounts; events;", 2), (";;\n;", 0), ("", 0), ("# only this", 0),
    ("accounts by a,\nb", 1), ("accounts where a and\nb", 1), ("accounts where not\nb", 1),
    ("accounts where a +\nb", 1), ("accounts |\ntop 5", 1), ("accounts\n| top 5", 1),
    ("accounts\n\n| top 5", 2), ("accounts where (a\n)", 1), ("accounts where (a\n\nevents", 2),
    ("accounts\n  by stage\n  show count\nevents", 2), ("  accounts\n  events", 2),
    ("  accounts\n    by stage\n  events", 2), ("accounts\n# remark\n  by stage", 1),
    ("accounts\n  \n  by stage", 2), ("cohort \"x\" =\naccounts", 1), ("accounts; by;", 2),
    ("accounts\r\n  by stage\r\nevents\r\n", 2), ("accounts where a in (b,\nc) ; events", 2),
  ])
  func statements(_ text: String, _ count: Int) {
    #expect(Parser.parse(text).statements.count == count)
  }

  @Test(arguments: [
    ("accounts", nil), ("accounts where", "a field or a value"),
    ("accounts where jfi >", "a field or a value"), ("accounts where a and", "a field or a value"),
    ("accounts by a,", "a field or a value"), ("accounts where (a", "`)`"),
    ("accounts where a in (b", "`)`"), ("accounts where a is", "a value"),
    ("accounts in", "a stage"), ("accounts in last", "a unit such as `days`"),
    ("accounts |", "a clause such as `where`, `order by`, `top` or `as`"),
    ("stages", "a stage"), ("funnel a ->", "a kind of event"),
    ("nps of", "a population such as `accounts`"),
    ("accounts order", "`by`"), ("accounts top", "a whole number"), ("drift", "`zones`"),
    ("accounts where name is \"Acme", "a closing quote"),
    ("compare nps of accounts with", "a population, a period, a benchmark or an outcome"),
    ("define a\n  b: count of c weight 3", "another component, or an empty row to end"),
    ("define a\n  b: count of c weight 3\n", nil), ("accounts where (a\n", nil),
    ("acounts where", nil), ("accounts where jfi > by", nil),
    ("accounts\nevents where", "a field or a value"),
  ])
  func missing(_ text: String, _ missing: String?) {
    #expect(Parser.parse(text).missing == missing)
  }
}
