/// Columns that stand under each other, filled up with spaces. Places are counted in characters.
struct AlignedColumns: Sendable {
  /// Where each column begins; the first at 0.
  let starts: [Int]

  /// The columns of lines all of which have spaces at the same places; nil where there are none.
  /// Lines with a tab have no places.
  init?(lines: [ArraySlice<UInt8>], narrowest: Int) {
    var isFilled: [Bool] = []
    for line in lines {
      var place = 0
      for byte in line where byte & 0xC0 != 0x80 {
        if byte == .tab { return nil }
        if place == isFilled.count { isFilled.append(false) }
        if byte != .space { isFilled[place] = true }
        place += 1
      }
    }
    var starts = [0]
    var gap = 0
    var hasText = false
    for (place, filled) in isFilled.enumerated() {
      if filled {
        if gap >= narrowest && hasText { starts.append(place) }
        gap = 0
        hasText = true
      } else {
        gap += 1
      }
    }
    guard starts.count > 1 else { return nil }
    self.starts = starts
  }

  /// Cuts one line; nil when a text runs over the place where the next column begins. Then the line
  /// is cut at two spaces or more if that makes as many fields.
  func cut(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, into fields: inout [Field]
  ) -> Bool {
    let before = fields.count
    var column = 0
    var place = 0
    var fieldStart = start
    var position = start
    while position < end {
      if bytes[position] & 0xC0 != 0x80 {
        if column + 1 < starts.count && place == starts[column + 1] {
          if position > start && bytes[position - 1] != .space && bytes[position] != .space {
            fields.removeSubrange(before...)
            return cutAtGaps(bytes, from: start, to: end, into: &fields)
          }
          fields.append(AlignedColumns.trimmed(bytes, fieldStart, position))
          fieldStart = position
          column += 1
        }
        place += 1
      }
      position += 1
    }
    fields.append(AlignedColumns.trimmed(bytes, fieldStart, end))
    return true
  }

  private func cutAtGaps(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, into fields: inout [Field]
  ) -> Bool {
    let before = fields.count
    var fieldStart = start
    var gap = 0
    for position in start...end {
      if position < end && bytes[position] == .space {
        gap += 1
        continue
      }
      if gap >= 2 || position == end {
        let field = AlignedColumns.trimmed(bytes, fieldStart, position - (gap >= 2 ? gap : 0))
        if field.length > 0 { fields.append(field) }
        fieldStart = position
      }
      gap = 0
    }
    if fields.count - before == starts.count { return true }
    fields.removeSubrange(before...)
    return false
  }

  private static func trimmed(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Field {
    var start = start
    var end = end
    while start < end && bytes[start] == .space { start += 1 }
    while end > start && bytes[end - 1] == .space { end -= 1 }
    return Field(start: start, length: end - start)
  }
}
