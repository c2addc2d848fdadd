extension ExportReading {
  /// Headers: Mixpanel's Raw Event Export (docs.mixpanel.com), Amplitude's Export API
  /// (amplitude.com/docs), Segment's Spec and its warehouse schema (segment.com/docs).
  static let productAnalytics = [
    ExportReading(
      name: "Mixpanel events", subject: .happenings,
      forms: [
        Form(
          all: ["event", "time", "distinctid"],
          some: [
            "insertid", "city", "region", "mpcountrycode", "browser", "os", "mpprocessingtimems",
            "propertiestime", "propertiesdistinctid", "mplib", "deviceid", "userid", "importid",
          ])
      ],
      views: [
        .events(
          of: ["distinctid", "userid"] + groupKeys,
          [Moment(kindFrom: ["event"], at: ["propertiestime", "time"])])
      ]),
    ExportReading(
      name: "Amplitude events", subject: .happenings,
      forms: [
        Form(
          all: ["eventtype", "eventtime", "userid"],
          some: [
            "amplitudeid", "deviceid", "sessionid", "insertid", "serveruploadtime", "eventid",
            "clienteventtime", "clientuploadtime", "app", "serverreceivedtime",
          ], count: 2)
      ],
      views: [
        .events(
          of: ["userid", "amplitudeid", "deviceid"] + groupKeys,
          [Moment(kindFrom: ["eventtype"], at: ["eventtime", "clienteventtime"])])
      ]),
    ExportReading(
      name: "Segment events", subject: .happenings,
      forms: [
        Form(
          all: ["type", "timestamp", "anonymousid"],
          some: segmentHeaders, count: 1),
        Form(
          all: ["type", "timestamp", "userid", "messageid"], some: segmentHeaders, count: 1),
        Form(
          all: ["event", "anonymousid", "receivedat"],
          some: ["eventtext", "sentat", "originaltimestamp", "contextlibraryname", "userid"],
          count: 2),
      ],
      views: [
        .events(
          of: ["userid", "anonymousid", "contextgroupid", "groupid"] + groupKeys,
          [
            Moment(
              kindFrom: ["eventtext", "event", "type"],
              at: ["timestamp", "originaltimestamp", "receivedat"])
          ]),
        View(
          role: .aliases, level: .companies, columns: [("alias", ["userid"])],
          account: ["groupid"], only: Filter(headers: ["type"], words: ["group"])),
      ]),
  ]

  private static let segmentHeaders = [
    "event", "messageid", "receivedat", "sentat", "originaltimestamp", "channel",
    "contextlibraryname", "integrationsall", "userid", "version", "groupid",
  ]

  /// Properties by which product events usually name the company.
  private static let groupKeys = [
    "accountid", "companyid", "organizationid", "groupid", "account", "company", "organization",
    "userpropertiesaccountid", "userpropertiescompanyid", "userpropertiescompany",
    "groupscompany", "groupsaccount",
  ]
}
