/// The texts a stored column holds, for checking and suggesting values.
struct StoredValues {
  private let owner: Relation
  private let index: Int
  private var others: [String] = []

  /// nil when the expression is no stored text column.
  init?(_ expression: BoundExpression, in relation: Relation) {
    guard let field = expression.field, expression.type == .text, relation.kind != .result else {
      return nil
    }
    guard let owner = field.throughAccount ? relation.accounts : relation else { return nil }
    self.owner = owner
    index = field.index
  }

  private var column: Column { owner.column(index) }

  mutating func add(_ texts: [String]) { others += texts }

  /// Texts equal to `text`: exactly, else but for case and blanks around.
  func matches(_ text: String) -> Set<ExactText> {
    if let dictionary = owner.fields[index].texts {
      let known = StoredValues.matches(text, in: dictionary)
      return known.isEmpty ? otherMatches(text) : known
    }
    switch column.storage {
    case .codes(_, let dictionary):
      let known = StoredValues.matches(text, in: dictionary)
      if !known.isEmpty { return known }
    case .heap(let heap):
      let alike = alike(text, in: heap)
      if alike.contains(ExactText(text)) { return [ExactText(text)] }
      if !alike.isEmpty { return alike }
    default: break
    }
    return otherMatches(text)
  }

  private static func matches(_ text: String, in dictionary: StringDictionary) -> Set<ExactText> {
    if dictionary.code(of: text) != nil { return [ExactText(text)] }
    return Set(dictionary.codes(ofFolded: text).map { ExactText(dictionary[$0]) })
  }

  private func otherMatches(_ text: String) -> Set<ExactText> {
    let folded = text.foldedForComparison
    return Set(others.filter { $0.foldedForComparison == folded }.map(ExactText.init))
  }

  private func alike(_ text: String, in heap: TextHeap) -> Set<ExactText> {
    let folded = text.foldedForComparison
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    let column = column
    let indexes = column.indexes
    if isASCII,
      indexes.isUseful(
        .hash, rowCount: column.count, saving: Double(column.count), policy: .adaptive),
      let alike = indexes.hash(column)?.alike(text)
    {
      return alike
    }
    let bytes = Array(folded.utf8)
    let canTell = isASCII && indexes.isASCII(column)
    var alike: Set<ExactText> = []
    for row in 0..<heap.count where !column.nulls.isUnknown(row) {
      // Optimisation: most rows are told by their length.
      if canTell, !heap.mayBeAlike(bytes, at: row) { continue }
      let value = ExactText(heap[row])
      if value.text.foldedForComparison == folded { alike.insert(value) }
    }
    return alike
  }

  /// Every text of the column that is known, as often as it occurs.
  var texts: [String] {
    let column = column
    return (0..<column.count).compactMap { row in
      if case .text(let text) = column[row] { text } else { nil }
    }
  }

  /// Values to offer, commonest first.
  var suggestions: [String] {
    guard case .codes(let codes, let dictionary) = column.storage else { return others }
    var counts = [Int](repeating: 0, count: dictionary.count)
    for code in codes where code != StringDictionary.unknownCode { counts[Int(code)] += 1 }
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    let texts = order.prefix(5000).map { dictionary[UInt32($0)] }
    return texts + others.filter { !texts.contains($0) }
  }
}

extension TextHeap {
  /// Whether a text of ASCII letters may equal a folded one, once it is folded itself.
  fileprivate func mayBeAlike(_ folded: [UInt8], at row: Int) -> Bool {
    let (start, end) = (offsets[row], offsets[row + 1])
    if end - start != folded.count {
      return end > start
        && (TextEdges.mayBeBlank(bytes[start]) || TextEdges.mayBeBlank(bytes[end - 1]))
    }
    for place in 0..<folded.count where bytes[start + place] | 0x20 != folded[place] | 0x20 {
      return TextEdges.mayBeBlank(bytes[start]) || TextEdges.mayBeBlank(bytes[end - 1])
    }
    return true
  }
}
