internal import CInput

/// A zip archive in memory, its files read as streams and never more of them than is plausible.
final class ZipArchive {
  private let path: String
  private let archive: OpaquePointer
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// Bytes that may still be unpacked. A workbook unpacks to 5 to 30 times its size; what comes to
  /// 300 times of it, and is large, was made to fill the memory.
  private var allowance: Int

  private static let swelling = 300
  private static let unsuspicious = 256 << 20

  init(_ source: ByteSource) throws(LoadError) {
    path = source.path
    bytes = .allocate(capacity: max(1, source.size))
    let count = bytes.baseAddress.map { source.read(at: 0, into: $0, count: source.size) } ?? 0
    var fault: Int32 = 0
    guard count == source.size, let opened = orbits_zip_open(bytes.baseAddress, count, &fault)
    else {
      bytes.deallocate()
      throw ZipArchive.error(
        count == source.size ? fault : Int32(ORBITS_ZIP_DAMAGED.rawValue), path)
    }
    archive = opened
    allowance = max(ZipArchive.unsuspicious, count * ZipArchive.swelling)
  }

  deinit {
    orbits_zip_close(archive)
    bytes.deallocate()
  }

  func has(_ name: String) -> Bool { orbits_zip_find(archive, name) >= 0 }

  /// Hands the bytes of a file over in chunks; the last one is empty. False when there is no such
  /// file.
  func read(
    _ name: String, _ body: (UnsafeBufferPointer<UInt8>) throws(LoadError) -> Void
  ) throws(LoadError) -> Bool {
    let place = orbits_zip_find(archive, name)
    guard place >= 0 else { return false }
    guard orbits_zip_size(archive, place) <= allowance else { throw bomb(name) }
    let fault = orbits_zip_start(archive, place)
    guard fault == Int32(ORBITS_ZIP_FINE.rawValue) else { throw ZipArchive.error(fault, path) }
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { chunk.deallocate() }
    while true {
      let count = Int(orbits_zip_read(archive, chunk.baseAddress, chunk.count))
      guard count >= 0 else {
        throw LoadError(
          path: path, message: "the workbook is damaged: \(name) in it cannot be unpacked",
          hint: "was it copied, or downloaded, to its end? open it and save it once more")
      }
      // The size a file says it has need not be true.
      allowance -= count
      guard allowance >= 0 else { throw bomb(name) }
      try body(UnsafeBufferPointer(rebasing: chunk[..<count]))
      if count == 0 { return true }
    }
  }

  private func bomb(_ name: String) -> LoadError {
    LoadError(
      path: path,
      message: "\(name) in it unpacks to more than \(ZipArchive.swelling) times the file's size: "
        + "refused",
      hint: "if it is a true workbook, save its sheets as CSV")
  }

  private static func error(_ fault: Int32, _ path: String) -> LoadError {
    switch UInt32(fault) {
    case ORBITS_ZIP_NO_LIBRARY.rawValue:
      LoadError(
        path: path, message: "reading Excel workbooks needs libzip, which is not on this machine",
        hint: "install it (apt install libzip-dev, dnf install libzip, brew install libzip), "
          + "or save the sheet as CSV")
    case ORBITS_ZIP_ENCRYPTED.rawValue:
      LoadError(
        path: path, message: "the workbook is protected by a password",
        hint: "open it, take the password off, and save it once more")
    case ORBITS_ZIP_MEMORY.rawValue:
      LoadError(path: path, message: "there is no memory left to read the file")
    default:
      LoadError(
        path: path, message: "the workbook is damaged: it is no whole zip archive",
        hint: "was it copied, or downloaded, to its end? open it and save it once more")
    }
  }
}
