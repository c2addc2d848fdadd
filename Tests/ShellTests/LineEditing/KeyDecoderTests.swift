import Testing

@testable import Shell

@Suite struct KeyDecoderTests {
  /// Bytes, then silence; `|` is a pause.
  struct Script: ByteSource {
    var readings: [ByteReading]

    init(_ text: String) {
      readings = text.utf8.map { $0 == UInt8(ascii: "|") ? .timedOut : .byte($0) }
    }

    mutating func nextByte(timeoutMilliseconds: Int32?) -> ByteReading {
      guard !readings.isEmpty else { return timeoutMilliseconds == nil ? .ended : .timedOut }
      return readings.removeFirst()
    }
  }

  static func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder(source: Script(text))
    var keys: [Key] = []
    while true {
      let key = decoder.nextKey()
      if key == .ended { return keys }
      keys.append(key)
    }
  }

  @Test(
    arguments: [
      ("aç株😀", [.scalar("a"), .scalar("ç"), .scalar("株"), .scalar("😀")]),
      ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
      (
        "\u{1B}[1;5C\u{1B}[1;3D\u{1B}[1;2C\u{1B}\u{1B}[D",
        [.wordRight, .wordLeft, .right, .wordLeft]
      ),
      ("\u{1B}[H\u{1B}[4~\u{1B}OH\u{1B}[7~\u{1B}[8~", [.home, .end, .home, .home, .end]),
      (
        "\u{1B}[3~\u{1B}\r\u{1B}\n\u{1B}[13;2u\u{1B}[27;2;13~",
        [.delete] + .init(repeating: .newRow, count: 4)
      ),
      ("\u{1B}OMx", [.scalar("\r"), .scalar("x")]),
      ("\u{1B}ba", [.alt("b"), .scalar("a")]),
      ("\u{1B}|c", [.escape, .scalar("c")]),
      (
        "\u{1B}[15~a\u{1B}[[Ab\u{1B}[?1;2cc\u{1B}]11;rgb:0/0/0\u{7}d\u{1B}Px\u{1B}\\e",
        [
          .ignored, .scalar("a"), .ignored, .scalar("b"), .ignored, .scalar("c"), .ignored,
          .scalar("d"),
          .ignored, .scalar("e"),
        ]
      ),
      ("\u{1B}[200~a\rb\u{1B}[201b\u{1B}[201~x", [.paste("a\rb\u{1B}[201b"), .scalar("x")]),
      ("\u{1B}[200~broken", [.paste("broken")]),
      ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
      ("\u{85}a", [.ignored, .scalar("a")]),
      ("\u{1B}[12", [.ignored]), ("\u{1B}[", [.ignored]), ("\u{1B}", [.escape]), ("", []),
    ] as [(String, [Key])])
  func bytesBecomeKeys(bytes: String, keys: [Key]) {
    #expect(Self.keys(bytes) == keys)
  }

  @Test func bytesThatAreNoUTF8BecomeTheReplacementCharacter() {
    var source = Script("")
    source.readings = [.byte(0xFF), .byte(0xE6), .byte(0x61), .byte(0x62)]
    var decoder = KeyDecoder(source: source)
    #expect(decoder.nextKey() == .scalar("\u{FFFD}"))
    #expect(decoder.nextKey() == .scalar("\u{FFFD}"))
    #expect(decoder.nextKey() == .scalar("b"))
  }

  @Test func aSignalWithinASequenceIsNoBreak() {
    var source = Script("")
    source.readings = [.byte(0x1B), .signalled, .byte(0x5B), .signalled, .byte(0x41), .signalled]
    var decoder = KeyDecoder(source: source)
    #expect(decoder.nextKey() == .up)
    #expect(decoder.nextKey() == .signalled)
  }

  /// Whatever the bytes, decoding ends and never traps.
  @Test func anyBytesAreTaken() {
    var state: UInt64 = 42
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let byte = UInt8(truncatingIfNeeded: state >> 33)
      return byte < 80 ? [0x1B, 0x5B, 0x4F, 0x3B, 0x7E, 0x32, 0x30, 0x30][Int(byte % 8)] : byte
    }
    for _ in 0..<500 {
      var source = Script("")
      source.readings = (0..<40).map { _ in .byte(next()) }
      var decoder = KeyDecoder(source: source)
      var count = 0
      while decoder.nextKey() != .ended { count += 1 }
      #expect(count <= 40)
    }
  }
}
