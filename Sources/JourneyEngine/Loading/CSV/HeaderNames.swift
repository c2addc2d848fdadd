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
        if !isGroups && !names[column].isEmpty && saysNothing(word) { continue }
        names[column] += names[column].isEmpty ? word : " " + word
      }
    }
    return names
  }

  /// What SurveyMonkey writes below a question that has one answer.
  private static func saysNothing(_ word: String) -> Bool {
    ["Response", "Open-Ended Response"].contains(word)
  }

  /// Whether the second of the rows goes on with the names of some columns, as surveys have it:
  /// `,,Response,Open-Ended Response` below the questions. Ids, dates or numbers stand beneath its
  /// gaps without one of their own, and its words stand nowhere in their columns.
  static func isContinued(_ rows: [[Cell]]) -> Bool {
    guard rows.count > 3, let top = rows.first, top.count > 2, rows[1].count == top.count,
      let first = top.first, let gap = rows[1].first, !first.isBlank, gap.isBlank
    else { return false }
    let second = rows[1]
    let body = rows[2...]
    guard top.allSatisfy({ $0.isBlank || $0.kind == .text }),
      second.contains(where: { !$0.isBlank }),
      second.allSatisfy({ $0.isBlank || $0.kind == .text }),
      body.allSatisfy({ $0.first?.isBlank == false })
    else { return false }
    var values = 0
    for column in top.indices {
      let below = body.compactMap { column < $0.count && !$0[column].isBlank ? $0[column] : nil }
      if second[column].isBlank {
        let isFull = below.count == body.count && !top[column].isBlank
        if isFull && below.allSatisfy({ $0.kind == .number || $0.kind == .date }) { values += 1 }
      } else if below.contains(second[column]) {
        // An option stands below its own name where it was ticked, and nothing else does.
        guard Set(below).count == 1 && (top[column].isBlank || isSpread(top, column)) else {
          return false
        }
      }
    }
    return values > 1
  }

  /// Whether the name of a column is that of columns behind it too.
  private static func isSpread(_ top: [Cell], _ column: Int) -> Bool {
    column + 1 < top.count && top[column + 1].isBlank
  }

  /// Whether the first of the rows groups the names of the second: it has gaps, the second has
  /// none, and only the second stands above values.
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
