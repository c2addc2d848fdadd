/// Texts with blanks before or behind them: ` Acme ` looks like `Acme` in every answer and is
/// another text.
enum BlanksAround {
  /// One column and its texts with blanks around.
  private struct Found {
    var name: String
    var texts: Int
    var firstRow: Int
    var first: String
  }

  /// What to say of the columns named (ids, names) and of those with categories. Looks at the
  /// distinct texts of a column; at its rows only where there are any.
  static func notes(
    _ table: Table, _ places: RowPlaces, named: [String]
  ) -> [LoadReport.Note] {
    let found = table.fields.compactMap { field -> Found? in
      switch field.column.storage {
      case .heap(let heap) where named.contains(field.name):
        return of(heap, field) { text in text }
      case .codes(let codes, let dictionary)
      where named.contains(field.name) || isCategory(field, dictionary.count):
        return of(dictionary.values, field) { text in codes.firstIndex(of: UInt32(text)) }
      default: return nil
      }
    }
    guard let first = found.first else { return [] }
    let others = found.dropFirst().prefix(2).map {
      "\(ColumnMapper.quoted($0.name)) has \($0.texts)"
    }
    let more = found.count > 3 ? ["\(found.count - 3) more columns have some"] : []
    let told =
      [
        "\(ColumnMapper.quoted(first.name)) has "
          + "\(PlainText.counted(first.texts, "text")) with blanks around "
          + "\(first.texts == 1 ? "it" : "them"), the first `\(first.first)` in "
          + places.words(ofRow: first.firstRow)
      ] + others + more
    return [
      LoadReport.Note(
        .note, places.name(ofRow: first.firstRow), line: places.line(ofRow: first.firstRow),
        told.joined(separator: "; "),
        hint:
          "`is` finds them where no text is exactly the word, `=` never: take the blanks out in the "
          + "file, or compare `trim(\(ColumnMapper.quoted(first.name)))`")
    ]
  }

  /// Few texts, each on several rows, and no remarks.
  private static func isCategory(_ field: Table.Field, _ texts: Int) -> Bool {
    texts <= max(50, field.column.count / 2)
      && !SourceWords.comment.contains(SourceWords.fold(field.name))
  }

  /// `rowOf`: the first row with a text, if it is in use at all.
  private static func of(
    _ texts: TextHeap, _ field: Table.Field, rowOf: (Int) -> Int?
  ) -> Found? {
    var found: Found?
    for text in 0..<texts.count where TextEdges.hasBlanks(texts.utf8(at: text)) {
      guard let row = rowOf(text), !field.column.nulls.isUnknown(row) else { continue }
      if found == nil {
        found = Found(name: field.name, texts: 0, firstRow: row, first: texts[text])
      }
      found?.texts += 1
    }
    return found
  }
}

extension SourcePreparation {
  /// Of ids, names, stages, kinds and categories; keys of accounts are told where they are matched.
  var blanksAround: [LoadReport.Note] {
    let named = [
      (accountsPart, ["id", "name", "stage"]), (events, ["kind", "stage"]), (stages, ["stage"]),
    ]
    return named.flatMap { part, names in
      part.map { BlanksAround.notes($0.table, $0.places, named: names) } ?? []
    }
  }
}
