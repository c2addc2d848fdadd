import Rendering
import TestSupport
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("株式会社", 8), ("한국어", 6), ("ﾊﾝｶｸ", 4), ("é", 1), ("e\u{301}", 1),
    ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("🏴‍☠️", 2), ("…", 1), ("─", 1),
    ("\u{200B}", 0), ("a\u{200B}b", 2), ("Ω", 1), ("ก็", 1),
  ])
  func knownWidths(_ text: String, _ width: Int) {
    #expect(DisplayWidth.width(of: text) == width)
  }

  @Test func prefixesKeepWholeClusters() {
    #expect(DisplayWidth.prefix(of: "株式会社", fitting: 5).text == "株式")
    #expect(DisplayWidth.prefix(of: "a👩‍👩‍👧b", fitting: 2).text == "a")
    #expect(DisplayWidth.prefix(of: "e\u{301}x", fitting: 1).text == "e\u{301}")
  }

  @Test func truncation() {
    #expect(DisplayWidth.truncate("Benchmark", to: 9, symbols: .unicode) == "Benchmark")
    #expect(DisplayWidth.truncate("Benchmark", to: 5, symbols: .unicode) == "Benc…")
    #expect(DisplayWidth.truncate("Benchmark", to: 5, symbols: .ascii) == "Be...")
    #expect(DisplayWidth.truncate("株式会社", to: 4, symbols: .unicode) == "株…")
    #expect(DisplayWidth.truncate("abc", to: 0, symbols: .unicode) == "")
    #expect(DisplayWidth.truncate("abcd", to: 2, symbols: .ascii) == "..")
  }

  @Test func wrapping() {
    #expect(DisplayWidth.wrap("one two three", width: 7) == ["one two", "three"])
    #expect(DisplayWidth.wrap("abcdefgh", width: 3) == ["abc", "def", "gh"])
    #expect(DisplayWidth.wrap("one two", width: 20) == ["one two"])
    #expect(DisplayWidth.wrap("株式会社", width: 5) == ["株式", "会社"])
    #expect(
      DisplayWidth.wrap("aa bbbbbb cc", width: 5, indent: "  ") == ["aa", "  bbb", "  bbb", "  cc"])
  }

  @Test func wrappedLinesFit() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let text = VisibleText.text(random.text())
      let width = Int.random(in: 2...30, using: &random)
      let lines = DisplayWidth.wrap(text, width: width)
      #expect(lines.allSatisfy { DisplayWidth.width(of: $0) <= width })
      let unbroken = lines.joined().filter { $0 != " " }
      #expect(unbroken == text.filter { $0 != " " })
    }
  }

  static let hasWcwidth = PythonProcess.isAvailable(modules: ["wcwidth"])

  /// Every character there is, against the reference most terminals' programs use.
  @Test(.enabled(if: hasWcwidth, "needs python3 with the module wcwidth"))
  func agreesWithWcwidthOnEveryScalar() throws {
    var lines = ""
    for value in UInt32(0xA0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      lines += "\(value) \(DisplayWidth.width(of: scalar))\n"
    }
    let script = """
      import sys, wcwidth
      bad = []
      for line in open(sys.argv[1]):
          value, width = map(int, line.split())
          if wcwidth.wcwidth(chr(value)) != width:
              bad.append((hex(value), width, wcwidth.wcwidth(chr(value))))
      print(len(bad), bad[:20])
      """
    let report = try PythonProcess.run(script, inputs: [lines])
    // A newer wcwidth may know characters that this toolchain does not, and the other way round.
    let differing = Int(report.prefix { $0.isNumber }) ?? .max
    #expect(differing <= 64, "\(report)")
  }

  @Test(.enabled(if: hasWcwidth, "needs python3 with the module wcwidth"))
  func agreesWithWcwidthOnClusters() throws {
    let pieces =
      awkwardTexts.filter { VisibleText.text($0) == $0 } + [
        "한글", "글자", "👨‍💻", "👩🏾‍🚀", "🏳️‍🌈", "🇬🇧", "⚠️", "™️", "✅", "a\u{308}\u{323}", "ภาษาไทย", "ไทยได้",
        "हिन्दी", "தமிழ்", "বাংলা", "ქართული", "Հայերեն", "ελληνικά", "кириллица", "Ĳ", "ﬁ", "①", "㈱",
        "ｶﾞ", "か\u{3099}", "が", "☕", "☎", "⌚", "🫠", "🪿",
      ]
    var random = SeededGenerator(seed: 5)
    var lines = ""
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 1...4, using: &random))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
        .joined(separator: " ")
      let hex = text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: ",")
      lines += "\(hex) \(DisplayWidth.width(of: text))\n"
    }
    let script = """
      import sys, wcwidth
      bad = {}
      for line in open(sys.argv[1]):
          text, _, width = line.rstrip('\\n').rpartition(' ')
          text = ''.join(chr(int(x, 16)) for x in text.split(',')) if text else ''
          if wcwidth.wcswidth(text) != int(width): bad[text] = (int(width), wcwidth.wcswidth(text))
      for text in sorted(bad, key=len)[:10]: print(ascii(text), bad[text])
      sys.exit(len(bad) > 0)
      """
    try PythonProcess.run(script, inputs: [lines])
  }
}
