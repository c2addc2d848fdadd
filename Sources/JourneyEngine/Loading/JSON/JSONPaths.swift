/// The places inside the rows of a JSON file, by the keys that lead to them: `properties`, `plan`.
/// The tree grows as keys turn up; a place where values stand is a column.
///
/// What every key of every row is compared with lies in one block of memory: the rest is looked at
/// only when keys come in another order than before.
final class JSONPaths {
  struct Place {
    fileprivate let key: UnsafePointer<UInt8>
    fileprivate let keyLength: Int
    /// Objects here are kept as their JSON text.
    let staysText: Bool
    let depth: Int
    /// The place that turned up after this one inside the same object, and the first inside this:
    /// the next key will probably lead there, as objects mostly repeat their order. -1 where there
    /// is none.
    fileprivate(set) var next = -1
    fileprivate(set) var first = -1
    /// The index of the column; -1 where no value has stood yet.
    var column = -1
    /// The row that named this place last.
    var lastRow = -1
  }

  /// The row itself.
  static let root = 0

  private(set) var places: UnsafeMutablePointer<Place>
  private var count = 0
  private var capacity = 64
  /// Tell paths apart; `JSONName` makes them readable.
  private(set) var names: [String] = []
  private var keys: [ByteDictionary?] = []
  /// By the codes of the keys.
  private(set) var children: [[Int]] = []
  private let shape: JSONShape
  private var escapes = Unescaper(.backslashes)

  init(_ shape: JSONShape) {
    self.shape = shape
    places = .allocate(capacity: capacity)
    add(JSONName.row, key: [], depth: 0, staysText: shape.staysText(JSONName.row))
  }

  deinit {
    for place in 0..<count { places[place].key.deallocate() }
    places.deallocate()
  }

  /// Whether a key leads to this place.
  @inline(__always)
  func isNamed(_ place: Int, _ key: Field, _ bytes: UnsafePointer<UInt8>) -> Bool {
    places[place].keyLength == key.length && !key.isEscaped
      && ByteScan.isEqual(bytes + key.start, places[place].key, count: key.length)
  }

  /// The place a key leads to from another, which is added when new.
  @inline(never)
  func child(of parent: Int, _ key: Field, _ bytes: UnsafePointer<UInt8>) -> Int {
    let dictionary = keys[parent] ?? ByteDictionary()
    keys[parent] = dictionary
    let start = bytes + key.start
    let code = Int(
      key.isEscaped
        ? escapes.withText(start, count: key.length) { dictionary.code($0, count: $1) }
        : dictionary.code(start, count: key.length))
    guard code == children[parent].count else { return children[parent][code] }
    let (text, length) = dictionary.text(code)
    let letters = UnsafeBufferPointer(start: text, count: length)
    let depth = places[parent].depth + 1
    let name = JSONName.child(
      String(decoding: letters, as: UTF8.self), of: names[parent], depth: depth - 1)
    let place = count
    add(
      name, key: Array(letters), depth: depth,
      staysText: depth >= JSONShape.deepest || shape.staysText(name))
    if let last = children[parent].last {
      places[last].next = place
    } else {
      places[parent].first = place
    }
    children[parent].append(place)
    return place
  }

  private func add(_ name: String, key: [UInt8], depth: Int, staysText: Bool) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Place>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: places, count: count)
      places.deallocate()
      places = larger
      capacity *= 2
    }
    // Readable beyond its end, as `ByteScan.isEqual` wants it.
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: key.count + 8)
    copy.initialize(repeating: 0, count: key.count + 8)
    for (index, byte) in key.enumerated() { copy[index] = byte }
    (places + count).initialize(
      to: Place(
        key: UnsafePointer(copy), keyLength: key.count, staysText: staysText, depth: depth))
    count += 1
    names.append(name)
    keys.append(nil)
    children.append([])
  }
}

/// The names of paths: keys joined by points, written so that no two paths are named alike (a point
/// inside a key is marked).
enum JSONName {
  /// The row itself, where rows are no objects.
  static let row = "\u{1F}"

  static func child(_ key: String, of parent: String, depth: Int) -> String {
    var written = key
    if key.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == 0x1F }) {
      written = ""
      for scalar in key.unicodeScalars {
        if scalar == "." || scalar == "\u{1F}" { written.unicodeScalars.append("\u{1F}") }
        written.unicodeScalars.append(scalar)
      }
    }
    return depth == 0 ? written : "\(parent).\(written)"
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
