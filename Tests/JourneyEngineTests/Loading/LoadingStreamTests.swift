import JourneyEngine
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Input that is no file, or changes while it is read. (Standard input itself: `Tests/DataSets`.)
struct LoadingStreamTests {
  private func refusal(
    _ path: String, _ configure: (inout ReadingOptions) -> Void = { _ in }
  ) -> LoadError? {
    var options = ReadingOptions()
    configure(&options)
    do throws(LoadError) {
      _ = try FileReader.read(path: path, options: options)
      return nil
    } catch {
      return error
    }
  }

  @Test func readsAPipeThatIsPacked() throws {
    try withTemporaryFolder { folder in
      let rows = (0..<20_000).map { "A\($0),\($0)\n" }.joined()
      try write(gzipped("id,n\n" + rows), to: "\(folder)/data.gz")
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(system("(sleep 0.3; cat \(folder)/data.gz) > \(folder)/pipe &") == 0)
      var options = ReadingOptions()
      options.memoryLimit = 1000
      let file = try FileReader.read(path: "\(folder)/pipe", options: options)
      #expect(file.table.rowCount == 20_000)
    }
  }

  /// Nobody writes to the pipe: Ctrl-C ends the waiting.
  @Test func stopsWaitingForAPipe() throws {
    try withTemporaryFolder { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      let asked = Mutex(0)
      let error = refusal("\(folder)/pipe") {
        $0.progress = { _, _ in
          asked.withLock {
            $0 += 1
            return $0 < 3
          }
        }
      }
      #expect(error?.message == "stopped")
    }
  }

  private enum Change: CaseIterable { case shrinks, grows, isRewritten }

  @Test func refusesAFileThatChangesMeanwhile() throws {
    let row = "1,some text that takes room\n"
    let text = "a,b\n" + String(repeating: row, count: 200_000)
    try withTemporaryFolder { folder in
      for name in ["a.csv", "a.csv.gz"] {
        let content = name == "a.csv" ? Array(text.utf8) : try gzipped(text)
        for change in Change.allCases {
          let path = "\(folder)/\(name)"
          try write(content, to: path)
          let isDone = Mutex(false)
          let error = refusal(path) {
            $0.blockSize = 4096
            $0.progress = { _, _ in
              isDone.withLock { isDone in
                defer { isDone = true }
                guard !isDone else { return true }
                switch change {
                case .shrinks: return truncate(path, off_t(content.count / 2)) == 0
                case .grows: return system("printf '2,more\\n' >> \(path)") == 0
                case .isRewritten: return utimes(path, nil) == 0
                }
              }
            }
          }
          #expect(
            error?.message == "something wrote to the file while it was read"
              || error?.message.contains("it shrank") ?? false, "\(name) \(change) \(error as Any)")
          #expect(error?.hint?.contains("load it again") ?? false)
        }
      }
    }
  }

  @Test func saysWhatCannotBeOpened() throws {
    try withTemporaryFolder { folder in
      symlink("\(folder)/nowhere.csv", "\(folder)/link.csv")
      #expect(
        refusal("\(folder)/link.csv")?.message
          == "\(folder)/link.csv is a link to \(folder)/nowhere.csv, which is not there")
      symlink("\(folder)/loop.csv", "\(folder)/loop.csv")
      #expect(refusal("\(folder)/loop.csv")?.message == "is a link that leads back to itself")
      #expect(refusal("/dev/zero")?.message == "is a device, not a file")
      #if canImport(Glibc)
        #expect(refusal("/proc/self/mem")?.message.contains("Input/output error") ?? false)
      #endif
    }
  }

  /// A line of 3 MB with a field of 3 MB, in small blocks.
  @Test func readsLongLines() throws {
    let long = String(repeating: "lang, ", count: 500_000)
    for (name, text) in [
      ("a.csv", "id,t\nA1,\"\(long)\"\nA2,x\n"),
      ("a.json", "[{\"id\":\"A1\",\"t\":\"\(long)\"},{\"id\":\"A2\",\"t\":\"x\"}]"),
      ("a.jsonl", "{\"id\":\"A1\",\"t\":\"\(long)\"}\n{\"id\":\"A2\",\"t\":\"x\"}\n"),
      ("b.json", "{\"t\":\"\(long)\",\"rows\":[{\"id\":\"A1\",\"t\":\"\(long)\"},{\"t\":\"x\"}]}"),
    ] {
      for block in [1000, 256 << 10] {
        let file = try load(text, as: name) { $0.blockSize = block }
        #expect(file.column("t").map { $0?.count } == [long.count, 1], "\(name)")
      }
    }
  }
}
