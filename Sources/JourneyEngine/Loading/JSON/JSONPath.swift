/// One place inside the rows of a JSON file, by the keys that lead to it: `properties`, `plan`. The
/// tree of them grows as keys turn up; a place where values stand is a column.
final class JSONPath {
  /// Tells paths apart; `JSONName` makes it readable.
  let name: String
  let depth: Int
  /// Objects here are kept as their JSON text.
  let staysText: Bool
  /// The index of the column; -1 where no value has stood yet.
  var column = -1
  /// The row that named this place last.
  var lastRow = -1
  /// The child the next key will probably name: objects mostly repeat their order.
  var guess = 0
  private(set) var children: [JSONPath] = []
  private var keys: ByteDictionary?

  init(_ name: String, depth: Int, staysText: Bool) {
    self.name = name
    self.depth = depth
    self.staysText = staysText
  }

  /// The place a key leads to; nil for a new one.
  @inline(__always)
  func known(_ key: Field, _ bytes: UnsafePointer<UInt8>) -> JSONPath? {
    guard guess < children.count, !key.isEscaped, let keys else { return nil }
    let (expected, length) = keys.text(guess)
    guard length == key.length, ByteScan.isEqual(bytes + key.start, expected, count: length) else {
      return nil
    }
    guess += 1
    return children[guess - 1]
  }

  /// The place a key leads to, which is added when new.
  func child(
    _ key: Field, _ bytes: UnsafePointer<UInt8>, _ escapes: inout Unescaper, _ shape: JSONShape
  ) -> JSONPath {
    let keys = self.keys ?? ByteDictionary()
    self.keys = keys
    let start = bytes + key.start
    let code =
      key.isEscaped
      ? escapes.withText(start, count: key.length) { keys.code($0, count: $1) }
      : keys.code(start, count: key.length)
    let place = Int(code)
    if place == children.count {
      let (text, length) = keys.text(place)
      let name = JSONName.child(
        String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self), of: self)
      children.append(
        JSONPath(
          name, depth: depth + 1,
          staysText: depth + 1 >= JSONShape.deepest || shape.staysText(name)))
    }
    guess = place + 1
    return children[place]
  }
}

/// The names of paths: keys joined by points, written so that no two paths are named alike (a point
/// inside a key is marked).
enum JSONName {
  /// The row itself, where rows are no objects.
  static let row = "\u{1F}"

  static func child(_ key: String, of parent: JSONPath) -> String {
    var written = key
    if key.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == 0x1F }) {
      written = ""
      for scalar in key.unicodeScalars {
        if scalar == "." || scalar == "\u{1F}" { written.unicodeScalars.append("\u{1F}") }
        written.unicodeScalars.append(scalar)
      }
    }
    return parent.depth == 0 ? written : "\(parent.name).\(written)"
  }

  /// As people read it.
  static func display(_ name: String) -> String {
    if name == row { return "value" }
    guard name.utf8.contains(0x1F) else { return name }
    var text = ""
    var isMarked = false
    for scalar in name.unicodeScalars {
      if scalar == "\u{1F}" && !isMarked {
        isMarked = true
        continue
      }
      text.unicodeScalars.append(scalar)
      isMarked = false
    }
    return text
  }

  /// All paths that lead through one: of `a.b.c`, `a.b`, `a` and the row.
  static func outer(_ name: String) -> [String] {
    guard name != row else { return [] }
    var names = [row]
    var current = String.UnicodeScalarView()
    var isMarked = false
    for scalar in name.unicodeScalars {
      if scalar == "." && !isMarked { names.append(String(current)) }
      isMarked = scalar == "\u{1F}" && !isMarked
      current.append(scalar)
    }
    return names
  }
}
