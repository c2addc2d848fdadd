/// An object-centric log as tables: the objects of one type as accounts, the events as each of them
/// saw them, the other objects to look things up in, and how attributes changed.
struct OCELTables {
  private var log: OCELLog
  private let source: ByteSource
  private let format: String
  private let options: ReadingOptions
  private let events: OCELLinks
  private let objects: OCELLinks
  private let types: OCELTypes
  /// Events whose rows name only the first of the objects they touch, and of which type those are.
  private var cutEvents: Set<Int> = []
  private var cutType: Int?

  /// More types than this get no column of their own beside the events.
  private static let mostTypes = 100
  /// The rows of one event together name about so many other objects: with 100,000 rows that named
  /// 100,000 objects each there would be no end. At least a few stand in each.
  private static let mostNamed = 100_000
  private static let fewestNamed = 10

  init(_ log: OCELLog, _ source: ByteSource, format: String, options: ReadingOptions) {
    self.log = log
    self.source = source
    self.format = format
    self.options = options
    events = OCELLinks(log.eventRelations, rowCount: log.events.count, log.object)
    objects = OCELLinks(
      log.objectRelations.inBothDirections(log), rowCount: log.objects.count, log.object)
    types = OCELTypes(log, events)
  }

  consuming func files() throws(LoadError) -> [LoadedFile] {
    guard log.objects.count + log.events.count > 0 else {
      throw LoadError(
        path: source.path, message: "the event log holds no events and no objects",
        hint: "was it exported with a filter that nothing passes?")
    }
    let chosen = try types.choose(options.part, log, path: source.path)
    var files: [LoadedFile] = []
    let history = ObjectHistory(log, zone: options.zone)
    guard !log.eventValues.isOverfull, !history.values.isOverfull else { throw tooWide }
    if let chosen { files.append(try accounts(chosen, history)) }
    files.append(try eventTable(chosen))
    for type in types.names.indices where type != chosen && types.objectCounts[type] > 0 {
      files.append(try lookup(type, history))
    }
    if !history.changes.isEmpty { files.append(try changes(history)) }
    say(chosen, &files)
    return files
  }

  // MARK: - Tables

  private mutating func accounts(
    _ type: Int, _ history: ObjectHistory
  ) throws(LoadError) -> LoadedFile {
    var columns = objectColumns(type, history)
    let rows = columns[0].rows ?? []
    for other in relatedTypes() {
      let codes = related(other, rows: log.objects.count, objects)
      guard rows.contains(where: { codes[Int($0)] != OCELLog.none }) else { continue }
      columns.append(CodedRows.Column(name: types.name(other), codes: codes, rows: rows))
    }
    return try table(
      FilePart(types.name(type), rows: .accounts, roles: ["id": "id"]), columns, rows.count)
  }

  private mutating func lookup(
    _ type: Int, _ history: ObjectHistory
  ) throws(LoadError) -> LoadedFile {
    let columns = objectColumns(type, history)
    return try table(
      FilePart(types.name(type), rows: .lookup), columns, columns[0].rows?.count ?? 0)
  }

  /// The ids of one type's objects and what their attributes are now.
  private func objectColumns(_ type: Int, _ history: ObjectHistory) -> [CodedRows.Column] {
    let rows = types.objects(of: type)
    var columns = [CodedRows.Column(name: "id", codes: log.objects.ids, rows: rows)]
    for (place, name) in history.values.names.enumerated() {
      let codes = history.values.columns[place]
      guard rows.contains(where: { $0 < codes.count && codes[Int($0)] != OCELLog.none }) else {
        continue
      }
      columns.append(CodedRows.Column(name: log.text(name), codes: codes, rows: rows))
    }
    return columns
  }

  private mutating func eventTable(_ type: Int?) throws(LoadError) -> LoadedFile {
    let seen = views(type)
    let rows = seen.events
    func column(_ name: String, _ codes: [UInt32]) -> CodedRows.Column {
      CodedRows.Column(name: name, codes: codes, rows: rows)
    }
    var columns = [
      CodedRows.Column(name: "account", codes: seen.accounts),
      column("at", log.eventTimes), column("kind", log.events.types),
      column("event_id", log.events.ids),
    ]
    if seen.qualifiers.contains(where: { $0 != OCELLog.none }) {
      columns.append(CodedRows.Column(name: "qualifier", codes: seen.qualifiers))
    }
    for (place, name) in log.eventValues.names.enumerated() {
      columns.append(column(log.text(name), log.eventValues.columns[place]))
    }
    var shown = [Int](repeating: 0, count: log.events.count)
    for row in rows { shown[Int(row)] += 1 }
    for other in relatedTypes() where other != type {
      let codes = related(other, rows: log.events.count, events, shown: shown)
      columns.append(column(types.name(other), codes))
    }
    let part = FilePart(
      "events", rows: .events, roles: ["account": "account", "at": "at", "kind": "kind"])
    return try table(part, columns, rows.count)
  }

  private func changes(_ history: ObjectHistory) throws(LoadError) -> LoadedFile {
    let changes = history.changes
    let columns = [
      CodedRows.Column(
        name: "object", codes: log.objects.ids, rows: changes.map(\.object)),
      CodedRows.Column(name: "type", codes: log.objects.types, rows: changes.map(\.object)),
      CodedRows.Column(name: "at", codes: changes.map(\.time)),
      CodedRows.Column(name: "attribute", codes: changes.map(\.name)),
      CodedRows.Column(name: "value", codes: changes.map(\.value)),
    ]
    return try table(FilePart("object_changes", rows: .lookup), columns, changes.count)
  }

  private func table(
    _ part: FilePart, _ columns: [CodedRows.Column], _ rowCount: Int
  ) throws(LoadError) -> LoadedFile {
    var columns = columns
    var free = FreeNames(given: columns.map(\.name), ignoringCase: true)
    var renamed: [String] = []
    for place in columns.indices {
      let given = columns[place].name.isEmpty ? "attribute" : columns[place].name
      let name = free.take(columns[place].name, or: "attribute")
      if name != given { renamed.append("a second `\(given)` is called `\(name)`") }
      columns[place].name = name
    }
    guard columns.count <= OCELLog.mostColumns, columns.count * rowCount <= log.mostCells else {
      throw tooWide
    }
    var options = options
    // Ids stay as they are written, whatever the type they lead to is called.
    options.textColumns.formUnion(types.names.map { log.text($0) })
    options.textColumns.formUnion(["id", "account", "event_id", "object", "value"])
    let cells = CodedRows(columns, texts: log.texts.heap, rowCount: rowCount)
    var file = try CellReader.table(cells, of: source, format: format, options: options)
    file.part = part
    file.report.partKind = "objects"
    file.report.warnings += renamed
    return file
  }

  private var tooWide: LoadError {
    LoadError(
      path: source.path,
      message: "the events or objects of the log have too many different attributes for a table",
      hint: "export it with fewer attributes")
  }

  // MARK: - Relations

  /// Events with the objects of the chosen type they touch: one row each.
  private mutating func views(
    _ type: Int?
  ) -> (events: [UInt32], accounts: [UInt32], qualifiers: [UInt32]) {
    var rows: [UInt32] = []
    var accounts: [UInt32] = []
    var qualifiers: [UInt32] = []
    // Where each object was last seen: an event may touch very many.
    var lastSeen = [Int](repeating: -1, count: log.objects.count)
    for event in 0..<log.events.count {
      let first = rows.count
      for place in events.places(of: event) where types.type(of: events.objects[place]) == type {
        let object = Int(events.objects[place])
        let account = log.objects.ids[object]
        let qualifier = events.qualifiers[place]
        let known = lastSeen[object]
        if known >= first {
          // Touched in two ways.
          guard qualifier != OCELLog.none, qualifiers[known] != qualifier else { continue }
          let both = [qualifiers[known], qualifier].filter { $0 != OCELLog.none }
          qualifiers[known] = log.intern(both.map(log.text).joined(separator: ", "))
          continue
        }
        lastSeen[object] = rows.count
        rows.append(UInt32(event))
        accounts.append(account)
        qualifiers.append(qualifier)
      }
      if rows.count == first {
        rows.append(UInt32(event))
        accounts.append(OCELLog.none)
        qualifiers.append(OCELLog.none)
      }
    }
    return (rows, accounts, qualifiers)
  }

  private func relatedTypes() -> Range<Int> { 0..<min(types.names.count, OCELTables.mostTypes) }

  /// The ids of one type's objects that each row leads to, as one text. `shown`: in how many rows
  /// of the table each text stands, where it may be in many.
  private mutating func related(
    _ type: Int, rows: Int, _ links: OCELLinks, shown: [Int]? = nil
  ) -> [UInt32] {
    var codes = [UInt32](repeating: OCELLog.none, count: rows)
    var ids: [UInt32] = []
    var lastSeen = [Int](repeating: -1, count: log.objects.count)
    for row in 0..<rows {
      ids.removeAll(keepingCapacity: true)
      for place in links.places(of: row) where types.type(of: links.objects[place]) == type {
        let object = Int(links.objects[place])
        if lastSeen[object] == row { continue }
        lastSeen[object] = row
        ids.append(log.objects.ids[object])
      }
      if ids.count == 1 {
        codes[row] = ids[0]
      } else if ids.count > 1 {
        codes[row] = log.intern(list(ids, shown: shown?[row]))
        if ids.count > most(shown: shown?[row]) {
          cutEvents.insert(row)
          cutType = cutType ?? type
        }
      }
    }
    return codes
  }

  private func most(shown: Int?) -> Int {
    guard let shown, shown > 1 else { return .max }
    return max(OCELTables.fewestNamed, OCELTables.mostNamed / shown)
  }

  /// `i1, i2, i3`, or `i1, i2, ... and 99,990 more`.
  private func list(_ ids: [UInt32], shown: Int?) -> String {
    let most = most(shown: shown)
    let text = ids.prefix(most).map(log.text).joined(separator: ", ")
    return ids.count > most ? "\(text) ... and \(PlainText.count(ids.count - most)) more" : text
  }

  // MARK: - What is to be said

  private func say(_ chosen: Int?, _ files: inout [LoadedFile]) {
    guard let place = files.firstIndex(where: { $0.part?.rows == .events }) else { return }
    var warnings: [String] = []
    func say(_ count: Int, _ one: String, _ many: String, _ words: String) {
      if count > 0 { warnings.append("\(PlainText.counted(count, one, many)) \(words)") }
    }
    if let chosen {
      let name = types.name(chosen)
      say(
        types.eventsTouchingSeveral[chosen], "event touches", "events touch",
        "several of `\(name)` and counts for each of them")
      if options.part == nil, let guess = types.guess(chosen, log) {
        files[place].report.guesses.append(guess)
      }
    }
    if let cutType {
      say(
        cutEvents.count, "event touches", "events touch",
        "so many objects that its rows name only the first of them, as in `\(types.name(cutType))`: "
          + "`reading objects \"\(types.name(cutType))\"` gives each a row of its own")
    }
    say(
      events.missing + objects.missing, "relation names", "relations name",
      "an object that the log does not have, and is left out")
    say(log.repeatedEvents, "event has", "events have", "the id of another one; both are kept")
    say(
      log.repeatedObjects, "object stands", "objects stand",
      "in the log once more; what it says later counts")
    files[place].report.warnings += warnings + log.notes
    files[place].report.refusedCount += log.refusedCount
    for (offset, reason) in log.refused {
      files[place].report.refused.append(
        .init(line: source.position(of: offset).line, reason: reason))
    }
  }
}
