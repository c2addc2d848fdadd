#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bytes of one input, readable at any offset. A regular file is read in blocks with `pread`,
/// never mapped: a file that shrinks meanwhile is then an error and not a crash. Anything else (a
/// pipe, what was packed) is put into memory or a temporary file first (`ByteSpool`).
final class ByteSource: Sendable {
  let path: String
  let size: Int
  /// How these bytes were made from those of the file.
  let making: Making
  private let descriptor: Int32
  private let memory: [UInt8]
  /// Of a regular file, when it was opened.
  private let stamp: FileStamp?

  /// What was done to the bytes of a file on the way to plain text.
  struct Making: Hashable, Sendable {
    /// For the report's format: "gzip", "UTF-16".
    var words: [String] = []
    var guesses: [String] = []
    /// The encoding the text was converted from; nil for what was UTF-8, or no text.
    var encoding: TextEncoding?
  }

  /// Takes over an open descriptor of a regular file.
  init(
    path: String, descriptor: Int32, size: Int, stamp: FileStamp? = nil, making: Making = Making()
  ) {
    self.path = path
    self.descriptor = descriptor
    self.size = size
    self.stamp = stamp
    self.making = making
    memory = []
  }

  init(path: String, memory: [UInt8], making: Making = Making()) {
    self.path = path
    self.memory = memory
    self.making = making
    descriptor = -1
    size = memory.count
    stamp = nil
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Somebody wrote to the file since it was opened.
  var hasChanged: Bool { stamp.map { FileStamp(descriptor) != $0 } ?? false }

  /// Fills `target` from `offset` on; returns the number of bytes, which is less than `count` at
  /// the end of the file only, or -1 when reading failed.
  func read(at offset: Int, into target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    if descriptor < 0 {
      let length = max(0, min(count, size - offset))
      memory.withUnsafeBufferPointer { bytes in
        if length > 0, let base = bytes.baseAddress {
          target.update(from: base + offset, count: length)
        }
      }
      return length
    }
    var done = 0
    while done < count {
      let length = pread(descriptor, target + done, count - done, off_t(offset + done))
      if length < 0 {
        if errno == EINTR { continue }
        return -1
      }
      if length == 0 { break }
      done += length
    }
    return done
  }

  func bytes(at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: max(0, min(count, size - offset))) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      filled = max(0, read(at: offset, into: base, count: buffer.count))
    }
  }

  /// The bytes from `offset` on, `count` of them or up to the end; throws when they cannot be read.
  func require(at offset: Int, count: Int) throws(LoadError) -> [UInt8] {
    let block = bytes(at: offset, count: count)
    guard block.count == max(0, min(count, size - offset)) else { throw readFailure }
    return block
  }

  /// For bytes that were there when the file was opened.
  var readFailure: LoadError {
    LoadError(
      path: path, message: "the file cannot be read to its end (it shrank, or the disk fails)",
      hint: "load it again once nothing writes to it")
  }

  /// Line and column (both 1-based, the column in characters) of an offset, for a message. Reads
  /// the file up to there: errors are rare, and counting lines for them all along would cost every
  /// file.
  func position(
    of offset: Int, _ lineEnds: LineEnds = .lineFeed, isByteALetter: Bool = false
  ) -> (line: Int, column: Int) {
    var wasReturn = false
    var line = 1
    var column = 1
    var at = 0
    while at < offset {
      let block = bytes(at: at, count: min(1 << 20, offset - at))
      if block.isEmpty { break }
      for byte in block {
        if byte == .newline && wasReturn {
          column = 1
        } else if byte == .newline || byte == .carriageReturn && lineEnds == .any {
          line += 1
          column = 1
        } else if isByteALetter || byte & 0xC0 != 0x80 {
          column += 1
        }
        wasReturn = byte == .carriageReturn && lineEnds == .any
      }
      at += block.count
    }
    return (line, column)
  }
}

extension ByteSource {
  /// The path as a command in a hint has to write it; nil for standard input, which has none.
  var shellPath: String? { path == FileOpener.standardInputName ? nil : ByteSource.shellWord(path) }

  /// One word to a shell, whatever is in it.
  static func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte.isDigit || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte >= 0x80
        || "/._-+,:=@%".utf8.contains(byte)
    }
    guard !isPlain || text.isEmpty else { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
