extension ExportReading {
  /// Headers: the standard objects Company, Call to Action, Activity Timeline and the scorecard
  /// history (support.gainsight.com, Gainsight Object Glossary), by label and by API name.
  static let gainsight = [
    ExportReading(
      name: "Gainsight companies", subject: .companies,
      forms: [
        Form(
          all: ["gsid", "name"],
          some: gainsightCompany, count: 2, without: ["companyname", "activitydate"]),
        Form(
          all: ["name", "originalcontractdate", "renewaldate"], some: gainsightCompany, count: 1),
      ],
      views: [
        .accounts([
          "id": ["gsid", "companyid", "name"], "name": ["name"],
          "stage": ["lifecyclestage", "stage"], "started": ["originalcontractdate", "createddate"],
        ]),
        .aliases(["gsid", "companyid"], of: ["sfdcaccountid", "name"]),
      ]),
    ExportReading(
      name: "Gainsight calls to action", subject: .happenings,
      forms: [
        Form(
          all: ["ctaname"], some: ["companyname", "duedate", "createddate", "reason", "priority"],
          count: 2),
        Form(
          all: ["companyname", "duedate", "reason"],
          some: ["name", "closeddate", "priority", "status", "type", "ownername", "owner"], count: 3
        ),
        Form(
          all: ["companyid", "typeid", "reasonid", "priorityid", "statusid"],
          some: ["duedate", "ownerid"]),
      ],
      views: [
        .events(
          of: gainsightAccount,
          columns: [
            "priority": ["priority", "priorityname"], "status": ["status", "statusname"],
          ],
          [
            Moment("cta", at: ["createddate"]), Moment("cta_closed", at: ["closeddate"]),
          ])
      ]),
    ExportReading(
      name: "Gainsight timeline", subject: .happenings,
      forms: [
        Form(
          all: ["activitydate", "activitytype"],
          some: ["subject", "companyname", "company", "notes", "author", "contextname"], count: 2),
        Form(
          all: ["activitydate", "typename"],
          some: ["subject", "companyname", "companyid", "notes", "contextname", "gscompanyid"],
          count: 2),
      ],
      views: [
        .events(
          of: gainsightAccount + ["contextname"],
          [Moment(kindFrom: ["activitytype", "typename"], at: ["activitydate"])])
      ]),
    ExportReading(
      name: "Gainsight health scores", subject: .happenings,
      forms: [
        Form(
          all: ["companyname", "snapshotdate"],
          some: [
            "overallscore", "currentscore", "score", "previousscore", "scorecardname",
            "measurename",
          ], count: 1)
      ],
      views: [
        .events(
          of: gainsightAccount, columns: ["score": ["overallscore", "currentscore", "score"]],
          [Moment("health_score", at: ["snapshotdate"])])
      ]),
  ]

  private static let gainsightAccount = [
    "gscompanyid", "companyid", "sfdcaccountid", "companyname", "company",
  ]
  private static let gainsightCompany = [
    "arr", "mrr", "renewaldate", "originalcontractdate", "currentscore", "csm", "stage",
    "lifecyclestage", "lifetimeinmonths", "customerlifetimeinmonths", "managedas", "sfdcaccountid",
    "scorecardid", "previousscore", "csmname", "status",
  ]

  /// Headers: Stripe's subscription object and the dashboard's CSV of subscriptions
  /// (docs.stripe.com/api/subscriptions, "Export reports"). What others in the trade call the same
  /// things is close enough to be read along.
  static let subscriptions = [
    ExportReading(
      name: "Stripe subscriptions", subject: .happenings,
      forms: [
        Form(
          all: ["customerid", "currentperiodstartutc"],
          some: ["status", "plan", "startutc", "startdateutc", "endedatutc", "canceledatutc"],
          count: 2),
        Form(
          all: ["customerid", "status", "canceledatutc"],
          some: ["id", "plan", "startutc", "startdateutc", "createdutc", "endedatutc", "amount"],
          count: 2),
        Form(
          all: ["customer", "status"],
          some: [
            "currentperiodstart", "currentperiodend", "canceledat", "endedat", "startdate",
            "cancelatperiodend", "trialend", "trialstart", "billingcycleanchor", "collectionmethod",
          ], count: 3),
      ],
      views: [
        .events(
          of: subscriber,
          periods: Periods(
            noun: "subscription", from: subscriptionStart, to: subscriptionEnd,
            key: ["id", "subscriptionid", "subscription"])),
        .stages(
          of: subscriber, rank: .subscription,
          dated: [
            .named("Active", entered: subscriptionStart),
            .named("Canceled", entered: subscriptionEnd, isEnd: true),
          ]),
      ])
  ]

  private static let subscriber = [
    "customerid", "customer", "customername", "customerdescription", "customeremail",
    "accountidmetadata", "salesforceidmetadata",
  ]
  private static let subscriptionStart = [
    "startdateutc", "startutc", "startdate", "start", "createdutc", "created",
  ]
  private static let subscriptionEnd = [
    "endedatutc", "endedat", "canceledatutc", "canceledat",
  ]
}
