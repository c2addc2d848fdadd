import JourneyEngine
import TestSupport

/// Random rows of what measures are made of: answers, tickets, contracts, stages.
struct MeasureWorld {
  struct Event {
    var account: Int
    var at: Int64
    var kind: String
    var respondent: String?
    var nps: Double?
    var csat: Double?
    var ces: Double?
    var sentiment: Double?
    var expectation: Double?
    var experience: Double?
    var severity: String?
    var topic: String?
    var firstContact: Bool?
    var isEscalated: Bool?
    var amount: Double?

    var isAnswer: Bool { nps != nil || csat != nil || ces != nil }
  }

  typealias Entry = (account: Int, at: Int64, stage: Int)

  var accounts: Int
  var teams: [String] = []
  var revenues: [Double?] = []
  var reasons: [String?] = []
  var events: [Event] = []
  var entries: [Entry] = []

  static let start = CatalogFixtures.at("2025-01-01")
  static let stages = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share", "Lost"]
  private static let words = [
    "payment failed", "Insolvency", "involuntary", "price", "went to a competitor", "",
  ]

  init(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) + 77_000)
    accounts = Int.random(in: 1...25, using: &random)
    for account in 0..<accounts {
      teams.append(["x", "y", "z"].randomElement(using: &random) ?? "x")
      revenues.append(
        Int.random(in: 0..<6, using: &random) == 0
          ? nil : Double(Int.random(in: 1...50, using: &random) * 100))
      reasons.append(MeasureWorld.words.randomElement(using: &random))
      addEvents(account, seed, &random)
      addEntries(account, seed, &random)
    }
  }

  private mutating func addEvents(_ account: Int, _ seed: Int, _ random: inout SeededGenerator) {
    var kinds = [
      "survey", "survey", "ticket", "ticket_resolved", "praise", "expansion", "downgrade",
    ]
    kinds += ["renewal", "login", "referral", "escalation", "billing_dispute"]
    if seed % 4 != 3 { kinds += ["survey_sent", "survey_sent"] }
    for number in 0..<Int.random(in: 0...24, using: &random) {
      // A minute of its own, so that the order of an account's events is plain.
      let hour = Int64.random(in: 0..<24 * 400, using: &random) * 3600 + Int64(number) * 60
      var event = Event(
        account: account, at: MeasureWorld.start + hour * microsecondsPerSecond,
        kind: kinds.randomElement(using: &random) ?? "login")
      fill(&event, seed, &random)
      events.append(event)
    }
  }

  private func fill(_ event: inout Event, _ seed: Int, _ random: inout SeededGenerator) {
    func often() -> Bool { Int.random(in: 0..<3, using: &random) > 0 }
    switch event.kind {
    case "survey":
      event.respondent = seed % 2 == 0 ? "p\(Int.random(in: 0..<3, using: &random))" : nil
      if often() { event.nps = Double(Int.random(in: 0...11, using: &random)) }
      if often() {
        event.csat = Double(Int.random(in: 1...(seed % 3 == 0 ? 7 : 5), using: &random))
      }
      if often() { event.ces = Double(Int.random(in: 1...7, using: &random)) }
      if often() { event.expectation = Double(Int.random(in: 5...10, using: &random)) }
      if often() { event.experience = Double(Int.random(in: 1...10, using: &random)) }
    case "survey_sent":
      event.respondent = seed % 2 == 0 ? "p\(Int.random(in: 0..<3, using: &random))" : nil
    case "ticket":
      event.severity = ["low", "medium", "high", "critical"].randomElement(using: &random)
      event.topic = ["a", "b"].randomElement(using: &random)
      if seed % 2 == 0, often() { event.firstContact = Bool.random(using: &random) }
      if seed % 5 < 3 { event.isEscalated = Int.random(in: 0..<4, using: &random) == 0 }
    case "expansion", "downgrade":
      if often() { event.amount = Double(Int.random(in: 1...9, using: &random) * 50) }
    default: break
    }
    if event.kind != "survey_sent", Int.random(in: 0..<4, using: &random) == 0 {
      event.sentiment = [-0.9, -0.25, 0, 0.5, 0.9].randomElement(using: &random)
    }
  }

  private mutating func addEntries(_ account: Int, _ seed: Int, _ random: inout SeededGenerator) {
    guard seed % 6 != 5 else { return }
    var own: [Entry] = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let hour = Int64.random(in: 0..<24 * 400, using: &random) * 3600
      let stage = [0, 2, 3, 3, 4, 5, 6, 6].randomElement(using: &random) ?? 3
      own.append((account, MeasureWorld.start + hour * microsecondsPerSecond, stage))
    }
    // A loss before the first stage is another story, told elsewhere.
    let first = own.filter { $0.stage < 6 }.map(\.at).min() ?? .max
    entries += own.filter { $0.stage < 6 || $0.at > first }
  }

  func snapshot(now: Int64) throws -> Snapshot {
    var accountRows = "id,name,team,arr,churn_type\n"
    for account in 0..<accounts {
      let arr = revenues[account].map { "\($0)" } ?? ""
      accountRows +=
        "a\(account),Account \(account),\(teams[account]),\(arr),\(reasons[account] ?? "")\n"
    }
    var eventRows =
      "account,at,kind,respondent,nps_score,csat_score,ces_score,sentiment,expectation_score,"
      + "experience_score,severity,topic,resolved_first_contact,escalated,amount\n"
    for event in events {
      let cells: [String?] = [
        "a\(event.account)", PlainText.wall(event.at, .utc), event.kind, event.respondent,
        text(event.nps), text(event.csat), text(event.ces), text(event.sentiment),
        text(event.expectation), text(event.experience), event.severity, event.topic,
        event.firstContact.map { $0 ? "yes" : "no" }, event.isEscalated.map { $0 ? "yes" : "no" },
        text(event.amount),
      ]
      eventRows += cells.map { $0 ?? "" }.joined(separator: ",") + "\n"
    }
    var stageRows = "account,stage,entered\n"
    for entry in entries {
      stageRows +=
        "a\(entry.account),\(MeasureWorld.stages[entry.stage]),\(PlainText.wall(entry.at, .utc))\n"
    }
    var sources = [CatalogFixtures.source("accounts.csv", accountRows, role: .accounts)]
    if !events.isEmpty {
      sources.append(CatalogFixtures.source("events.csv", eventRows, role: .events))
    }
    if !entries.isEmpty {
      sources.append(CatalogFixtures.source("stages.csv", stageRows, role: .stages))
    }
    return try SourceAssembly.assemble(
      sources, settings: CatalogFixtures.settings { $0.now = now }
    ).snapshot
  }

  private func text(_ number: Double?) -> String? { number.map { "\($0)" } }
}
