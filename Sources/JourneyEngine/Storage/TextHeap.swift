/// Many texts in one block of bytes.
package struct TextHeap: Sendable {
  /// `count + 1` offsets into `bytes`.
  package private(set) var offsets: [Int]
  package private(set) var bytes: [UInt8]

  package init() {
    offsets = [0]
    bytes = []
  }

  /// Takes blocks a loader has filled; `offsets` starts with 0 and ends with `bytes.count`.
  package init(offsets: [Int], bytes: [UInt8]) {
    self.offsets = offsets
    self.bytes = bytes
  }

  package var count: Int { offsets.count - 1 }

  package mutating func append(_ text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    offsets.append(bytes.count)
  }

  package mutating func append(_ text: String) { append(text.utf8) }

  package func utf8(at index: Int) -> ArraySlice<UInt8> {
    bytes[offsets[index]..<offsets[index + 1]]
  }

  package subscript(index: Int) -> String { String(decoding: utf8(at: index), as: UTF8.self) }
}
