/// Tells in what way keys that were not found are nevertheless those there: exports of two tools
/// write one number as `00001`, `1` and `1.0`. Said, never joined by: `007` may well not be `7`.
enum KeyForms {
  /// Above this many keys there the question is not asked.
  private static let limit = 500_000

  private static let forms: [(words: String, form: @Sendable (String) -> String)] = [
    ("spaces around them", { $0.withoutBlanksAround }),
    ("capital letters", { $0.withoutBlanksAround.lowercased() }),
    ("a `.0` at the end", { withoutFraction($0) }),
    ("leading zeros", { withoutZeros($0.withoutBlanksAround) }),
    ("leading zeros and a `.0` at the end", { withoutZeros(withoutFraction($0)) }),
  ]

  /// `leading zeros`, where at least half of the keys are there but for them, with an example.
  static func difference(
    of missing: [String], from keys: TextHeap
  ) -> (words: String, key: String, other: String)? {
    guard !missing.isEmpty, keys.count <= limit else { return nil }
    let asked = Array(missing.prefix(1_000))
    for (words, form) in forms {
      var wanted: [String: String] = [:]
      for key in asked { wanted[form(key)] = wanted[form(key)] ?? key }
      var found: [String: String] = [:]
      for place in 0..<keys.count {
        let key = keys[place]
        let formed = form(key)
        if !formed.isEmpty, wanted[formed] != nil { found[formed] = found[formed] ?? key }
      }
      let matched = asked.filter { found[form($0)] != nil }
      if matched.count * 2 >= asked.count, let key = matched.first, let other = found[form(key)] {
        return (words, key, other)
      }
    }
    return nil
  }

  /// The way out of a warning about keys that were not found.
  static func hint(of missing: [String], from keys: TextHeap) -> String? {
    difference(of: missing, from: keys).map {
      "they are the same but for \($0.words): `\($0.key)` here, `\($0.other)` there; write them "
        + "alike in one of the files"
    }
  }

  private static func withoutFraction(_ text: String) -> String {
    let text = text.withoutBlanksAround
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func withoutZeros(_ text: String) -> String {
    let rest = text.drop { $0 == "0" }
    return rest.isEmpty && !text.isEmpty ? "0" : String(rest)
  }
}
