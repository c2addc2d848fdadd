/// A text as a key that is equal only to the same bytes.
///
/// Swift's strings compare by canonical equivalence: `é` written as one scalar or as two would
/// share a dictionary code, and one file's spelling would replace the other's.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
