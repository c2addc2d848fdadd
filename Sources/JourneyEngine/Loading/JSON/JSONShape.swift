internal import Synchronization

/// How far the objects of a JSON file are taken apart into columns. Objects used as maps would make
/// a column of every key: those stay text. That is known only when the keys have been met, so the
/// file is then read once more, with the next shape.
final class JSONShape: Sendable {
  /// An object inside a row with more different keys than this, over all rows, is a map.
  static let mostKeys = 500
  /// More columns than this are none that anybody asks for by name.
  static let mostColumns = 2000
  /// Objects deeper inside stay text.
  static let deepest = 32

  /// The file is one value, which is one row.
  let isOneValue: Bool
  /// The paths of objects that stay text.
  let texts: Set<String>
  /// How many keys an object may have that is taken apart; fewer from shape to shape where the
  /// columns are too many in all, in the end none.
  private let limit: Int
  private let trouble = Mutex(Trouble())

  private struct Trouble: Sendable {
    var maps: Set<String> = []
    var hasTooManyColumns = false
  }

  init(isOneValue: Bool = false, texts: Set<String> = [], limit: Int = JSONShape.mostKeys) {
    self.isOneValue = isOneValue
    self.texts = texts
    self.limit = limit
  }

  /// Rows are kept whole: for who only counts them.
  static let whole = JSONShape(texts: [JSONName.row])

  func staysText(_ name: String) -> Bool {
    texts.contains(name) || (limit == 0 && name != JSONName.row)
  }

  /// Notes an object that turns out to be a map; false for one that is none.
  func isMap(_ name: String, keys: Int) -> Bool {
    guard keys > (name == JSONName.row ? JSONShape.mostColumns : limit) else { return false }
    trouble.withLock { _ = $0.maps.insert(name) }
    return true
  }

  func hasTooMany(columns: Int) -> Bool {
    guard columns > JSONShape.mostColumns else { return false }
    trouble.withLock { $0.hasTooManyColumns = true }
    return true
  }

  /// The file did not fit this shape.
  var hasTrouble: Bool { trouble.withLock { !$0.maps.isEmpty || $0.hasTooManyColumns } }

  /// Looks at the columns of all threads together.
  func check(columns: [String]) {
    guard columns.count > limit, limit > 0 else { return }
    _ = hasTooMany(columns: columns.count)
    var keys: [String: Set<String>] = [:]
    for name in columns {
      let outer = JSONName.outer(name)
      for (parent, child) in zip(outer, outer.dropFirst() + [name]) {
        keys[parent, default: []].insert(child)
      }
    }
    for (name, children) in keys { _ = isMap(name, keys: children.count) }
  }

  /// The shape to read the file with instead.
  var next: JSONShape {
    let (maps, hasTooManyColumns) = trouble.withLock { ($0.maps, $0.hasTooManyColumns) }
    let isNarrower = maps.isEmpty && hasTooManyColumns || texts.count > 12
    if isNarrower && limit == 0 {
      return JSONShape(isOneValue: isOneValue, texts: [JSONName.row], limit: 0)
    }
    let lower = limit > 50 ? 50 : limit > 10 ? 10 : 0
    return JSONShape(
      isOneValue: isOneValue, texts: texts.union(maps), limit: isNarrower ? lower : limit)
  }

  // MARK: - Words

  /// What the reader of the table should know.
  var warnings: [String] {
    if texts.contains(JSONName.row) {
      return [
        "the rows have more than \(JSONShape.mostColumns) different keys: each row is kept whole, "
          + "as its JSON text"
      ]
    }
    if limit == 0 {
      return [
        "the rows have more than \(JSONShape.mostColumns) columns: objects inside them are kept as "
          + "their JSON text"
      ]
    }
    return texts.sorted().map {
      "`\(JSONName.display($0))` has more than \(limit) different keys: it is kept as its JSON text"
    }
  }
}
