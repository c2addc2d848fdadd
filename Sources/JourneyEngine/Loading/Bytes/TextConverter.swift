/// Converts text to UTF-8.
struct TextConverter {
  private let source: ByteSource
  private let encoding: TextEncoding
  private let options: ReadingOptions
  private static let chunk = 256 << 10

  init(_ source: ByteSource, from encoding: TextEncoding, _ options: ReadingOptions) {
    self.source = source
    self.encoding = encoding
    self.options = options
  }

  /// The text from `start` on, which is where a byte order mark ends.
  func converted(from start: Int, guess: String?) throws(LoadError) -> ByteSource {
    var making = source.making
    making.words.append(encoding.word)
    making.encoding = encoding
    if let guess { making.guesses.append(guess) }
    let spool = ByteSpool(path: source.path, memoryLimit: options.memoryLimit)
    let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: TextConverter.chunk * 3)
    defer { output.deallocate() }
    var pace = ProgressPace(options)
    let letters = TextEncoding.highLetters(of: encoding)
    var offset = start
    while offset < source.size {
      guard pace.goesOn(offset, of: source.size) else {
        throw LoadError(path: source.path, message: "stopped")
      }
      let input = try source.require(at: offset, count: TextConverter.chunk)
      let isEnd = offset + input.count == source.size
      let (used, written) =
        encoding.isUTF16
        ? convertUnits(input, isEnd: isEnd, into: output)
        : (input.count, TextConverter.convertBytes(input, letters, into: output))
      try spool.append(UnsafeBufferPointer(rebasing: output[..<written]))
      offset += used
      // Less than all of it: what follows is no text (but the half of a letter at a chunk's end).
      if used == 0 || used < input.count - 2 || used < input.count && isEnd {
        throw fault(Array(input[used...]), before: spool.source(making))
      }
    }
    return spool.source(making)
  }

  // MARK: - One byte a letter

  private static func convertBytes(
    _ input: [UInt8], _ letters: [(bytes: (UInt8, UInt8, UInt8), length: Int)],
    into output: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var written = 0
    for byte in input {
      if byte < 0x80 {
        output[written] = byte
        written += 1
        continue
      }
      let letter = letters[Int(byte) - 0x80]
      output[written] = letter.bytes.0
      output[written + 1] = letter.bytes.1
      if letter.length == 3 { output[written + 2] = letter.bytes.2 }
      written += letter.length
    }
    return written
  }

  // MARK: - UTF-16

  /// Stops before half a letter.
  private func convertUnits(
    _ input: [UInt8], isEnd: Bool, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> (used: Int, written: Int) {
    let high = encoding == .utf16BigEndian ? 0 : 1
    var written = 0
    var position = 0
    while position + 2 <= input.count {
      let unit = UInt32(input[position + high]) << 8 | UInt32(input[position + 1 - high])
      var scalar = unit
      var length = 2
      if unit & 0xF800 == 0xD800 {
        guard unit < 0xDC00, position + 4 <= input.count else { break }
        let next = UInt32(input[position + 2 + high]) << 8 | UInt32(input[position + 3 - high])
        guard next & 0xFC00 == 0xDC00 else { break }
        scalar = 0x10000 + (unit & 0x3FF) << 10 + next & 0x3FF
        length = 4
      }
      written += TextConverter.write(scalar, to: output, at: written)
      position += length
    }
    return (position, written)
  }

  @inline(__always)
  private static func write(
    _ scalar: UInt32, to output: UnsafeMutableBufferPointer<UInt8>, at place: Int
  ) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80:
      output[place] = UInt8(scalar)
      return 1
    case ..<0x800:
      output[place] = 0xC0 | UInt8(scalar >> 6)
      output[place + 1] = tail(0)
      return 2
    case ..<0x10000:
      output[place] = 0xE0 | UInt8(scalar >> 12)
      output[place + 1] = tail(6)
      output[place + 2] = tail(0)
      return 3
    default:
      output[place] = 0xF0 | UInt8(scalar >> 18)
      output[place + 1] = tail(12)
      output[place + 2] = tail(6)
      output[place + 3] = tail(0)
      return 4
    }
  }

  private func fault(_ rest: [UInt8], before: ByteSource) -> LoadError {
    let (line, column) = before.position(of: before.size)
    guard rest.count > 1 else {
      return LoadError(
        path: source.path, line: line, column: column,
        message: "the \(encoding.title) text ends with half a letter: it was cut off",
        hint: "fetch or export the file again")
    }
    let high = encoding == .utf16BigEndian ? 0 : 1
    let hex = String(Int(rest[high]) << 8 | Int(rest[1 - high]), radix: 16, uppercase: true)
    return LoadError(
      path: source.path, line: line, column: column,
      message: "the \(encoding.title) text holds half of a surrogate pair (0x\(hex)), no letter",
      hint: "export the file again, as UTF-8 if there is a choice; \(otherOrder.clause) "
        + "reads the bytes in the other order")
  }

  private var otherOrder: TextEncoding {
    encoding == .utf16BigEndian ? .utf16LittleEndian : .utf16BigEndian
  }
}
