/// Reads object-centric event logs from JSON: OCEL 2.0, whose events and objects are lists, and
/// OCEL 1.0, where they are found by their ids.
struct OCELJSON {
  private var scanner: JSONScanner
  private var escapes = Unescaper(.backslashes)
  private let isStopped: (_ done: Int) -> Bool
  private(set) var log: OCELLog
  private var readCount = 0

  /// `bytes` are well-formed UTF-8 with a zero byte behind.
  init(_ bytes: UnsafePointer<UInt8>, count: Int, isStopped: @escaping (_ done: Int) -> Bool) {
    scanner = JSONScanner(bytes, from: 0, end: count)
    self.isStopped = isStopped
    log = OCELLog(size: count)
    if count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB { scanner.position = 3 }
  }

  /// The whole log; nil when stopped.
  mutating func read() throws(JSONScanner.Failure) -> OCELLog? {
    scanner.skipSpace()
    var isWhole = true
    try members { reader, key throws(JSONScanner.Failure) in
      guard isWhole else { return try reader.skip() }
      switch key {
      case "objectTypes":
        try reader.elements { reader throws(JSONScanner.Failure) in try reader.objectType() }
      case "objects", "ocel:objects":
        isWhole = try reader.things { reader, id throws(JSONScanner.Failure) in
          try reader.object(id: id)
        }
      case "events", "ocel:events":
        isWhole = try reader.things { reader, id throws(JSONScanner.Failure) in
          try reader.event(id: id)
        }
      default: try reader.skip()
      }
    }
    guard isWhole else { return nil }
    scanner.skipSpace()
    if scanner.position < scanner.end { throw scanner.failure("text after the log") }
    return log
  }

  // MARK: - Walking

  private typealias Step<Argument> = (inout OCELJSON, Argument) throws(JSONScanner.Failure) -> Void

  /// Runs `body` at the value of each member; it must take the value.
  private mutating func members(_ body: Step<String>) throws(JSONScanner.Failure) {
    guard try open(UInt8(ascii: "{"), "an object") else { return }
    repeat {
      let key = try scanner.name()
      try body(&self, text(key))
    } while try goesOn(UInt8(ascii: "}"))
  }

  /// Runs `body` at each element of a list; what is no list is left alone.
  private mutating func elements(
    _ body: (inout OCELJSON) throws(JSONScanner.Failure) -> Void
  ) throws(JSONScanner.Failure) {
    guard scanner.byte == UInt8(ascii: "[") else { return try skip() }
    guard try open(UInt8(ascii: "["), "a list") else { return }
    repeat { try body(&self) } while try goesOn(UInt8(ascii: "]"))
  }

  /// Whether there is anything between the brackets.
  private mutating func open(_ bracket: UInt8, _ what: String) throws(JSONScanner.Failure) -> Bool {
    guard scanner.byte == bracket else { throw scanner.expected(what) }
    scanner.position += 1
    scanner.skipSpace()
    guard scanner.byte == bracket + 2 else { return true }
    scanner.position += 1
    return false
  }

  private mutating func goesOn(_ closing: UInt8) throws(JSONScanner.Failure) -> Bool {
    scanner.skipSpace()
    if scanner.byte == closing {
      scanner.position += 1
      return false
    }
    guard scanner.byte == UInt8(ascii: ",") else {
      throw scanner.expected(closing == UInt8(ascii: "]") ? "`,` or `]`" : "`,` or `}`")
    }
    scanner.position += 1
    scanner.skipSpace()
    return true
  }

  private mutating func skip() throws(JSONScanner.Failure) { _ = try scanner.value() }

  /// Events or objects: a list of them, or by id. False when stopped.
  private mutating func things(_ body: Step<UInt32?>) throws(JSONScanner.Failure) -> Bool {
    var isStopped = false
    func one(_ reader: inout OCELJSON, _ id: UInt32?) throws(JSONScanner.Failure) {
      reader.readCount += 1
      if reader.readCount & 0x3FF == 0 && !isStopped {
        isStopped = reader.isStopped(reader.scanner.position)
      }
      if isStopped { return try reader.skip() }
      guard reader.scanner.byte == UInt8(ascii: "{") else {
        reader.log.refuse(
          at: reader.scanner.position, "expected an object, found \(reader.scanner.found)")
        return try reader.skip()
      }
      try body(&reader, id)
    }
    if scanner.byte == UInt8(ascii: "{") {
      guard try open(UInt8(ascii: "{"), "an object") else { return true }
      repeat {
        let key = code(try scanner.name())
        try one(&self, key)
      } while try goesOn(UInt8(ascii: "}"))
    } else {
      guard scanner.byte == UInt8(ascii: "[") else {
        throw scanner.expected("a list of events or objects")
      }
      try elements { (reader) throws(JSONScanner.Failure) in try one(&reader, nil) }
    }
    return !isStopped
  }

  // MARK: - Texts

  private mutating func text(_ field: Field) -> String {
    let start = scanner.bytes + field.start
    func string(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> String {
      String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    return field.isEscaped
      ? escapes.withText(start, count: field.length, string) : string(start, field.length)
  }

  private mutating func code(_ field: Field) -> UInt32 {
    let start = scanner.bytes + field.start
    guard field.isEscaped else {
      return log.intern(UnsafeBufferPointer(start: start, count: field.length))
    }
    return escapes.withText(start, count: field.length) { bytes, count in
      log.intern(UnsafeBufferPointer(start: bytes, count: count))
    }
  }

  private mutating func value() throws(JSONScanner.Failure) -> UInt32 { code(try scanner.value()) }

  // MARK: - Types, events, objects

  private mutating func objectType() throws(JSONScanner.Failure) {
    guard scanner.byte == UInt8(ascii: "{") else { return try skip() }
    try members { reader, key throws(JSONScanner.Failure) in
      guard key == "name" else { return try reader.skip() }
      reader.log.declareObjectType(try reader.value())
    }
  }

  private mutating func event(id key: UInt32?) throws(JSONScanner.Failure) {
    var id = key ?? OCELLog.none
    var type = OCELLog.none
    var time = OCELLog.none
    var attributes: [(name: UInt32, time: UInt32, value: UInt32)] = []
    var related: [(id: UInt32, qualifier: UInt32)] = []
    try members { reader, key throws(JSONScanner.Failure) in
      switch key {
      case "id": id = try reader.value()
      case "type", "ocel:activity": type = try reader.value()
      case "time", "ocel:timestamp": time = try reader.value()
      case "attributes", "ocel:vmap": attributes += try reader.attributes()
      case "relationships", "ocel:omap": related += try reader.relationships()
      default: try reader.skip()
      }
    }
    let row = log.addEvent(id: id, type: type, time: time)
    for attribute in attributes { log.setEventValue(attribute.name, row: row, attribute.value) }
    for one in related { log.relateEvent(row, to: one.id, one.qualifier) }
  }

  private mutating func object(id key: UInt32?) throws(JSONScanner.Failure) {
    let start = scanner.position
    var id = key ?? OCELLog.none
    var type = OCELLog.none
    var attributes: [(name: UInt32, time: UInt32, value: UInt32)] = []
    var related: [(id: UInt32, qualifier: UInt32)] = []
    try members { reader, key throws(JSONScanner.Failure) in
      switch key {
      case "id": id = try reader.value()
      case "type", "ocel:type": type = try reader.value()
      case "attributes", "ocel:ovmap": attributes += try reader.attributes()
      case "relationships": related += try reader.relationships()
      default: try reader.skip()
      }
    }
    guard id != OCELLog.none else { return log.refuse(at: start, "the object has no id") }
    guard type != OCELLog.none else { return log.refuse(at: start, "the object has no type") }
    let row = log.addObject(id: id, type: type)
    for attribute in attributes {
      log.setObjectValue(attribute.name, row: row, time: attribute.time, attribute.value)
    }
    for one in related { log.relateObject(row, to: one.id, one.qualifier) }
  }

  /// `[{"name": ..., "time": ..., "value": ...}]`, or values by name.
  private mutating func attributes() throws(JSONScanner.Failure) -> [(
    name: UInt32, time: UInt32, value: UInt32
  )] {
    var all: [(name: UInt32, time: UInt32, value: UInt32)] = []
    if scanner.byte == UInt8(ascii: "{") {
      guard try open(UInt8(ascii: "{"), "an object") else { return all }
      repeat {
        let name = code(try scanner.name())
        all.append((name, OCELLog.none, try value()))
      } while try goesOn(UInt8(ascii: "}"))
      return all
    }
    try elements { reader throws(JSONScanner.Failure) in
      guard reader.scanner.byte == UInt8(ascii: "{") else {
        reader.log.refuse(at: reader.scanner.position, "an attribute has no name")
        return try reader.skip()
      }
      var one = (name: OCELLog.none, time: OCELLog.none, value: OCELLog.none)
      try reader.members { reader, key throws(JSONScanner.Failure) in
        switch key {
        case "name": one.name = try reader.value()
        case "time": one.time = try reader.value()
        case "value": one.value = try reader.value()
        default: try reader.skip()
        }
      }
      all.append(one)
    }
    return all
  }

  /// `[{"objectId": ..., "qualifier": ...}]`, or ids alone.
  private mutating func relationships() throws(JSONScanner.Failure) -> [(
    id: UInt32, qualifier: UInt32
  )] {
    var all: [(id: UInt32, qualifier: UInt32)] = []
    try elements { reader throws(JSONScanner.Failure) in
      guard reader.scanner.byte == UInt8(ascii: "{") else {
        all.append((try reader.value(), OCELLog.none))
        return
      }
      var one = (id: OCELLog.none, qualifier: OCELLog.none)
      try reader.members { reader, key throws(JSONScanner.Failure) in
        switch key {
        case "objectId": one.id = try reader.value()
        case "qualifier": one.qualifier = try reader.value()
        default: try reader.skip()
        }
      }
      all.append(one)
    }
    return all
  }
}
