extension FixIt {
  /// The text with the correction made.
  package func applied(to text: String) -> String {
    var bytes = Array(text.utf8)
    for edit in edits.sorted(by: { $0.span.lowerBound > $1.span.lowerBound }) {
      let upper = min(max(edit.span.upperBound, 0), bytes.count)
      let lower = min(max(edit.span.lowerBound, 0), upper)
      bytes.replaceSubrange(lower..<upper, with: edit.replacement.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
