internal import QueryLanguage

/// Finds the key that was probably meant: the same but for case, spaces and punctuation, or one or
/// two letters away. Digits must agree, because `A-17` and `A-18` are two accounts and no slip of
/// the pen.
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
    let target = Array(folded.unicodeScalars)
    let digits = folded.filter(\.isNumber)
    var best: (distance: Int, index: Int)?
    for index in 0..<candidates.count {
      let candidate = NearMiss.fold(candidates[index])
      let letters = Array(candidate.unicodeScalars)
      guard abs(letters.count - target.count) <= allowed, candidate.filter(\.isNumber) == digits
      else { continue }
      let distance = NameSuggestion.distance(target, letters)
      if distance <= allowed, distance < best?.distance ?? .max { best = (distance, index) }
    }
    return best.map { candidates[$0.index] }
  }

  /// Letters and digits alone, in lower case.
  static func fold(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
