import JourneyEngine
import TestSupport
import Testing

/// Files damaged at random (cut, spliced, flipped, written in another encoding): a table that
/// accounts for its rows, or a clear message; never a crash.
struct LoadingDamageTests {
  private static let csv = "id,name,note\nA1,Café,\"x, y\"\nA2,żółw,\"two\nlines\"\nA3,z,5\n"
  private static let json =
    "[{\"id\":\"A1\",\"u\":{\"x\":1,\"y\":[1,2]}},\n {\"id\":\"A2\",\"u\":null,\"é\":\"\\u00e9\"}]"
  private static let lines = "{\"id\":1,\"u\":{\"x\":{\"y\":2}}}\n{\"id\":2,\"u\":3}\n{\"id\":3}\n"
  private static let document = "{\"n\":2,\"data\":[{\"a\":{\"b\":1}},{\"a\":2}],\"m\":{\"k\":[]}}"

  private static func fixtures() throws -> [(name: String, bytes: [UInt8])] {
    func units(_ text: String, isBig: Bool) -> [UInt8] {
      text.utf16.flatMap {
        isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
      }
    }
    var fixtures: [(String, [UInt8])] = []
    for (name, text) in [
      ("a.csv", csv), ("a.json", json), ("a.jsonl", lines), ("d.json", document),
    ] {
      fixtures.append((name, Array(text.utf8)))
      fixtures.append((name, units(text, isBig: false)))
      fixtures.append((name, [0xFE, 0xFF] + units(text, isBig: true)))
      fixtures.append((name, text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : 63 }))
      fixtures.append(("\(name).gz", try gzipped(text)))
    }
    return fixtures
  }

  private static func damaged(
    _ bytes: [UInt8], _ other: [UInt8], using random: inout SeededGenerator
  ) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0...result.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: result.removeSubrange(place...)
      case 1 where place < result.count:
        result[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2:
        let from = Int.random(in: 0...other.count, using: &random)
        result.insert(contentsOf: other[from...].prefix(40), at: place)
      case 3:
        let end = min(result.count, place + Int.random(in: 0...20, using: &random))
        result.removeSubrange(place..<end)
      case 4:
        result.insert(UInt8.random(in: 0...255, using: &random), at: place)
      default:
        let end = min(result.count, place + Int.random(in: 0...30, using: &random))
        result.insert(contentsOf: result[place..<end], at: place)
      }
    }
    return result
  }

  @Test func survivesDamage() throws {
    let fixtures = try Self.fixtures()
    for seed in 0..<UInt64(Repetitions.count(2000)) {
      var random = SeededGenerator(seed: seed)
      let fixture = fixtures[Int.random(in: 0..<fixtures.count, using: &random)]
      let other = fixtures[Int.random(in: 0..<fixtures.count, using: &random)]
      let bytes = Self.damaged(fixture.bytes, other.bytes, using: &random)
      do throws(LoadError) {
        let file = try load(bytes, as: fixture.name) {
          $0.blockSize = [4, 30, 1 << 18].randomElement(using: &random) ?? 30
          $0.memoryLimit = [0, 1 << 20].randomElement(using: &random) ?? 0
        }
        #expect(file.table.rowCount == file.report.rowsRead, "seed \(seed)")
        #expect(file.report.columns.map(\.name) == file.names, "seed \(seed)")
        #expect(Set(file.names).count == file.names.count, "seed \(seed)")
        #expect(file.table.fields.allSatisfy { $0.column.count == file.table.rowCount })
      } catch {
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
    }
  }

  /// A line of JSON Lines is a row, refused, or blank: whatever was done to it.
  @Test func accountsForEveryLine() throws {
    for seed in 0..<UInt64(Repetitions.count(400)) {
      var random = SeededGenerator(seed: seed)
      let text = String(repeating: Self.lines, count: 3)
      let bytes = Self.damaged(Array(text.utf8), Array(Self.json.utf8), using: &random)
      let blank: Set<UInt8> = [9, 10, 13, 32]
      let count = bytes.split(separator: 10).count { !$0.allSatisfy(blank.contains) }
      do throws(LoadError) {
        let file = try load(bytes, as: "a.jsonl") { $0.blockSize = 50 }
        guard file.report.format == "JSON Lines" else { continue }
        #expect(file.report.rowsRead + file.report.refusedCount == count, "seed \(seed)")
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  /// The walk over a document, whatever the window, knows valid from invalid as the scanner does.
  @Test func judgesDocumentsAsTheScannerDoes() throws {
    for seed in 0..<UInt64(Repetitions.count(1500)) {
      var random = SeededGenerator(seed: seed)
      let text =
        "{\"n\":-1.5e3,\"t\":[true,false,null],\"data\":[{\"a\":{\"b\":\"\\n\\u00e9\"}}],\n\"m\":{}}"
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 1..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes[place] = Array("{}[]\",:1e-nt \\".utf8).randomElement(using: &random) ?? 32
        } else {
          bytes.remove(at: place)
        }
      }
      let failure = JSONSyntaxCheck.failure(in: bytes)
      do throws(LoadError) {
        _ = try load(bytes, as: "a.json") { $0.rows = "$" }
        #expect(failure == nil, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
      } catch {
        let message = "seed \(seed): \(error.message) \(String(decoding: bytes, as: UTF8.self))"
        #expect(failure != nil, "\(message)")
        #expect(error.line != nil, "\(message)")
      }
    }
  }
}
