#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What tells whether a file is still the one that was read: its size, when it was written, and
/// which file it is.
struct FileStamp: Hashable, Sendable {
  let size: Int64
  private let seconds: Int64
  private let nanoseconds: Int64
  private let file: UInt64
  private let device: UInt64

  /// Nil for what is no file that can be read twice: standard input, a pipe, what is not there.
  init?(_ path: String) {
    var status = stat()
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    self.init(status)
  }

  /// An open file; nil when the system does not tell.
  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    size = Int64(status.st_size)
    #if canImport(Glibc)
      let written = status.st_mtim
    #else
      let written = status.st_mtimespec
    #endif
    seconds = Int64(written.tv_sec)
    nanoseconds = Int64(written.tv_nsec)
    file = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
  }

  /// Whether both are one file, whatever is in it now.
  func isSameFile(as other: FileStamp) -> Bool { file == other.file && device == other.device }
}
