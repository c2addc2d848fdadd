#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bytes of one input, readable at any offset. A regular file is read in blocks with `pread`,
/// never mapped: a file that shrinks meanwhile is then an error and not a crash. Anything else (a
/// pipe, a device) is read into memory first.
final class ByteSource: Sendable {
  let path: String
  let size: Int
  private let descriptor: Int32
  private let memory: [UInt8]

  /// Takes over an open descriptor of a regular file.
  init(path: String, descriptor: Int32, size: Int) {
    self.path = path
    self.descriptor = descriptor
    self.size = size
    memory = []
  }

  init(path: String, memory: [UInt8]) {
    self.path = path
    self.memory = memory
    descriptor = -1
    size = memory.count
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

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

  /// Line and column (both 1-based, the column in characters) of an offset, for a message. Reads
  /// the file up to there: errors are rare, and counting lines for them all along would cost every
  /// file.
  func position(
    of offset: Int, _ lineEnds: LineEnds = .lineFeed
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
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
        wasReturn = byte == .carriageReturn && lineEnds == .any
      }
      at += block.count
    }
    return (line, column)
  }
}
