extension ExportReading {
  /// Headers: the CSV export of tickets, and the objects Ticket and Satisfaction Rating of the
  /// ticketing API and of the JSON export (support.zendesk.com, "Exporting data to a JSON, CSV, or
  /// XML file"; developer.zendesk.com, Ticketing).
  static let zendesk = [
    ExportReading(
      name: "Zendesk tickets", subject: .happenings,
      forms: [
        Form(
          all: ["id", "requester", "status", "createdat"],
          some: [
            "summationcolumn", "organization", "solvedat", "assignee", "requesteremail",
            "requesterid", "tickettype", "initiallyassignedat", "assignedat", "satisfactionscore",
            "reopens", "replies", "group", "submitter", "via", "resolutiontime",
          ], count: 2),
        Form(
          all: ["id", "requesterid", "status", "createdat"],
          some: [
            "organizationid", "submitterid", "assigneeid", "groupid", "rawsubject", "brandid",
            "ticketformid", "viachannel", "satisfactionratingscore", "hasincidents", "recipient",
          ], count: 2, without: ["score"]),
      ],
      views: [
        .events(
          of: zendeskAccount,
          columns: ["priority": ["priority"], "status": ["status"]],
          [
            Moment("ticket", at: ["createdat"]),
            Moment("ticket_resolved", at: ["solvedat", "metricsetsolvedat"]),
          ])
      ]),
    ExportReading(
      name: "Zendesk satisfaction ratings", subject: .happenings,
      forms: [
        Form(
          all: ["score", "ticketid", "createdat"],
          some: ["requesterid", "assigneeid", "groupid", "comment", "reason", "updatedat"], count: 2
        )
      ],
      views: [
        .events(
          of: zendeskAccount + ["ticketid"],
          way: Way(
            from: ["ticketid"], through: "Zendesk tickets", key: ["id"],
            brings: ["organizationid", "organization", "requesterid", "requesteremail"],
            isNeeded: false),
          [Moment("csat", at: ["createdat"], score: goodOrBad)])
      ]),
  ]

  private static let zendeskAccount = [
    "organizationid", "organization", "organizationname", "requesterexternalid", "requesteremail",
    "requesterid", "requester",
  ]

  /// Offered and not answered is no answer. Good and bad are the ends of the usual five points.
  private static let goodOrBad = Score(
    origin: .headers(["score"]),
    words: ["good": 5, "goodwithcomment": 5, "bad": 1, "badwithcomment": 1], range: 1...5)
}
