import JourneyEngine
import TestSupport

/// A result column from its cells.
func column(
  _ name: String, _ type: ValueType, _ values: [Value], style: ResultTable.Style = .plain,
  isDictionary: Bool = true
) -> ResultTable.ResultColumn {
  if type == .text {
    var texts = textColumn(name, values, isDictionary: isDictionary)
    texts.style = style
    return texts
  }
  var builder = ColumnBuilder(type)
  for value in values { builder.append(value) }
  return ResultTable.ResultColumn(name, builder.build(), style: style)
}

/// Text byte for byte as given, as a dictionary or a heap.
private func textColumn(
  _ name: String, _ values: [Value], isDictionary: Bool
) -> ResultTable.ResultColumn {
  var nulls = NullMask(count: 0)
  var heap = TextHeap()
  var codes: [UInt32] = []
  var codeOf: [[UInt8]: UInt32] = [:]
  for value in values {
    guard case .text(let text) = value else {
      nulls.append(isUnknown: true)
      codes.append(StringDictionary.unknownCode)
      if !isDictionary { heap.append("") }
      continue
    }
    nulls.append(isUnknown: false)
    let bytes = Array(text.utf8)
    if isDictionary, let code = codeOf[bytes] {
      codes.append(code)
    } else {
      codes.append(UInt32(heap.count))
      codeOf[bytes] = UInt32(heap.count)
      heap.append(text)
    }
  }
  let storage: Column.Storage =
    isDictionary ? .codes(codes, StringDictionary(heap)) : .heap(heap)
  return ResultTable.ResultColumn(name, Column(.text, storage, nulls: nulls))
}

func texts(_ name: String, _ values: [String?]) -> ResultTable.ResultColumn {
  column(name, .text, values.map { $0.map { .text($0) } ?? .unknown })
}

func numbers(
  _ name: String, _ values: [Double?], style: ResultTable.Style = .plain
) -> ResultTable.ResultColumn {
  column(name, .number, values.map { $0.map { .number($0) } ?? .unknown }, style: style)
}

func integers(
  _ name: String, _ values: [Int64?], style: ResultTable.Style = .plain
) -> ResultTable.ResultColumn {
  column(name, .integer, values.map { $0.map { .integer($0) } ?? .unknown }, style: style)
}

func money(_ name: String, scale: Int, _ values: [Int64?]) -> ResultTable.ResultColumn {
  column(
    name, .money(scale: scale), values.map { $0.map { .money($0, scale: scale) } ?? .unknown })
}

func days(_ name: String, _ values: [Double?]) -> ResultTable.ResultColumn {
  let day = Double(microsecondsPerDay)
  return column(
    name, .duration, values.map { $0.map { .duration(Int64(($0 * day).rounded())) } ?? .unknown })
}

func instants(_ name: String, _ values: [Int64?]) -> ResultTable.ResultColumn {
  column(name, .instant, values.map { $0.map { .instant($0) } ?? .unknown })
}

func dates(_ name: String, _ values: [Int64?]) -> ResultTable.ResultColumn {
  column(name, .date, values.map { $0.map { .date($0) } ?? .unknown })
}

func booleans(_ name: String, _ values: [Bool?]) -> ResultTable.ResultColumn {
  column(name, .boolean, values.map { $0.map { .boolean($0) } ?? .unknown })
}

func table(
  _ columns: [ResultTable.ResultColumn], footer: Footer = Footer(), zone: CivilTimeZone = .utc
) -> ResultTable {
  ResultTable(
    columns: columns, rowCount: columns.first?.column.count ?? 0, footer: footer, zone: zone)
}

/// Microseconds of a UTC date and time.
func instant(
  _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0,
  microseconds: Int64 = 0
) -> Int64 {
  let days = CivilDate.dayNumber(year: year, month: month, day: day)
  let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
  return Int64(seconds) * microsecondsPerSecond + microseconds
}

/// A small answer as an analyst would see one.
func accountsTable() -> ResultTable {
  var footer = Footer()
  footer.population = .init(shown: 4, total: 5_000, singular: "account", plural: "accounts")
  footer.unknowns = [.init("momentum", count: 1)]
  footer.notes = ["lowest first"]
  footer.elapsedNanoseconds = 8_400_000
  return table(
    [
      texts("name", ["Acme Ltd", "株式会社サクラ", "Zoë & Söhne", nil]),
      texts("stage", ["Benchmark", "Invest", "Invest", "Transform"]),
      numbers("jfi", [64.321, 98.7, 3.04, 51]),
      numbers("momentum", [-0.8123, nil, 0.25, -0.0001]),
      money("arr", scale: 2, [1_250_000, 99_900, 12_000_000, nil]),
      numbers("share", [0.125, 0.5, 0.0004, 1], style: .share),
      days("dwell", [47, 3.5, 0.25, 112]),
      dates("renewal", [20_543, 20_600, nil, 20_700]),
      instants(
        "last_login",
        [instant(2026, 3, 31, 12, 5), instant(2026, 4, 1), nil, instant(2026, 6, 30, 23, 59)]),
      integers("account", [1001, 2002, 3003, 40_004], style: .identifier),
      integers("events", [12, 1_234, 5, 1_000_000]),
      booleans("open", [true, false, nil, true]),
    ], footer: footer)
}

/// Text that has ever broken a table.
let awkwardTexts: [String] = [
  "", " ", "plain", "comma, inside", "say \"hi\"", "\"", "\"\"", "two\nlines", "cr\rlf\r\nend\n",
  "cr\ronly",
  "tab\there", "\ttab first", "back\\slash\\n", " leading", "trailing ", "a|b", "<b>&amp;</b>",
  "=SUM(A1)", "-5", "+1", "@x", "null", "NULL", "NaN", "true", "1e5", "0012", "é", "e\u{301}",
  "株式会社", "日本語テキスト", "한국어", "ﾊﾝｶｸ", "ＦＵＬＬ", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "❤️", "1️⃣", "🏴‍☠️", "क्षी",
  "العربية", "עברית", "\u{202E}evil\u{202C}", "\u{200B}zero", "soft\u{AD}hyphen", "\u{FEFF}bom",
  "nul\u{0}byte", "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "bell\u{7}", "del\u{7F}",
  "\u{9B}31mc1", "nel\u{85}x", "line\u{2028}sep\u{2029}", "\u{A0}nbsp\u{A0}", "\u{301}mark first",
  "_under_ and snake_case", "*bold* `code` [link](x)", "#hash", "'single'", ";semi;colon",
  "\u{10FFFF}", "\u{E000}", "𝒳𝓎", "…", "⏎", "back\u{8}space", "vt\u{B}ff\u{C}",
]

extension SeededGenerator {
  /// Random text: often short words, often awkward, sometimes long.
  mutating func text() -> String {
    switch UInt64.random(in: 0..<10, using: &self) {
    case 0...3: return awkwardTexts[Int.random(in: 0..<awkwardTexts.count, using: &self)]
    case 4...6:
      let pieces = (0..<Int.random(in: 1...4, using: &self)).map { _ in
        awkwardTexts[Int.random(in: 0..<awkwardTexts.count, using: &self)]
      }
      return pieces.joined(separator: [" ", ",", "", "\n"].randomElement(using: &self) ?? "")
    case 7:
      return String(
        repeating: "long word ", count: Int.random(in: 1...12, using: &self))
    default:
      return String((0..<8).map { _ in "abcdefgh, \"\n".randomElement(using: &self) ?? "a" })
    }
  }

  mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }

  /// Random doubles of all sizes, the extremes included, always finite.
  mutating func number() -> Double {
    switch UInt64.random(in: 0..<8, using: &self) {
    case 0:
      let extremes = [
        0, -0.0, 1, -1, 0.1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
        .leastNonzeroMagnitude, .leastNormalMagnitude, 9_007_199_254_740_992, 1e15, 1e16, 1e21,
        123_456_789.123_456_79, 0.30000000000000004,
      ]
      return extremes[Int.random(in: 0..<extremes.count, using: &self)]
    case 1:
      let value = Double(bitPattern: next())
      return value.isFinite ? value : 0
    case 2...4: return Double.random(in: -100...100, using: &self)
    default: return Double(Int.random(in: -10_000...10_000, using: &self)) / 100
    }
  }
}
