/// The words of the sample company. Raw values are places in these lists; the tables renumber them
/// by first appearance.
enum SampleVocabulary {
  static let verticals = [
    "SaaS", "Telecom", "Healthcare", "Retail", "Fintech", "Education", "Hospitality",
    "Public Sector",
  ]
  static let segments = ["SMB", "Mid-market", "Enterprise"]
  static let regions = ["Europe", "North America", "Asia Pacific", "Latin America"]
  /// The first one is the distributor of the boot camp.
  static let partners = [
    "Nordvik Distribution", "Bluepeak Partners", "Castellane Group", "Delta Harbour Systems",
    "Kestrel & Vane", "Şahin Çözüm",
  ]
  /// How a partner lives up to the charter, 1 to 5.
  struct Charter {
    var alignment: Int64
    var feedback: Int64
    var responsiveness: Int64
  }
  static let slowPartner = 2
  static let charters = [
    Charter(alignment: 4, feedback: 5, responsiveness: 4),
    Charter(alignment: 3, feedback: 3, responsiveness: 4),
    Charter(alignment: 2, feedback: 2, responsiveness: 1),
    Charter(alignment: 4, feedback: 4, responsiveness: 3),
    Charter(alignment: 5, feedback: 4, responsiveness: 4),
    Charter(alignment: 3, feedback: 2, responsiveness: 3),
  ]
  static let owners = [
    "Ayla Demir", "Jonas Feld", "Marta Kowal", "Priya Raman", "Tom Hargrove", "Lucía Ferrer",
    "Mei Tanaka", "Omar Haddad", "Elin Sjöberg", "Noah Adeyemi",
  ]
  static let mindsets = ["reactive", "proactive"]
  static let stages = ["Obstacle", "Research", "Benchmark", "Invest", "Transform", "Share", "Lost"]
  static let churnTypes = ["voluntary", "involuntary"]
  static let outcomes = ["renewed", "churned", "not won"]
  static let severities = ["low", "medium", "high", "critical"]
  static let handled = ["well", "badly"]
  static let departments = [
    "Marketing", "Sales", "Legal", "Product", "Customer Success", "Support", "Finance",
  ]
  static let channels = ["web", "email", "phone", "chat", "in-app", "portal", "event", "meeting"]
}

enum SampleVertical: UInt8 {
  case saas, telecom, healthcare, retail, fintech, education, hospitality, publicSector
}

enum SampleSegment: UInt8 { case smb, midMarket, enterprise }

enum SampleStage: UInt8 {
  case obstacle, research, benchmark, invest, transform, share, lost
}

enum SampleSeverity: UInt8 { case low, medium, high, critical }

enum SampleHandling: UInt8 { case well, badly }

enum SampleDepartment: UInt8 {
  case marketing, sales, legal, product, customerSuccess, support, finance
}

enum SampleChannel: UInt8 { case web, email, phone, chat, inApp, portal, event, meeting }

/// What can happen to an account: its name in the tables, who answers for it, and where it happens.
enum SampleKind: UInt8, CaseIterable {
  // Obstacle and Research
  case contentRead, searchVisit, webinar, unsubscribe, guideDownloaded, demoViewed, rfi, enquiry
  // Benchmark
  case demo, referenceCall, roiCalculator, proposal, objection, redline
  // Invest
  case contractSigned, kickoff, integration, training, onboardingDelay, billingDispute, invoice
  case paymentFailed
  // Transform
  case milestone, firstValue, login, featureAdopted, ticket, ticketResolved, outage, escalation
  case complaint, praise, downgrade, renewal, expansion, surveySent, survey
  // Share
  case review, referral, caseStudy, talk, advocacyRequest

  var department: UInt8 { SampleKind.departments[Int(rawValue)] }
  var channel: UInt8 { SampleKind.channels[Int(rawValue)] }

  private typealias Fact = (
    text: String, department: SampleDepartment?, channel: SampleChannel
  )

  /// In the order of the cases. Without a department nobody in particular answers, that is, the
  /// lead of the stage.
  private static let facts: [Fact] = [
    ("content_read", .marketing, .web),
    ("search_visit", .marketing, .web),
    ("webinar", .marketing, .event),
    ("unsubscribe", .marketing, .email),
    ("guide_downloaded", .marketing, .web),
    ("demo_viewed", .marketing, .web),
    ("rfi", .sales, .email),
    ("enquiry", .sales, .phone),
    ("demo", .sales, .meeting),
    ("reference_call", .sales, .phone),
    ("roi_calculator", .sales, .web),
    ("proposal", .sales, .email),
    ("objection", .sales, .meeting),
    ("redline", .legal, .email),
    ("contract_signed", .sales, .portal),
    ("kickoff", .customerSuccess, .meeting),
    ("integration", .product, .portal),
    ("training", .customerSuccess, .meeting),
    ("onboarding_delay", .product, .email),
    ("billing_dispute", .finance, .email),
    ("invoice", .finance, .portal),
    ("payment_failed", .finance, .portal),
    ("milestone", .customerSuccess, .meeting),
    ("first_value", .customerSuccess, .inApp),
    ("login", nil, .inApp),
    ("feature_adopted", .product, .inApp),
    ("ticket", .support, .portal),
    ("ticket_resolved", .support, .portal),
    ("outage", .product, .inApp),
    ("escalation", .support, .phone),
    ("complaint", .support, .phone),
    ("praise", .customerSuccess, .email),
    ("downgrade", .finance, .portal),
    ("renewal", .customerSuccess, .portal),
    ("expansion", .sales, .meeting),
    ("survey_sent", .customerSuccess, .email),
    ("survey", .customerSuccess, .email),
    ("review", .marketing, .web),
    ("referral", .marketing, .email),
    ("case_study", .marketing, .meeting),
    ("talk", .marketing, .event),
    ("advocacy_request", .marketing, .email),
  ]
  static let texts = facts.map(\.text)
  private static let departments = facts.map { $0.department?.rawValue ?? SampleEvent.none }
  private static let channels = facts.map(\.channel.rawValue)
}

/// What an event is about: a place in `SampleSubject.texts`.
enum SampleSubject {
  static let texts =
    contents + features + milestones + ticketTopics + surveys + trainings + contractTopics
    + enquiries

  static let contents = [
    "Why projects slip", "The cost of waiting", "Seven questions for vendors",
    "Checklist for a pilot",
    "State of the market 2026", "From pain to plan", "Security in plain words",
    "A day in operations",
  ]
  static let features = [
    "dashboards", "alerts", "single sign-on", "mobile app", "public API", "bulk import", "reports",
    "workflows", "audit log", "forecast", "calendar sync", "approvals", "templates", "tags",
    "saved views", "comments", "e-mail digest", "custom fields", "sandbox", "webhooks", "roles",
    "dark mode", "data export", "guest access",
  ]
  static let milestones = [
    "go-live", "first report shared", "100 active users", "second team on board",
  ]
  static let ticketTopics = [
    "import fails", "login trouble", "slow report", "how to set roles", "invoice question",
    "data missing", "integration broken", "set-up guide unclear", "contract question",
  ]
  static let surveys = ["NPS", "CSAT", "CES", "onboarding"]
  static let trainings = ["administrator basics", "guided set-up", "reports in an hour"]
  static let contractTopics = [
    "liability clause", "data protection annex", "payment terms", "price",
  ]

  static let enquiries = [
    "urgent: needs a way out", "planning ahead", "asks for prices", "second enquiry, no answer yet",
  ]

  static let firstFeature = contents.count
  static let firstMilestone = firstFeature + features.count
  static let goLive = firstMilestone
  static let firstTopic = firstMilestone + milestones.count
  static let invoiceQuestion = firstTopic + 4
  static let contractQuestion = firstTopic + 8
  static let firstSurvey = firstTopic + ticketTopics.count
  static let nps = firstSurvey
  static let csat = firstSurvey + 1
  static let onboarding = firstSurvey + 3
  static let firstTraining = firstSurvey + surveys.count
  static let firstContractTopic = firstTraining + trainings.count
  static let urgentEnquiry = firstContractTopic + contractTopics.count
  static let calmEnquiry = urgentEnquiry + 1
  static let priceEnquiry = urgentEnquiry + 2
  static let secondEnquiry = urgentEnquiry + 3
}
