internal import QueryLanguage

extension ReadingOptions {
  /// Takes over one item of `reading delimiter ";", header 2`.
  mutating func apply(_ reading: Load.Reading, file: String) throws(LoadError) {
    switch (reading.option, reading.value) {
    case (.header, .none): header = Header.none
    case (.header, .numbers(let first, let last)):
      let last = last ?? first
      guard first > 0, last >= first else {
        throw LoadError(
          path: file, message: "`reading header \(first) to \(last)` names no lines",
          hint: "lines are counted from 1: `\(ReadingOption.header.example)`")
      }
      header = .lines(first...last)
    case (.footer, .numbers(let count, to: nil)): footer = count
    case (.missing, .none): missing = []
    case (.missing, .texts(let words)): missing = words.map(\.text)
    case (let option, .none): apply(option, "none")
    case (let option, .texts(let texts)): apply(option, texts.last?.text ?? "")
    case (_, .numbers): break
    }
  }

  /// Takes over an option whose value is a text; also what a question was answered with.
  package mutating func apply(
    _ option: String, _ value: String, file: String
  ) throws(LoadError) {
    guard let known = ReadingOption(rawValue: option) else {
      throw LoadError(path: file, message: "`reading` has no option `\(option)`")
    }
    apply(known, value)
  }

  private mutating func apply(_ option: ReadingOption, _ value: String) {
    switch option {
    case .delimiter: delimiter = value
    case .quote: quote = value
    case .escape: escape = value
    case .encoding: encoding = value
    case .dates: dates = value
    case .numbers: numbers = value
    case .missing: missing = [value]
    case .sheet, .table, .objects: part = value
    case .rows: rows = value
    case .lifecycle: lifecycle = value
    case .export: export = value
    // Numbers, which have no text.
    case .header, .footer: break
    }
  }
}
