internal import QueryLanguage

/// The text comparisons of the language. `like` knows `%` (any run) and `_` (any one character);
/// `matches` takes a regular expression.
struct TextMatcher {
  private let test: TextTest
  private var prepared: (pattern: String, folded: String, regex: RegularExpression?)?

  init(_ test: TextTest) { self.test = test }

  mutating func test(_ text: String, _ pattern: String) -> Bool {
    if prepared?.pattern != pattern {
      prepared = (
        pattern, pattern.lowercased(), test == .matches ? RegularExpression(pattern) : nil
      )
    }
    guard let prepared else { return false }
    switch test {
    case .matches: return prepared.regex?.matches(text) ?? false
    case .contains: return text.lowercased().contains(prepared.folded)
    case .startsWith: return text.lowercased().hasPrefix(prepared.folded)
    case .endsWith: return text.lowercased().hasSuffix(prepared.folded)
    case .like:
      return TextMatcher.like(Array(text.lowercased()), Array(prepared.folded))
    }
  }

  /// Greedy with one point of return: linear for one `%`, never exponential.
  private static func like(_ text: [Character], _ pattern: [Character]) -> Bool {
    var t = 0
    var p = 0
    var retry: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "%" {
        retry = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "_" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let from = retry {
        retry = (from.pattern, from.text + 1)
        p = from.pattern
        t = from.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "%" }
  }
}
