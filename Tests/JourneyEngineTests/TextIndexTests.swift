@testable import JourneyEngine
import QueryLanguage
import TestSupport
import Testing

/// What is found by the bytes of texts against what the texts themselves say.
@Suite struct TextIndexTests {
  private static let pieces = [
    "a", "A", "acme", "Acme", " acme", "ACME ", "\u{212A}elvin", "kelvin", "Kelvin", "é",
    "e\u{301}",
    "É", "", " ", "\t", "A0000001", "a0000001", "A0000010", "\u{A0}acme", "acme ltd, london", ";",
    "\u{37E}", "ACME LTD, LONDON", "acme ltd, londom", "\u{1F}a",
  ]

  private func texts(_ seed: Int) -> [String?] {
    var random = SeededGenerator(seed: UInt64(seed))
    // Some columns are of ASCII alone.
    let pieces = Self.pieces.filter { piece in seed % 3 > 0 || piece.utf8.allSatisfy { $0 < 0x80 } }
    return (0..<Int.random(in: 0...60, using: &random)).map { _ in
      Int.random(in: 0..<9, using: &random) == 0
        ? nil
        : (0..<Int.random(in: 1...2, using: &random))
          .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
  }

  private func column(_ texts: [String?], dictionaryLimit: Int) -> Column {
    var builder = ColumnBuilder(.text, dictionaryLimit: dictionaryLimit)
    for text in texts { builder.append(text.map(Value.text) ?? .unknown) }
    return builder.build()
  }

  @Test(arguments: [0, 100]) func rowsOfAText(_ dictionaryLimit: Int) throws {
    for seed in 0..<200 {
      let texts = texts(seed)
      let column = column(texts, dictionaryLimit: dictionaryLimit)
      let index = try #require(HashIndex(column))
      for wanted in Set((texts.compactMap(\.self) + Self.pieces).map(ExactText.init)) {
        let rows = texts.indices.filter { texts[$0].map(ExactText.init) == wanted }
        #expect(index.rows([wanted]) == rows.map(UInt32.init), "\(wanted.text), seed \(seed)")
      }
      let both: Set = [ExactText("a"), ExactText("Acme")]
      #expect(
        index.rows(both)
          == texts.indices.filter { texts[$0].map { both.contains(ExactText($0)) } ?? false }
          .map(UInt32.init))
    }
  }

  /// Asked often enough that an index is built on the way.
  @Test func textsThatAreAlike() throws {
    for seed in 0..<200 {
      let texts = texts(seed)
      let column = column(texts, dictionaryLimit: 0)
      let relation = Relation(
        .accounts, fields: [Relation.Field("id", column)], rowCount: texts.count)
      let field = BoundExpression(
        .field(.init(index: 0, name: "id", throughAccount: false)), .text, span: .init(0, 0))
      let values = try #require(StoredValues(field, in: relation))
      for wanted in Self.pieces + texts.compactMap(\.self) {
        let known = texts.compactMap(\.self)
        let exact = known.contains { ExactText($0) == ExactText(wanted) }
        let alike = known.filter { $0.foldedForComparison == wanted.foldedForComparison }
        #expect(
          values.matches(wanted) == (exact ? [ExactText(wanted)] : Set(alike.map(ExactText.init))),
          "\(wanted), seed \(seed)")
      }
    }
  }

  @Test func theOrderOfTexts() {
    for seed in 0..<200 {
      let texts = seed % 2 == 0 ? texts(seed) : texts(seed).compactMap(\.self).sorted()
      let order = texts.indices.sorted { (texts[$0] ?? "", $0) < (texts[$1] ?? "", $1) }
      let ranks = TextRanks(column(texts, dictionaryLimit: 0)).ranks
      #expect(
        order.map { Int(ranks?[$0] ?? UInt32($0)) } == Array(texts.indices), "seed \(seed)")
    }
  }

  /// Ties are broken by id, however the accounts and their events lie.
  @Test func eventsOfAFewAccounts() throws {
    for seed in 0..<6 {
      let snapshot = try RandomCompany.snapshot(seed: UInt64(seed), accounts: 90, events: 800)
      let asking = Asking(snapshot)
      let all = try asking.table("events show account.id called whose, at, kind order by kind")
      for id in try asking.ids("accounts top 12 by id") {
        let own = try asking.table(
          "events of (accounts where id is \"\(id)\") show account.id called whose, at, kind order by kind"
        )
        #expect(own.cells == all.cells.filter { $0[0] == .text(id) }, "\(id), seed \(seed)")
      }
    }
  }
}
