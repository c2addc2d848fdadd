extension QueryFormatter {
  /// A whole script in canonical form: a row for each statement, more for a long one; comments stay
  /// with the statement they stand before or behind, and blank rows stay, at most one in a row.
  /// What has errors is left as it is.
  package static func format(script text: String) -> String {
    var writer = ScriptWriter(text)
    writer.write()
    return writer.output
  }
}

/// Writes the statements and comments of a script in the order of the text.
private struct ScriptWriter {
  private(set) var output = ""
  private let bytes: [UInt8]
  private let result: ParseResult
  private var comments: ArraySlice<Comment>
  /// Where the last piece that was written ends in the source.
  private var end = 0

  private static let widestRow = 100

  init(_ text: String) {
    bytes = Array(text.utf8)
    result = Parser.parse(text)
    comments = result.comments[...]
  }

  mutating func write() {
    for statement in result.statements { write(statement) }
    while let comment = comments.popFirst() { write(comment) }
  }

  private mutating func write(_ statement: Statement) {
    let isBroken = hasErrors(statement.span)
    while let comment = comments.first, comment.span.lowerBound < statement.span.lowerBound {
      write(comment)
      comments.removeFirst()
    }
    let inside = takeComments(before: statement.span.upperBound)
    let text = isBroken ? source(statement.span) : rows(of: statement)
    startRow(at: statement.span.lowerBound, isApart: text.hasPrefix("|"))
    if !isBroken { for comment in inside { output += comment.text + "\n" } }
    output += text
    end = statement.span.upperBound
    if let comment = comments.first, isOnRow(of: end, comment) {
      output += "  " + comment.text
      end = comment.span.upperBound
      comments.removeFirst()
    }
    output += "\n"
  }

  private mutating func write(_ comment: Comment) {
    startRow(at: comment.span.lowerBound)
    output += comment.text + "\n"
    end = comment.span.upperBound
  }

  /// Puts a blank row where one stood; a row that continues the last answer must have one.
  private mutating func startRow(at offset: Int, isApart: Bool = false) {
    let newlines = bytes[min(end, offset)..<offset].filter { $0 == Ascii.newline }.count
    if !output.isEmpty, newlines > 1 || isApart { output += "\n" }
  }

  private mutating func takeComments(before offset: Int) -> [Comment] {
    var taken: [Comment] = []
    while let comment = comments.first, comment.span.lowerBound < offset {
      taken.append(comment)
      comments.removeFirst()
    }
    return taken
  }

  private func isOnRow(of offset: Int, _ comment: Comment) -> Bool {
    !comment.startsRow
      && !bytes[min(offset, comment.span.lowerBound)..<comment.span.lowerBound]
        .contains(Ascii.newline)
      && !result.statements.contains {
        $0.span.lowerBound >= offset && $0.span.lowerBound < comment.span.lowerBound
      }
  }

  private func hasErrors(_ span: SourceSpan) -> Bool {
    result.diagnostics.contains {
      $0.span.lowerBound >= span.lowerBound && $0.span.lowerBound <= span.upperBound
    }
  }

  private func source(_ span: SourceSpan) -> String {
    String(decoding: bytes[span.lowerBound..<span.upperBound], as: UTF8.self)
  }

  /// One row, or where that is too long one for each piece.
  private func rows(of statement: Statement) -> String {
    let pieces = QueryFormatter.pieces(of: statement)
    let row = pieces.joined(separator: " ")
    return row.count > Self.widestRow && !row.contains("\n")
      ? pieces.joined(separator: "\n  ") : row
  }
}
