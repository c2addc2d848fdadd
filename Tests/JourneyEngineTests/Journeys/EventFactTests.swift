import JourneyEngine
import QueryLanguage
import Testing

/// Counts and facts over events against counting them by hand, row by row.
@Suite struct EventFactTests {
  @Test(arguments: 0..<20) func agreesWithCountingByHand(_ seed: Int) throws {
    let journeys = RandomJourneys(seed: UInt64(seed), accounts: 80)
    let asking = Asking(try journeys.snapshot())
    let end = RandomJourneys.hours.upperBound
    for kind in RandomJourneys.kinds {
      let table = try asking.table(
        """
        accounts show id, count of \(kind), count of \(kind) in last 30 days, \
        count of \(kind)[points >= 2], sum of points of \(kind), max of points of \(kind), \
        avg of points of \(kind), first \(kind), last \(kind) order by id
        """)
      for (account, row) in table.cells.enumerated() {
        let own = journeys.events.filter { $0.account == account && $0.what == kind }
        let points = own.compactMap(\.points)
        let hours = own.map(\.hour)
        func whole(_ value: Int) -> Value { .integer(Int64(value)) }
        let expected: [Value] = [
          .text(RandomJourneys.id(account)), whole(own.count),
          whole(own.count { $0.hour >= end - 720 }),
          whole(points.count { $0 >= 2 }),
          own.isEmpty ? whole(0) : points.isEmpty ? .unknown : whole(points.reduce(0, +)),
          points.max().map(whole) ?? .unknown,
          points.isEmpty ? .unknown : .number(Double(points.reduce(0, +)) / Double(points.count)),
          hours.min().map { .instant(RandomJourneys.instant($0)) } ?? .unknown,
          hours.max().map { .instant(RandomJourneys.instant($0)) } ?? .unknown,
        ]
        #expect(row == expected, "seed \(seed), \(kind)")
      }
    }
  }

  @Test(arguments: 0..<10) func timeInAStageIsTheSumOfItsVisits(_ seed: Int) throws {
    let asking = Asking(try RandomJourneys(seed: UInt64(seed), accounts: 80).snapshot())
    for stage in RandomJourneys.stages {
      let visits = try asking.table(
        "visits in \(stage) by account show count, sum days called days | order by account")
      let accounts = try asking.table(
        "accounts visited \(stage) show id, time in \(stage) called time | order by id")
      #expect(visits.columns[0].column.texts == accounts.columns[0].column.texts)
      for row in 0..<visits.rowCount {
        guard case .number(let days) = visits.columns[2].column[row],
          case .duration(let time) = accounts.columns[1].column[row]
        else {
          Issue.record("no time in \(stage) in row \(row)")
          continue
        }
        #expect(abs(days - Double(time) / 86_400e6) < 1e-9)
      }
    }
  }

  @Test func groupsCountTheEventsOfAllTheirAccounts() throws {
    let company = Asking(Asking.sampleCompany)
    let groups = try company.table("accounts by vertical show count of ticket called tickets")
    let total = (0..<groups.rowCount).reduce(0) { total, row in
      guard case .integer(let count) = groups.columns[1].column[row] else { return total }
      return total + Int(count)
    }
    #expect(
      try company.column("count", of: "events where kind is ticket show count")
        == [.integer(Int64(total))])
  }

  @Test func aNamedEventMeansItsDefinition() throws {
    var company = Asking(Asking.sampleCompany)
    let query = try company.query("accounts show count of milestone[name is \"go-live\"]")
    guard case .show(let items)? = query.clauses.first?.kind,
      case .eventFact(let fact)? = items.first?.expression.kind
    else {
      Issue.record("not read as a fact")
      return
    }
    company.environment.namedEvents["go_live"] = [fact.matcher]
    let named = try company.table("accounts show id, count of go_live called n")
    let plain = try company.table(
      "accounts show id, count of milestone[name is \"go-live\"] called n")
    #expect(named.cells == plain.cells)
  }

  @Test(arguments: [
    ("accounts where count of tickt > 1", "no event is called `tickt`"),
    ("accounts where sum of severty of ticket > 1", "events have no field `severty`"),
    ("accounts where time in Investt > 3 days", "no stage is called `Investt`"),
    ("accounts matching tickt -> downgrade", "no event is called `tickt`"),
    ("accounts matching ticket 0 times", "a whole number from 1 on was expected here"),
    ("accounts matching ticket 1001 times", "`1,001 times` is not from 1 to 1,000"),
    (
      "accounts matching ticket -> downgrade without call between ticket and upgrade",
      "`upgrade` is no step of the pattern"
    ),
  ]) func whatIsWrongIsNamed(_ sentence: String, _ message: String) throws {
    do {
      _ = try Asking(Asking.sampleCompany).table(sentence)
      Issue.record("answered: \(sentence)")
    } catch let refused as Asking.Refused {
      #expect(refused.reasons.contains { $0.hasPrefix(message) }, "\(refused)")
    }
  }
}

extension EventFactTests {
  /// What a condition inside brackets speaks of is worked out before it is looked at, whatever was
  /// asked before.
  @Test func conditionsMaySpeakOfFactsAndOtherSentences() throws {
    let asked = "accounts where count of ticket[at > last login] > 0 show id"
    let first = try Asking(Asking.sampleCompany).ids(asked)
    let company = Asking(Asking.sampleCompany)
    _ = try company.table("accounts show last login")
    #expect(try company.ids(asked) == first)
    #expect(!first.isEmpty)
    let large = try company.ids(
      "accounts where count of invoice[amount > avg amount of events] > 0 show id")
    #expect(!large.isEmpty)
  }

  @Test func anEventDeclaredAnewIsAskedAnew() throws {
    var company = Asking(Asking.sampleCompany)
    func declare(_ matcher: String) throws {
      let query = try company.query("accounts show count of \(matcher)")
      guard case .show(let items)? = query.clauses.first?.kind,
        case .eventFact(let fact)? = items.first?.expression.kind
      else { return }
      company.environment.namedEvents["big"] = [fact.matcher]
    }
    let asked = "accounts matching big -> downgrade show id"
    try declare("ticket[severity is high]")
    let some = try company.ids(asked)
    try declare("ticket")
    #expect(try company.ids(asked).count > some.count)
  }

  @Test func nothingLeadsBackToItself() throws {
    var company = Asking(Asking.sampleCompany)
    let query = try company.query("accounts show count of ticket[at > first again]")
    guard case .show(let items)? = query.clauses.first?.kind,
      case .eventFact(let fact)? = items.first?.expression.kind
    else { return }
    company.environment.namedEvents["again"] = [fact.matcher]
    #expect(throws: Asking.Refused.self) { try company.table("accounts where count of again > 0") }
  }

  @Test func theCountOfEventsIsTheAccountsOwn() throws {
    let company = Asking(Asking.sampleCompany)
    let rows = try company.table("accounts show id, count of events called n | show sum n")
    #expect(
      try company.column("count", of: "events of accounts show count")
        == [rows.columns[0].column[0]])
  }

  @Test func aLossTakesAConditionOnTheVisitItEnds() throws {
    let company = Asking(Asking.sampleCompany)
    #expect(
      Set(try company.ids("accounts matching lost[stage is Invest] show id"))
        == Set(try company.ids("accounts lost where last_stage is Invest show id")))
  }
}
