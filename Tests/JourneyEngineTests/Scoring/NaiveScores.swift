import JourneyEngine
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The default scores as one would work them out on paper: an account at a time, every question
/// asked anew of all rows, with nothing there that is not before `now`.
struct NaiveScores {
  struct Event {
    var account: Int
    var at: Int64
    var kind: String
    var severity: String?
    var sentiment: Double?
    var nps: Int?
    var score: Int?
    var stars: Int?
    var name: String?
  }

  struct Stay {
    var account: Int
    var stage: Int
    var entered: Int64
    var end: Int64
    var isOpen: Bool
    var gained: Int
  }

  static let day = microsecondsPerDay
  let now: Int64
  let accountCount: Int
  let events: [Event]
  let stays: [Stay]

  init(
    _ events: [Event], _ entries: [(account: Int, at: Int64, stage: Int)], accounts: Int, now: Int64
  ) {
    self.now = now
    accountCount = accounts
    self.events = events.filter { $0.at < now }
    stays = (0..<accounts).flatMap { account in
      NaiveScores.stays(account, entries.filter { $0.account == account && $0.at < now }, now)
    }
  }

  /// Stage 6 is a loss. Whoever returns begins anew.
  private static func stays(
    _ account: Int, _ entries: [(account: Int, at: Int64, stage: Int)], _ now: Int64
  ) -> [Stay] {
    var stays: [Stay] = []
    var current: Int?
    for entry in entries.sorted(by: { ($0.at, $0.stage) < ($1.at, $1.stage) }) {
      if entry.stage == current { continue }
      if current != nil {
        stays[stays.count - 1].end = entry.at
        stays[stays.count - 1].isOpen = false
      }
      guard entry.stage < 6 else {
        current = nil
        continue
      }
      let gained = current.map { max(0, entry.stage - $0) } ?? 0
      stays.append(
        Stay(
          account: account, stage: entry.stage, entered: entry.at, end: now, isOpen: true,
          gained: gained))
      current = entry.stage
    }
    return stays
  }

  // MARK: - What an event says

  enum Signal: CaseIterable {
    case ticket, negative, adoption, praise, renewal, referral, review, study, talk
  }

  /// nil: it does not speak of the signal at all.
  func says(_ signal: Signal, _ event: Event) -> Double? {
    var heard: [Double] = []
    func isKind(_ kinds: String...) -> Bool { kinds.contains(event.kind) }
    switch signal {
    case .ticket:
      guard isKind("ticket") else { return nil }
      return ["low": 0.5, "high": 2, "critical": 3][event.severity ?? ""] ?? 1
    case .adoption:
      if isKind("feature_adopted") { return 1 }
      return isKind("milestone") ? 2 : nil
    case .renewal: return isKind("renewal") ? 1 : nil
    case .referral: return isKind("referral") ? 1 : nil
    case .review: return isKind("review") ? 1 : nil
    case .study: return isKind("case_study") ? 1 : nil
    case .talk: return isKind("talk") ? 1 : nil
    case .negative, .praise:
      let isPraise = signal == .praise
      if let felt = event.sentiment { heard.append(max(0, isPraise ? felt : -felt)) }
      if let answer = event.nps { heard.append((isPraise ? answer >= 9 : answer <= 6) ? 1 : 0) }
      if let answer = event.stars { heard.append((isPraise ? answer >= 4 : answer <= 2) ? 1 : 0) }
      if isKind("nps"), let answer = event.score ?? event.nps {
        heard.append((isPraise ? answer >= 9 : answer <= 6) ? 1 : 0)
      }
      if isKind("review"), let answer = event.stars ?? event.score, (1...5).contains(answer) {
        heard.append((isPraise ? answer >= 4 : answer <= 2) ? 1 : 0)
      }
      if !isPraise, isKind("unsubscribe") { heard.append(0.5) }
      if isPraise, isKind("praise"), event.sentiment == nil { heard.append(1) }
      return heard.max()
    }
  }

  // MARK: - Components

  private func faded(_ signal: Signal, _ account: Int, halfLife: Double, halfPoint: Double)
    -> Double?
  {
    guard events.contains(where: { says(signal, $0) != nil }) else { return nil }
    var amount = 0.0
    for event in events where event.account == account {
      guard let said = says(signal, event) else { continue }
      amount += said * pow(2, -Double(now - event.at) / (halfLife * Double(NaiveScores.day)))
    }
    return 1 - pow(2, -amount / halfPoint)
  }

  private func moves(_ account: Int) -> Double? {
    guard !stays.isEmpty else { return nil }
    var amount = 0.0
    for stay in stays where stay.account == account {
      amount +=
        Double(stay.gained) * pow(2, -Double(now - stay.entered) / (60 * Double(NaiveScores.day)))
    }
    return 1 - pow(2, -amount)
  }

  func current(_ account: Int) -> Stay? {
    stays.last { $0.account == account }.flatMap { $0.isOpen ? $0 : nil }
  }

  private func features(_ account: Int) -> Int {
    Set(
      events.filter {
        $0.account == account && $0.kind == "feature_adopted" && $0.at >= now - 30 * NaiveScores.day
      }.map { $0.name ?? "" }
    ).count
  }

  /// `usual`: as of when it is read what is usual in a stage.
  private func gap(_ account: Int, _ usual: NaiveScores) -> Double? {
    guard let stay = current(account), events.contains(where: { $0.kind == "feature_adopted" })
    else { return nil }
    let used = (0..<accountCount).filter { usual.current($0)?.stage == stay.stage }
      .map { Double(usual.features($0)) }.sorted()
    guard !used.isEmpty else { return nil }
    let place = 0.5 * Double(used.count - 1)
    let low = used[Int(place)]
    let median =
      low + (place - place.rounded(.down)) * (used[min(Int(place) + 1, used.count - 1)] - low)
    return median == 0 ? 0 : 1 - min(1, Double(features(account)) / median)
  }

  func delay(
    _ account: Int, _ usual: NaiveScores? = nil, low p: Double = 0.5, high q: Double = 0.9
  ) -> Double? {
    guard let stay = current(account) else { return nil }
    let all = (usual ?? self).stays.filter { $0.stage == stay.stage }
    guard let longest = all.map({ $0.end - $0.entered }).max() else { return nil }
    let low = quantile(all, p) ?? longest
    let high = quantile(all, q) ?? longest
    let dwell = now - stay.entered
    if low == high { return dwell > low ? 1 : 0 }
    return min(1, max(0, Double(dwell - low) / Double(high - low)))
  }

  /// Kaplan-Meier by its definition.
  private func quantile(_ stays: [Stay], _ p: Double) -> Int64? {
    var survival = 1.0
    for time in Set(stays.filter { !$0.isOpen }.map { $0.end - $0.entered }).sorted() {
      let atRisk = stays.count { $0.end - $0.entered >= time }
      let ended = stays.count { !$0.isOpen && $0.end - $0.entered == time }
      survival *= 1 - Double(ended) / Double(atRisk)
      if 1 - survival >= p - 1e-10 { return time }
    }
    return nil
  }

  // MARK: - Scores

  func score(_ name: String, _ account: Int, usual: NaiveScores? = nil) -> Double? {
    guard
      stays.contains(where: { $0.account == account })
        || events.contains(where: { $0.account == account })
    else { return nil }
    let parts: [(Double, Double?)]
    switch name {
    case "jfi":
      parts = [
        (30, faded(.ticket, account, halfLife: 21, halfPoint: 3)),
        (25, faded(.negative, account, halfLife: 45, halfPoint: 2)),
        (25, gap(account, usual ?? self)), (20, delay(account, usual ?? self)),
      ]
    case "momentum":
      parts = [
        (30, faded(.adoption, account, halfLife: 30, halfPoint: 4)), (25, moves(account)),
        (20, faded(.praise, account, halfLife: 45, halfPoint: 2)),
        (15, faded(.renewal, account, halfLife: 180, halfPoint: 1)),
        (10, faded(.referral, account, halfLife: 90, halfPoint: 1)),
      ]
    default:
      parts = [
        (30, faded(.referral, account, halfLife: 365, halfPoint: 1)),
        (25, faded(.review, account, halfLife: 365, halfPoint: 1)),
        (25, faded(.study, account, halfLife: 365, halfPoint: 1)),
        (20, faded(.talk, account, halfLife: 365, halfPoint: 1)),
      ]
    }
    let observed = parts.filter { $0.1 != nil }
    let weight = observed.reduce(0) { $0 + $1.0 }
    guard weight >= 50 else { return nil }
    return 100 * observed.reduce(0) { $0 + $1.0 * ($1.1 ?? 0) } / weight
  }
}

// MARK: - Random data

extension NaiveScores {
  struct World {
    var events: [Event] = []
    var entries: [(account: Int, at: Int64, stage: Int)] = []
    var accounts: Int

    static let stages = [
      "Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share", "Lost",
    ]
    static let start = CatalogFixtures.at("2025-01-01")

    /// `feeds`: which kinds there are; others never happen.
    init(seed: Int) {
      var random = SeededGenerator(seed: UInt64(seed) + 9_000)
      accounts = Int.random(in: 1...25, using: &random)
      let all = [
        "ticket", "feature_adopted", "milestone", "praise", "nps", "renewal", "referral", "review",
        "case_study", "talk", "login", "unsubscribe", "survey",
      ]
      let kinds = seed % 3 == 0 ? all : Array(all.shuffled(using: &random).prefix(4))
      let isMoody = seed % 2 == 0
      for account in 0..<accounts {
        for _ in 0..<Int.random(in: 0...14, using: &random) {
          var event = Event(
            account: account, at: NaiveScores.hour(&random),
            kind: kinds.randomElement(using: &random)!)
          if Bool.random(using: &random) {
            event.severity = ["low", "medium", "high", "critical"].randomElement(using: &random)
          }
          if isMoody, Int.random(in: 0..<3, using: &random) == 0 {
            event.sentiment = [-0.9, -0.25, 0, 0.5, 1].randomElement(using: &random)
          }
          if event.kind == "survey" || event.kind == "nps", Bool.random(using: &random) {
            event.nps = Int.random(in: 0...10, using: &random)
          }
          if event.kind == "nps" || event.kind == "review", Bool.random(using: &random) {
            event.score = Int.random(in: 0...10, using: &random)
          }
          if event.kind == "review", Bool.random(using: &random) {
            event.stars = Int.random(in: 1...5, using: &random)
          }
          if event.kind == "feature_adopted", Int.random(in: 0..<5, using: &random) > 0 {
            event.name = ["reports", "alerts", "search"].randomElement(using: &random)
          }
          events.append(event)
        }
        var stage = 0
        for _ in 0..<(seed % 5 == 4 ? 0 : Int.random(in: 0...6, using: &random)) {
          stage =
            Bool.random(using: &random) ? min(5, stage + 1) : Int.random(in: 0...6, using: &random)
          entries.append((account, NaiveScores.hour(&random), stage))
        }
        // A loss before the first stage is another story, told elsewhere.
        let first = entries.filter { $0.account == account && $0.stage < 6 }.map(\.at).min() ?? .max
        entries.removeAll { $0.account == account && $0.stage == 6 && $0.at <= first }
      }
    }

    func naive(now: Int64) -> NaiveScores {
      NaiveScores(events, entries, accounts: accounts, now: now)
    }

    func snapshot(now: Int64, zone: CivilTimeZone = .utc) throws -> Snapshot {
      var accountRows = "id,name\n"
      for account in 0..<accounts { accountRows += "a\(account),Account \(account)\n" }
      var eventRows = "account,at,kind,severity,sentiment,nps_score,score,stars,name\n"
      for event in events {
        let cells: [String] = [
          "a\(event.account)", PlainText.wall(event.at, .utc), event.kind, event.severity ?? "",
          event.sentiment.map { "\($0)" } ?? "", event.nps.map { "\($0)" } ?? "",
          event.score.map { "\($0)" } ?? "", event.stars.map { "\($0)" } ?? "", event.name ?? "",
        ]
        eventRows += cells.joined(separator: ",") + "\n"
      }
      var stageRows = "account,stage,entered\n"
      for entry in entries {
        stageRows +=
          "a\(entry.account),\(World.stages[entry.stage]),\(PlainText.wall(entry.at, .utc))\n"
      }
      var sources = [CatalogFixtures.source("accounts.csv", accountRows, role: .accounts)]
      if !events.isEmpty {
        sources.append(CatalogFixtures.source("events.csv", eventRows, role: .events))
      }
      if !entries.isEmpty {
        sources.append(CatalogFixtures.source("stages.csv", stageRows, role: .stages))
      }
      return try SourceAssembly.assemble(
        sources,
        settings: CatalogFixtures.settings {
          $0.now = now
          $0.zone = zone
        }
      ).snapshot
    }
  }

  private static func hour(_ random: inout SeededGenerator) -> Int64 {
    World.start + Int64.random(in: 0..<24 * 400, using: &random) * 3600 * microsecondsPerSecond
  }
}
