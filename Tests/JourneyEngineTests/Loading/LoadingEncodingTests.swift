import JourneyEngine
import TestSupport
import Testing

/// Text that is not UTF-8: found out, said, converted; or refused with its place.
struct LoadingEncodingTests {
  private static let text = "id,name\r\nA1,Café\r\nA2,żółw €\r\nA3,𝄞\r\n"
  private static let cells = [["A1", "Café"], ["A2", "żółw €"], ["A3", "𝄞"]]

  private func units(_ text: String, isBigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isBigEndian ? bytes.reversed() : bytes
    }
  }

  private func refusal(
    _ bytes: [UInt8], as name: String = "data.csv", encoding: String? = nil
  ) -> LoadError? {
    do throws(LoadError) {
      _ = try load(bytes, as: name) { $0.encoding = encoding }
      return nil
    } catch {
      return error
    }
  }

  @Test func readsUTF16() throws {
    for isBigEndian in [false, true] {
      let name = isBigEndian ? "utf-16be" : "utf-16le"
      let mark: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
      let plain = units(Self.text, isBigEndian: isBigEndian)
      for bytes in [plain, mark + plain] {
        for (encoding, limit) in [(nil as String?, 32 << 20), (name, 0), ("UTF16", 5)] {
          // Without a mark `utf-16` alone means little-endian.
          if encoding == "UTF16" && isBigEndian && bytes.count == plain.count { continue }
          let file = try load(bytes) {
            $0.encoding = encoding
            $0.memoryLimit = limit
          }
          #expect(file.cells == Self.cells)
          #expect(file.report.format == "CSV, comma, UTF-16")
          #expect(file.report.guesses.isEmpty == (encoding != nil))
          if encoding == nil {
            #expect(file.report.guesses.first?.contains("reading encoding \"\(name)\"") ?? false)
          }
        }
      }
    }
  }

  @Test func convertsEveryLetterOfUTF16() throws {
    for seed in 0..<UInt64(Repetitions.count(20)) {
      var random = SeededGenerator(seed: seed)
      var text = "id,text\n"
      for row in 0..<400 {
        text += "A\(row),x"
        for _ in 0..<Int.random(in: 0...40, using: &random) {
          let value = UInt32.random(in: 0x20...0x10FFFF, using: &random)
          let scalar = Unicode.Scalar(Bool.random(using: &random) ? value & 0x7FF | 0x100 : value)
          text.unicodeScalars.append(scalar ?? "é")
        }
        text += "x\n"
      }
      let plain = try load(text)
      let file = try load(units("\u{FEFF}" + text, isBigEndian: seed % 2 == 0)) {
        $0.memoryLimit = 100
      }
      #expect(file.cells == plain.cells, "seed \(seed)")
    }
  }

  @Test func refusesHalvesOfUTF16() throws {
    let plain = units(Self.text, isBigEndian: false)
    let odd = try #require(refusal([0xFF, 0xFE] + plain.dropLast()))
    #expect(
      odd.message == "the UTF-16 (little-endian) text ends with half a letter: it was cut off")
    #expect((odd.line, odd.column) == (4, 6))
    for half: [UInt8] in [[0x00, 0xD8], [0x00, 0xDC]] {
      let damaged = units("a,b\n1,x", isBigEndian: false) + half + units("y\n", isBigEndian: false)
      let error = try #require(refusal(damaged))
      #expect(
        error.message.contains("half of a surrogate pair (0xD\(half[1] == 0xD8 ? "8" : "C")00)"))
      #expect((error.line, error.column) == (2, 4))
    }
    // The half of a pair as the last letter of all.
    #expect(refusal(units("a,b\n1,xyz", isBigEndian: false) + [0, 0xD8])?.line == 2)
    #expect(
      refusal(units("a,b\n1,\0\n", isBigEndian: false))?.message == "the file contains a NUL byte")
  }

  @Test func readsWindows1252() throws {
    let file = try load(
      Array("id,name\nA1,Caf".utf8) + [0xE9] + Array("\nA2,5 ".utf8) + [0x80, 0x0A])
    #expect(file.cells == [["A1", "Café"], ["A2", "5 €"]])
    #expect(file.report.format == "CSV, comma, Windows-1252")
    #expect(
      file.report.guesses.first
        == "the text is no UTF-8 and was read as Windows-1252 (2 letters beyond ASCII, the first "
        + "`é` on line 2): `reading encoding \"latin1\"` names another")
  }

  @Test func namesTheColumnsOfWindows1252() throws {
    let file = try load(Array("id,Gr".utf8) + [0xF6, 0xDF] + Array("e\nA1,5\n".utf8))
    #expect(file.names == ["id", "Größe"])
  }

  /// The byte stands far behind all that was looked at first.
  @Test func startsAgainWhenAByteFarInsideIsNoUTF8() throws {
    let rows = (0..<60_000).map { "A\($0),plain text\n" }.joined()
    let bytes = Array("id,name\n\(rows)Z,Caf".utf8) + [0xE9, 0x0A]
    for threads in [1, 2] {
      let file = try load(bytes) { $0.threadCount = threads }
      #expect(file.table.rowCount == 60_001)
      #expect(file.column("name").last == "Café")
      #expect(file.report.guesses.first?.contains("line 60002") ?? false)
    }
    let json = try load(
      Array("{\"a\":\"x\",\"rows\":[\(String(repeating: "{\"b\":1},", count: 60_000))".utf8)
        + Array("{\"b\":\"".utf8) + [0xE9] + Array("\"}]}".utf8), as: "data.json")
    #expect(json.column("b").last == "é")
  }

  @Test func refusesAMixtureWithItsPlace() throws {
    let bytes = Array("id,name\nA1,Café\nA2,Caf".utf8) + [0xE9, 0x0A]
    let error = try #require(refusal(bytes))
    #expect((error.line, error.column) == (3, 7))
    #expect(
      error.message
        == "the file is not UTF-8 throughout: byte 0xE9 is no part of a letter, while 1 letter "
        + "elsewhere is")
    let forced = try load(bytes) { $0.encoding = "cp1252" }
    #expect(forced.column("name") == ["CafÃ©", "Café"])
    #expect(forced.report.guesses.isEmpty)
    #expect(refusal(bytes, encoding: "utf-8")?.line == 3)
  }

  @Test func refusesOtherCodes() throws {
    let bytes = Array("id,name\nA1,".utf8) + [0x8E, 0x8F] + Array("\n".utf8)
    let error = try #require(refusal(bytes))
    #expect(
      error.message
        == "the file is neither UTF-8 nor Windows-1252: byte 0x8F is no letter in either")
    #expect((error.line, error.column) == (2, 5))
    #expect(try load(bytes) { $0.encoding = "latin1" }.table.rowCount == 1)
  }

  @Test func knowsEncodingsByManyNames() throws {
    for name in ["UTF-8", "utf8", "utf-8-sig", "Windows-1252", "ISO-8859-1", "Latin-1", "ansi"] {
      #expect(try load("a,b\n1,2\n") { $0.encoding = name }.cells == [["1", "2"]])
    }
    let error = try #require(refusal(Array("a\n1\n".utf8), encoding: "klingon"))
    #expect(error.message == "there is no encoding `klingon`")
    #expect(
      error.hint?.hasPrefix("the encodings are utf-8, utf-16le, utf-16be, windows-1252, latin1")
        ?? false)
  }

  @Test func agreesWithPythonOnEveryByte() throws {
    guard PythonProcess.isAvailable() else { return }
    let known = try PythonProcess.run(
      """
      for b in range(0xA0, 0x100): print(bytes([b]).decode("latin1"))
      for b in range(0x80, 0xA0):
        try: print(bytes([b]).decode("cp1252"))
        except UnicodeDecodeError: print("-")
      """)
    let letters = known.split(separator: "\n").map(String.init)
    for (place, byte) in (Array(0xA0...0xFF) + Array(0x80...0x9F)).enumerated() {
      guard letters[place] != "-" else { continue }
      let file = try load(Array("a,b\nx,y".utf8) + [UInt8(byte)] + Array("z\n".utf8))
      #expect(file.column("b") == ["y\(letters[place])z"], "byte \(byte)")
    }
  }

  @Test func refusesUTF32() throws {
    #expect(
      refusal([0xFF, 0xFE, 0, 0] + [0x61, 0, 0, 0, 0x0A, 0, 0, 0])?.message
        == "the file is UTF-32 text, which is not read")
  }

  @Test func leavesUTF8WithAMarkAlone() throws {
    let file = try load("\u{FEFF}id,name\nA1,é\n")
    #expect(file.names == ["id", "name"])
    #expect(file.report.format == "CSV, comma")
    #expect(file.report.guesses.isEmpty)
  }
}
