/// Replaces comments and the contents of strings by spaces; newlines and everything else stay where
/// they are. What is interpolated into a string counts as its content.
struct CodeBlanker {
  private let bytes: [UInt8]
  private var blanked: [UInt8]
  private var position = 0

  static func blank(_ text: String) -> String {
    var blanker = CodeBlanker(text)
    blanker.readCode()
    return String(decoding: blanker.blanked, as: UTF8.self)
  }

  private init(_ text: String) {
    bytes = Array(text.utf8)
    blanked = bytes
  }

  private func stands(_ text: String, at place: Int) -> Bool {
    bytes[min(place, bytes.count)...].starts(with: text.utf8)
  }

  private mutating func blank(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] != UInt8(ascii: "\n") { blanked[position] = UInt8(ascii: " ") }
      position += 1
    }
  }

  private mutating func readCode() {
    while position < bytes.count {
      if stands("//", at: position) {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank(1) }
      } else if stands("/*", at: position) {
        readBlockComment()
      } else if let hashes = openingHashes() {
        readString(hashes: hashes)
      } else {
        position += 1
      }
    }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if stands("/*", at: position) {
        depth += 1
        blank(2)
      } else if stands("*/", at: position) {
        depth -= 1
        blank(2)
      } else {
        blank(1)
      }
    } while depth > 0 && position < bytes.count
  }

  /// The number of `#` before the quotation mark of a string that opens here.
  private func openingHashes() -> Int? {
    var place = position
    while place < bytes.count, bytes[place] == UInt8(ascii: "#") { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: "\"") ? place - position : nil
  }

  private mutating func readString(hashes: Int) {
    let pounds = String(repeating: "#", count: hashes)
    position += hashes
    let quotes = stands("\"\"\"", at: position) ? "\"\"\"" : "\""
    position += quotes.utf8.count
    while position < bytes.count {
      if stands("\\" + pounds + "(", at: position) {
        blank(2 + hashes)
        readInterpolation()
      } else if stands("\\" + pounds, at: position) {
        blank(2 + hashes)
      } else if stands(quotes + pounds, at: position) {
        position += quotes.utf8.count + hashes
        return
      } else {
        blank(1)
      }
    }
  }

  /// To the bracket that ends it; strings within may hold brackets of their own.
  private mutating func readInterpolation() {
    var depth = 1
    while depth > 0, position < bytes.count {
      if let hashes = openingHashes() {
        let start = position
        readString(hashes: hashes)
        let end = position
        position = start
        blank(end - start)
      } else {
        if bytes[position] == UInt8(ascii: "(") { depth += 1 }
        if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
        blank(1)
      }
    }
  }
}
