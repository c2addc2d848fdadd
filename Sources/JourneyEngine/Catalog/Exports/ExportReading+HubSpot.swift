extension ExportReading {
  /// Headers: the property labels that the export of an index page writes, and the internal names
  /// of the CRM API and its property history (knowledge.hubspot.com, "default deal properties",
  /// "... company ...", "... ticket ..."; developers.hubspot.com, CRM API).
  static let hubSpot = [
    ExportReading(
      name: "HubSpot deals", subject: .deals,
      forms: [
        Form(
          all: ["dealname", "dealstage"],
          some: [
            "recordid", "hsobjectid", "pipeline", "createdate", "closedate", "dealowner",
            "associatedcompany", "associatedcompanyids", "dealtype", "hubspotownerid", "dealid",
          ], count: 1)
      ],
      views: [
        .accounts(
          [
            "id": dealID, "name": ["dealname"], "stage": ["dealstage"],
            "entered": ["dateenteredcurrentstage", "hsv2dateenteredcurrentstage"],
            "started": ["createdate"],
          ], level: .deals),
        .stages(
          of: dealID, rank: .dealDates, level: .deals, dated: enteredDates, named: ["dealstage"]),
        .stages(
          of: company, rank: .dealDates, level: .companies, dated: enteredDates,
          named: ["dealstage"]),
        .stages(
          of: company, rank: .dealStage, level: .companies, stage: ["dealstage"],
          entered: ["dateenteredcurrentstage", "hsv2dateenteredcurrentstage", "createdate"]),
        .events(
          of: company, level: .companies,
          [
            Moment("deal_created", at: ["createdate"]),
            Moment(
              "deal_won", at: ["closedate"],
              only: Filter(headers: ["dealstage"], words: ["closedwon"])),
            Moment(
              "deal_lost", at: ["closedate"],
              only: Filter(headers: ["dealstage"], words: ["closedlost"])),
          ]),
      ], stages: hubSpotStages),
    ExportReading(
      name: "HubSpot companies", subject: .companies,
      forms: [
        Form(
          all: ["recordid", "companyname"],
          some: [
            "companyowner", "companydomainname", "lifecyclestage", "createdate", "industry",
            "lastactivitydate", "leadstatus", "countryregion", "numberofemployees", "city",
          ], count: 1),
        Form(
          all: ["hsobjectid", "name"],
          some: ["domain", "lifecyclestage", "createdate", "industry", "numberofemployees"],
          count: 2, without: ["dealname", "subject"]),
      ],
      views: [
        .accounts([
          "id": ["recordid", "hsobjectid", "id"], "name": ["companyname", "name"],
          "stage": ["lifecyclestage"],
          "entered": ["dateenteredcurrentstage", "hsv2dateenteredcurrentstage"],
          "started": ["createdate"],
        ]),
        .stages(
          of: ["recordid", "hsobjectid", "id"], rank: .companyDates, dated: enteredDates,
          named: ["lifecyclestage"]),
        .aliases(
          ["recordid", "hsobjectid", "id"], of: ["salesforceaccountid", "companyname", "name"]),
      ], stages: lifecycleStages),
    ExportReading(
      name: "HubSpot tickets", subject: .happenings,
      forms: [
        Form(
          all: ["ticketname"],
          some: [
            "ticketid", "recordid", "ticketstatus", "pipeline", "createdate", "priority",
            "closedate", "ticketowner", "associatedcompany", "source",
          ], count: 2),
        Form(
          all: ["hspipelinestage", "createdate"],
          some: [
            "subject", "hsticketpriority", "hspipeline", "hsticketid", "content", "closeddate",
          ],
          count: 2),
      ],
      views: [
        .events(
          of: company + ["associatedcontact", "associatedcontactids", "ticketid", "recordid"],
          columns: [
            "priority": ["priority", "hsticketpriority"],
            "status": ["ticketstatus", "hspipelinestage"],
          ],
          [
            Moment("ticket", at: ["createdate"]),
            Moment("ticket_resolved", at: ["closedate", "closeddate"]),
          ])
      ]),
    ExportReading(
      name: "HubSpot property history", subject: .dealHistory,
      forms: [
        Form(
          all: ["property", "value"],
          some: ["timestamp", "changedate", "changedon", "changesource", "sourcetype", "source"],
          count: 2),
        Form(
          all: ["propertyname", "value"],
          some: ["timestamp", "changedate", "changedon", "changesource", "sourcetype", "source"],
          count: 2),
      ],
      views: [
        .stages(
          of: historyID, rank: .dealHistory, level: .deals, stage: ["value"],
          entered: historyTime, only: stageProperties),
        .stages(
          of: company, rank: .dealHistory, level: .companies,
          way: Way(
            from: historyID, through: "HubSpot deals", key: dealID, brings: company),
          stage: ["value"], entered: historyTime,
          only: Filter(headers: propertyHeaders, words: ["dealstage"])),
        .stages(
          of: ["companyid", "recordid", "objectid"], rank: .companyHistory, level: .companies,
          stage: ["value"], entered: historyTime,
          only: Filter(headers: propertyHeaders, words: ["lifecyclestage"])),
      ], stages: hubSpotStages + lifecycleStages),
  ]

  /// The stages of the sales pipeline that every portal begins with.
  private static let hubSpotStages = [
    "Appointment scheduled", "Qualified to buy", "Presentation scheduled",
    "Decision maker bought-in", "Contract sent", "Closed won",
  ]
  private static let lifecycleStages = [
    "Subscriber", "Lead", "Marketing qualified lead", "Sales qualified lead", "Opportunity",
    "Customer", "Evangelist", "Other",
  ]

  private static let dealID = ["recordid", "hsobjectid", "dealid", "id"]
  private static let company = [
    "associatedcompanyids", "associatedcompanyid", "associatedcompanyprimary", "associatedcompany",
    "associationscompaniesresultsid", "hsprimaryassociatedcompany", "companyname",
  ]
  private static let historyID = ["dealid", "recordid", "objectid", "id"]
  private static let historyTime = ["timestamp", "changedate", "changedon", "changedat"]
  private static let propertyHeaders = ["property", "propertyname"]
  private static let stageProperties = Filter(
    headers: propertyHeaders, words: ["dealstage", "lifecyclestage"])

  /// `Date entered "Closed won (Sales Pipeline)"`, and the internal names old and new.
  private static let enteredDates: [DatedStage] = [
    .prefixes(entered: "date entered ", left: "date exited "),
    .prefixes(entered: "hs_v2_date_entered_", left: "hs_v2_date_exited_"),
    .prefixes(entered: "hs_date_entered_", left: "hs_date_exited_"),
  ]
}
