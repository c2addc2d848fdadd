import JourneyEngine
import TestSupport
import Testing

/// Ten thousand damaged files, and some that are only written otherwise: no crash, no hang, no
/// silent loss.
struct LoadingMutationTests {
  // MARK: - Damage

  /// Every damaged variant is refused with words, or read with each of its rows accounted for; then
  /// it is put together as the command line would do it.
  @Test func damagedFilesAreReadOrRefused() throws {
    let fixtures = try MutationFixtures.texts + MutationFixtures.binaries()
    var outcomes = (read: 0, refused: 0)
    for seed in 0..<UInt64(Repetitions.count(8000)) {
      var random = SeededGenerator(seed: seed)
      let fixture = fixtures[Int(seed) % fixtures.count]
      var bytes = fixture.bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        Self.damage(&bytes, with: fixtures, &random)
      }
      do throws(LoadError) {
        let files = try FileReader.tables(bytes: bytes, path: fixture.name)
        outcomes.read += 1
        for file in files { Self.checkShape(file, seed) }
        Self.checkAssembly(files, fixture.name, seed)
      } catch {
        outcomes.refused += 1
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
    }
    #expect(outcomes.read > 1000 && outcomes.refused > 1000, "\(outcomes)")
  }

  private static func damage(
    _ bytes: inout [UInt8], with fixtures: [MutationFixtures.Fixture],
    _ random: inout SeededGenerator
  ) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.removeLast(bytes.count - place)
    case 1: bytes.removeFirst(place)
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4:
      let other = fixtures.randomElement(using: &random)?.bytes ?? []
      let from = Int.random(in: 0..<other.count, using: &random)
      bytes.insert(contentsOf: other[from..<min(other.count, from + 60)], at: place)
    case 5: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 6: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default:
      let letters = Array(",;\t|\"'\\\n\r{}[]<>&:0-".utf8)
      bytes.insert(letters.randomElement(using: &random) ?? 0, at: place)
    }
  }

  private static func checkShape(_ file: LoadedFile, _ seed: UInt64) {
    #expect(file.report.rowsRead == file.table.rowCount, "seed \(seed)")
    for field in file.table.fields {
      #expect(field.column.count == file.table.rowCount, "seed \(seed): \(field.name)")
    }
    #expect(Set(file.names).count == file.names.count, "seed \(seed)")
  }

  /// Whatever was read can be put together, or is refused in words.
  private static func checkAssembly(_ files: [LoadedFile], _ name: String, _ seed: UInt64) {
    let rows = files.reduce(0) { $0 + $1.table.rowCount }
    guard !files.isEmpty else { return }
    do throws(LoadError) {
      let sources = try DataSource.recognising(files, name: name)
      let result = try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
      let reported = result.report.sources.reduce(0) { $0 + $1.rowCount }
      #expect(reported == rows, "seed \(seed)")
    } catch {
      #expect(!error.message.isEmpty, "seed \(seed)")
    }
  }

  // MARK: - The same written otherwise

  /// Other encodings, delimiters, line ends, packed or not: the same cells.
  @Test func rewrittenFilesAreTheSame() throws {
    let plain = try load(MutationFixtures.csv)
    for seed in 0..<UInt64(Repetitions.count(1000)) {
      var random = SeededGenerator(seed: seed)
      var text = MutationFixtures.csv
      let delimiter = [",", ";", "\t", "|", "||"].randomElement(using: &random) ?? ","
      text = text.replacing(",", with: delimiter)
      text = text.replacing("\n", with: ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n")
      if Bool.random(using: &random) { while text.last?.isNewline == true { text.removeLast() } }
      let bytes = Self.encoded(text, &random)
      let found = try load(bytes)
      #expect(found.names == plain.names, "seed \(seed)")
      #expect(found.types == plain.types, "seed \(seed)")
      #expect(found.cells == plain.cells, "seed \(seed)")
      #expect(found.report.refusedCount == 0, "seed \(seed)")
    }
  }

  private static func encoded(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case 1: return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 2: return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    // Every letter of the fixture is in Latin-1.
    case 3: return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    default: return Array(text.utf8)
    }
  }

  // MARK: - Rows in = rows stored + rows reported

  /// Lines of a file without quotes are its rows, however it is cut up.
  @Test func rowsOfCutFilesAreStoredOrReported() throws {
    for seed in 0..<UInt64(Repetitions.count(1000)) {
      var random = SeededGenerator(seed: seed)
      var lines = MutationFixtures.csv.split(separator: "\n").map { Array($0.utf8) }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let line = Int.random(in: 1..<lines.count, using: &random)
        let letters = Array(",,,;x1 ".utf8)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: lines.insert(lines[line], at: line)
        case 1: lines[line].removeLast(Int.random(in: 0...lines[line].count, using: &random))
        case 2:
          let place = Int.random(in: 0...lines[line].count, using: &random)
          lines[line].insert(letters.randomElement(using: &random) ?? 0, at: place)
        default: lines[line] += Array(",more".utf8)
        }
      }
      let text = lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
      let rows = text.split(separator: "\n").dropFirst()
        .filter { !$0.allSatisfy { $0 == " " } }.count
      do throws(LoadError) {
        let file = try load(text) {
          $0.delimiter = ","
          $0.header = .lines(1...1)
          $0.footer = 0
        }
        #expect(file.table.rowCount + file.report.refusedCount == rows, "seed \(seed)\n\(text)")
      } catch { #expect(!error.message.isEmpty) }
    }
  }
}
