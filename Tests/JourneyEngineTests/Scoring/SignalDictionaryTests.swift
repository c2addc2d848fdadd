@testable import JourneyEngine
import Testing

@Suite struct SignalDictionaryTests {
  private let dictionary = SignalDictionary()

  private func signals(_ kind: String) -> [Signal] {
    dictionary.reading(ofKind: kind).feeds.map(\.signal)
  }

  private func directions(_ kinds: String...) -> Set<SignalDirection> {
    Set(kinds.map { dictionary.reading(ofKind: $0).direction })
  }

  // MARK: - The embedded company

  private static let sampleForward = [
    "content_read", "search_visit", "webinar", "guide_downloaded", "demo_viewed", "rfi", "enquiry",
    "demo", "reference_call", "roi_calculator", "proposal", "contract_signed", "kickoff",
    "integration", "training", "milestone", "first_value", "feature_adopted", "praise", "renewal",
    "expansion", "review", "referral", "case_study", "talk",
  ]
  private static let sampleFriction = [
    "unsubscribe", "objection", "redline", "onboarding_delay", "billing_dispute", "ticket",
    "outage",
    "escalation", "complaint", "downgrade", "payment_failed",
  ]
  private static let sampleNeutral = [
    "login", "invoice", "ticket_resolved", "survey_sent", "survey", "advocacy_request",
  ]

  @Test func theKindsOfTheEmbeddedCompany() throws {
    let events = SampleCompany.tables().events
    guard case .codes(_, let kinds)? = events.column("kind")?.storage else {
      Issue.record("no kinds")
      return
    }
    let names = (0..<UInt32(kinds.count)).map { kinds[$0] }
    #expect(dictionary.unknownKinds(among: names).isEmpty)
    let expected: [SignalDirection: [String]] = [
      .forward: Self.sampleForward, .friction: Self.sampleFriction, .neutral: Self.sampleNeutral,
    ]
    for (direction, kinds) in expected {
      #expect(
        names.filter { dictionary.reading(ofKind: $0).direction == direction }.sorted()
          == kinds.filter(names.contains).sorted())
    }
    #expect(names.allSatisfy { name in expected.values.contains { $0.contains(name) } })
  }

  @Test func whatTheyFeed() {
    for kind in ["ticket", "outage", "escalation", "complaint", "support_case", "Bug", "incidents"]
    {
      #expect(dictionary.reading(ofKind: kind).feeds == [SignalFeed(.ticket, .severity)], "\(kind)")
    }
    let adoption = [
      "feature_adopted": 1.0, "training": 1, "integration": 1, "milestone": 2, "first_value": 2,
    ]
    for (kind, points) in adoption {
      #expect(
        dictionary.reading(ofKind: kind).feeds == [SignalFeed(.adoption, .points(points))],
        "\(kind)")
    }
    #expect(signals("renewal") == [.renewal] && signals("upsell") == [.renewal])
    #expect(signals("referral") == [.referral] && signals("introduction") == [.referral])
    #expect(signals("case_study") == [.caseStudy] && signals("talk") == [.talk])
    #expect(signals("review").first == .review)
    #expect(
      dictionary.reading(ofKind: "unsubscribe").feeds == [SignalFeed(.negative, .points(0.5))])
    #expect(signals("nps") == [.negative, .praise])
    #expect(signals("login").isEmpty && signals("ticket_resolved").isEmpty)
    #expect(signals("proposal").isEmpty)
  }

  // MARK: - Names

  @Test func namesInEverySpelling() {
    for kind in [
      "feature_adopted", "FeatureAdopted", "featureAdopted", "Feature adopted", "feature-adopted",
      "features.adopted", "FEATURE_ADOPTED", "featureadopted", "Feature_Adopted_v2",
    ] {
      #expect(signals(kind) == [.adoption], "\(kind)")
    }
    for kind in ["case_study", "CaseStudy", "case studies", "Casestudy", "case_study_published"] {
      #expect(signals(kind) == [.caseStudy], "\(kind)")
    }
    #expect(KindWords("SWAnomalyResolved").words == ["sw", "anomaly", "resolved"])
    #expect(KindWords("NPSScores  2x").words == ["nps", "score", "2x"])
    #expect(KindWords("RFIs").words == ["rfi"])
    #expect(KindWords("status_classes").words == ["status", "class"])
    #expect(KindWords("Müşteri_Şikayeti").words == ["müşteri", "şikayeti"])
    #expect(KindWords("").words == [] && KindWords("__").words == [])
    #expect(!dictionary.reading(ofKind: "").isKnown)
  }

  @Test func wordsBesideTurnTheMeaning() {
    #expect(
      directions(
        "ticket_resolved", "ticket_closed", "Ticket Solved", "case closed", "incident_resolved",
        "bug_fixed", "dispute_settled", "objection_handled", "escalation_closed", "ticket_assigned",
        "delay_over") == [.neutral])
    #expect(
      directions("ticket_opened", "ticket_reopened", "new ticket", "TicketCreated") == [.friction])
    #expect(
      directions(
        "contract_dispute", "demo_cancelled", "renewal_declined", "training_missed",
        "integration_failed", "kickoff_delayed", "proposal_rejected", "not_renewed",
        "contract_expired", "renewal_at_risk", "webinar_no_show", "onboarding_delays",
        "unanswered_enquiry", "deal_stalled", "trial_expired", "integration_removed") == [.friction]
    )
    #expect(
      directions(
        "demo_requested", "contract_sent", "onboarding_completed", "trial_started",
        "review_published", "referral_made", "renewal_signed") == [.forward])
    #expect(
      directions(
        "review_requested", "referral_request", "case_study_requested", "renewal_reminder",
        "renewal_due", "training_invitation", "business_review", "code_review", "use_case",
        "survey_sent", "advocacy_request") == [.neutral])
  }

  /// Kinds of the shared data sets: what is about tickets is found, the rest is said to be unknown.
  @Test func kindsOfSharedDataSets() {
    let helpdesk = [
      "Insert ticket", "Take in charge ticket", "Resolve ticket", "Assign seriousness", "Closed",
      "Wait", "Require upgrade", "Create SW anomaly", "Resolve SW anomaly",
      "Schedule intervention",
    ]
    #expect(
      helpdesk.map { dictionary.reading(ofKind: $0).direction } == [
        .friction, .neutral, .neutral, .neutral, .neutral, .neutral, .neutral, .neutral, .neutral,
        .neutral,
      ])
    #expect(
      dictionary.unknownKinds(among: helpdesk) == [
        "Assign seriousness", "Closed", "Wait", "Create SW anomaly", "Resolve SW anomaly",
        "Schedule intervention",
      ])
    let others = [
      "usage", "ticket", "order_purchase_timestamp", "order_delivered_customer_date", "A_SUBMITTED",
      "W_Completeren aanvraag", "catalog", "payment_done", "nps", "csat", "ces",
    ]
    #expect(
      dictionary.unknownKinds(among: others) == [
        "order_purchase_timestamp", "order_delivered_customer_date", "A_SUBMITTED",
        "W_Completeren aanvraag", "catalog",
      ])
    #expect(others.filter { dictionary.reading(ofKind: $0).direction != .neutral } == ["ticket"])
  }

  // MARK: - Strength

  @Test func severityWeighs() {
    let points: [(String?, Double)] = [
      (nil, 1), ("", 1), ("low", 0.5), ("Medium", 1), ("normal", 1), ("high", 2), ("critical", 3),
      ("URGENT", 3), ("P1 - Critical", 3), ("Very high", 3), ("minor", 0.5), ("2", 1), ("sev2", 2),
    ]
    for (text, expected) in points { #expect(SeverityPoints.points(of: text) == expected) }
    #expect(SignalStrength.severity.attributes.prefix(2) == ["severity", "priority"])
    #expect(SignalStrength.points(1).attributes.isEmpty)
  }

  @Test func answersAreReadByTheirQuestion() {
    func row(_ question: SurveyQuestion, _ answers: ClosedRange<Int>) -> String {
      answers.map { answer in
        switch question.signal(of: Double(answer)) {
        case .negative: "-"
        case .praise: "+"
        default: "."
        }
      }.joined()
    }
    #expect(row(.nps, -1...11) == ".-------..++.")
    #expect(row(.csat, 0...7) == ".--..+..")
    #expect(row(.ces, 0...8) == ".---..++.")
    #expect(row(.stars, 0...6) == ".--.++.")
  }

  // MARK: - Declared

  @Test func declarationsPrevail() throws {
    let meaning = try #require(SignalMeaning(name: "Case_Study"))
    #expect(meaning == .signal(.caseStudy))
    #expect(SignalMeaning(name: "forward") == .direction(.forward))
    #expect(SignalMeaning(name: "noise") == nil)
    let log = try #require(
      try SourceAssembly.assemble(
        [
          CatalogFixtures.source("accounts.csv", "id\na\n", role: .accounts),
          CatalogFixtures.source(
            "events.csv",
            "account,at,kind\na,2025-01-01,thumbs\na,2025-01-02,talk\na,2025-01-03,a_declined\n"
              + "a,2025-01-04,other\na,2025-01-05,login\n", role: .events),
        ], settings: CatalogFixtures.settings()
      ).snapshot.events)
    let declared: [EventMeanings.Declared] = [
      .init(meaning: .signal(.praise), kinds: [0]), .init(meaning: .signal(.adoption), kinds: [0]),
      .init(meaning: .direction(.neutral), kinds: [1]),
      .init(meaning: .signal(.ticket), kinds: [2]),
    ]
    let meanings = EventMeanings(log, declared, rows: [0, 1, 2], masks: [0b11, 0b100, 0b1000])
    #expect(
      meanings.reading(0)
        == KindReading(
          .forward, [SignalFeed(.praise, .points(1)), SignalFeed(.adoption, .points(1))]))
    #expect(meanings.reading(1) == KindReading(.neutral))
    #expect(meanings.reading(2) == KindReading(.friction, [SignalFeed(.ticket, .severity)]))
    #expect(meanings.reading(4) == KindReading(.neutral))
    #expect(meanings.unknownKinds == ["other"])
    // Of a kind that is named, an event that meets no condition says nothing.
    let narrow = EventMeanings(log, declared, rows: [], masks: [])
    #expect(narrow.reading(2) == KindReading(.neutral))
  }
}
