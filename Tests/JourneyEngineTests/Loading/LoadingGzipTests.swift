import JourneyEngine
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What gzip packs, by the gzip program.
func gzipped(_ content: [UInt8]) throws -> [UInt8] {
  try withTemporaryFolder { folder in
    try write(content, to: "\(folder)/plain")
    guard system("gzip -c \(folder)/plain > \(folder)/packed") == 0 else { throw FileTrouble() }
    return bytes(of: "\(folder)/packed")
  }
}

func gzipped(_ text: String) throws -> [UInt8] { try gzipped(Array(text.utf8)) }

/// Files packed with gzip: read as what they hold, wholly or not at all.
struct LoadingGzipTests {
  private static let csv =
    "id,name\n" + (0..<3000).map { "A\($0),name \($0 * 7919 % 1000)\n" }.joined()

  private func refusal(_ bytes: [UInt8], as name: String = "data.csv.gz") -> LoadError? {
    do throws(LoadError) {
      _ = try load(bytes, as: name)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("data.csv.gz", "CSV, comma, gzip"), ("data.csv", "CSV, comma, gzip"),
    ("data", "CSV, comma, gzip"),
  ])
  func readsWhatIsPacked(_ name: String, _ format: String) throws {
    let plain = try load(Self.csv)
    let packed = try gzipped(Self.csv)
    for limit in [0, 1000, 32 << 20] {
      let file = try load(packed, as: name) { $0.memoryLimit = limit }
      #expect(file.cells == plain.cells)
      #expect(file.report.format == format)
      #expect(file.report.byteCount == packed.count)
    }
  }

  @Test func readsOtherFormatsPacked() throws {
    let lines = try gzipped("{\"id\":\"a\",\"u\":{\"x\":1}}\n{\"id\":\"b\"}\n")
    let file = try load(lines, as: "data.jsonl.gz")
    #expect(file.report.format == "JSON Lines, gzip")
    #expect(file.names == ["id", "u.x"])
    let tabs = try load(gzipped("a\tb\nx,5\t2\n"), as: "data.tsv.gz")
    #expect(tabs.cells == [["x,5", "2"]])
  }

  @Test func readsMembersOneAfterTheOther() throws {
    let first = try gzipped("id,name\nA1,x\n")
    let second = try gzipped("A2,y\n")
    let empty = try gzipped("")
    let file = try load(first + empty + second, as: "data.csv.gz")
    #expect(file.cells == [["A1", "x"], ["A2", "y"]])
    #expect(try load(first + [UInt8](repeating: 0, count: 700), as: "a.gz").cells == [["A1", "x"]])
    #expect(try load(gzipped(gzipped(first)), as: "a.csv.gz").cells == [["A1", "x"]])
    let deep = try gzipped(gzipped(gzipped(first)))
    #expect(refusal(deep)?.message == "the file is gzip inside gzip, more than 3 deep")
    #expect(refusal(empty)?.message == "the file is empty")
  }

  @Test func refusesDamageAsAWhole() throws {
    let packed = try gzipped(Self.csv)
    for cut in [2, 3, 9, 10, 11, packed.count / 2, packed.count - 9, packed.count - 1] {
      let error = try #require(refusal(Array(packed[..<cut])))
      #expect(error.message.hasPrefix("the gzip file is cut off"), "\(cut)")
      #expect(error.hint != nil)
    }
    let garbage = try #require(refusal(packed + Array("tail".utf8)))
    #expect(garbage.message == "something else follows the gzip data (4 bytes of it)")
    var checksum = packed
    checksum[packed.count - 6] ^= 1
    #expect(refusal(checksum)?.message.contains("checksum") ?? false)
    var length = packed
    length[packed.count - 2] ^= 1
    #expect(refusal(length)?.message.contains("checksum") ?? false)
  }

  /// A flipped bit anywhere is either without effect (the name and time in the header) or refused.
  @Test func noFlippedBitPassesUnseen() throws {
    let packed = try gzipped(Self.csv)
    let plain = try load(Self.csv).cells
    for seed in 0..<UInt64(Repetitions.count(300)) {
      var random = SeededGenerator(seed: seed)
      var bytes = packed
      let place = Int.random(in: 2..<bytes.count, using: &random)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      do throws(LoadError) {
        let file = try load(bytes, as: "data.csv.gz")
        #expect(file.cells == plain, "seed \(seed), byte \(place)")
      } catch {
        #expect(error.message.contains("gzip"), "seed \(seed): \(error.message)")
      }
    }
  }

  @Test func stopsWhileUnpacking() throws {
    let packed = try gzipped(String(repeating: "1,some text that takes room\n", count: 100_000))
    do throws(LoadError) {
      _ = try load(packed, as: "a.csv.gz") { $0.progress = { _, _ in false } }
      Issue.record("was not stopped")
    } catch {
      #expect(error.message == "stopped")
    }
  }

  @Test func tellsWhatIsInsideATarArchive() throws {
    var tar = [UInt8](repeating: 0, count: 1024)
    for (place, byte) in "ustar".utf8.enumerated() { tar[257 + place] = byte }
    for (place, byte) in "data.csv".utf8.enumerated() { tar[place] = byte }
    let error = try #require(refusal(try gzipped(tar), as: "data.tar.gz"))
    #expect(error.message == "the file is a tar archive, which is not read")
    #expect(error.hint == "unpack it first: tar xf FILE")
  }
}
