/// Reads stage entries out of what the data has: a stage history, a `stage` column on events,
/// rules, or the accounts' current stage and its since-date alone (SEMANTICS, Stages and sojourns,
/// in this order).
struct HistoryAssembly {
  let reading: StageReading
  let settings: AssemblySettings
  /// Entries from this instant on are not part of the journeys yet.
  let now: Int64
  /// Where the journeys come from, for the report.
  private(set) var entries = StageEntries()
  private(set) var notes: [LoadReport.Note] = []

  init(reading: StageReading, settings: AssemblySettings, now: Int64) {
    self.reading = reading
    self.settings = settings
    self.now = now
  }

  /// Rows of a stage history (fields `account`, `stage`, `entered`, maybe `left`).
  mutating func add(
    history table: Table, places: RowPlaces, finder: ColumnFinder, accounts: AccountsDraft,
    matches: AccountIdentities.Matches
  ) {
    guard let accountColumn = table.column("account"), let stageColumn = table.column("stage"),
      let timeColumn = table.column("entered")
    else { return }
    let account = finder.key(accountColumn)
    let stage = finder.key(stageColumn)
    let rowOfCode = matches.rows
    let stageOfCode = reading.codes(of: stage.texts)
    let times = timeColumn.asInstants(in: settings.zone)
    let leftColumn = table.column("left")
    let left = leftColumn?.asInstants(in: settings.zone)
    let recorded = RecordedTimes.of(table, zone: settings.zone)
    var blank = Refused()
    var orphan = Refused()
    var timeless = Refused()
    var unknown = Refused()
    var future = Refused()
    for row in 0..<table.rowCount {
      if row & 0xFFFF == 0 && settings.isStopped() { break }
      guard account.codes[row] != KeyColumn.blank else {
        blank.add(row)
        continue
      }
      let accountRow = rowOfCode[Int(account.codes[row])]
      guard accountRow != KeyIndex.noRow else {
        orphan.add(row, account.codes[row])
        continue
      }
      guard !timeColumn.nulls.isUnknown(row) else {
        timeless.add(row)
        continue
      }
      let code =
        stage.codes[row] == KeyColumn.blank
        ? StageReading.unknown : stageOfCode[Int(stage.codes[row])]
      guard code != StageReading.unknown else {
        unknown.add(row, stage.codes[row])
        continue
      }
      guard times[row] < now else {
        future.add(row)
        continue
      }
      var leaving = StageEntries.unknownTime
      if let left, leftColumn?.nulls.isUnknown(row) == false, left[row] < now {
        leaving = left[row]
      }
      entries.append(
        account: accountRow, stage: code, at: times[row], left: leaving, sourceRow: UInt32(row),
        recorded: recorded.map { $0[row] } ?? StageEntries.alwaysKnown)
    }
    say(blank, places, "names no account", "name no account")
    say(timeless, places, "has no time", "have no time")
    say(future, places, "begins after now", "begin after now")
    sayMissing(orphan, places, account, accounts.index.keys)
    sayUnknown(unknown, places, stage)
  }

  /// The first event in a new stage enters it. `isKind`: the kinds of event are the stages.
  mutating func add(events log: EventLog, isKind: Bool = false) {
    guard let column = log.table.column(isKind ? "kind" : "stage"), let at = log.table.column("at"),
      case .integers(let times) = at.storage
    else { return }
    let key = KeyColumn(column)
    let stageOfCode =
      isKind
      ? (0..<key.texts.count).map { reading.code(ofKind: key.texts[$0]) }
      : reading.codes(of: key.texts)
    let recorded = RecordedTimes.of(log.table, zone: settings.zone)
    for account in 0..<(log.offsets.count - 1) {
      if account & 0xFFFF == 0 && settings.isStopped() { break }
      var last = StageReading.unknown
      let places = log.offsets[account]..<log.offsets[account + 1]
      for event in places {
        guard key.codes[event] != KeyColumn.blank, times[event] < now else { continue }
        let stage = stageOfCode[Int(key.codes[event])]
        if stage == StageReading.unknown { continue }
        // Of events at the same time the stages' own order decides, so that each has its say.
        let isTied =
          event > places.lowerBound && times[event - 1] == times[event]
          || event + 1 < places.upperBound && times[event + 1] == times[event]
        // Where one may have been recorded late, another one of the stage says the same earlier.
        if stage == last, !isTied, recorded == nil { continue }
        entries.append(
          account: UInt32(account), stage: stage, at: times[event],
          recorded: recorded.map { $0[event] } ?? StageEntries.alwaysKnown)
        last = isTied ? StageReading.unknown : stage
      }
    }
    if !isKind { sayUnknown(of: key, stageOfCode, source: "") }
  }

  /// What the workspace's rules see in the events.
  mutating func add(_ ruled: RuledEntries) {
    notes += ruled.notes
    entries = ruled.entries
  }

  /// The current stage, for accounts whose since-date is known.
  mutating func add(current accounts: AccountsDraft) {
    guard let stageColumn = accounts.table.column("stage") else { return }
    let key = KeyColumn(stageColumn)
    let stageOfCode = reading.codes(of: key.texts)
    sayUnknown(of: key, stageOfCode, source: "")
    guard let entered = accounts.table.column("entered") else { return }
    let times = entered.asInstants(in: settings.zone)
    for row in 0..<accounts.count where key.codes[row] != KeyColumn.blank {
      let stage = stageOfCode[Int(key.codes[row])]
      guard stage != StageReading.unknown, !entered.nulls.isUnknown(row), times[row] < now else {
        continue
      }
      entries.append(account: UInt32(row), stage: stage, at: times[row])
    }
  }

  /// Losses that the accounts themselves date, for accounts whose journey does not end in one
  /// already. A loss on a bare date happened some time that day, so after whatever else did; a loss
  /// before the last stage entry was overcome since.
  mutating func add(losses: [Int64?], areDates: Bool, after sojourns: Sojourns) {
    for (row, time) in losses.enumerated() {
      guard let time, time < now, sojourns.lostAt[row] == StageEntries.unknownTime else { continue }
      let places = sojourns.offsets[row]..<sojourns.offsets[row + 1]
      guard let last = places.last else {
        entries.append(account: UInt32(row), stage: reading.lostCode, at: time)
        continue
      }
      let entered = sojourns.entered[last]
      let isSameDay =
        areDates && settings.zone.dayNumber(of: entered) == settings.zone.dayNumber(of: time)
      guard time >= entered || isSameDay else { continue }
      entries.append(account: UInt32(row), stage: reading.lostCode, at: max(time, entered))
    }
  }

  // MARK: - Rows that could not be taken

  private struct Refused {
    var count = 0
    var first = 0
    var perCode: [UInt32: Int] = [:]

    mutating func add(_ row: Int, _ code: UInt32? = nil) {
      if count == 0 { first = row }
      count += 1
      if let code { perCode[code, default: 0] += 1 }
    }
  }

  private mutating func say(
    _ refused: Refused, _ places: RowPlaces, _ one: String, _ many: String
  ) {
    guard refused.count > 0 else { return }
    let rows = PlainText.counted(refused.count, "stage entry", "stage entries")
    notes.append(
      LoadReport.Note(
        .warning, places.name(ofRow: refused.first), line: places.line(ofRow: refused.first),
        "\(rows) \(refused.count == 1 ? one : many) and \(refused.count == 1 ? "is" : "are") left out, "
          + "the first in \(places.words(ofRow: refused.first))"))
  }

  private mutating func sayMissing(
    _ refused: Refused, _ places: RowPlaces, _ key: KeyColumn, _ candidates: TextHeap
  ) {
    let most = LoadReport.Mismatch.most(
      refused.perCode.map { (key.texts[Int($0.key)], $0.value) }, candidates: candidates)
    guard let example = most.first else { return }
    let near = example.near.map { ", near: `\($0)`" } ?? ""
    notes.append(
      LoadReport.Note(
        .warning, places.name(ofRow: refused.first), line: places.line(ofRow: refused.first),
        "\(PlainText.counted(refused.count, "stage entry", "stage entries")) of "
          + "\(PlainText.counted(refused.perCode.count, "account")) that the accounts do not have "
          + "\(refused.count == 1 ? "is" : "are") left out; most often `\(example.key)`\(near)",
        hint: "load the missing accounts, or say another key with `account = COLUMN`"))
  }

  private mutating func sayUnknown(_ refused: Refused, _ places: RowPlaces, _ key: KeyColumn) {
    guard refused.count > 0 else { return }
    let named = refused.perCode.filter { $0.key != KeyColumn.blank }
    guard !named.isEmpty else { return say(refused, places, "has no stage", "have no stage") }
    let foreign = ForeignStages(named.map { (key.texts[Int($0.key)], $0.value) }, reading.model)
    let rows = PlainText.counted(refused.count, "stage entry", "stage entries")
    notes.append(
      LoadReport.Note(
        .warning, places.name(ofRow: refused.first), line: places.line(ofRow: refused.first),
        "\(rows) with a stage that is not in the model \(refused.count == 1 ? "is" : "are") left out"
          + foreign.words, hint: foreign.hint))
  }

  private mutating func sayUnknown(of key: KeyColumn, _ stageOfCode: [UInt32], source: String) {
    let counts = key.rowCounts().perCode
    let missing = counts.indices.filter {
      counts[$0] > 0 && stageOfCode[$0] == StageReading.unknown
    }
    guard !missing.isEmpty else { return }
    let foreign = ForeignStages(missing.map { (key.texts[$0], counts[$0]) }, reading.model)
    let rows = PlainText.counted(missing.reduce(0) { $0 + counts[$1] }, "row")
    notes.append(
      LoadReport.Note(
        .warning, source, "\(rows) with a stage that is not in the model" + foreign.words,
        hint: foreign.hint))
  }
}
