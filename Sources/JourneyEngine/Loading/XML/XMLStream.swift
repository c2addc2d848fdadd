internal import CInput

/// The names of a kind of document that its reader cares for, with a place each, from 1 on in the
/// order of the cases; the first case stands for every other name.
protocol XMLWord: RawRepresentable<UInt8>, CaseIterable, Sendable {}

/// Told what stands in a document, in order. What it throws gets its place there.
protocol XMLVisitor: AnyObject {
  associatedtype Word: XMLWord
  func start(_ name: Word, _ attributes: XMLAttributes<Word>) throws(XMLRefusal)
  func end(_ name: Word) throws(XMLRefusal)
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal)
  /// "after 12 cases and 340 events": how far reading came, for a message about what follows.
  var progress: String { get }
}

/// Why a document is refused at the element that is being read.
struct XMLRefusal: Error {
  var message: String
  var hint: String?
}

/// The attributes of one element that are in the vocabulary. Eight bytes behind each may be read.
struct XMLAttributes<Word: XMLWord> {
  /// Where the element begins, in bytes from the start of the document.
  let offset: Int
  fileprivate let items: UnsafeBufferPointer<orbits_xml_item>
  fileprivate let text: UnsafePointer<UInt8>

  @inline(__always)
  subscript(name: Word) -> UnsafeBufferPointer<UInt8>? {
    for item in items where item.name == name.rawValue {
      return UnsafeBufferPointer(start: text + Int(item.place), count: Int(item.length))
    }
    return nil
  }

  func string(_ name: Word) -> String? { self[name].map { String(decoding: $0, as: UTF8.self) } }
}

/// Reads one XML document chunk by chunk; what is in memory at a time is a chunk. Entities are
/// never declared nor fetched (see `orbits_xml.c`).
final class XMLStream<Visitor: XMLVisitor> {
  private let path: String
  /// Which document of the file it is, for messages; empty when it is the file.
  private let part: String
  private let parser: OpaquePointer
  private let words: [Visitor.Word]
  private let visitor: Visitor
  /// Whether the last chunk had an element that ended in it: else the next may be larger.
  private var madeProgress = true
  /// Where the element begins that the visitor refused.
  private var refusedAt: Int?

  init(
    _ visitor: Visitor, path: String, part: String = "", encoding: String? = nil, wantsText: Bool
  ) throws(LoadError) {
    let words = Array(Visitor.Word.allCases)
    let names = words.dropFirst().map { "\($0)" }.joined(separator: " ")
    guard let parser = orbits_xml_open(names, encoding, wantsText ? 1 : 0) else {
      throw LoadError(path: path, message: "there is no memory left to read the file")
    }
    self.parser = parser
    self.words = words
    self.path = path
    self.part = part
    self.visitor = visitor
  }

  deinit { orbits_xml_close(parser) }

  /// The encoding to read bytes in whatever they say: text that was converted to UTF-8 still says
  /// what it was written in.
  static func encoding(of source: ByteSource, _ options: ReadingOptions) -> String? {
    if options.encoding != nil { return "UTF-8" }
    let head = String(decoding: source.bytes(at: 0, count: 200), as: UTF8.self).lowercased()
    let declaration = head.prefix { $0 != ">" }
    return declaration.contains("<?xml") && declaration.contains("utf-16") ? "UTF-8" : nil
  }

  /// Parses the next bytes; `isLast` says that none follow them.
  func parse(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(LoadError) {
    let fault = orbits_xml_parse(parser, bytes.baseAddress, bytes.count, isLast ? 1 : 0)
    var count = 0
    let items = UnsafeBufferPointer(start: orbits_xml_items(parser, &count), count: count)
    madeProgress = count > 0
    if count > 0 { try visit(items) }
    guard fault == Int32(ORBITS_XML_FINE.rawValue) else { throw error(fault) }
  }

  private func visit(_ items: UnsafeBufferPointer<orbits_xml_item>) throws(LoadError) {
    // Empty only where no item has a text.
    let none = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
    defer { none.deallocate() }
    let text = orbits_xml_text(parser) ?? UnsafePointer(none)
    var place = 0
    do throws(XMLRefusal) {
      while place < items.count {
        let item = items[place]
        switch UInt32(item.kind) {
        case ORBITS_XML_START.rawValue:
          let first = place + 1
          let end = first + Int(item.attributes)
          let attributes = XMLAttributes<Visitor.Word>(
            offset: Int(item.place), items: UnsafeBufferPointer(rebasing: items[first..<end]),
            text: text)
          try visitor.start(words[Int(item.name)], attributes)
          place = end
          continue
        case ORBITS_XML_END.rawValue: try visitor.end(words[Int(item.name)])
        default:
          try visitor.text(
            UnsafeBufferPointer(start: text + Int(item.place), count: Int(item.length)))
        }
        place += 1
      }
    } catch {
      refusedAt = Int(items[place].place)
      throw LoadError(path: path, message: error.message + placeWords, hint: error.hint)
    }
  }

  // MARK: - Trouble

  private var placeWords: String { part.isEmpty ? "" : " (in \(part))" }

  private func error(_ fault: Int32) -> LoadError {
    let (message, hint) = words(of: fault)
    let reached = visitor.progress
    return LoadError(
      path: path, line: part.isEmpty ? Int(orbits_xml_line(parser)) : nil,
      column: part.isEmpty ? Int(orbits_xml_column(parser)) : nil,
      message: message + placeWords + (reached.isEmpty ? "" : ", \(reached)"), hint: hint)
  }

  private func words(of fault: Int32) -> (message: String, hint: String?) {
    switch UInt32(fault) {
    case ORBITS_XML_CUT.rawValue:
      ("the XML ends in the middle", "was the file written, or downloaded, to its end?")
    case ORBITS_XML_MISMATCH.rawValue:
      (
        "the closing tag here does not close what is open",
        "the file is damaged: export it once more"
      )
    case ORBITS_XML_INVALID.rawValue:
      (
        "not well-formed XML: a sign or byte that cannot stand here",
        "the file is damaged, or in another encoding than its first line says"
      )
    case ORBITS_XML_ENCODING.rawValue:
      ("the XML is in an encoding that is not read", "save it as UTF-8")
    case ORBITS_XML_ENTITIES.rawValue:
      (
        "declares entities or a document type (DOCTYPE), which data does not need: refused",
        "take the DOCTYPE out of the file, or export it once more"
      )
    case ORBITS_XML_UNDEFINED.rawValue:
      ("`&...;` stands for nothing here", "a plain & is written &amp;")
    case ORBITS_XML_MEMORY.rawValue: ("there is no memory left to read the file", nil)
    default:
      (
        "not well-formed XML: \(String(cString: orbits_xml_words(parser)))",
        "the file is damaged: export it once more"
      )
    }
  }
}

extension XMLStream {
  /// Parses a whole file; false of `report` stops it.
  func parse(
    _ source: ByteSource, progress report: (@Sendable (Int, Int) -> Bool)?
  ) throws(LoadError) {
    do throws(LoadError) {
      try parseChunks(source, progress: report)
    } catch {
      guard let refusedAt else { throw error }
      var placed = error
      (placed.line, placed.column) = source.position(of: refusedAt)
      throw placed
    }
  }

  private func parseChunks(
    _ source: ByteSource, progress report: (@Sendable (Int, Int) -> Bool)?
  ) throws(LoadError) {
    var capacity = 512 << 10
    var buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    defer { buffer.deallocate() }
    var offset = 0
    while true {
      let count = source.read(at: offset, into: buffer, count: capacity)
      guard count >= 0 else {
        throw LoadError(
          path: path, message: "cannot be read any further: the disk reports an error")
      }
      offset += count
      try parse(UnsafeBufferPointer(start: buffer, count: count), isLast: count < capacity)
      if let report, !report(min(offset, source.size), source.size) {
        throw LoadError(path: path, message: "stopped")
      }
      if count < capacity { return }
      // An attribute of many megabytes is looked at from its start each time more of it comes.
      if !madeProgress && capacity < 256 << 20 {
        buffer.deallocate()
        capacity *= 2
        buffer = .allocate(capacity: capacity)
      }
    }
  }
}
