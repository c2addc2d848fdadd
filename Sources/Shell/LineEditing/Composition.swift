/// Letters and their accents joined into one scalar where Unicode has one.
///
/// Some systems type and paste `é` as two scalars. libedit draws scalar by scalar and has no cell
/// for an accent of its own, so it would not be seen. The standard library has no public function
/// for this; but its strings compare by canonical equivalence, so the joined scalar can be looked
/// up among those that may be one.
enum Composition {
  /// Where joined letters live: Latin, Greek, Cyrillic, kana.
  private static let joined: [ClosedRange<UInt32>] = [
    0xC0...0x24F, 0x386...0x3CE, 0x400...0x4FF, 0x1E00...0x1FFF, 0x3040...0x30FF,
  ]

  /// The one scalar for `base` and `mark`, if there is one.
  static func compose(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    if let syllable = hangul(base, mark) { return syllable }
    guard mark.properties.canonicalCombiningClass != .notReordered else { return nil }
    let pair = String(String.UnicodeScalarView([base, mark]))
    for value in joined.joined() {
      if let scalar = Unicode.Scalar(value), String(Character(scalar)) == pair { return scalar }
    }
    return nil
  }

  /// A whole text. Pairs come again and again, so each is looked up once.
  static func composed(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isMark) else { return text }
    var known: [[Unicode.Scalar]: Unicode.Scalar?] = [:]
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard isMark(scalar), let last = result.last else {
        result.append(scalar)
        continue
      }
      let pair = [last, scalar]
      let one = known[pair] ?? compose(last, scalar)
      known[pair] = .some(one)
      if let one {
        result.removeLast()
        result.append(one)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x300
      && (scalar.properties.canonicalCombiningClass != .notReordered
        || (0x1161...0x11C2).contains(scalar.value))
  }

  /// Korean syllables from their parts, by Unicode's arithmetic.
  private static func hangul(_ base: Unicode.Scalar, _ part: Unicode.Scalar) -> Unicode.Scalar? {
    let (first, vowel, last, syllable) = (
      UInt32(0x1100), UInt32(0x1161), UInt32(0x11A7), UInt32(0xAC00)
    )
    if (first..<first + 19).contains(base.value), (vowel..<vowel + 21).contains(part.value) {
      return Unicode.Scalar(syllable + ((base.value - first) * 21 + part.value - vowel) * 28)
    }
    if (syllable..<syllable + 11_172).contains(base.value), (base.value - syllable) % 28 == 0,
      (last + 1..<last + 28).contains(part.value)
    {
      return Unicode.Scalar(base.value + part.value - last)
    }
    return nil
  }
}
