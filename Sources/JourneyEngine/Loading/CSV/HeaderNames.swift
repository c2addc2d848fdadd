/// Names made of one or several header rows.
enum HeaderNames {
  /// Group and name joined by a space; a group stands above all columns up to the next.
  static func joined(_ rows: [[Cell]]) -> [String] {
    guard rows.count > 1 else { return rows.first.map { $0.map(\.text) } ?? [] }
    let width = rows.map(\.count).max() ?? 0
    var names = [String](repeating: "", count: width)
    for (place, row) in rows.enumerated() {
      let isGroups = place < rows.count - 1
      var group = ""
      for column in 0..<width {
        let text = column < row.count ? row[column].text : ""
        if isGroups && !text.isEmpty { group = text }
        let word = isGroups && text.isEmpty ? group : text
        // A cell that spans its rows stands in the first of them, or in each.
        if word.isEmpty || names[column] == word { continue }
        names[column] += names[column].isEmpty ? word : " " + word
      }
    }
    return names
  }

  /// Whether the first of the rows groups the names of the second: it has gaps, the second has none,
  /// and only the second stands above values.
  static func isGroups(_ rows: [[Cell]]) -> Bool {
    guard rows.count > 3, rows[0].count == rows[1].count, rows[0].count > 2 else { return false }
    let groups = rows[0].filter { !$0.isBlank }
    let body = Array(rows[2...])
    guard !groups.isEmpty, groups.count < rows[0].count, rows[1].allSatisfy({ $0.kind == .text })
    else { return false }
    return HeaderEvidence(rows[1], body).isHeader
      && groups.allSatisfy { $0.kind == .text || $0.integer != nil }
  }
}
