/// The header words by which a column is taken for a standard one, most telling first. Words are
/// compared by letters and digits alone: `Account ID`, `accountId` and `account_id` are one.
enum SourceWords {
  /// The standard columns of accounts, in the order they take among the fields.
  static let accountColumns = ["id", "name", "stage", "entered", "started", "lost", "lost_at"]
  static let eventColumns = ["account", "at", "kind"]
  static let stageColumns = ["account", "stage", "entered", "left"]
  static let aliasColumns = ["alias", "account"]

  /// What else an account is called.
  static let alias = [
    "alias", "aliases", "aliasname", "accountalias", "alsoknownas", "aka", "othername", "variant",
    "synonym", "alternatename", "alternativename",
  ]
  /// Whose alias it is, besides the usual keys of accounts.
  static let aliasTarget = [
    "canonical", "canonicalname", "name", "mainname", "id", "preferredname",
  ]

  /// Keys of whoever makes the journey. The first group names an entity, so that a column of this
  /// name with a value of its own on every row says "one row, one account".
  static let entityKeys = [
    "accountid", "customerid", "companyid", "clientid", "opportunityid", "dealid", "leadid",
    "orgid",
    "organizationid", "organisationid", "tenantid", "userid", "contactid", "memberid",
    "subscriberid",
    "caseid", "case", "caseconceptname", "accountnumber", "accountno", "accountkey", "accountcode",
    "customernumber", "customerno", "customercode", "customeruniqueid", "opportunityaccount",
  ]
  static let nameKeys = [
    "account", "customer", "company", "client", "organization", "organisation", "user",
    "opportunity",
    "deal", "lead", "accountname", "customername", "companyname", "clientname",
  ]

  static let id = ["id"] + entityKeys + nameKeys + ["recordid", "key", "name"]
  static let account =
    ["account"] + entityKeys.filter { $0 != "customeruniqueid" }
    + nameKeys.filter { $0 != "account" } + ["customeruniqueid"] + contactKeys
  /// Who answered, where nothing names the account.
  static let contactKeys = [
    "email", "emailaddress", "contactemail", "respondentemail", "recipientemail", "respondentid",
    "respondent",
  ]

  static let emails = ["email", "emailaddress", "contactemail"]
  /// Keys of what happened, not of whom it happened to.
  static let rowKeys = [
    "invoice", "invoiceid", "invoicenumber", "invoiceno", "order", "orderid", "ordernumber",
    "orderno", "responseid", "ticketid", "ticketnumber", "paymentid", "transactionid", "eventid",
    "activityid", "bookingid", "purchaseid", "messageid",
  ]

  static let name = [
    "name", "accountname", "companyname", "customername", "clientname", "organizationname",
    "organisationname", "opportunityname", "dealname", "displayname", "title",
  ]
  /// Names only where they (nearly) never repeat.
  static let weakName = [
    "company", "customer", "account", "client", "organization", "organisation",
  ]

  static let stage = [
    "stage", "newstage", "tostage", "stagename", "dealstage", "lifecyclestage", "salesstage",
    "pipelinestage", "opportunitystage", "journeystage", "currentstage", "phase", "lifecycle",
  ]
  static let entered = [
    "entered", "enteredat", "enteredstage", "stageentered", "stageenteredat", "stagesince",
    "stagedate", "stagechangedat", "laststagechange", "laststagechangedate", "since", "stagestart",
    "stagestartdate",
  ]
  static let started = [
    "started", "startedat", "startdate", "start", "createdat", "createddate", "createdon",
    "created",
    "createdate", "signupdate", "signupat", "signedup", "opened", "openedat", "opendate", "joined",
    "joinedat", "joindate", "registered", "registeredat", "registrationdate", "customersince",
    "firstseen", "engagedate",
  ]
  /// When an account was lost: its mere presence says so.
  static let lostAt = [
    "lostat", "lostdate", "loston", "churnedat", "churndate", "churnedon", "cancelledat",
    "canceledat",
    "cancellationdate",
  ]
  /// When something ended, well or badly: read only where the stage says that it was lost.
  static let closed = ["closedate", "closedat", "closeddate", "closedon", "enddate", "endedat"]
  static let lostFlag = ["lost", "islost", "churned", "ischurned", "churnflag", "haschurned"]

  static let at =
    [
      "at", "timestamp", "ts", "occurredat", "eventtime", "eventtimestamp", "eventdate", "eventat",
      "datetime", "time", "timetimestamp", "date", "completetimestamp", "createdat", "createdon",
      "createddate", "created", "submittedat", "openedat", "happenedat", "loggedat",
      "starttimestamp",
      "starttime", "start", "startdate", "day", "when", "datum",
    ] + answeredAt
  /// Names that only the time and the kind of an event have.
  static let plainAt: Set<String> = [
    "at", "timestamp", "ts", "occurredat", "eventtime", "eventtimestamp", "eventdate", "eventat",
    "timetimestamp", "completetimestamp", "happenedat", "loggedat",
  ]
  static let plainKind: Set<String> = [
    "kind", "event", "eventtype", "eventname", "eventkind", "activity", "activityname",
    "conceptname",
  ]
  /// From when and until when a row lasts.
  static let periodStart = [
    "startdate", "start", "startedat", "periodstart", "currentperiodstart", "validfrom",
    "effectivefrom", "subscriptionstartdate", "contractstart", "contractstartdate",
  ]
  static let periodEnd = [
    "enddate", "end", "endedat", "periodend", "currentperiodend", "validto", "validuntil",
    "effectiveto", "subscriptionenddate", "contractend", "contractenddate",
  ]
  /// What lasts, where no id tells.
  static let periodKeys: Set<String> = ["subscription", "contract", "license", "licence"]
  /// When a survey was answered.
  static let answeredAt = [
    "respondedat", "responsedate", "respondeddate", "responsetime", "answeredat", "answerdate",
    "surveydate", "datecompleted",
  ]
  /// What was said beside a score.
  static let comment = [
    "comment", "comments", "feedback", "feedbacktext", "verbatim", "openfeedback", "reason",
    "additionalcomments",
  ]
  static let kind = [
    "kind", "type", "event", "eventtype", "eventname", "eventkind", "activity", "activityname",
    "activitytype", "action", "conceptname", "interactiontype",
  ]
  /// The time column of a stage history.
  static let stageAt =
    [
      "entered", "enteredat", "changed", "changedat", "stageentered", "changedate", "changedon",
      "since",
    ]
    + entered + at
  static let left = ["left", "leftat", "exited", "exitedat", "lefton", "stageleft", "exitdate"]

  /// Outcomes that end a journey, as CRMs call them; not stages unless declared so.
  static let lostStages: Set<String> = [
    "lost", "closedlost", "churned", "churn", "cancelled", "canceled", "disqualified", "abandoned",
    "dead", "unqualified", "rejected", "dropped", "attrited",
  ]

  /// Where a stage usually stands, for data that has stages but no history: words and their rank.
  static let usualOrder: [(words: [String], rank: Int)] = [
    (["awareness", "obstacle", "subscriber", "suspect", "visitor"], 0),
    (["lead", "new", "prospecting", "prospect", "interest"], 1),
    (
      [
        "research", "consideration", "marketingqualifiedlead", "mql", "contacted", "discovery",
        "appointmentscheduled",
      ], 2
    ),
    (
      [
        "salesqualifiedlead", "sql", "qualification", "qualified", "qualify", "engaging",
        "needsanalysis", "qualifiedtobuy",
      ], 3
    ),
    (
      [
        "opportunity", "benchmark", "demo", "evaluation", "trial", "valueproposition",
        "iddecisionmakers", "perceptionanalysis", "presentationscheduled",
      ], 4
    ),
    (["proposal", "quote", "proposalpricequote", "decision", "decisionmakerboughtin"], 5),
    (["negotiation", "negotiationreview", "contract", "contracting", "contractsent", "legal"], 6),
    (["won", "closedwon", "purchase", "invest", "customer", "signed"], 7),
    (["onboarding", "implementation", "kickoff", "activation"], 8),
    (["transform", "service", "adoption", "live", "active", "retention", "growth"], 9),
    (["renewal", "renewed", "expansion", "expand"], 10),
    (["loyalty", "share", "advocacy", "advocate", "evangelist", "referral"], 11),
  ]

  static func fold(_ header: String) -> String { NearMiss.fold(header) }

  static func isLost(_ stage: String) -> Bool { lostStages.contains(fold(stage)) }
}
