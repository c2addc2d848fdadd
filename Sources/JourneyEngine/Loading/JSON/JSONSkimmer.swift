/// Walks over one JSON value of any size, a window at a time and without recursion, by the same
/// strict rules as `JSONScanner`, and notes where its lists stand.
struct JSONSkimmer {
  /// An array that only objects lead to.
  struct List: Hashable, Sendable {
    /// The keys that lead to it, joined by points.
    let path: String
    /// Behind its opening bracket, and behind the closing one.
    let start: Int
    var end: Int
    var elementCount = 0
    /// Its first element is an object.
    var holdsObjects = false
  }

  private(set) var lists: [List] = []
  /// The names of the outermost object's members, the first of them.
  private(set) var members: [String] = []
  /// A line feed stands inside the value.
  private(set) var crossesLines = false

  private let source: ByteSource
  private var pace: ProgressPace
  private let window: Window
  private var position = 0
  /// The brackets that are open; of the first `keys.count` of them, all objects, the key read last.
  private var open: [UInt8] = []
  private var keys: [String] = []
  /// The list being walked, which opened as the bracket of that number.
  private var list: (index: Int, depth: Int)?

  private static let mostLists = 1000

  /// Memory of its own: a window grows to hold the longest string, and no more.
  private final class Window {
    var bytes: UnsafeMutablePointer<UInt8>
    var capacity = 256 << 10
    /// Where the window begins in the source, and how much of it is filled.
    var base: Int
    var filled = 0

    init(at base: Int) {
      self.base = base
      bytes = .allocate(capacity: capacity + RowBlock.padding)
    }

    deinit { bytes.deallocate() }
  }

  init(_ source: ByteSource, from offset: Int, _ options: ReadingOptions) throws(LoadError) {
    self.source = source
    pace = ProgressPace(options)
    window = Window(at: offset)
    try refill()
  }

  /// Where in the source it stands.
  var offset: Int { window.base + position }

  /// Walks to the end of the value that begins here.
  mutating func skim() throws(LoadError) {
    try skipSpace()
    crossesLines = false
    repeat {
      if try enterValue() {
        try skipSpace()
        continue
      }
      while !open.isEmpty {
        try skipSpace()
        if try !leaveValue() { break }
      }
    } while !open.isEmpty
  }

  /// Skips space; the byte then here, 0 at the end.
  @discardableResult
  mutating func skipSpace() throws(LoadError) -> UInt8 {
    while true {
      while position < window.filled {
        switch window.bytes[position] {
        case .newline: crossesLines = true
        case .space, .tab, .carriageReturn: break
        default: return window.bytes[position]
        }
        position += 1
      }
      if isAtEnd { return 0 }
      try refill()
    }
  }

  // MARK: - Structure

  /// Takes a value, or the opening of one: whether a value is due next, inside it.
  private mutating func enterValue() throws(LoadError) -> Bool {
    let byte = try skipSpace()
    noteElement(byte)
    guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else {
      _ = try take { scanner throws(JSONScanner.Failure) in try scanner.value() }
      return false
    }
    if byte == UInt8(ascii: "[") { beginList() }
    let isPlain = keys.count == open.count
    open.append(byte)
    position += 1
    let next = try skipSpace()
    if next == byte + 2 {
      if byte == UInt8(ascii: "{") && isPlain { keys.append("") }
      close()
      return false
    }
    if byte == UInt8(ascii: "{") {
      if isPlain { keys.append("") }
      try takeName()
    }
    return true
  }

  /// After a value: whether one more bracket closed, so that what held it has ended too. False when
  /// a value is due.
  private mutating func leaveValue() throws(LoadError) -> Bool {
    guard let opening = open.last else { return false }
    let byte = try skipSpace()
    if byte == opening + 2 {
      close()
      return true
    }
    guard byte == UInt8(ascii: ",") else {
      throw failure { $0.expected(opening == UInt8(ascii: "[") ? "`,` or `]`" : "`,` or `}`") }
    }
    position += 1
    try skipSpace()
    if opening == UInt8(ascii: "{") { try takeName() }
    return false
  }

  private mutating func close() {
    position += 1
    open.removeLast()
    if keys.count > open.count { keys.removeLast() }
    if let list, list.depth == open.count {
      lists[list.index].end = offset
      self.list = nil
    }
  }

  private mutating func takeName() throws(LoadError) {
    let isPlain = keys.count == open.count
    let name = try take { scanner throws(JSONScanner.Failure) in
      let field = try scanner.string()
      guard isPlain else { return "" }
      return JSONSkimmer.text(field, scanner.bytes)
    }
    guard try skipSpace() == UInt8(ascii: ":") else {
      throw failure { $0.expected("`:` after the name") }
    }
    position += 1
    guard isPlain else { return }
    keys[keys.count - 1] = name
    if open.count == 1 && members.count < 100 { members.append(name) }
  }

  private static func text(_ field: Field, _ bytes: UnsafePointer<UInt8>) -> String {
    var escapes = Unescaper(.backslashes)
    return escapes.withText(bytes + field.start, count: field.length) { text, count in
      String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }
  }

  // MARK: - Lists

  private mutating func beginList() {
    guard list == nil, keys.count == open.count, !open.isEmpty,
      lists.count < JSONSkimmer.mostLists
    else { return }
    list = (lists.count, open.count)
    lists.append(
      List(path: keys.joined(separator: "."), start: offset + 1, end: offset + 1))
  }

  private mutating func noteElement(_ byte: UInt8) {
    guard let list, open.count == list.depth + 1 else { return }
    if lists[list.index].elementCount == 0 {
      lists[list.index].holdsObjects = byte == UInt8(ascii: "{")
    }
    lists[list.index].elementCount += 1
  }

  // MARK: - The window

  private var isAtEnd: Bool { window.base + window.filled >= source.size }

  /// Takes one word of JSON, whole: as long as it might go on behind the window, that moves.
  private mutating func take<Result>(
    _ read: (inout JSONScanner) throws(JSONScanner.Failure) -> Result
  ) throws(LoadError) -> Result {
    while true {
      var scanner = JSONScanner(window.bytes, from: position, end: window.filled)
      do throws(JSONScanner.Failure) {
        let result = try read(&scanner)
        if isAtEnd || scanner.position + 8 < window.filled {
          position = scanner.position
          return result
        }
      } catch {
        if isAtEnd || scanner.position + 8 < window.filled { throw fault(error) }
      }
      try refill()
    }
  }

  /// Moves the window on to where it is read, or makes it larger.
  private mutating func refill() throws(LoadError) {
    guard pace.goesOn(offset, of: source.size) else {
      throw LoadError(path: source.path, message: "stopped")
    }
    let kept = window.filled - position
    if kept * 2 > window.capacity {
      guard window.capacity < BlockFeed.longestRow else {
        throw LoadError(
          path: source.path,
          message: "a text of more than \(BlockFeed.longestRow >> 20) MB stands in it")
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(
        capacity: window.capacity * 2 + RowBlock.padding)
      larger.update(from: window.bytes + position, count: kept)
      window.bytes.deallocate()
      window.bytes = larger
      window.capacity *= 2
    } else {
      window.bytes.update(from: window.bytes + position, count: kept)
    }
    window.base += position
    position = 0
    let wanted = min(window.capacity - kept, source.size - window.base - kept)
    guard source.read(at: window.base + kept, into: window.bytes + kept, count: wanted) == wanted
    else { throw source.readFailure }
    window.filled = kept + wanted
    (window.bytes + window.filled).update(repeating: 0, count: RowBlock.padding)
  }

  // MARK: - Trouble

  func failure(_ make: (JSONScanner) -> JSONScanner.Failure) -> LoadError {
    fault(make(JSONScanner(window.bytes, from: position, end: window.filled)))
  }

  private func fault(_ failure: JSONScanner.Failure) -> LoadError {
    BlockFault(
      offset: min(window.base + failure.position, source.size),
      message: "not valid JSON: \(failure.message)"
    ).loadError(in: source)
  }
}
