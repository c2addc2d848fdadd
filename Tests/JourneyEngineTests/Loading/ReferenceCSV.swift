/// RFC 4180 read one byte at a time, without any cleverness: what the fast reader is compared with.
struct ReferenceCSV {
  struct Row: Equatable {
    /// 1-based.
    var line: Int
    var fields: [String]
    /// Text stands behind a closing quote.
    var isGarbled = false

    var isBlank: Bool { fields.count == 1 && fields[0].allSatisfy { $0 == " " || $0 == "\t" } }
  }

  private(set) var rows: [Row] = []
  /// The line of a quote that is never closed.
  private(set) var openQuoteLine: Int?

  init(_ bytes: [UInt8], delimiter: UInt8) {
    let quote = UInt8(ascii: "\"")
    let newline = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    var position = 0
    var line = 1
    while position < bytes.count {
      var row = Row(line: line, fields: [])
      var isRowDone = false
      while !isRowDone {
        var field: [UInt8] = []
        var wasQuoted = false
        if position < bytes.count, bytes[position] == quote {
          wasQuoted = true
          let openLine = line
          position += 1
          var isClosed = false
          while position < bytes.count && !isClosed {
            let byte = bytes[position]
            if byte == newline { line += 1 }
            if byte != quote {
              field.append(byte)
              position += 1
            } else if position + 1 < bytes.count, bytes[position + 1] == quote {
              field.append(quote)
              position += 2
            } else {
              isClosed = true
              position += 1
            }
          }
          guard isClosed else {
            openQuoteLine = openLine
            return
          }
        }
        var rest: [UInt8] = []
        while position < bytes.count, bytes[position] != delimiter, bytes[position] != newline {
          rest.append(bytes[position])
          position += 1
        }
        isRowDone = position >= bytes.count || bytes[position] == newline
        if isRowDone, rest.last == carriageReturn { rest.removeLast() }
        if wasQuoted && !rest.isEmpty { row.isGarbled = true }
        row.fields.append(String(decoding: wasQuoted ? field : rest, as: UTF8.self))
        position += 1
      }
      line += 1
      rows.append(row)
    }
  }
}
