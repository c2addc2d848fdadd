/// An object-centric event log (OCEL) in memory: every text once, everything else in numbers. Both
/// encodings, JSON and SQLite, are read into it.
struct OCELLog {
  /// Where a text is missing.
  static let none = UInt32.max

  private(set) var texts = TextInterner()
  private(set) var events = Things()
  /// When each event happened.
  private(set) var eventTimes: [UInt32] = []
  private(set) var eventValues: Values
  private(set) var objects = Things()
  /// What the attributes of objects were, and from when on.
  private(set) var objectValues: [ObjectValue] = []
  private(set) var eventRelations = Relations()
  private(set) var objectRelations = Relations()
  /// Types as the log declares them, in its order, then those only used.
  private(set) var objectTypes: [UInt32] = []
  private var knownTypes: Set<UInt32> = []
  /// By code of the id: the object's row.
  private var objectRows: [UInt32] = []
  private var eventRows: [UInt32] = []

  /// What was odd about the log, and how often.
  var repeatedEvents = 0
  var repeatedObjects = 0
  /// Places in the file of what was no event or object, and what each was.
  var refused: [(offset: Int, reason: String)] = []
  var refusedCount = 0
  var notes: [String] = []

  /// Events or objects.
  struct Things {
    var ids: [UInt32] = []
    var types: [UInt32] = []
    var count: Int { ids.count }
  }

  /// `size` in bytes is that of the file.
  init(size: Int) {
    mostCells = (64 << 20) + 8 * size
    eventValues = Values(mostCells: mostCells)
  }

  /// A table may hold so many cells, missing ones included: few enough to fit into memory, and far
  /// more than logs have in so many bytes that were not made to fill it.
  let mostCells: Int
  static let mostColumns = 10_000

  /// Attributes as columns; each ends with the last row that has a value.
  struct Values {
    /// Whether there was more than there is room for, and the rest left out.
    private(set) var isOverfull = false
    private var cellCount = 0
    private let mostCells: Int

    init(mostCells: Int) { self.mostCells = mostCells }

    private(set) var names: [UInt32] = []
    private(set) var columns: [[UInt32]] = []
    private var places: [UInt32: Int] = [:]

    mutating func set(_ name: UInt32, row: Int, _ value: UInt32) {
      guard !isOverfull else { return }
      let place = place(of: name)
      let missing = row + 1 - columns[place].count
      if missing > 0 {
        cellCount += missing
        guard cellCount <= mostCells, names.count <= OCELLog.mostColumns else {
          isOverfull = true
          return
        }
        columns[place].append(contentsOf: repeatElement(OCELLog.none, count: missing))
      }
      columns[place][row] = value
    }

    private mutating func place(of name: UInt32) -> Int {
      if let place = places[name] { return place }
      places[name] = names.count
      names.append(name)
      columns.append([])
      return names.count - 1
    }
  }

  struct ObjectValue {
    var object: UInt32
    var name: UInt32
    var time: UInt32
    var value: UInt32
  }

  /// From a row (of an event or an object) to the id of an object.
  struct Relations {
    var rows: [UInt32] = []
    var ids: [UInt32] = []
    var qualifiers: [UInt32] = []
  }

  // MARK: - Filling

  mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let isBlank = text.allSatisfy { $0 == .space || $0 == .tab }
    return isBlank ? OCELLog.none : texts.intern(text)
  }

  mutating func intern(_ text: String) -> UInt32 {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  mutating func declareObjectType(_ type: UInt32) {
    if type != OCELLog.none && knownTypes.insert(type).inserted { objectTypes.append(type) }
  }

  /// The row of an event. The same id again is an event again: nothing says which is right.
  mutating func addEvent(id: UInt32, type: UInt32, time: UInt32) -> Int {
    let row = events.count
    events.ids.append(id)
    events.types.append(type)
    eventTimes.append(time)
    if OCELLog.enter(id, row, &eventRows) { repeatedEvents += 1 }
    return row
  }

  mutating func setTime(_ time: UInt32, ofEvent row: Int) { eventTimes[row] = time }

  mutating func setEventValue(_ name: UInt32, row: Int, _ value: UInt32) {
    if name != OCELLog.none && value != OCELLog.none { eventValues.set(name, row: row, value) }
  }

  /// The row of an object: that of an earlier one of the same id, which it goes on with.
  mutating func addObject(id: UInt32, type: UInt32) -> Int {
    if let row = object(id) {
      repeatedObjects += 1
      return row
    }
    let row = objects.count
    objects.ids.append(id)
    objects.types.append(type)
    declareObjectType(type)
    _ = OCELLog.enter(id, row, &objectRows)
    return row
  }

  mutating func setObjectValue(_ name: UInt32, row: Int, time: UInt32, _ value: UInt32) {
    guard name != OCELLog.none else { return }
    objectValues.append(ObjectValue(object: UInt32(row), name: name, time: time, value: value))
  }

  mutating func relateEvent(_ row: Int, to id: UInt32, _ qualifier: UInt32) {
    OCELLog.relate(row, id, qualifier, &eventRelations)
  }

  mutating func relateObject(_ row: Int, to id: UInt32, _ qualifier: UInt32) {
    OCELLog.relate(row, id, qualifier, &objectRelations)
  }

  private static func relate(
    _ row: Int, _ id: UInt32, _ qualifier: UInt32, _ relations: inout Relations
  ) {
    guard id != none else { return }
    relations.rows.append(UInt32(row))
    relations.ids.append(id)
    relations.qualifiers.append(qualifier)
  }

  // MARK: - Finding

  func object(_ id: UInt32) -> Int? { OCELLog.row(id, objectRows) }
  func event(_ id: UInt32) -> Int? { OCELLog.row(id, eventRows) }

  private static func row(_ id: UInt32, _ rows: [UInt32]) -> Int? {
    guard id < rows.count, rows[Int(id)] != none else { return nil }
    return Int(rows[Int(id)])
  }

  /// Whether the id was there before.
  private static func enter(_ id: UInt32, _ row: Int, _ rows: inout [UInt32]) -> Bool {
    guard id != none else { return false }
    if id >= rows.count {
      let missing = max(Int(id) + 1, rows.count * 2) - rows.count
      rows.append(contentsOf: repeatElement(none, count: missing))
    }
    let isKnown = rows[Int(id)] != none
    if !isKnown { rows[Int(id)] = UInt32(row) }
    return isKnown
  }

  func text(_ code: UInt32) -> String { code == OCELLog.none ? "" : texts.heap[Int(code)] }

  mutating func refuse(at offset: Int, _ reason: String) {
    refusedCount += 1
    if refused.count < RowBlock.refusedLimit { refused.append((offset, reason)) }
  }
}

extension OCELLog.Relations {
  /// Of objects: an order leads to its customer, and the customer to the order.
  func inBothDirections(_ log: OCELLog) -> OCELLog.Relations {
    var both = self
    for (place, id) in ids.enumerated() {
      guard let row = log.object(id) else { continue }
      both.rows.append(UInt32(row))
      both.ids.append(log.objects.ids[Int(rows[place])])
      both.qualifiers.append(qualifiers[place])
    }
    return both
  }
}

/// Relations in the order of their rows.
struct OCELLinks {
  /// Objects (rows), and what each is to the row they are of.
  let objects: [UInt32]
  let qualifiers: [UInt32]
  private let offsets: [Int]
  /// Those that name an object the log does not have.
  let missing: Int

  /// `find` gives the row of an object's id.
  init(_ relations: OCELLog.Relations, rowCount: Int, _ find: (UInt32) -> Int?) {
    var offsets = [Int](repeating: 0, count: rowCount + 1)
    var rows: [UInt32] = []
    var missing = 0
    rows.reserveCapacity(relations.rows.count)
    for (place, id) in relations.ids.enumerated() {
      if let row = find(id) {
        rows.append(UInt32(row))
        offsets[Int(relations.rows[place]) + 1] += 1
      } else {
        rows.append(OCELLog.none)
        missing += 1
      }
    }
    for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    var objects = [UInt32](repeating: 0, count: offsets[rowCount])
    var qualifiers = objects
    for (place, object) in rows.enumerated() where object != OCELLog.none {
      let row = Int(relations.rows[place])
      objects[next[row]] = object
      qualifiers[next[row]] = relations.qualifiers[place]
      next[row] += 1
    }
    self.offsets = offsets
    self.objects = objects
    self.qualifiers = qualifiers
    self.missing = missing
  }

  func places(of row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }
}
