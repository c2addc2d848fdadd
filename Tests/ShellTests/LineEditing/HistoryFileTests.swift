import Glibc
import Synchronization
import Testing

@testable import Shell

@Suite struct HistoryFileTests {
  /// A folder that is gone after the test.
  final class Folder {
    let path: String

    init() {
      var template = Array("/tmp/orbits-history-XXXXXX".utf8CString)
      path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit {
      for name in ["state/orbits/history", "state/orbits", "state", "history", "link", "target"] {
        remove(path + "/" + name)
      }
      rmdir(path)
    }
  }

  static func contents(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  @Test(arguments: [
    ("a", "a"), ("a\nb", "a\\nb"), ("a\\nb", "a\\\\nb"), ("\\", "\\\\"), ("\r\n", "\\r\\n"),
    ("çağla 株", "çağla 株"), ("a\tb", "a\tb"),
  ])
  func entriesAreEscapedIntoOneLine(entry: String, line: String) {
    #expect(String(decoding: HistoryFile.escaped(entry), as: UTF8.self) == line)
    #expect(HistoryFile.unescaped(Array(line.utf8)[...]) == entry)
  }

  @Test func linesFromElsewhereAreTakenAsTheyAre() {
    #expect(HistoryFile.unescaped(Array("C:\\users\\".utf8)[...]) == "C:\\users\\")
  }

  @Test func thePlace() {
    func path(_ variables: [String: String]) -> String? {
      HistoryFile { variables[$0] }?.path
    }
    #expect(path(["HOME": "/h"]) == "/h/.local/state/orbits/history")
    #expect(path(["HOME": "/h", "XDG_STATE_HOME": "/s"]) == "/s/orbits/history")
    #expect(path(["HOME": "/h", "XDG_STATE_HOME": "relative"]) == "/h/.local/state/orbits/history")
    #expect(path(["HOME": "/h", "ORBITS_HISTORY": "/x"]) == "/x")
    #expect(path(["HOME": "/h", "ORBITS_HISTORY": "-"]) == nil)
    #expect(path([:]) == nil)
  }

  @Test func foldersAndFileBelongToOnePerson() throws {
    let folder = Folder()
    let file = HistoryFile(path: folder.path + "/state/orbits/history")
    #expect(try file.load() == [])
    try file.append("one\ntwo")
    try file.append("three")
    #expect(try file.load() == ["one\ntwo", "three"])
    var status = stat()
    stat(file.path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    stat(folder.path + "/state/orbits", &status)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test func anUnfinishedLineDoesNotSwallowTheNextEntry() throws {
    let folder = Folder()
    let file = HistoryFile(path: folder.path + "/history")
    Self.write("torn", to: file.path)
    try file.append("next")
    #expect(try file.load() == ["torn", "next"])
  }

  @Test func theOldestEntriesAreDropped() throws {
    let folder = Folder()
    var file = HistoryFile(path: folder.path + "/history")
    file.limit = 8
    for number in 0..<10 { try file.append("\(number)") }
    #expect(try file.load() == (2..<10).map(String.init))
    #expect(Self.contents(file.path).split(separator: "\n").count == 10)
    try file.append("10")
    #expect(try file.load() == (3..<11).map(String.init))
    #expect(Self.contents(file.path).split(separator: "\n").count == 8)
    var status = stat()
    stat(file.path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func aLinkStaysALink() throws {
    let folder = Folder()
    Self.write((0..<10).map { "\($0)\n" }.joined(), to: folder.path + "/target")
    symlink("target", folder.path + "/link")
    var file = HistoryFile(path: folder.path + "/link")
    file.limit = 4
    _ = try file.load()
    var status = stat()
    lstat(file.path, &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(Self.contents(folder.path + "/target") == "6\n7\n8\n9\n")
  }

  @Test func writersAndAShortenerAtOnceLoseNothing() {
    let folder = Folder()
    let path = folder.path + "/history"
    var file = HistoryFile(path: path)
    file.limit = 1_000
    let shared = file
    // Each append opens the file anew, so threads meet at the lock just as processes do; the lines
    // of the child are added by another program, under the same lock.
    let child = Self.spawn(
      "i=0; while [ $i -lt 100 ]; do flock \"$0\" sh -c 'echo c >> \"$0\"' \"$0\"; i=$((i+1)); done",
      path)
    withThreads(4) { name in
      for number in 0..<100 { try? shared.append("\(name)-\(number)") }
    }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    let lines = (try? shared.load()) ?? []
    for name in 0..<4 {
      #expect(lines.filter { $0.hasPrefix("\(name)-") } == (0..<100).map { "\(name)-\($0)" })
    }
    #expect(lines.filter { $0 == "c" }.count == 100)
    #expect(lines.count == 500)
  }

  @Test func anAppendThatWaitsWhileTheFileIsReplacedGoesIntoTheNewOne() {
    let folder = Folder()
    var file = HistoryFile(path: folder.path + "/history")
    file.limit = 8
    let shared = file
    withThreads(4) { name in
      for number in 0..<50 {
        try? shared.append("\(name)-\(number)")
        _ = try? shared.load()
      }
    }
    let lines = (try? shared.load()) ?? []
    // The last entry of whoever came last is always there, and nothing is torn.
    #expect(lines.count == 8)
    #expect(lines.allSatisfy { $0.wholeMatch(of: /[0-3]-\d+/) != nil })
    #expect(lines.last?.hasSuffix("-49") == true)
  }

  @Test func trouble() {
    #expect(throws: HistoryFile.Failure.self) { try HistoryFile(path: "/dev/null/x").append("a") }
    #expect(throws: HistoryFile.Failure.self) { try HistoryFile(path: "/tmp").load() }
    #expect((try? HistoryFile(path: "/dev/null").load()) == [])
    var messages: [String] = []
    let history = History(file: HistoryFile(path: "/tmp")) { messages.append($0) }
    history.add("one")
    history.add("one ")
    history.add(" private")
    history.add("  \n")
    #expect(history.entries == ["one"])
    #expect(messages.count == 1)
    #expect(messages.first?.hasSuffix("Entries are kept for this session only.") == true)
  }

  // MARK: - Help

  private func withThreads(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) {
    final class Job: Sendable {
      let number: Int
      let work: @Sendable (Int) -> Void
      init(_ number: Int, _ work: @escaping @Sendable (Int) -> Void) {
        (self.number, self.work) = (number, work)
      }
    }
    let threads = (0..<count).map { number in
      var thread = pthread_t()
      let job = Unmanaged.passRetained(Job(number, work)).toOpaque()
      pthread_create(
        &thread, nil,
        { pointer in
          guard let pointer else { return nil }
          let job = Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue()
          job.work(job.number)
          return nil
        }, job)
      return thread
    }
    for thread in threads { pthread_join(thread, nil) }
  }

  private static func spawn(_ script: String, _ argument: String) -> pid_t {
    var child = pid_t()
    let words = (["sh", "-c", script, argument] as [String]).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    posix_spawn(&child, "/bin/sh", nil, nil, words, environ)
    return child
  }
}
