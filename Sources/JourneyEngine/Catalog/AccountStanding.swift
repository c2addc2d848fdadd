/// Where each account stands now: the columns `stage`, `last_stage`, `lost`, `lost_at`, `entered`
/// and `started`.
///
/// Lost is an outcome and no stage, so a lost account is in no stage any more: its `stage` reads
/// `lost`, which no stage model knows, while `last_stage` keeps the last real stage. `entered` is
/// unknown for it.
struct AccountStanding {
  private let draft: AccountsDraft
  private let reading: StageReading
  private let source: String
  /// The accounts' own words about loss.
  let ownLosses: OwnLosses
  private let own: KeyColumn?
  private let ownStage: [UInt32]
  /// Texts of the accounts' stage column that the model lacks, and their codes in
  /// `stageDictionary`.
  private let foreignTexts: [String]
  private let foreign: [UInt32: UInt32]

  /// What the accounts table itself says about losses.
  struct OwnLosses {
    var isLost: [Bool]
    /// Time of loss of accounts that are lost, where it is known.
    var at: [Int64?]
    /// The times are civil dates.
    var areDates: Bool
    var notes: [LoadReport.Note] = []
  }

  /// The accounts that a declared condition takes for lost.
  struct DeclaredLosses {
    var isLost: [Bool]
    /// The conditions as they are written.
    var words: [String]
  }

  init(
    _ draft: AccountsDraft, reading: StageReading, zone: CivilTimeZone, now: Int64, source: String,
    origins: [String: String], declared: DeclaredLosses? = nil
  ) {
    self.draft = draft
    self.reading = reading
    self.source = source
    let key = draft.table.column("stage").map { KeyColumn($0) }
    let stageOfCode = key.map { reading.codes(of: $0.texts) } ?? []
    own = key
    ownStage =
      key.map { key in
        key.codes.map { $0 == KeyColumn.blank ? StageReading.unknown : stageOfCode[Int($0)] }
      } ?? []
    var foreignTexts: [String] = []
    var foreign: [UInt32: UInt32] = [:]
    for (code, count) in (key?.rowCounts().perCode ?? []).enumerated() {
      guard let key, count > 0, stageOfCode[code] == StageReading.unknown else { continue }
      foreign[UInt32(code)] = reading.lostCode + 1 + UInt32(foreignTexts.count)
      foreignTexts.append(key.texts[code])
    }
    self.foreignTexts = foreignTexts
    self.foreign = foreign
    let byStage =
      ownStage.isEmpty
      ? [Bool](repeating: false, count: draft.count) : ownStage.map { $0 == reading.lostCode }
    ownLosses = AccountStanding.losses(
      draft, byStage, declared, zone: zone, now: now, origins: origins)
  }

  /// A time of loss says that the account is lost, except where it is a closing date, which won
  /// deals have too, or where the stages or a declared condition say who is lost.
  private static func losses(
    _ draft: AccountsDraft, _ byStage: [Bool], _ declared: DeclaredLosses?, zone: CivilTimeZone,
    now: Int64, origins: [String: String]
  ) -> OwnLosses {
    var isLost = byStage
    let timeColumn = draft.table.column("lost_at")
    let times = timeColumn?.asInstants(in: zone)
    let isClosing = SourceWords.closed.contains(SourceWords.fold(origins["lost_at"] ?? ""))
    let saysLost = !isClosing && !byStage.contains(true) && declared == nil
    let closing = timeColumn == nil ? closingColumn(draft.table) : nil
    let closingTimes = closing?.asInstants(in: zone)
    let flags = declared == nil ? draft.table.column("lost") : nil
    var at = [Int64?](repeating: nil, count: draft.count)
    for row in 0..<draft.count {
      if flags?[row] == .boolean(true) || flags?[row] == .integer(1) { isLost[row] = true }
      if declared?.isLost[row] == true { isLost[row] = true }
      if let timeColumn, let times, !timeColumn.nulls.isUnknown(row) {
        if saysLost && times[row] < now { isLost[row] = true }
        if isLost[row] { at[row] = times[row] }
      } else if isLost[row], let closing, let closingTimes, !closing.nulls.isUnknown(row) {
        at[row] = closingTimes[row]
      }
    }
    return OwnLosses(
      isLost: isLost, at: at, areDates: (timeColumn ?? closing)?.type == .date,
      notes: notes(declared, at))
  }

  /// How many a declared condition takes for lost, and of how many nothing says when.
  private static func notes(_ declared: DeclaredLosses?, _ at: [Int64?]) -> [LoadReport.Note] {
    guard let declared else { return [] }
    let lost = declared.isLost.count { $0 }
    let undated = declared.isLost.indices.count { declared.isLost[$0] && at[$0] == nil }
    let words = declared.words.joined(separator: " or ")
    let told = "`lost when \(words)`: \(PlainText.counted(lost, "account"))"
    guard undated > 0 else { return [LoadReport.Note(.note, "", told)] }
    let who =
      undated < lost
      ? "\(PlainText.count(undated)) of them \(undated == 1 ? "was" : "were")"
      : undated == 1 ? "it was" : "they were"
    return [
      LoadReport.Note(
        .note, "", told + "; nothing says when \(who) lost, so that the past does not know it",
        hint: "name the column with the date: `with lost_at = COLUMN`")
    ]
  }

  private static func closingColumn(_ table: Table) -> Column? {
    ColumnFinder().matches(SourceWords.closed, in: table).map { table.fields[$0].column }
      .first { $0.type.isTime }
  }

  /// The accounts with the columns that say where they stand. `firstEvent`: the time of each
  /// account's first event, when nothing else says when it started. `isHistory`: the sojourns are
  /// more than the current stage of each account.
  func table(
    _ sojourns: Sojourns?, firstEvent: [Int64?]?, isHistory: Bool,
    notes: inout [LoadReport.Note]
  ) -> Table {
    var standard: [Table.Field] = []
    var replaced: Set<String> = []
    func keep(_ name: String) {
      guard let column = draft.table.column(name),
        draft.table.fields.contains(where: { $0.name == name })
      else { return }
      standard.append(Table.Field(name, column))
      replaced.insert(name)
    }
    keep("id")
    keep("name")
    let current = currentStages(sojourns, notes: &notes)
    if let current {
      let dictionary = stageDictionary()
      standard.append(Table.Field("stage", Column(codes: current.stage, dictionary)))
      standard.append(Table.Field("last_stage", Column(codes: current.last, dictionary)))
    }
    if current != nil || ownLosses.isLost.contains(true) {
      let isLost = current?.isLost ?? ownLosses.isLost
      standard.append(Table.Field("lost", Column.booleans(isLost)))
      standard.append(Table.Field("lost_at", Column.instants(current?.lostAt ?? ownLosses.at)))
    }
    if let sojourns, sojourns.count > 0 {
      standard.append(Table.Field("entered", entered(sojourns)))
    } else {
      keep("entered")
    }
    if draft.table.fields.contains(where: { $0.name == "started" }) {
      keep("started")
    } else if let started = started(sojourns, firstEvent, isHistory: isHistory) {
      standard.append(Table.Field("started", Column.instants(started)))
    }
    return assembled(standard, replaced)
  }

  private struct Current {
    var stage: [UInt32] = []
    var last: [UInt32] = []
    var isLost: [Bool] = []
    var lostAt: [Int64?] = []
  }

  /// The last sojourn decides; where an account has none, its own stage column.
  private func currentStages(_ sojourns: Sojourns?, notes: inout [LoadReport.Note]) -> Current? {
    let hasSojourns = sojourns.map {
      $0.count > 0 || $0.lostAt.contains { $0 != StageEntries.unknownTime }
    }
    guard own != nil || hasSojourns == true else { return nil }
    var current = Current()
    var disagreeing = 0
    for row in 0..<draft.count {
      let ownCode = ownStage.isEmpty ? StageReading.unknown : stageCode(row)
      let places = sojourns.map { $0.offsets[row]..<$0.offsets[row + 1] } ?? 0..<0
      let lostAt = sojourns.map { $0.lostAt[row] } ?? StageEntries.unknownTime
      var stage = ownCode
      var last = ownCode == reading.lostCode ? StageReading.unknown : ownCode
      if let sojourns, let place = places.last {
        last = sojourns.stages[place]
        let isOpen = sojourns.left[place] == StageEntries.unknownTime
        stage = isOpen ? last : StageReading.unknown
        if ownCode != StageReading.unknown && ownCode != (lostAt < .max ? reading.lostCode : last) {
          disagreeing += 1
        }
      }
      // A dated loss of the accounts' own is in the journeys already, unless it was overcome there.
      let isOvercome = sojourns != nil && ownLosses.at[row] != nil
      let isLost = lostAt != StageEntries.unknownTime || (ownLosses.isLost[row] && !isOvercome)
      current.stage.append(isLost ? reading.lostCode : stage)
      current.last.append(last)
      current.isLost.append(isLost)
      current.lostAt.append(lostAt != StageEntries.unknownTime ? lostAt : ownLosses.at[row])
    }
    if disagreeing > 0 {
      notes.append(
        LoadReport.Note(
          .warning, source,
          "the stage column of \(PlainText.counted(disagreeing, "account")) says another stage than "
            + "the history ends in; the history holds"))
    }
    return current
  }

  /// A code of `stageDictionary`: texts that the model lacks follow the model and `lost`.
  private func stageCode(_ row: Int) -> UInt32 {
    guard let own, own.codes[row] != KeyColumn.blank else { return StageReading.unknown }
    if ownStage[row] != StageReading.unknown { return ownStage[row] }
    return foreign[own.codes[row]] ?? StageReading.unknown
  }

  private func stageDictionary() -> StringDictionary {
    StringDictionary(reading.model.names + ["lost"] + foreignTexts)
  }

  private func entered(_ sojourns: Sojourns) -> Column {
    let own = draft.table.column("entered")
    var times: [Int64?] = []
    for row in 0..<draft.count {
      let places = sojourns.offsets[row]..<sojourns.offsets[row + 1]
      if let place = places.last, sojourns.left[place] == StageEntries.unknownTime {
        times.append(sojourns.entered[place])
      } else {
        times.append(nil)
      }
    }
    // The accounts' own since-dates were the only source, so nothing is gained by making instants
    // of them.
    if let own, own.type == .date, sojourns.sourceRows.allSatisfy({ $0 == KeyIndex.noRow }),
      sojourns.count <= draft.count
    {
      return own.blanking { times[$0] == nil }
    }
    return Column.instants(times)
  }

  /// The first stage entry; not where all that is known is the current stage and its date, for
  /// nobody knows how long the account was there before.
  private func started(
    _ sojourns: Sojourns?, _ firstEvent: [Int64?]?, isHistory: Bool
  ) -> [Int64?]? {
    if let sojourns, sojourns.count > 0, isHistory {
      return (0..<draft.count).map { row in
        let place = sojourns.offsets[row]
        return place < sojourns.offsets[row + 1] ? sojourns.entered[place] : nil
      }
    }
    return firstEvent
  }

  /// The standard columns, then the others; a column that had to give way keeps its content under
  /// the name its file gave it.
  private func assembled(_ standard: [Table.Field], _ kept: Set<String>) -> Table {
    var fields = standard
    var taken = Set(standard.map { $0.name.lowercased() })
    var aliases: [String: Int] = [:]
    let table = draft.table
    for (place, field) in table.fields.enumerated() {
      let names = table.aliases.filter { $0.value == place }.map(\.key).sorted()
      if let index = standard.firstIndex(where: { $0.name == field.name }) {
        if kept.contains(field.name) || saysTheSame(field, standard[index]) {
          for name in names { aliases[name] = index }
          continue
        }
        let name = names.first ?? "\(DataSource.stem(of: source)).\(field.name)"
        guard taken.insert(name.lowercased()).inserted else { continue }
        for name in names.dropFirst() { aliases[name] = fields.count }
        fields.append(Table.Field(name, field.column))
        continue
      }
      var name = field.name
      if taken.contains(name.lowercased()) { name = "\(DataSource.stem(of: source)).\(name)" }
      taken.insert(name.lowercased())
      for alias in names { aliases[alias] = fields.count }
      fields.append(Table.Field(name, field.column))
    }
    return Table(fields, rowCount: table.rowCount, aliases: aliases)
  }

  /// Whether nothing is lost when the old column goes: the same cells but for the case of texts.
  private func saysTheSame(_ old: Table.Field, _ new: Table.Field) -> Bool {
    if case .codes(let oldCodes, let oldTexts) = old.column.storage,
      case .codes(let newCodes, let newTexts) = new.column.storage
    {
      var pairs: Set<[UInt32]> = []
      for row in 0..<draft.count where !old.column.nulls.isUnknown(row) {
        if new.column.nulls.isUnknown(row) { return false }
        pairs.insert([oldCodes[row], newCodes[row]])
      }
      return pairs.allSatisfy {
        SourceWords.fold(oldTexts[$0[0]]) == SourceWords.fold(newTexts[$0[1]])
      }
    }
    return (0..<draft.count).allSatisfy { row in
      let value = old.column[row]
      return value.isUnknown || value == new.column[row]
    }
  }
}
