/// Bytes that are not text, and what to do about them.
enum TextFault {
  /// The fault at the first NUL or byte that is not UTF-8 of a block.
  static func fault(
    _ bytes: UnsafePointer<UInt8>, count: Int, at position: Int, blockOffset: Int
  ) -> BlockFault {
    if bytes[position] == 0 {
      return BlockFault(
        offset: blockOffset + position, message: "the file contains a NUL byte",
        hint: "take it out with: tr -d '\\000' < FILE > CLEAN")
    }
    let hex = String(bytes[position], radix: 16, uppercase: true)
    return BlockFault(
      offset: blockOffset + position,
      message:
        "the file is not UTF-8: byte 0x\(hex.count < 2 ? "0" : "")\(hex) is no part of a letter",
      hint: "\(TextEncoding.windows1252.clause) reads every byte as a letter")
  }
}
