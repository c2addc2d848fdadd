internal import Synchronization

/// Reads a text column as dates when every value fits one layout. Which number is the day is
/// settled by the whole column, or left open.
struct DateRefinement: Sendable {
  enum Finding {
    case settled(Settled)
    /// Several orders fit every value. They mean different days, as the example shows, or, without
    /// one, the same (`01/01/2026`): such a column says nothing about the others.
    case open([Settled], example: String?)
  }

  struct Settled: Sendable {
    let format: DateFormat
    let order: DateLayouts.Order
    let shape: String
    let hasShortYear: Bool
    /// Without the time.
    let date: String
  }

  let missing: MissingWords
  let zone: CivilTimeZone
  let threads: Int

  // MARK: - Layouts

  /// nil when the values are no dates of one layout.
  func find(_ values: DistinctValues, isNamedDate: Bool) -> Finding? {
    let sample = values.sample(64, without: missing)
    guard let longest = sample.max(by: { $0.count < $1.count }),
      let layouts = DateLayouts(longest), !layouts.isWeak || isNamedDate
    else { return nil }
    var fitting: [Settled] = []
    for candidate in layouts.candidates {
      let patterns = [candidate.strict, candidate.loose]
      let format = patterns.lazy.compactMap { DateFormat($0) }.first { format in
        sample.allSatisfy { fits(format, $0) } && misfit(values, format) == nil
      }
      guard let format else { continue }
      fitting.append(
        Settled(
          format: format, order: candidate.order, shape: layouts.shape,
          hasShortYear: layouts.hasShortYear, date: date(of: candidate, format)))
    }
    guard let first = fitting.first else { return nil }
    let rivals = fitting.dropFirst().compactMap { rival in
      difference(values, first.format, rival.format).map { (rival, $0) }
    }
    guard let (_, example) = rivals.first else {
      return fitting.count == 1 ? .settled(first) : .open(fitting, example: nil)
    }
    return .open([first] + rivals.map(\.0), example: example)
  }

  /// The layout a caller asks for, where every value fits it.
  func settled(_ values: DistinctValues, by format: DateFormat) -> Settled? {
    let sample = values.sample(64, without: missing)
    guard !sample.isEmpty, sample.allSatisfy({ fits(format, $0) }), misfit(values, format) == nil
    else { return nil }
    return Settled(
      format: format, order: .named, shape: "", hasShortYear: false, date: format.pattern)
  }

  private func date(of candidate: DateLayouts.Candidate, _ format: DateFormat) -> String {
    guard format.pattern != candidate.strict else { return candidate.date }
    return candidate.date.replacingRuns(of: "d", "M")
  }

  private func fits(_ format: DateFormat, _ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { format.moment($0, count: buffer.count) } != nil
    }
  }

  /// The place of a value that does not fit.
  private func misfit(_ values: DistinctValues, _ format: DateFormat) -> Int? {
    let missing = missing
    return first(values) { start, count in
      format.moment(start, count: count) == nil && !missing.contains(start, count: count)
    }
  }

  /// A value that two layouts read as different times.
  private func difference(
    _ values: DistinctValues, _ format: DateFormat, _ rival: DateFormat
  ) -> String? {
    first(values) { start, count in
      format.moment(start, count: count) != rival.moment(start, count: count)
    }.map { values.trimmedText($0) }
  }

  private func first(
    _ values: DistinctValues,
    where condition: @escaping @Sendable (UnsafePointer<UInt8>, Int) -> Bool
  ) -> Int? {
    let found = Mutex(Int?.none)
    _ = values.forEachPart(threads) { part, texts in
      for index in part where values.isUsed(index) {
        let (start, count) = texts[index]
        if count > 0 && condition(start, count) {
          found.withLock { $0 = min($0 ?? index, index) }
          return false
        }
      }
      return true
    }
    return found.withLock { $0 }
  }

  // MARK: - Conversion

  func column(
    _ values: DistinctValues, _ format: DateFormat
  ) -> (column: Column, missing: MissingCounts)? {
    let zone = zone
    let hasTime = format.hasTime
    let cells = values.converted(zero: Int64(0), missing: missing, threads: threads) {
      var time = TimeText(zone: zone)
      return { text, count -> Int64? in
        guard let moment = format.moment(text, count: count) else { return nil }
        return hasTime ? moment.instant(&time) : floorDivide(moment.wall, microsecondsPerDay)
      }
    }
    return cells.map {
      (Column(hasTime ? .instant : .date, .integers($0.values), nulls: $0.nulls), $0.missing)
    }
  }

  /// Dates that would have been read at once, had there been no words for missing ones.
  func plain(_ values: DistinctValues) -> (column: Column, missing: MissingCounts)? {
    let zone = zone
    func isPlain(_ text: [UInt8]) -> Bool {
      let padded = text + [0, 0, 0, 0, 0, 0, 0, 0]
      return padded.withUnsafeBufferPointer { buffer in
        var time = TimeText(zone: .utc)
        return buffer.baseAddress.flatMap { time.instant($0, count: text.count) } != nil
      }
    }
    let sample = values.sample(64, without: missing)
    guard !sample.isEmpty, sample.allSatisfy(isPlain) else { return nil }
    let dates = values.converted(zero: Int64(0), missing: missing, threads: threads) {
      var time = TimeText(zone: zone)
      return { text, count -> Int64? in time.date(text, count: count) }
    }
    if let dates {
      return (Column(.date, .integers(dates.values), nulls: dates.nulls), dates.missing)
    }
    let instants = values.converted(zero: Int64(0), missing: missing, threads: threads) {
      var time = TimeText(zone: zone)
      return { text, count -> Int64? in time.instant(text, count: count) }
    }
    return instants.map {
      (Column(.instant, .integers($0.values), nulls: $0.nulls), $0.missing)
    }
  }
}

extension String {
  /// `dd/MM` as `d/M`.
  fileprivate func replacingRuns(of letters: Character...) -> String {
    var text = ""
    for letter in self where !(letters.contains(letter) && text.last == letter) {
      text.append(letter)
    }
    return text
  }
}
