/// What `load ... reading OPTION VALUE` can say about how a file is written. The parser,
/// completion, `help` and the grammar's keywords come from this table; the engine takes each over
/// by its name.
package enum ReadingOption: String, CaseIterable, Sendable {
  case delimiter, quote, escape, encoding, header, footer
  case dates, numbers, missing
  case sheet, table, objects, rows, lifecycle, export

  /// What may stand behind the option.
  package struct Forms: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// `";"`
    static let text = Forms(rawValue: 1)
    /// `("-", "?")`
    static let texts = Forms(rawValue: 2)
    /// `none`
    static let none = Forms(rawValue: 4)
    /// `2`
    static let number = Forms(rawValue: 8)
    /// `2 to 3`
    static let range = Forms(rawValue: 16)
  }

  /// One row of the table.
  package struct Entry: Sendable {
    package let forms: Forms
    package let meaning: String
    /// What is often written behind it; the first one is the example.
    package let values: [String]
  }

  /// The name as one writes it.
  package var name: String { rawValue }

  /// `reading delimiter ";"`
  package var example: String { "reading \(name) \(entry.values.first ?? "")" }

  package var forms: Forms { entry.forms }
  package var meaning: String { entry.meaning }

  /// The values of the table that are texts, without their quotes.
  package var texts: [String] {
    entry.values.filter { $0.hasPrefix("\"") }.map { String($0.dropFirst().dropLast()) }
  }

  /// "a text in quotes or `none`"
  package var expected: String {
    var kinds: [String] = []
    if forms.contains(.text) { kinds.append("a text in quotes") }
    if forms.contains(.texts) { kinds.append("several texts in parentheses") }
    if forms.contains(.number) { kinds.append("a whole number") }
    if forms.contains(.none) { kinds.append("`none`") }
    guard let last = kinds.popLast() else { return "" }
    return kinds.isEmpty ? last : kinds.joined(separator: ", ") + " or " + last
  }

  package var entry: Entry {
    switch self {
    case .delimiter:
      Entry(
        forms: .text,
        meaning: "what stands between two columns; `tab` and `spaces` are words for it",
        values: ["\";\"", "\",\"", "\"tab\"", "\"|\"", "\"spaces\""])
    case .quote:
      Entry(
        forms: [.text, .none], meaning: "what stands around a value that holds the delimiter",
        values: ["\"'\"", "none"])
    case .escape:
      Entry(
        forms: .text, meaning: "what stands before a quote inside quotes; `doubled`: another quote",
        values: ["\"\\\\\"", "\"doubled\""])
    case .encoding:
      Entry(
        forms: .text, meaning: "how the letters are stored",
        values: [
          "\"windows-1252\"", "\"utf-8\"", "\"utf-16le\"", "\"utf-16be\"", "\"latin1\"",
        ])
    case .header:
      Entry(
        forms: [.number, .range, .none],
        meaning: "the lines with the column names; `none`: column_1, column_2, ...",
        values: ["3", "2 to 3", "none"])
    case .footer:
      Entry(forms: .number, meaning: "how many lines at the end are no data", values: ["2"])
    case .dates:
      Entry(
        forms: [.text, .none],
        meaning: "how the dates are written, in all columns that fit it; `none`: only 2026-03-31",
        values: [
          "\"dd/MM/yyyy\"", "\"MM/dd/yyyy\"", "\"dd.MM.yyyy HH:mm\"", "\"yyyy-MM-dd\"", "none",
        ])
    case .numbers:
      Entry(
        forms: [.text, .none],
        meaning: "how the number 1234.5 would be written; `none`: only so",
        values: ["\"1.234,5\"", "\"1,234.5\"", "\"1 234,5\"", "none"])
    case .missing:
      Entry(
        forms: [.text, .texts, .none],
        meaning: "more words that mean there is no value; `none`: not even the usual ones",
        values: ["\"n/a\"", "(\"-\", \"?\")", "none"])
    case .sheet:
      Entry(forms: .text, meaning: "which sheet of a workbook", values: ["\"Orders\""])
    case .table:
      Entry(forms: .text, meaning: "which table of a database", values: ["\"orders\""])
    case .objects:
      Entry(
        forms: .text, meaning: "which object type of an OCEL log are the accounts",
        values: ["\"Customer\""])
    case .rows:
      Entry(
        forms: .text, meaning: "where in a JSON document the rows stand",
        values: ["\"data.items\""])
    case .lifecycle:
      Entry(
        forms: .text,
        meaning: "which steps of an activity in an event log are events; `all` of them",
        values: ["\"complete\"", "\"start\"", "\"all\""])
    case .export:
      Entry(
        forms: [.text, .none], meaning: "a ready-made reading by its name; `none` for none",
        values: ["\"Salesforce cases\"", "none"])
    }
  }

  /// Those that take a value of this form.
  static func taking(_ form: Forms) -> [ReadingOption] {
    allCases.filter { $0.forms.contains(form) }
  }
}
