/// Makes the bytes of a file plain UTF-8 text, or whatever its format is made of: unpacks gzip,
/// converts UTF-16 and Windows-1252.
///
/// Text is taken for UTF-8 while its beginning allows it. Clean files are so read only once; when a
/// reader meets a byte that is none, far inside, it gives up and `reconsidered` looks at the whole.
enum PlainBytes {
  static func of(_ source: ByteSource, options: ReadingOptions) throws(LoadError) -> ByteSource {
    let forced = try forcedEncoding(source, options)
    let plain = try unpacked(source, options)
    let sample = try plain.require(at: 0, count: FileFormat.sampleSize)
    if isPackage(sample) { return plain }
    if let forced { return try converted(plain, sample, forced: forced, options) }
    let isNamed = UTF16Mark.marked(sample) == nil && ForeignFile.signed(sample) != nil
    if !isNamed, let encoding = UTF16Mark.encoding(of: sample) {
      let mark = UTF16Mark.length(sample)
      let guess =
        "the text is \(encoding.title)\(mark > 0 ? ", as its first bytes say" : ""): "
        + "\(encoding.clause), or another, settles it"
      return try TextConverter(plain, from: encoding, options).converted(from: mark, guess: guess)
    }
    // XML says itself how it is written; what is no text at all is refused by its format.
    if isMarkup(sample) || ForeignFile.recognize(sample, path: source.path) != nil { return plain }
    var survey = EncodingSurvey()
    _ = survey.take(sample, at: 0, isEnd: sample.count == plain.size)
    guard survey.firstStranger != nil else { return plain }
    return try reconsidered(plain, options) ?? plain
  }

  /// The bytes converted from another encoding, after a reader could not go on with them as they
  /// are; nil when they are UTF-8 throughout, or were forced to be.
  static func reconsidered(
    _ source: ByteSource, _ options: ReadingOptions
  ) throws(LoadError) -> ByteSource? {
    guard options.encoding == nil, source.making.encoding == nil else { return nil }
    let sample = source.bytes(at: 0, count: FileFormat.sampleSize)
    guard !isPackage(sample), !isMarkup(sample),
      ForeignFile.recognize(sample, path: source.path) == nil,
      let survey = try EncodingSurvey.whole(source, options), let first = survey.firstStranger
    else { return nil }
    if survey.letters > 0 { throw mixed(source, survey, first) }
    if let undefined = survey.firstUndefined { throw unknown(source, undefined) }
    let count = survey.strangers
    let (line, _) = source.position(of: first)
    let letter = letter(source.bytes(at: first, count: 1))
    let guess =
      "the text is no UTF-8 and was read as Windows-1252 "
      + "(\(count) \(count == 1 ? "letter" : "letters") beyond ASCII, the first `\(letter)` "
      + "on line \(line)): \(TextEncoding.latin1.clause) names another"
    return try TextConverter(source, from: .windows1252, options).converted(from: 0, guess: guess)
  }

  // MARK: - gzip

  private static func unpacked(
    _ source: ByteSource, _ options: ReadingOptions
  ) throws(LoadError) -> ByteSource {
    var plain = source
    for _ in 0..<GzipUnpacker.deepest {
      guard GzipUnpacker.isPacked(plain) else { return plain }
      plain = try GzipUnpacker.unpacked(plain, options: options)
    }
    guard GzipUnpacker.isPacked(plain) else { return plain }
    throw LoadError(
      path: source.path,
      message: "the file is gzip inside gzip, more than \(GzipUnpacker.deepest) deep",
      hint: "unpack it yourself and load what comes out: gunzip -k FILE")
  }

  // MARK: - Encodings

  private static func forcedEncoding(
    _ source: ByteSource, _ options: ReadingOptions
  ) throws(LoadError) -> TextEncoding? {
    guard let name = options.encoding else { return nil }
    guard let encoding = TextEncoding(named: name) else {
      let known = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
      throw LoadError(
        path: source.path, message: "there is no encoding `\(name)`",
        hint: "the encodings are \(known); any other: iconv -f \(name) -t UTF-8 FILE > CONVERTED")
    }
    return encoding
  }

  private static func converted(
    _ source: ByteSource, _ sample: [UInt8], forced: TextEncoding, _ options: ReadingOptions
  ) throws(LoadError) -> ByteSource {
    guard forced != .utf8 else { return source }
    // `utf-16` alone leaves the order of the bytes to their mark.
    let marked = UTF16Mark.marked(sample)
    let encoding = forced.isUTF16 ? marked ?? forced : forced
    let start = forced.isUTF16 ? UTF16Mark.length(sample) : 0
    return try TextConverter(source, from: encoding, options).converted(from: start, guess: nil)
  }

  private static func letter(_ bytes: [UInt8]) -> String {
    guard let byte = bytes.first, byte >= 0x80 else { return "" }
    let letter = TextEncoding.highLetters(of: .windows1252)[Int(byte) - 0x80]
    let all = [letter.bytes.0, letter.bytes.1, letter.bytes.2]
    return String(decoding: all[..<letter.length], as: UTF8.self)
  }

  /// Archives and databases: nothing in them is converted.
  private static func isPackage(_ sample: [UInt8]) -> Bool {
    sample.starts(with: [0x50, 0x4B, 0x03, 0x04]) || sample.starts(with: [0x50, 0x4B, 0x05, 0x06])
      || sample.starts(with: Array("SQLite format 3\0".utf8))
  }

  private static func isMarkup(_ sample: [UInt8]) -> Bool {
    let text = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? sample.dropFirst(3) : sample[...]
    return text.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
  }

  // MARK: - Trouble

  private static func hex(_ source: ByteSource, _ offset: Int) -> String {
    let byte = source.bytes(at: offset, count: 1).first ?? 0
    return "0x" + String(byte, radix: 16, uppercase: true)
  }

  private static func mixed(
    _ source: ByteSource, _ survey: EncodingSurvey, _ first: Int
  ) -> LoadError {
    let (line, column) = source.position(of: first)
    let count = survey.letters
    return LoadError(
      path: source.path, line: line, column: column,
      message:
        "the file is not UTF-8 throughout: byte \(hex(source, first)) is no part of a letter, "
        + "while \(count == 1 ? "1 letter elsewhere is" : "\(count) letters elsewhere are")",
      hint: "repair or export it again; \(TextEncoding.windows1252.clause) reads every byte as a "
        + "letter, right or wrong")
  }

  private static func unknown(_ source: ByteSource, _ offset: Int) -> LoadError {
    let (line, column) = source.position(of: offset, isByteALetter: true)
    return LoadError(
      path: source.path, line: line, column: column,
      message:
        "the file is neither UTF-8 nor Windows-1252: byte \(hex(source, offset)) is no letter "
        + "in either",
      hint: "export it as UTF-8, or convert it: iconv -f ITS-ENCODING -t UTF-8 FILE > CONVERTED; "
        + "\(TextEncoding.windows1252.clause) reads it all the same")
  }
}

/// How text in UTF-16 is told apart.
enum UTF16Mark {
  /// By a byte order mark, or by the zeros that every other byte of western text is.
  static func encoding(of sample: [UInt8]) -> TextEncoding? {
    if let marked = marked(sample) { return marked }
    let head = sample.prefix(4096)
    guard head.count >= 4 else { return nil }
    var zeros = [0, 0]
    for (place, byte) in head.enumerated() where byte == 0 { zeros[place & 1] += 1 }
    let pairs = head.count / 2
    if zeros[1] * 5 >= pairs * 2 && zeros[0] * 8 <= zeros[1] { return .utf16LittleEndian }
    if zeros[0] * 5 >= pairs * 2 && zeros[1] * 8 <= zeros[0] { return .utf16BigEndian }
    return nil
  }

  static func marked(_ sample: [UInt8]) -> TextEncoding? {
    // Four bytes a letter begin alike; that is refused as what it is.
    if sample.starts(with: [0xFF, 0xFE, 0, 0]) { return nil }
    if sample.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
    if sample.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
    return nil
  }

  /// The length of the mark.
  static func length(_ sample: [UInt8]) -> Int { marked(sample) == nil ? 0 : 2 }
}
