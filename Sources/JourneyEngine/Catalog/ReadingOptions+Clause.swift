internal import QueryLanguage

extension ReadingOptions {
  /// Takes over all that a `load` says behind `reading`. Words for missing values add up, anything
  /// else can be said once.
  mutating func apply(_ readings: [Load.Reading], file: String) throws(LoadError) {
    for (place, reading) in readings.enumerated() {
      let option = reading.option
      let earlier = readings[..<place].first { other in
        other.option == option || other.option.namesPart && option.namesPart
      }
      if let earlier, option != .missing {
        let words =
          earlier.option == option
          ? "`reading \(option.name)` is said twice"
          : "`reading \(earlier.option.name)` and `reading \(option.name)` both name the table"
        throw LoadError(
          path: file, message: "\(words), and only one can hold", hint: "leave one of them out")
      }
      if let earlier, earlier.isNone != reading.isNone {
        throw LoadError(
          path: file,
          message: "`reading missing none` says that no word means missing, and another "
            + "`reading missing` names one",
          hint: "leave one of them out")
      }
      try apply(reading, file: file)
    }
  }

  /// Takes over one item of `reading delimiter ";", header 2`.
  private mutating func apply(_ reading: Load.Reading, file: String) throws(LoadError) {
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
    case (.missing, .texts(let words)): missing = (missing ?? []) + words.map(\.text)
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

extension ReadingOption {
  /// Whether it names one of the tables of a file.
  fileprivate var namesPart: Bool { [.sheet, .table, .objects].contains(self) }
}

extension Load.Reading {
  fileprivate var isNone: Bool { if case .none = value { true } else { false } }
}
