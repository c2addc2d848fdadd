extension ExportReading {
  /// Headers: the API names of the Object Reference (Account, Opportunity, OpportunityHistory,
  /// OpportunityFieldHistory, Case), as Data Loader and the weekly data export write them, and the
  /// field labels, as reports write them (developer.salesforce.com, Salesforce Field Reference).
  static let salesforce = [
    ExportReading(
      name: "Salesforce accounts", subject: .companies,
      forms: [
        Form(
          all: ["id", "name"],
          some: [
            "billingcountry", "billingcity", "billingstreet", "billingstate", "shippingcity",
            "accountsource", "numberofemployees", "annualrevenue", "isdeleted", "masterrecordid",
            "systemmodstamp", "lastmodifiedbyid", "ownerid", "createdbyid", "accountnumber",
            "jigsawcompanyid", "sicdesc",
          ], count: 3, without: ["stagename", "casenumber", "accountid"]),
        Form(
          all: ["accountname", "accountowner"],
          some: [
            "accountid", "billingstateprovince", "billingcountry", "billingcity", "industry",
            "type", "rating", "lastactivity", "lastmodifieddate", "accountsource", "annualrevenue",
            "employees", "createddate", "parentaccount",
          ], count: 1, without: ["opportunityname", "casenumber"]),
        Form(
          all: ["accountid", "accountname"],
          some: [
            "accountowner", "billingstateprovince", "billingcountry", "lastactivity",
            "parentaccountid", "accountsource", "parentaccount",
          ], count: 1, without: ["opportunityname", "casenumber", "subject"]),
      ],
      views: [
        .accounts([
          "id": ["id", "accountid", "accountname"], "name": ["name", "accountname"],
          "started": ["createddate"],
        ]),
        .aliases(["id", "accountid"], of: ["name", "accountname"]),
      ]),
    ExportReading(
      name: "Salesforce opportunities", subject: .deals,
      forms: [
        Form(
          all: ["stagename", "closedate"],
          some: [
            "accountid", "name", "ownerid", "iswon", "isclosed", "forecastcategoryname",
            "leadsource", "probability", "hasopportunitylineitem", "laststagechangedate",
          ], count: 2, without: ["opportunityid"]),
        Form(
          all: ["opportunityname", "stage", "closedate"],
          some: [
            "accountname", "amount", "probability", "probability", "opportunityowner", "age",
            "createddate", "fiscalperiod", "nextstep", "leadsource", "type", "opportunityid",
          ], count: 1),
      ],
      views: [
        .accounts(
          [
            "id": opportunityID, "name": ["name", "opportunityname"], "stage": opportunityStage,
            "entered": ["laststagechangedate"], "started": ["createddate"],
          ], level: .deals),
        .stages(
          of: salesforceAccount, rank: .dealStage, level: .companies, stage: opportunityStage,
          entered: ["laststagechangedate", "createddate"]),
        .events(
          of: salesforceAccount, level: .companies,
          [
            Moment("opportunity_created", at: ["createddate"]),
            Moment(
              "opportunity_won", at: ["closedate"],
              only: Filter(headers: opportunityStage, words: ["closedwon"])),
            Moment(
              "opportunity_lost", at: ["closedate"],
              only: Filter(headers: opportunityStage, words: ["closedlost"])),
          ]),
      ], stages: salesforceStages),
    ExportReading(
      name: "Salesforce opportunity history", subject: .dealHistory,
      forms: [
        Form(
          all: ["opportunityid", "stagename", "createddate"],
          some: [
            "probability", "forecastcategory", "expectedrevenue", "amount", "closedate",
            "createdbyid", "systemmodstamp", "prevamount", "prevclosedate",
          ], count: 1),
        Form(all: ["opportunityname", "fromstage", "tostage"]),
      ],
      views: historyViews(
        stage: ["stagename", "tostage"],
        entered: ["createddate", "lastmodifieddate", "lastmodified", "stagechangedate"]),
      stages: salesforceStages),
    ExportReading(
      name: "Salesforce opportunity field history", subject: .dealHistory,
      forms: [
        Form(all: ["opportunityid", "field", "oldvalue", "newvalue", "createddate"]),
        Form(all: ["opportunityname", "fieldevent", "oldvalue", "newvalue", "editdate"]),
      ],
      views: historyViews(
        stage: ["newvalue"], before: ["oldvalue"], entered: ["createddate", "editdate"],
        only: Filter(headers: ["field", "fieldevent"], words: ["stagename", "stage"])),
      stages: salesforceStages),
    ExportReading(
      name: "Salesforce cases", subject: .happenings,
      forms: [
        Form(
          all: ["casenumber"],
          some: [
            "accountid", "contactid", "status", "priority", "origin", "createddate", "closeddate",
            "isclosed", "subject", "isescalated", "caseowner", "accountname", "datetimeopened",
            "openeddate", "datetimeclosed", "caseorigin", "contactname", "agehours",
            "suppliedemail",
          ], count: 3)
      ],
      views: [
        .events(
          of: salesforceAccount + ["contactid", "contactname", "contactemail", "suppliedemail"],
          columns: ["priority": ["priority"], "status": ["status"]],
          [
            Moment("case", at: ["createddate", "datetimeopened", "openeddate"]),
            Moment("case_closed", at: ["closeddate", "datetimeclosed"]),
          ])
      ]),
  ]

  /// The stages of an organisation that changed none of them.
  private static let salesforceStages = [
    "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
    "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won",
  ]

  private static let opportunityID = ["id", "opportunityid", "opportunityname"]
  private static let opportunityStage = ["stagename", "stage"]
  private static let salesforceAccount = ["accountid", "accountname"]

  /// The stages of opportunities; those of their accounts when accounts make the journeys.
  private static func historyViews(
    stage: [String], before: [String] = [], entered: [String], only: Filter? = nil
  ) -> [View] {
    let own = ["opportunityid", "opportunityname"]
    return [
      .stages(
        of: own, rank: .dealHistory, level: .deals, stage: stage, before: before,
        entered: entered, only: only),
      .stages(
        of: salesforceAccount, rank: .dealHistory, level: .companies,
        way: Way(
          from: own, through: "Salesforce opportunities", key: opportunityID,
          brings: salesforceAccount),
        stage: stage, before: before, entered: entered, only: only),
    ]
  }
}
