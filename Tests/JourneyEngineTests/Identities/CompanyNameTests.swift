import Testing

@testable import JourneyEngine

@Suite struct CompanyNameTests {
  private func isOne(_ left: String, _ right: String) -> Bool {
    CompanyName.readings(left).contains { one in
      CompanyName.readings(right).contains { one.full == $0.full || one.agrees(with: $0) }
    }
  }

  @Test(
    arguments: [
      ("Acme Ltd.", "ACME LTD"), ("Acme Limited", "acme, ltd"), ("Acme", "ACME Ltd"),
      ("Müller GmbH & Co. KG", "Mueller GmbH and Co KG"), ("Müller GmbH", "Muller gmbh"),
      ("Müller GmbH & Co. KG", "Mueller GmbH"), ("Mu\u{308}ller AG", "Müller AG"),
      ("Smith & Sons", "SMITH AND SONS"), ("O'Neil Inc.", "ONeil Incorporated"),
      ("O’Neil Inc.", "O'Neil, Inc"), ("Société Générale S.A.", "Societe Generale SA"),
      ("Banco S. A.", "Banco SA"), ("I.B.M. Corp.", "IBM Corporation"),
      ("Zażółć Sp. z o.o.", "ZAZOLC SP Z OO"), ("Café de Flore", "CAFE  DE-FLORE"),
      ("Škoda, a.s.", "Skoda a. s."), ("Weiß OHG", "WEISS OHG"), ("Яндекс", "ЯНДЕКС"),
      ("Tiffany & Co.", "Tiffany and Company"),
    ])
  func areOne(_ left: String, _ right: String) {
    #expect(isOne(left, right))
    #expect(isOne(right, left))
  }

  @Test(
    arguments: [
      ("Acme Ltd", "Acme Inc"), ("Acme GmbH", "Acme AG"), ("Acme", "Acme Holding"),
      ("Acme 1", "Acme 2"), ("A-17", "a 17"), ("0015g00000AbCdE", "0015g00000aBcDe"),
      ("Ltd", "Limited Edition"), ("", ""), ("...", "---"), ("17", "17."),
    ])
  func areTwo(_ left: String, _ right: String) { #expect(!isOne(left, right)) }

  @Test func aFormIsNeverTheWholeName() {
    #expect(CompanyName.readings("Ltd").map(\.base) == ["ltd"])
    #expect(CompanyName.readings("Co").first?.forms == [])
    #expect(CompanyName.readings("AG & Co. KG").first?.base == "ag")
  }
}
