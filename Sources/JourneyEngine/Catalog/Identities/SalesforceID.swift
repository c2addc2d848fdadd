/// Salesforce writes an id with 15 characters, which differ by case, or with 18 that do not: the
/// three more say which of the 15 are capital letters. Reports write the one, exports the other.
enum SalesforceID {
  static func hasLength(_ count: Int) -> Bool { count == 15 || count == 18 }

  /// The same id in the other length; nil for what is no such id.
  static func other(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard hasLength(bytes.count), bytes.allSatisfy(isLetterOrDigit) else {
      return nil
    }
    let id = Array(bytes.prefix(15))
    let check = checksum(id)
    if bytes.count == 15 { return String(decoding: id + check, as: UTF8.self) }
    let isSame = bytes.suffix(3).elementsEqual(check)
    return isSame ? String(decoding: id, as: UTF8.self) : nil
  }

  /// A letter for each five: the first of them counts 1 if it is a capital, the second 2, ..
  private static func checksum(_ id: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".utf8)
    return stride(from: 0, to: 15, by: 5).map { start in
      let capitals = (0..<5).reduce(0) { isCapital(id[start + $1]) ? $0 | 1 << $1 : $0 }
      return letters[capitals]
    }
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isCapital(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
