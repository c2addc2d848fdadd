internal import QueryLanguage

/// Where the rows of a JSON file stand.
enum JSONOutline: Sendable {
  /// A value a line, from the offset on.
  case lines(Int)
  /// The elements of the outermost array, from the offset on.
  case array(Int)
  /// One value, which is an object with lists inside, or none.
  case document(start: Int, end: Int, lists: [JSONSkimmer.List], members: [String])

  /// Looks at text whose first letter stands at `first`.
  static func find(
    _ source: ByteSource, _ sample: [UInt8], start: Int, first: Int, ending: DataFileEnding?,
    _ options: ReadingOptions
  ) throws(LoadError) -> JSONOutline {
    if first < sample.count, sample[first] == UInt8(ascii: "[") {
      return areLinesOfArrays(sample[first...]) ? .lines(start) : .array(first + 1)
    }
    if ending?.isLines ?? false { return .lines(start) }
    var skimmer = try JSONSkimmer(source, from: first, options)
    do throws(LoadError) {
      try skimmer.skim()
    } catch {
      if hasObjectOnSecondLine(sample[first...]) { return .lines(start) }
      throw error
    }
    let end = skimmer.offset
    let isOneLine = !skimmer.crossesLines
    let next = try skimmer.skipSpace()
    if skimmer.offset >= source.size {
      // One row either way.
      if isOneLine && skimmer.lists.isEmpty { return .lines(start) }
      return .document(
        start: first, end: end, lists: skimmer.lists, members: skimmer.members)
    }
    if isOneLine && skimmer.crossesLines { return .lines(start) }
    var error = skimmer.failure { $0.failure("text after the value") }
    if !isOneLine && next == UInt8(ascii: "{") {
      error.message = "a second JSON value begins here: several are read only one a line"
      error.hint = "write each on a line of its own: jq -c . \(source.path) > LINES.jsonl"
    }
    throw error
  }

  /// Every line an array: the first ends on its line, and another begins the next.
  private static func areLinesOfArrays(_ text: ArraySlice<UInt8>) -> Bool {
    guard let end = text.firstIndex(of: .newline),
      text[end...].first(where: { ![9, 10, 13, 32].contains($0) }) == UInt8(ascii: "["),
      text[..<end].last(where: { ![9, 13, 32].contains($0) }) == UInt8(ascii: "]")
    else { return false }
    return JSONSyntaxCheck.failure(in: Array(text[..<end])) == nil
  }

  /// A bad first line does not make JSON Lines a bad document.
  private static func hasObjectOnSecondLine(_ text: ArraySlice<UInt8>) -> Bool {
    guard let end = text.firstIndex(of: .newline),
      let begin = text[end...].firstIndex(where: { ![9, 10, 13, 32].contains($0) }),
      text[begin] == UInt8(ascii: "{")
    else { return false }
    let line = text[begin...].prefix { $0 != .newline }
    return line.endIndex < text.endIndex && JSONSyntaxCheck.failure(in: Array(line)) == nil
  }
}
