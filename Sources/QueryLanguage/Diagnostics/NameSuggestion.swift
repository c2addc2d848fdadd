/// The name somebody probably meant.
package enum NameSuggestion {
  /// The nearest of the names, if one is near enough to be offered: one change for every three
  /// letters, swapped neighbours counting as one. Case does not matter; the first of equals wins.
  package static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for name in names {
      let candidate = Array(name.lowercased().unicodeScalars)
      let tolerated = max(1, min(typed.count, candidate.count) / 3)
      guard abs(candidate.count - typed.count) <= tolerated else { continue }
      let distance = distance(typed, candidate)
      guard distance <= tolerated, distance < candidate.count else { continue }
      if distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Optimal string alignment (restricted Damerau-Levenshtein): insert, delete, replace, swap.
  package static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
