import QueryLanguage
import Testing

@Suite struct DiagnosticTests {
  /// The whole printed text, caret and correction included.
  @Test(arguments: [
    (
      "acounts where jfi > 60",
      """
      error[E0204]: `acounts` is no keyword; the nearest is `accounts`
        acounts where jfi > 60
        ^^^^^^^
        help: accounts where jfi > 60
      """
    ),
    (
      "accounts wehre jfi > 60 odrer by arr",
      """
      error[E0204]: `wehre` is no keyword; the nearest is `where`
        accounts wehre jfi > 60 odrer by arr
                 ^^^^^
        help: accounts where jfi > 60 odrer by arr
      error[E0204]: `odrer` is no keyword; the nearest is `order`
        accounts wehre jfi > 60 odrer by arr
                                ^^^^^
        help: accounts wehre jfi > 60 order by arr
      """
    ),
    (
      "accounts where vertical is SaaS or Telecom by stage",
      """
      error[E0207]: `Telecom` alone is no condition; several values are written `in (SaaS, Telecom)`
        accounts where vertical is SaaS or Telecom by stage
                                        ^^^^^^^^^^
        help: accounts where vertical in (SaaS, Telecom) by stage
      """
    ),
    (
      "accounts where a is not x or \"y z\" and b",
      """
      error[E0207]: `"y z"` alone is no condition; several values are written `not in (x, "y z")`
        accounts where a is not x or "y z" and b
                                  ^^^^^^^^
        help: accounts where a not in (x, "y z") and b
      """
    ),
    (
      "accounts where vertical is Customer Success by stage",
      """
      error[E0212]: a value of several words stands in quotes: `"Customer Success"`
        accounts where vertical is Customer Success by stage
                                   ^^^^^^^^^^^^^^^^
        help: accounts where vertical is "Customer Success" by stage
      """
    ),
    (
      "accounts where name is go-live",
      """
      error[E0212]: a value of several words stands in quotes: `"go-live"`
        accounts where name is go-live
                               ^^^^^^^
        help: accounts where name is "go-live"
      """
    ),
    (
      "accounts where stage is in (a, b)",
      """
      error[E0213]: `is in` is written `in`
        accounts where stage is in (a, b)
                             ^^^^^
        help: accounts where stage in (a, b)
      """
    ),
    (
      "accounts where jfi > by stage",
      """
      error[E0202]: a field or a value was expected here, not `by`
        accounts where jfi > by stage
                             ^^
      """
    ),
    (
      "accounts in Invest top 10 show name top 5",
      """
      error[E0206]: `top` stands in the sentence already
        accounts in Invest top 10 show name top 5
                                            ^^^^^
      """
    ),
    (
      "accounts where a < b < c",
      """
      error[E0210]: a comparison cannot be compared again
        accounts where a < b < c
                             ^
      """
    ),
    (
      "accounts during 2026-02-30",
      """
      error[E0104]: there is no `2026-02-30`; the nearest is `2026-02-28`
        accounts during 2026-02-30
                        ^^^^^^^^^^
        help: accounts during 2026-02-28
      """
    ),
    (
      "accounts where name is \"Acme",
      """
      error[E0101]: this text is not closed: `"` is missing
        accounts where name is "Acme
                               ^
        help: accounts where name is "Acme"
      """
    ),
    (
      "accounts where a == 3",
      """
      error[E0103]: `==` is written `=` here
        accounts where a == 3
                         ^^
        help: accounts where a = 3
      """
    ),
    (
      "accounts by stage and vertical",
      """
      error[E0215]: several columns are separated by `,`, not by `and`
        accounts by stage and vertical
                         ^^^^^
        help: accounts by stage, vertical
      """
    ),
    (
      "accounts where renewal_date in next 60 dyas",
      """
      error[E0204]: `dyas` is no keyword; the nearest is `days`
        accounts where renewal_date in next 60 dyas
                                               ^^^^
        help: accounts where renewal_date in next 60 days
      """
    ),
    (
      "why jfi \"Acme Ltd\"",
      """
      error[E0202]: `of` and a population was expected here, not a text
        why jfi "Acme Ltd"
                ^^^^^^^^^^
        help: why jfi of "Acme Ltd"
      """
    ),
    (
      "accounts where (jfi > 3",
      """
      error[E0208]: `)` is missing
        accounts where (jfi > 3
                               ^
        help: accounts where (jfi > 3)
      """
    ),
    (
      "accounts)",
      """
      error[E0209]: this `)` closes nothing
        accounts)
                ^
        help: accounts
      """
    ),
    (
      "select everything",
      """
      error[E0205]: no sentence begins with `select`
        select everything
        ^^^^^^
        note: `accounts where ...` lists accounts; `help` shows every sentence
      """
    ),
    (
      "accounts where name is 株式会社 x and\t@ y",
      """
      error[E0212]: a value of several words stands in quotes: `"株式会社 x"`
        accounts where name is 株式会社 x and    @ y
                               ^^^^^^^^^^
        help: accounts where name is "株式会社 x" and\t@ y
      error[E0102]: `@` means nothing here
        accounts where name is 株式会社 x and    @ y
                                                 ^
      """
    ),
  ])
  func printed(_ text: String, _ expected: String) {
    let printed = DiagnosticFormatter(text).format(Parser.parse(text).diagnostics)
    #expect(printed == expected)
  }

  /// What people write out of habit, and what the correction makes of it.
  @Test(arguments: [
    ("accounts sort by arr", "accounts order by arr"),
    ("accounts group by stage", "accounts by stage"),
    ("accounts whose jfi > 60 limit 5", "accounts where jfi > 60 top 5"),
    ("accounts order by arr descending", "accounts order by arr desc"),
    ("accounts where jfi is greater than 60", "accounts where jfi > 60"),
    ("accounts where jfi is at most 60", "accounts where jfi <= 60"),
    ("accounts where jfi between 10, 20", "accounts where jfi between 10 and 20"),
    ("accounts where jfi > 60 arr > 3", "accounts where jfi > 60 and arr > 3"),
    ("accounts where arr > 50k", "accounts where arr > 50_000"),
    ("accounts where name = Acme Ltd", "accounts where name = \"Acme Ltd\""),
    ("accounts where stage in Invest, Share", "accounts where stage in (Invest, Share)"),
    ("accounts in (Invest, Share)", "accounts in Invest, Share"),
    ("accounts in Invest and Share", "accounts in Invest, Share"),
    ("accounts matching a then b", "accounts matching a -> b"),
    ("funnel a, b > c of accounts", "funnel a -> b -> c of accounts"),
    ("average jfi of accounts", "avg jfi of accounts"),
    ("accounts show average jfi", "accounts show avg jfi"),
    ("nps of accounts during 2026 vs 2025", "nps of accounts during 2026 with 2025"),
    ("journey of Acme Ltd", "journey of \"Acme Ltd\""),
    ("load events from data/usage.csv", "load events from \"data/usage.csv\""),
    ("set now = 2026-06-30", "set now 2026-06-30"), ("let x 5", "let x = 5"),
    ("load \"x.csv\"", "load from \"x.csv\""), ("load x.csv", "load from \"x.csv\""),
    ("load events x.csv", "load events from \"x.csv\""),
    ("x.csv", "load from \"x.csv\""), ("import data/x.csv", "load from \"data/x.csv\""),
    ("read_csv('x')", "load from \"x\""), ("df = pd.read_csv('x')", "load from \"x\""),
    ("from \"x.csv\"", "load from \"x.csv\""), ("open \"x.csv\"", "load from \"x.csv\""),
    ("select * from 'x.csv'", "load from \"x.csv\""),
    ("load from \"x\" reading sep=\";\"", "load from \"x\" reading delimiter \";\""),
    ("load from \"x\" reading delimeter tab", "load from \"x\" reading delimiter \"tab\""),
    ("load from \"x\" readin header none", "load from \"x\" reading header none"),
  ])
  func habits(_ text: String, _ corrected: String) {
    var text = text
    while let fix = Parser.parse(text).diagnostics.lazy.compactMap(\.fixIts.first).first,
      text != corrected
    {
      text = fix.applied(to: text)
      if text.utf8.count > 200 { break }
    }
    #expect(text == corrected)
    #expect(Parser.parse(text).diagnostics.isEmpty)
  }

  /// What stands behind an option of `reading` has the option's form.
  @Test(arguments: [
    ("reading foo \"x\", header none", "E0220", 8), ("reading delimiter 3", "E0221", 18),
    ("reading delimiter", "E0201", 17), ("reading header \"3\"", "E0221", 15),
    ("reading footer none", "E0221", 15), ("reading dates (\"a\")", "E0221", 14),
    ("reading missing 7", "E0221", 16), ("reading", "E0201", 7), ("reading 7", "E0202", 8),
  ])
  func wrongReadings(_ clause: String, _ code: String, _ place: Int) {
    let before = "load from \"x\" "
    let result = Parser.parse(before + clause)
    #expect(result.diagnostics.map(\.code) == [code])
    #expect(result.diagnostics.first?.span.lowerBound == before.utf8.count + place)
  }

  @Test func scriptsSayWhere() {
    let text = "accounts\n\n  events wehre kind is x"
    let diagnostics = Parser.parse(text).diagnostics
    let printed = DiagnosticFormatter(text, file: "a.orbits").format(diagnostics)
    #expect(printed.hasPrefix("a.orbits:3:10: error[E0204]: "))
  }

  @Test func colorsAreAsked() {
    let text = "acounts"
    let diagnostics = Parser.parse(text).diagnostics
    #expect(!DiagnosticFormatter(text).format(diagnostics).contains("\u{1B}"))
    #expect(DiagnosticFormatter(text, hasColor: true).format(diagnostics).contains("\u{1B}[1;31m"))
  }

  /// Every first correction, applied, leaves fewer errors.
  @Test(arguments: [
    "acounts where jfi > 60", "accounts where a is x or y or z", "laod events from \"x\"",
    "accounts where a == 3 && b <> 4", "drift zoens of accounts", "accounts ordr by x",
    "funnel a -> b off accounts", "accounts where renewal in next 3 dasy", "explian accounts",
    "stages accounts", "nps of acounts", "accounts top 3 shwo name", "time form a to b of accounts",
    "load acounts from \"x\"", "accounts 2026-13", "defien a = b", "visits untill 2026",
  ])
  func correctionsHelp(_ text: String) throws {
    var text = text
    for _ in 0..<5 {
      let diagnostics = Parser.parse(text).diagnostics
      guard let fix = diagnostics.lazy.compactMap(\.fixIts.first).first else { break }
      let corrected = fix.applied(to: text)
      #expect(Parser.parse(corrected).diagnostics.count < diagnostics.count, "\(corrected)")
      text = corrected
    }
  }

  @Test func everyCodeIsExplainedOnce() {
    let codes = DiagnosticCode.language
    #expect(Set(codes.map(\.code)).count == codes.count)
    #expect(codes.map(\.code) == codes.map(\.code).sorted())
    for code in codes { #expect(code.explanation.hasSuffix("."), "\(code.code)") }
  }

  @Test func anUnclosedBracketSilencesTheRowsBelowIt() {
    let result = Parser.parse("accounts where (a > 3\naccounts by stage\nevents top 3 top 4\n")
    #expect(result.diagnostics.count == 1)
  }

  @Test(arguments: [
    ("verticla", "vertical"), ("Telcom", "Telecom"), ("benchmrak", "Benchmark"), ("jif", "jfi"),
    ("JFI", "jfi"), ("nothing_like_it", nil), ("x", nil), ("", nil),
  ])
  func suggestions(_ word: String, _ nearest: String?) {
    let names = ["vertical", "Telecom", "Benchmark", "jfi", "stage"]
    #expect(NameSuggestion.nearest(to: word, among: names) == nearest)
  }
}
