import JourneyEngine
import Testing

/// The tables as such: determinism, times, names, types.
@Suite struct SampleCompanyTests {
  private let company = SampleCompanyData.standard

  /// FNV-1a over every cell and name; unknown cells count as such.
  private func fingerprint(_ tables: SampleCompany.Tables) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    func add(_ word: UInt64) {
      for shift in 0..<8 { add(UInt8(truncatingIfNeeded: word >> (8 * shift))) }
    }
    func add(_ text: String) {
      for byte in text.utf8 { add(byte) }
      add(UInt8(0))
    }
    for table in [tables.accounts, tables.events, tables.stageHistory, tables.benchmarks] {
      for field in table.fields {
        add(field.name)
        for row in 0..<table.rowCount {
          switch field.column[row] {
          case .unknown: add(UInt8(0xFF))
          case .boolean(let flag): add(UInt8(flag ? 1 : 0))
          case .integer(let raw), .money(let raw, _), .date(let raw), .instant(let raw),
            .duration(let raw):
            add(UInt64(bitPattern: raw))
          case .number(let number): add(number.bitPattern)
          case .text(let text): add(text)
          }
        }
      }
    }
    return hash
  }

  /// A change to the generator changes this number, the answers in the documentation, and perhaps a
  /// story: renew it only together with them.
  @Test func tablesAreTheSameOnEveryMachine() {
    #expect(fingerprint(SampleCompany.tables()) == 309_509_415_501_719_710)
    #expect(fingerprint(SampleCompany.tables(seed: 7)) != fingerprint(SampleCompany.tables()))
  }

  @Test(arguments: [SampleCompany.defaultSeed, 7, 99]) func timesAreSane(seed: UInt64) {
    let first = SampleCompanyData.instant(2025, 1, 1)
    let now = SampleCompanyData.now
    for account in SampleCompanyData(SampleCompany.tables(seed: seed)).accounts {
      #expect(!account.visits.isEmpty && !account.events.isEmpty)
      for (earlier, later) in zip(account.visits, account.visits.dropFirst()) {
        #expect(earlier.entered < later.entered)
        #expect(earlier.stage != later.stage && earlier.stage != "Lost")
      }
      for (earlier, later) in zip(account.events, account.events.dropFirst()) {
        #expect(earlier.at <= later.at)
      }
      #expect(account.started >= first && account.end <= now)
      #expect(account.events.allSatisfy { $0.at >= account.started && $0.at < account.end })
    }
  }

  @Test func sizeIsThatOfACompanyOneCanTalkAbout() {
    let tables = SampleCompany.tables()
    #expect((300...350).contains(tables.accounts.rowCount))
    #expect((20_000...30_500).contains(tables.events.rowCount))
    // Now is the first midnight after the newest event.
    let newest = company.accounts.flatMap(\.events).map(\.at).max() ?? 0
    #expect(newest >= SampleCompanyData.instant(2026, 6, 30) && newest < SampleCompanyData.now)
  }

  @Test(arguments: [SampleCompany.defaultSeed, 7, 99]) func namesAndIdsAreUnique(seed: UInt64) {
    let accounts = SampleCompanyData(SampleCompany.tables(seed: seed)).accounts
    #expect(Set(accounts.map(\.name)).count == accounts.count)
    #expect(Set(accounts.map(\.id)).count == accounts.count)
    #expect(accounts.first?.id == "A-0001")
    #expect(accounts.count { $0.name == "Acme Ltd" } == 1)
    #expect(accounts.contains { $0.name == "Çelik Lojistik" })
    #expect(accounts.contains { $0.name == "株式会社ひかり" })
    // Ids follow the order in which the accounts began.
    for (earlier, later) in zip(accounts, accounts.dropFirst()) {
      #expect(earlier.started <= later.started)
    }
  }

  @Test func columnsAndTypes() {
    func types(_ table: Table) -> [String] {
      table.fields.map { "\($0.name) \($0.column.type.displayName)" }
    }
    let tables = SampleCompany.tables()
    #expect(
      types(tables.accounts) == [
        "id text", "name text", "vertical text", "segment text", "region text", "partner text",
        "partner_alignment whole number", "partner_feedback whole number",
        "partner_responsiveness whole number", "owner text", "mindset text", "arr money",
        "started date", "renewal_date date",
        "term_months whole number", "outcome text", "lost_on date", "churn_type text",
      ])
    #expect(
      types(tables.events) == [
        "account text", "at date and time", "kind text", "name text", "department text",
        "channel text", "severity text", "sentiment number", "amount money",
        "resolved_first_contact yes/no", "handled text", "respondent text",
        "nps_score whole number", "csat_score whole number", "ces_score whole number",
        "expectation_score whole number", "experience_score whole number",
      ])
    #expect(
      types(tables.stageHistory) == [
        "account text", "stage text", "entered date and time", "reason text",
      ])
    #expect(tables.benchmarks.rowCount == 8)
  }

  /// What a CSV reader would take for a number or a date would come back as another type.
  @Test func textsSurviveTheWayThroughCSV() {
    let tables = SampleCompany.tables()
    for table in [tables.accounts, tables.events, tables.stageHistory, tables.benchmarks] {
      for field in table.fields where field.column.type == .text {
        let texts = Set((0..<table.rowCount).map { field.column[$0] }.compactMap(text))
        for text in texts {
          #expect(!text.isEmpty && Double(text) == nil && text.first != " " && text.last != " ")
          #expect(
            !["true", "false", "yes", "no", "unknown", "n/a", "-"].contains(text.lowercased()))
        }
      }
    }
  }

  private func text(_ value: Value) -> String? {
    guard case .text(let text) = value else { return nil }
    return text
  }

  /// Codes stand in the order of first appearance, and no text is left over.
  @Test func dictionariesAreAsALoaderWouldMakeThem() {
    let tables = SampleCompany.tables()
    for table in [tables.accounts, tables.events, tables.stageHistory] {
      for field in table.fields {
        guard case .codes(let codes, let dictionary) = field.column.storage else { continue }
        var next: UInt32 = 0
        var isInOrder = true
        for code in codes where code != StringDictionary.unknownCode {
          if code > next { isInOrder = false }
          if code == next { next += 1 }
        }
        #expect(isInOrder, "\(field.name)")
        #expect(Int(next) == dictionary.count)
      }
    }
  }
}
