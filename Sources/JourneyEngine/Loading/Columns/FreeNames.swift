/// Hands out the names of a table's columns, so that each has one of its own.
struct FreeNames {
  private let given: Set<String>
  private let ignoresCase: Bool
  private var taken: Set<String> = []
  /// Where counting goes on: a header may have one name a hundred thousand times.
  private var numbers: [String: Int] = [:]

  /// `given`: the names of all columns, where they are known before; a number is never put behind
  /// one so that it becomes the name of another.
  init(given: some Sequence<String> = [], ignoringCase: Bool = false) {
    self.given = Set(given.map { ignoringCase ? $0.lowercased() : $0 })
    ignoresCase = ignoringCase
  }

  /// For a column that joins those of a table; capital letters make no other name there.
  init(beside fields: [Table.Field]) {
    self.init(ignoringCase: true)
    taken = Set(fields.map { $0.name.lowercased() })
  }

  /// The name as it is or, where that is taken, with the first free number behind it; `fallback`
  /// for a column without one.
  mutating func take(_ name: String, or fallback: String = "column") -> String {
    let wanted = name.isEmpty ? fallback : name
    let key = ignoresCase ? wanted.lowercased() : wanted
    var free = wanted
    while !isFree(free, isOwn: free == name) {
      let number = numbers[key, default: 2]
      free = "\(wanted)_\(number)"
      numbers[key] = number + 1
    }
    taken.insert(ignoresCase ? free.lowercased() : free)
    return free
  }

  private func isFree(_ name: String, isOwn: Bool) -> Bool {
    let key = ignoresCase ? name.lowercased() : name
    return !taken.contains(key) && (isOwn || !given.contains(key))
  }
}
