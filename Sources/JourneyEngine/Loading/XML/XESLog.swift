/// The elements and attributes of an event log in XES (IEEE 1849).
enum XESWord: UInt8, XMLWord {
  case other
  case log, trace, event
  case string, date, int, float, boolean, id, list, container, values
  case global, `extension`, classifier
  case key, value

  /// The type of an attribute; nil for elements that are none.
  var kind: XESColumn.Kind? {
    switch self {
    case .string, .id, .list, .container: .text
    case .date: .instant
    case .int: .integer
    case .float: .number
    case .boolean: .boolean
    default: nil
    }
  }
}

/// Takes in a log element by element: a row for each trace and for each event, and a column for
/// each attribute of theirs.
final class XESLog: XMLVisitor {
  /// Rows of one sort with the columns met so far.
  final class Rows {
    /// Places of `columns` by the code of a key, for attributes that stand in no other; -1 free.
    fileprivate var places: [Int32] = []
    /// Places by parent and key, for those that do.
    fileprivate var nested: [UInt64: Int32] = [:]
    fileprivate(set) var columns: [XESColumn] = []
    fileprivate(set) var count = 0
    /// Where each row begins, in bytes.
    fileprivate(set) var offsets: [Int] = []
    /// The kinds to read columns as, by path, other than their first value says.
    fileprivate let kinds: [String: XESColumn.Kind]

    init(kinds: [String: XESColumn.Kind]) { self.kinds = kinds }

    fileprivate func add(at offset: Int) throws(XMLRefusal) {
      count += 1
      try checkSize(columns.count, at: offset)
      offsets.append(offset)
    }

    /// Refuses to make a table that holds next to nothing but missing values. What a log says of a
    /// row takes far more bytes than this allows each of its cells.
    fileprivate func checkSize(_ width: Int, at offset: Int) throws(XMLRefusal) {
      let most = min(XESLog.mostCells, XESLog.harmlessCells + 8 * offset)
      guard width > XESLog.mostColumns || width * count > most else { return }
      throw XMLRefusal(
        message: "the log has more than \(PlainText.count(width - 1)) different attributes "
          + "in \(PlainText.counted(count, "row")), too many for a table",
        hint: "export it with fewer attributes")
    }
  }

  /// What is open around the element being read.
  private enum Open {
    case log, trace, event
    /// An attribute with its column (-1 when it has no key), and whether its values are a list.
    case attribute(column: Int32, isList: Bool)
    case values
  }

  let cases: Rows
  let events: Rows
  /// The case of each event; -1 for events that stand in none.
  private(set) var caseOfEvent: [Int32] = []
  /// Elements and attributes that a log does not have, and are left out.
  private(set) var strangers = 0
  private(set) var withoutKey = 0

  private let keys = ByteDictionary()
  private var time: TimeText
  private var open: [Open] = []
  /// How many elements are open inside one that is passed over.
  private var skipped = 0

  private static let deepest = 64
  fileprivate static let mostColumns = 10_000
  fileprivate static let mostCells = 1 << 30
  fileprivate static let harmlessCells = 16 << 20

  init(
    zone: CivilTimeZone, caseKinds: [String: XESColumn.Kind],
    eventKinds: [String: XESColumn.Kind]
  ) {
    time = TimeText(zone: zone)
    cases = Rows(kinds: caseKinds)
    events = Rows(kinds: eventKinds)
  }

  var progress: String {
    "after \(PlainText.counted(cases.count, "case")) and "
      + PlainText.counted(events.count, "event")
  }

  // MARK: - Elements

  func start(_ name: XESWord, _ attributes: XMLAttributes<XESWord>) throws(XMLRefusal) {
    if skipped > 0 {
      skipped += 1
      return
    }
    guard let around = open.last else {
      guard name == .log else {
        throw XMLRefusal(
          message: "the file is XML, but no event log: its outermost element is not `log`",
          hint: "XML is read when it is an event log in XES; export other data as CSV")
      }
      open.append(.log)
      return
    }
    if open.count > XESLog.deepest {
      throw XMLRefusal(
        message: "attributes stand in one another more than \(XESLog.deepest) deep",
        hint: "the file is damaged: export it once more")
    }
    switch (around, name) {
    case (.log, .trace):
      try cases.add(at: attributes.offset)
      open.append(.trace)
    case (.log, .event), (.trace, .event):
      if case .log = around { caseOfEvent.append(-1) } else { caseOfEvent.append(lastCase) }
      try events.add(at: attributes.offset)
      open.append(.event)
    case (.attribute(_, isList: true), .values): open.append(.values)
    // What holds of the whole log is no column: extensions, defaults, classifiers, attributes.
    case (.log, _): skipped = 1
    default: try attribute(name, attributes)
    }
  }

  func end(_ name: XESWord) throws(XMLRefusal) {
    if skipped > 0 {
      skipped -= 1
    } else {
      open.removeLast()
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {}

  private var lastCase: Int32 { Int32(truncatingIfNeeded: cases.count - 1) }

  // MARK: - Attributes

  private func attribute(
    _ name: XESWord, _ attributes: XMLAttributes<XESWord>
  ) throws(XMLRefusal) {
    guard let kind = name.kind else {
      strangers += 1
      skipped = 1
      return
    }
    let (rows, parent, inList) = owner
    var place = parent
    if let key = attributes[.key], !key.isEmpty {
      place = try column(key, in: rows, parent: parent, at: attributes.offset)
    } else if parent < 0 || !inList {
      withoutKey += 1
      skipped = 1
      return
    }
    if name == .id { rows.columns[Int(place)].isID = true }
    let isList = name == .list || name == .container
    if let value = attributes[.value], !isList {
      rows.columns[Int(place)].set(
        value, as: kind, row: rows.count - 1, inList: inList, &time)
    }
    open.append(.attribute(column: place, isList: isList))
  }

  /// The rows an attribute here belongs to, the column it stands in, whether it is in a list.
  private var owner: (rows: Rows, parent: Int32, inList: Bool) {
    var parent: Int32 = -1
    var inList = false
    for place in open.indices.reversed() {
      switch open[place] {
      case .event: return (events, parent, inList)
      case .trace, .log: return (cases, parent, inList)
      case .values: continue
      case .attribute(let column, let isList):
        if parent < 0 { parent = column }
        inList = inList || isList
      }
    }
    return (cases, parent, inList)
  }

  private func column(
    _ key: UnsafeBufferPointer<UInt8>, in rows: Rows, parent: Int32, at offset: Int
  ) throws(XMLRefusal) -> Int32 {
    guard let bytes = key.baseAddress else { return parent }
    let code = Int(keys.code(bytes, count: key.count))
    if parent < 0 {
      if code < rows.places.count, rows.places[code] >= 0 { return rows.places[code] }
    } else if let place = rows.nested[UInt64(parent) << 32 | UInt64(code)] {
      return place
    }
    try rows.checkSize(rows.columns.count + 1, at: offset)
    let name = String(decoding: key, as: UTF8.self)
    let path = parent < 0 ? name : "\(rows.columns[Int(parent)].path).\(name)"
    let place = Int32(truncatingIfNeeded: rows.columns.count)
    rows.columns.append(XESColumn(path, rows.kinds[path]))
    if parent < 0 {
      while rows.places.count <= code { rows.places.append(-1) }
      rows.places[code] = place
    } else {
      rows.nested[UInt64(parent) << 32 | UInt64(code)] = place
    }
    return place
  }

  /// Fills all columns to the last row; false when some have to be read again as another kind.
  func finish() -> Bool {
    var isSettled = true
    for rows in [cases, events] {
      for column in rows.columns {
        column.fill(to: rows.count)
        if column.settle() { isSettled = false }
      }
    }
    return isSettled
  }
}
