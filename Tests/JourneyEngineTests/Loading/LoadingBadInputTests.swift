import JourneyEngine
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What cannot be read: a message that names the place and the way out, and never a crash.
struct LoadingBadInputTests {
  private func error(path: String) -> LoadError? {
    do throws(LoadError) {
      _ = try FileReader.read(path: path)
      return nil
    } catch {
      return error
    }
  }

  @Test func suggestsTheNearestFile() throws {
    try withTemporaryFolder { folder in
      try write("a,b\n1,2\n", to: "\(folder)/accounts.csv")
      try write("a,b\n1,2\n", to: "\(folder)/events.csv")
      let missing = try #require(error(path: "\(folder)/acounts.csv"))
      #expect(missing.message == "no such file")
      #expect(missing.hint == "did you mean \(folder)/accounts.csv?")
      #expect(missing.path == "\(folder)/acounts.csv")
      #expect(error(path: "\(folder)/Events.csv")?.hint == "did you mean \(folder)/events.csv?")
      #expect(error(path: "\(folder)/zzz.csv")?.hint?.hasPrefix("look at the path") ?? false)
      let inside = try #require(error(path: "\(folder)x/events.csv"))
      #expect(inside.message == "no such file: there is no folder \(folder)x")
      #expect(inside.hint == "did you mean \(folder)/events.csv?")
      #expect(
        error(path: "\(folder)/events.csv/x")?.message
          == "no such file: \(folder)/events.csv is a file, not a folder")
      let here = try #require(error(path: folder))
      #expect(here.message == "is a folder, not a file")
      #expect(here.hint == "name a file in it, for instance \(folder)/accounts.csv")
    }
  }

  @Test func namesTheFolderWithoutPermission() throws {
    // Root may read everything.
    guard geteuid() != 0 else { return }
    try withTemporaryFolder { folder in
      mkdir("\(folder)/shut", 0o700)
      try write("a\n1\n", to: "\(folder)/shut/a.csv")
      try write("a\n1\n", to: "\(folder)/b.csv")
      chmod("\(folder)/shut", 0)
      chmod("\(folder)/b.csv", 0)
      #expect(
        error(path: "\(folder)/shut/a.csv")?.message
          == "no permission to open the folder \(folder)/shut")
      #expect(error(path: "\(folder)/b.csv")?.message == "no permission to read the file")
      chmod("\(folder)/shut", 0o700)
    }
  }

  @Test func readsWhatIsNoRegularFile() throws {
    try withTemporaryFolder { folder in
      #expect(mkfifo("\(folder)/pipe.csv", 0o600) == 0)
      #expect(system("printf 'a,b\\n1,2\\n' > \(folder)/pipe.csv &") == 0)
      let file = try FileReader.read(path: "\(folder)/pipe.csv")
      #expect(file.cells == [["1", "2"]])
      #expect(error(path: "/dev/null")?.message == "the file is empty")
    }
  }

  @Test(arguments: [
    ("", "the file is empty", nil as Int?),
    ("\n \n", "the file holds nothing but blank lines", nil),
    ("a,b\n1,\"x\n2,y\n", "the quote that opens here is never closed", 2),
    ("a,\"b\n1,2\n", "the quote that opens here, in the header, is never closed", 1),
    ("a,b\n1,2\n3,x\0y\n", "the file contains a NUL byte", 3),
    (
      "a,b\n1,2,3\n3,4,5\n",
      "every row was refused (2), the first because it has 3 fields, the header has 2", 2
    ),
    ("<!DOCTYPE html>\n<html>\n", "the file is a web page, not data", nil),
    (
      "<?xml version=\"1.0\"?><log>\n",
      "the XML ends in the middle, after 0 cases and 0 events", 2
    ),
    ("%PDF-1.4\n", "the file is a PDF document", nil),
    ("PAR1xxxx", "the file is a Parquet file, which is not read", nil),
  ])
  func refusesClearly(_ text: String, _ message: String, _ line: Int?) throws {
    let error = try #require(loadError(text))
    #expect(error.message == message)
    #expect(error.line == line)
  }

  @Test func namesTheLineOfAQuoteThatNeverCloses() throws {
    let rows = (0..<1000).map { "\($0),\"q\($0)\"\n" }.joined()
    let plain = (0..<1000).map { "\($0),q\n" }.joined()
    for block in [10, 1000, 1 << 18] {
      for threads in [1, 2] {
        let error = try #require(
          loadError("a,b\n" + rows + "x,\"y\n" + plain) {
            $0.blockSize = block
            $0.threadCount = threads
          })
        #expect(error.line == 1002)
        #expect(error.column == 3)
      }
    }
  }

  @Test func tellsOtherKindsOfFilesApart() throws {
    func message(_ bytes: [UInt8]) -> (String, String) {
      do throws(LoadError) {
        _ = try load(bytes)
        return ("", "")
      } catch {
        return (error.message, error.hint ?? "")
      }
    }
    #expect(message(Array("PK\u{3}\u{4}..data.csv".utf8)).1 == "unzip it first: unzip FILE")
    #expect(message(Array("PK\u{3}\u{4}..[Content_Types].xml".utf8)).0.contains("workbook"))
    #expect(message(Array("SQLite format 3\0".utf8)).0.contains("SQLite"))
    var random = SeededGenerator(seed: 3)
    #expect(
      message((0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }).0
        == "the file is binary data, not text")
  }

  @Test func namesTheFirstByteThatIsNotUTF8() throws {
    let rows = (0..<500).map { "\($0),é\n" }.joined()
    for bad: [UInt8] in [
      [0xE9], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
    ] {
      for (block, threads) in [(64, 2), (1 << 18, 1)] {
        do throws(LoadError) {
          _ = try load(Array("a,b\n\(rows)é7,Caf".utf8) + bad + Array("\n1,2\n".utf8)) {
            $0.blockSize = block
            $0.threadCount = threads
          }
          Issue.record("read \(bad)")
        } catch {
          #expect(error.line == 502)
          #expect(error.column == 7)
          #expect(error.message.hasPrefix("the file is not UTF-8 throughout: byte 0x"))
          #expect(error.hint?.contains("`reading encoding \"windows-1252\"`") ?? false)
        }
      }
    }
  }

  @Test func stopsOnRequest() throws {
    let text = "a,b\n" + String(repeating: "1,some text that takes room\n", count: 200_000)
    let error = try #require(
      loadError(text) {
        $0.blockSize = 512
        $0.progress = { _, _ in false }
      })
    #expect(error.message == "stopped")
  }

  @Test func reportsProgressInOrder() throws {
    let seen = ProgressLog()
    let text = "a,b\n" + String(repeating: "1,some text that takes room\n", count: 200_000)
    _ = try load(text) {
      $0.blockSize = 512
      $0.progress = { done, total in seen.note(done, total) }
    }
    let entries = seen.entries
    #expect(!entries.isEmpty)
    #expect(entries.allSatisfy { $0.done <= $0.total && $0.total == text.utf8.count })
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.done <= $1.done })
  }

  @Test func survivesAnyBytes() throws {
    let alphabet: [UInt8] = Array("\",\n\r;x1{}[]:\\u0 ".utf8) + [0xC3, 0xA9, 0xFF, 0]
    for seed in 0..<UInt64(1500 * randomScale) {
      var random = SeededGenerator(seed: seed)
      let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      for name in ["a.csv", "a.json", "a.jsonl", "a"] {
        do throws(LoadError) {
          _ = try load(bytes, as: name) { $0.blockSize = 16 }
        } catch {
          #expect(!error.message.isEmpty)
        }
      }
    }
  }
}
