internal import QueryLanguage

extension ReadingOptions {
  /// Takes over one item of `reading delimiter ";", header 2`.
  mutating func apply(_ reading: Load.Reading, file: String) throws(LoadError) {
    switch (reading.option.text.lowercased(), reading.value) {
    case ("header", .none): header = Header.none
    case ("header", .numbers(let first, let last)):
      header = .lines(max(1, first)...max(1, first, last ?? first))
    case ("footer", .numbers(let count, to: nil)): footer = count
    case ("missing", .none): missing = []
    case ("missing", .texts(let words)): missing = words.map(\.text)
    case (let option, .none): try apply(option, "none", file: file)
    case (let option, .texts(let texts)) where texts.count == 1:
      try apply(option, texts[0].text, file: file)
    case (let option, _):
      throw LoadError(
        path: file, message: "`reading \(option)` takes one text in quotes",
        hint: "for instance `reading delimiter \";\"`")
    }
  }

  /// Takes over an option whose value is a text; also what a question was answered with.
  package mutating func apply(
    _ option: String, _ value: String, file: String
  ) throws(LoadError) {
    switch option {
    case "delimiter": delimiter = value
    case "quote": quote = value
    case "escape": escape = value
    case "encoding": encoding = value
    case "dates": dates = value
    case "numbers": numbers = value
    case "missing": missing = [value]
    case "sheet", "table", "objects": part = value
    case "rows": rows = value
    case "lifecycle": lifecycle = value
    case "export": export = value
    default:
      let options = [
        "delimiter", "quote", "escape", "encoding", "header", "footer", "dates", "numbers",
        "missing", "sheet", "table", "objects", "rows", "lifecycle", "export",
      ]
      let near = NameSuggestion.nearest(to: option, among: options)
      throw LoadError(
        path: file, message: "`reading` has no option `\(option)`",
        hint: near.map { "write `reading \($0) ...`" }
          ?? "there are \(options.joined(separator: ", "))")
    }
  }
}
