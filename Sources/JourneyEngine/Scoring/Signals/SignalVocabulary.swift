/// The phrases by which kinds of event are known, from SEMANTICS (Signals) and from the typical
/// signals of each stage in DOMAIN.md.
enum SignalVocabulary {
  struct Entry: Sendable {
    let phrase: KindWords
    let reading: KindReading

    init(_ phrase: String, _ reading: KindReading) {
      self.phrase = KindWords(phrase)
      self.reading = reading
    }
  }

  /// What the words beside a phrase make of it.
  enum Turn {
    /// It did not happen, or badly: what points forward becomes friction.
    case failed
    /// It is over or being worked on: friction has passed, which is neutral. (The ticket counted
    /// when it was opened.)
    case settled
    /// We asked for it: nothing has happened yet.
    case asked
  }

  /// Longer phrases first, so that `case study` is no support case; at the same length friction
  /// first.
  static let entries: [Entry] = {
    let all = harmless + friction + forward + neutral
    return all.enumerated().sorted { one, other in
      let (length, second) = (one.element.phrase.words.count, other.element.phrase.words.count)
      return length == second ? one.offset < other.offset : length > second
    }.map(\.element)
  }()

  private static func entries(
    _ direction: SignalDirection, _ feeds: [SignalFeed] = [], _ phrases: [String]
  ) -> [Entry] {
    phrases.map { Entry($0, KindReading(direction, feeds)) }
  }

  /// Phrases that look like others and are none.
  private static let harmless = entries(
    .neutral, [],
    [
      "use case", "business case", "test case", "business review", "code review", "legal review",
      "security review", "contract review", "document review", "account review", "in review",
      "under review", "review call", "survey sent", "advocacy request",
    ])

  private static let friction: [Entry] =
    entries(
      .friction, [SignalFeed(.ticket, .severity)],
      [
        "ticket", "case", "incident", "complaint", "bug", "outage", "escalation", "escalated",
        "support request", "support case", "service request", "defect", "issue",
      ])
    + entries(
      .friction, [SignalFeed(.negative, .points(0.5))], ["unsubscribe", "unsubscribed", "opt out"])
    + entries(
      .friction, [SignalFeed(.negative, .pointsUnlessFelt(1))],
      ["detractor", "negative feedback", "bad review", "negative review", "thumb down"])
    + entries(
      .friction, [],
      [
        "bounce", "bounced", "stalled", "stall", "deal stalled", "objection", "redline", "delay",
        "delayed", "dispute", "disputed", "chargeback", "refund", "downgrade", "downgraded",
        "contraction", "churn", "churned", "cancellation", "subscription cancelled",
        "account cancelled", "unanswered", "unclear", "low use", "low usage", "usage drop",
        "overdue",
        "late payment", "payment failed", "payment declined", "no show", "at risk",
        "no recognition",
        "blocked", "blocker", "friction", "lost",
      ])

  private static let forward: [Entry] =
    entries(
      .forward, [SignalFeed(.adoption, .points(1))],
      [
        "feature adopted", "feature adoption", "feature activated", "adoption", "adopted",
        "training",
        "trained", "integration", "integrated",
      ])
    + entries(
      .forward, [SignalFeed(.adoption, .points(2))],
      ["milestone", "first value", "go live", "went live", "value realized", "value realised"])
    + entries(
      .forward, [SignalFeed(.praise, .pointsUnlessFelt(1))],
      [
        "praise", "compliment", "kudo", "thank you", "thank", "promoter", "thumb up",
        "positive feedback",
      ])
    + entries(
      .forward, [SignalFeed(.renewal, .points(1))],
      [
        "renewal", "renewed", "renew", "expansion", "expanded", "upsell", "upsold", "cross sell",
        "upgrade", "upgraded",
      ])
    + entries(
      .forward, [SignalFeed(.referral, .points(1))],
      ["referral", "referred", "refer", "introduction", "introduced"])
    + entries(
      .forward, [SignalFeed(.review, .points(1))] + answers(to: .stars),
      ["review", "reviewed", "testimonial"])
    + entries(
      .forward, [SignalFeed(.caseStudy, .points(1))], ["case study", "success story"])
    + entries(
      .forward, [SignalFeed(.talk, .points(1))],
      ["talk", "speaking", "speaker", "keynote", "conference talk"])
    + entries(
      .forward, [],
      [
        // Obstacle and Research
        "content read", "content viewed", "content downloaded", "content download", "article read",
        "whitepaper",
        "white paper", "ebook", "guide", "guide downloaded", "webinar", "search visit", "demo",
        "demo viewed", "rfi", "rfp", "enquiry", "inquiry", "newsletter signup",
        // Benchmark
        "reference call", "roi calculator", "roi", "proposal", "quote", "trial", "pilot",
        "proof of concept", "poc",
        // Invest
        "contract", "signed", "signature", "kickoff", "kick off", "onboarding", "onboarded",
        "implementation", "deal won", "closed won",
      ])

  /// Known, and no sign of anything by themselves.
  private static let neutral: [Entry] =
    [SurveyQuestion.nps, .csat, .ces].flatMap { question in
      entries(.neutral, answers(to: question), [question.rawValue, question.rawValue + " survey"])
    }
    + entries(
      .neutral, [],
      [
        "login", "log in", "logged in", "signin", "sign in", "logout", "session", "invoice",
        "usage", "feature usage", "feature used", "page view", "email", "mail", "call", "note",
        "meeting", "phone", "chat", "message", "feedback", "task", "payment", "survey", "signed in",
        "signed out", "signed up",
      ])

  private static func answers(to question: SurveyQuestion) -> [SignalFeed] {
    [SignalFeed(.negative, .answer(question)), SignalFeed(.praise, .answer(question))]
  }

  static func turns(_ turn: Turn) -> [KindWords] {
    switch turn {
    case .failed: failed
    case .settled: settled
    case .asked: asked
    }
  }

  private static let failed = [
    "cancelled", "canceled", "cancel", "declined", "rejected", "refused", "failed", "failure",
    "missed", "lost", "expired", "terminated", "termination", "stalled", "delay", "delayed",
    "postponed", "overdue", "unanswered", "ignored", "abandoned", "broken", "error", "dispute",
    "disputed", "objection", "redline", "removed", "disconnected", "disabled", "non", "no show",
    "at risk", "not", "without", "bounced",
    "unsigned",
    "withdrawn",
  ].map(KindWords.init)

  private static let settled = [
    "resolved", "resolve", "resolution", "solved", "solve", "closed", "close", "fixed", "fix",
    "answered", "replied", "reply", "response", "assigned", "assign", "updated", "update",
    "comment",
    "commented", "merged", "acknowledged", "take in charge", "pending", "deleted", "withdrawn",
    "handled", "recovered", "recovery", "ended", "over", "cleared", "settled", "rated", "lifted",
    "completed", "cancelled", "canceled",
  ].map(KindWords.init)

  private static let asked = [
    "asked", "invite", "invited", "invitation", "reminder", "reminded", "due", "upcoming", "notice",
    "required", "require", "needed", "planned", "offered", "offer",
  ].map(KindWords.init)
}
