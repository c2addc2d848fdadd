/// Finds the key that was probably meant: the same but for case, spaces and punctuation, or one or two
/// letters away. Digits must agree, because `A-17` and `A-18` are two accounts and no slip of the pen.
struct NearMiss {
  private let candidates: TextHeap
  private let byFolded: [String: Int]
  /// Comparing letter by letter is left out above this many candidates.
  private static let editLimit = 20_000

  init(candidates: TextHeap) {
    self.candidates = candidates
    var byFolded: [String: Int] = [:]
    byFolded.reserveCapacity(candidates.count)
    for index in 0..<candidates.count {
      byFolded[NearMiss.fold(candidates[index]), default: index] = index
    }
    self.byFolded = byFolded
  }

  func nearest(to text: String) -> String? {
    let folded = NearMiss.fold(text)
    guard !folded.isEmpty else { return nil }
    if let index = byFolded[folded] { return candidates[index] }
    let allowed = folded.count >= 8 ? 2 : folded.count >= 4 ? 1 : 0
    guard allowed > 0, candidates.count <= NearMiss.editLimit else { return nil }
    let target = Array(folded)
    let digits = folded.filter(\.isNumber)
    var best: (distance: Int, index: Int)?
    for index in 0..<candidates.count {
      let candidate = NearMiss.fold(candidates[index])
      guard abs(candidate.count - target.count) <= allowed, candidate.filter(\.isNumber) == digits
      else { continue }
      let distance = EditDistance.between(target, Array(candidate), atMost: allowed)
      if distance <= allowed, distance < best?.distance ?? .max { best = (distance, index) }
    }
    return best.map { candidates[$0.index] }
  }

  /// Letters and digits alone, in lower case.
  static func fold(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
enum EditDistance {
  static func between(_ left: [Character], _ right: [Character], atMost limit: Int = .max) -> Int {
    if abs(left.count - right.count) > limit { return abs(left.count - right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for column in right.indices {
        var cost = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (letter == right[column] ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }

  /// The name nearest to `text`, when one is near enough to be a slip.
  static func nearest(to text: String, among names: some Sequence<String>) -> String? {
    let target = Array(NearMiss.fold(text))
    var best: (distance: Int, name: String)?
    for name in names {
      let distance = between(target, Array(NearMiss.fold(name)))
      if distance < best?.distance ?? .max { best = (distance, name) }
    }
    guard let best, best.distance <= max(1, target.count / 3) else { return nil }
    return best.name
  }
}
