import QueryLanguage
import Testing

@Suite struct ExpressionTests {
  /// Parentheses that say nothing new go; those that do stay.
  @Test(arguments: [
    ("avg jfi - momentum", "(avg jfi) - momentum"),
    ("a + b * c", "a + (b * c)"),
    ("a - b - c", "(a - b) - c"),
    ("-a * b", "(-a) * b"),
    ("a + b > c * d", "(a + b) > (c * d)"),
    ("not a = b", "not (a = b)"),
    ("not a and b or c", "((not a) and b) or c"),
    ("a or b and c", "a or (b and c)"),
    ("a else 0 > 5", "(a else 0) > 5"),
    ("a + b else c", "(a + b) else c"),
    ("avg jfi else 0", "(avg jfi) else 0"),
    ("if a then b else c + 1", "if a then b else (c + 1)"),
    ("month of started = 3", "(month of started) = 3"),
    ("count of a in last 3 days > 5", "(count of a in last 3 days) > 5"),
    ("a in (x, y) and b", "(a in (x, y)) and b"),
    ("a between 1 and 2 and b", "(a between 1 and 2) and b"),
  ])
  func precedence(_ text: String, _ grouped: String) {
    let plain = parsed("expect \(text)").map { QueryFormatter.format($0) }
    let explicit = parsed("expect \(grouped)").map { QueryFormatter.format($0) }
    #expect(plain == "expect \(text)")
    // A chain keeps its inner parentheses, everything else reads the same without them.
    if !grouped.hasPrefix("(a - b)") { #expect(explicit == plain) }
  }

  @Test(arguments: [
    "a - (b - c)", "(a + b) * c", "a / (b * c)", "-(a + b)", "-(-a)", "not (a and b)",
    "(a or b) and c", "(a and b) and c", "avg (a + b)", "(a > b) = c", "a else (b else c)",
    "if a then (if b then c) else d", "(if a then b else c) + 1", "(count of a) during 2026",
    "last (3 days)", "vertical is SaaS or (churned)", "count(a is b) / count", "share of total arr",
    "min(a, b)", "stage is unknown", "stage is known", "stage is `unknown`", "a is \"unknown\"",
    "a is -5", "a is (b)", "a not in (x, \"y z\", 3, 2026-03)", "a not between 1 and 2",
    "a not contains \"x\"", "a starts with \"x\"", "a ends with b", "a like \"%x\"",
    "a matches \"^x\"", "a not during 2026", "started since 2026-01-01", "a before now",
    "account.vertical is SaaS", "time in Invest > 30 days", "jfi in Invest > 60",
    "jfi in Invest - momentum in `each` > 3", "renewal_date during 2026-Q1",
    "week of account.started",
    "count distinct owner", "p99.9 days", "last login[channel is web]", "first contract_signed",
    "milestone[name is \"go-live\"]", "p90 time from Invest to first_value", "60% > 0.5",
    "true", "1.5 hours", "$since", "this month", "last 2 full quarters", "last quarter",
    "yesterday", "2026-03-31T10:00:30.25+02:00 > 2026-W05", "1e+21", "\"a \\\"b\\\" \\\\ c\"",
  ])
  func keepsItsParentheses(_ text: String) {
    checkCanonical("expect \(text)", "expect \(text)")
  }

  @Test func bareAggregates() {
    for text in ["median", "p90", "avg", "count", "first", "share of total"] {
      checkCanonical("dwell of accounts show \(text)", "dwell of accounts show \(text)")
    }
  }

  @Test func aggregatesWithCallsAreAggregates() {
    checkCanonical("expect avg(jfi) > 5", "expect avg jfi > 5")
    checkCanonical("expect sum of amount > 5", "expect sum amount > 5")
  }

  @Test func numbers() {
    checkCanonical("expect 1_000_000 = 1000", "expect 1_000_000 = 1000")
    checkCanonical("expect 123456789012345678901 > 60.5%", "expect 1.2345678901234568e+20 > 60.5%")
    checkCanonical("expect dwell > 1 days", "expect dwell > 1 day")
  }
}
