/// The types of objects in a log, and how much of it each sees.
struct OCELTypes {
  let names: [UInt32]
  private(set) var objectCounts: [Int]
  private(set) var eventCounts: [Int]
  private(set) var eventsTouchingSeveral: [Int]
  /// By object.
  private let typeOfObject: [Int]
  private let texts: [String]

  init(_ log: OCELLog, _ links: OCELLinks) {
    names = log.objectTypes
    texts = names.map { log.text($0) }
    let places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    typeOfObject = log.objects.types.map { places[$0] ?? -1 }
    objectCounts = [Int](repeating: 0, count: names.count)
    eventCounts = objectCounts
    eventsTouchingSeveral = objectCounts
    for type in typeOfObject where type >= 0 { objectCounts[type] += 1 }
    var lastEvent = [Int](repeating: -1, count: names.count)
    var lastSeveral = lastEvent
    var lastObject = [UInt32](repeating: OCELLog.none, count: names.count)
    for event in 0..<log.events.count {
      for place in links.places(of: event) {
        let object = links.objects[place]
        let type = typeOfObject[Int(object)]
        if type < 0 { continue }
        if lastEvent[type] != event {
          lastEvent[type] = event
          lastObject[type] = object
          eventCounts[type] += 1
        } else if lastObject[type] != object && lastSeveral[type] != event {
          lastSeveral[type] = event
          eventsTouchingSeveral[type] += 1
        }
      }
    }
  }

  func name(_ type: Int) -> String { texts[type] }

  func type(of object: UInt32) -> Int { typeOfObject[Int(object)] }

  func objects(of type: Int) -> [UInt32] {
    typeOfObject.indices.filter { typeOfObject[$0] == type }.map(UInt32.init)
  }

  func place(of name: String) -> Int? {
    texts.firstIndex(of: name)
      ?? texts.firstIndex { $0.lowercased() == name.lowercased() }
  }

  // MARK: - The accounts

  /// The type that was asked for; else the one of which the most events touch exactly one object,
  /// so that they belong to it and to no other; or one that is called as accounts are, where it has
  /// at least half as many. Nil: there are no objects.
  func choose(_ wanted: String?, _ log: OCELLog, path: String) throws(LoadError) -> Int? {
    if let wanted {
      if let place = place(of: wanted) { return place }
      throw LoadError.noPart(wanted, of: "objects", among: texts, path: path)
    }
    let candidates = names.indices.filter { objectCounts[$0] > 0 }
    guard let most = candidates.map(ownEvents).max() else { return nil }
    let named = candidates.filter { isNamedAccount($0) && ownEvents($0) * 2 >= most }
    let all = named.isEmpty ? candidates : named
    return all.max { left, right in
      (ownEvents(left), eventCounts[left], -left) < (ownEvents(right), eventCounts[right], -right)
    }
  }

  /// Events that touch one object of the type and no second.
  private func ownEvents(_ type: Int) -> Int { eventCounts[type] - eventsTouchingSeveral[type] }

  private func isNamedAccount(_ type: Int) -> Bool {
    let name = SourceWords.fold(texts[type])
    let words = ["account", "customer", "client", "company", "user"]
    return words.contains(name) || words.contains { name == $0 + "s" } || name == "companies"
  }

  /// What was chosen, why, and how another one is.
  func guess(_ chosen: Int, _ log: OCELLog) -> String? {
    let others = names.indices.filter { $0 != chosen && objectCounts[$0] > 0 }
      .sorted { (eventCounts[$1], $0) < (eventCounts[$0], $1) }
    guard let other = others.first else { return nil }
    let why =
      isNamedAccount(chosen)
      ? "called as accounts are" : "of which the most events touch just one"
    let list = others.prefix(8).map {
      "`\(texts[$0])` (\(PlainText.count(objectCounts[$0])), in \(PlainText.counted(eventCounts[$0], "event")))"
    }
    let rest = others.count > 8 ? " and \(others.count - 8) more" : ""
    return
      "the accounts are the \(PlainText.count(objectCounts[chosen])) `\(texts[chosen])`, \(why) "
      + "(\(PlainText.count(eventCounts[chosen])) of \(PlainText.counted(log.events.count, "event"))); "
      + "`reading objects \"\(texts[other])\"` takes others: "
      + list.joined(separator: ", ") + rest
  }
}

/// What the attributes of objects are now, and what they were before.
struct ObjectHistory {
  private(set) var values: OCELLog.Values
  /// Every value of the attributes that changed, in the order of time.
  private(set) var changes: [OCELLog.ObjectValue] = []

  init(_ log: OCELLog, zone: CivilTimeZone) {
    values = OCELLog.Values(mostCells: log.mostCells)
    var time = TimeText(zone: zone)
    var instants: [UInt32: Int64] = [:]
    func instant(_ code: UInt32) -> Int64 {
      guard code != OCELLog.none else { return .min }
      if let known = instants[code] { return known }
      let value = log.texts.heap.withText(Int(code)) { text in
        text.baseAddress.flatMap { time.instant($0, count: text.count) }
      }
      instants[code] = value ?? .min
      return value ?? .min
    }
    let order = log.objectValues.indices.map { place in
      (place: place, instant: instant(log.objectValues[place].time))
    }.sorted { left, right in
      let (first, second) = (log.objectValues[left.place], log.objectValues[right.place])
      return (first.object, first.name, left.instant, left.place)
        < (second.object, second.name, right.instant, right.place)
    }.map(\.place)
    var start = 0
    while start < order.count {
      let first = log.objectValues[order[start]]
      var end = start + 1
      while end < order.count, log.objectValues[order[end]].object == first.object,
        log.objectValues[order[end]].name == first.name
      {
        end += 1
      }
      values.set(first.name, row: Int(first.object), log.objectValues[order[end - 1]].value)
      if end - start > 1 { changes += order[start..<end].map { log.objectValues[$0] } }
      start = end
    }
  }
}
