internal import CInput

/// Unpacks gzip, wholly or not at all: members one after the other, every checksum looked at.
enum GzipUnpacker {
  /// Text packs to a tenth, logs of the same line over and over to a hundredth; what unpacks to
  /// more than so many times its size, and is large, was made to fill the disk.
  static let greatestRatio = 200
  static let harmlessSize = 1 << 30
  /// gzip inside gzip, at most so deep.
  static let deepest = 3

  static func isPacked(_ source: ByteSource) -> Bool {
    source.bytes(at: 0, count: 2) == [0x1F, 0x8B]
  }

  static func unpacked(
    _ source: ByteSource, options: ReadingOptions
  ) throws(LoadError) -> ByteSource {
    guard let inflate = orbits_inflate_open() else { throw noMemory(source) }
    defer { orbits_inflate_close(inflate) }
    let spool = ByteSpool(path: source.path, memoryLimit: options.memoryLimit)
    let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { output.deallocate() }
    var pace = ProgressPace(options)
    var offset = 0
    // Between members the end of the file is no cut.
    var isBetweenMembers = false
    while offset < source.size {
      guard pace.goesOn(offset, of: source.size) else {
        throw LoadError(path: source.path, message: "stopped")
      }
      if isBetweenMembers && source.bytes(at: offset, count: 2) != [0x1F, 0x8B] {
        try checkPadding(source, from: offset)
        break
      }
      let input = try source.require(at: offset, count: 128 << 10)
      var used = 0
      var outcome = Outcome.full
      // What does not fit into the output waits inside zlib, also after the last byte.
      while outcome == .full || outcome == .more && used < input.count {
        outcome = try step(inflate, input, &used, output, spool, source)
        try checkSize(spool, source, packed: offset + used)
      }
      isBetweenMembers = outcome == .ended
      offset += used
    }
    guard isBetweenMembers else { throw cut(source, spool) }
    var making = source.making
    making.words.append("gzip")
    return spool.source(making)
  }

  private enum Outcome { case more, full, ended }

  /// Unpacks until the output is full, the input used up, or a member has ended.
  private static func step(
    _ inflate: OpaquePointer, _ input: [UInt8], _ used: inout Int,
    _ output: UnsafeMutableBufferPointer<UInt8>, _ spool: ByteSpool, _ source: ByteSource
  ) throws(LoadError) -> Outcome {
    var inputCount = input.count - used
    var outputCount = output.count
    let status = input.withUnsafeBufferPointer { bytes -> Int32 in
      guard let base = bytes.baseAddress, let room = output.baseAddress else { return 0 }
      return orbits_inflate_step(inflate, base + used, &inputCount, room, &outputCount)
    }
    used += inputCount
    try spool.append(UnsafeBufferPointer(rebasing: output[..<outputCount]))
    switch Int(status) {
    case ORBITS_INFLATE_MORE:
      // Neither read nor written: zlib waits for bytes that will not come.
      guard inputCount > 0 || outputCount > 0 || used == input.count else {
        throw damaged(source, spool)
      }
      return outputCount == output.count ? .full : .more
    case ORBITS_INFLATE_ENDED: return .ended
    case ORBITS_INFLATE_NO_MEMORY: throw noMemory(source)
    case ORBITS_INFLATE_CHECKSUM:
      throw LoadError(
        path: source.path,
        message: "the gzip file is damaged: its contents do not have the checksum they were packed "
          + "with",
        hint: "fetch or copy the file again")
    default: throw damaged(source, spool)
    }
  }

  // MARK: - Trouble

  private static func checkSize(
    _ spool: ByteSpool, _ source: ByteSource, packed: Int
  ) throws(LoadError) {
    guard spool.count > harmlessSize, spool.count / max(1, packed) > greatestRatio else { return }
    throw LoadError(
      path: source.path,
      message: "the gzip file unpacks to more than \(greatestRatio) times its size "
        + "(\(ByteCount.words(spool.count)) from \(ByteCount.words(packed)) so far), as files do "
        + "that are made to fill a disk",
      hint: source.shellPath.map {
        "if it is meant to, unpack it yourself and load the result: gunzip -k \($0)"
      } ?? "if it is meant to, unpack it before it is piped in")
  }

  /// Zeros fill up the blocks of tapes and disks; anything else does not belong there.
  private static func checkPadding(_ source: ByteSource, from start: Int) throws(LoadError) {
    var offset = start
    while offset < source.size {
      let bytes = try source.require(at: offset, count: 128 << 10)
      guard bytes.allSatisfy({ $0 == 0 }) else {
        throw LoadError(
          path: source.path,
          message: "something else follows the gzip data "
            + "(\(ByteCount.words(source.size - start)) of it)",
          hint: fetchHint(source, "what the gzip data holds"))
      }
      offset += bytes.count
    }
  }

  private static func cut(_ source: ByteSource, _ spool: ByteSpool) -> LoadError {
    LoadError(
      path: source.path,
      message: "the gzip file is cut off: it ends within its data "
        + "(after \(ByteCount.words(spool.count)) unpacked)",
      hint: fetchHint(source, "what is left of it"))
  }

  private static func damaged(_ source: ByteSource, _ spool: ByteSpool) -> LoadError {
    LoadError(
      path: source.path,
      message: "the gzip file is damaged (after \(ByteCount.words(spool.count)) unpacked)",
      hint: fetchHint(source, "what is left of it"))
  }

  private static func fetchHint(_ source: ByteSource, _ rest: String) -> String {
    let fetch = "fetch or copy the file again"
    return source.shellPath.map { "\(fetch); \(rest), gunzip -c \($0) > UNPACKED takes out" }
      ?? fetch
  }

  private static func noMemory(_ source: ByteSource) -> LoadError {
    LoadError(path: source.path, message: "no memory is left to unpack the gzip file")
  }
}
