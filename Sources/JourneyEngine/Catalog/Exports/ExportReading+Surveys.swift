extension ExportReading {
  /// Headers: SurveyMonkey's CSV of individual responses (help.surveymonkey.com, "Export
  /// individual responses"), Typeform's CSV of results (typeform.com/help), Delighted's CSV of
  /// responses and its API (delighted.com/docs/api). What is asked stands in the headers, so the
  /// questions are known by their words.
  static let surveys = [
    ExportReading(
      name: "SurveyMonkey responses", subject: .happenings,
      forms: [
        Form(
          all: ["respondentid", "collectorid"],
          some: [
            "startdate", "enddate", "ipaddress", "emailaddress", "datecreated", "datemodified",
          ],
          count: 1)
      ],
      views: surveyViews(
        of: respondent, at: ["enddate", "datemodified", "startdate", "datecreated"]),
      blankInSecondHeader: ["respondentid", "collectorid"]),
    ExportReading(
      name: "Typeform responses", subject: .happenings,
      forms: [
        Form(all: ["submitdateutc"], some: ["startdateutc", "networkid", "#"], count: 1),
        Form(all: ["submittedat"], some: ["#", "token", "networkid", "startedat"], count: 1),
      ],
      views: surveyViews(
        of: respondent, orElse: ["#", "token"], at: ["submitdateutc", "submittedat"])),
    ExportReading(
      name: "Delighted responses", subject: .happenings,
      forms: [
        Form(
          all: ["score", "comment", "createdat"],
          some: [
            "personid", "email", "personemail", "permalink", "surveytype", "responseid", "person",
            "lastsentat", "delighted", "surveyresponseid",
          ], count: 1, without: ["ticketid"]),
        Form(
          all: ["score", "surveyresponsecreatedat"],
          some: ["comment", "personemail", "personname", "email"], count: 1),
        Form(
          all: ["score", "comment", "responsedate"],
          some: ["personid", "personemail", "personname", "surveytype", "responseid"], count: 1),
      ],
      views: [
        .events(
          of: respondent + ["personid", "person"],
          [
            delighted("nps", ["nps", "enps"], 0...10),
            delighted("csat", ["csat", "smileys"], 1...5),
            delighted("ces", ["ces"], 1...7), delighted("stars", ["5star", "fivestar"], 1...5),
          ]),
        .events(
          of: respondent + ["personid", "person"],
          [
            Moment(
              "nps", at: answeredAt,
              score: Score(origin: .headers(["score"]), range: 0...10))
          ]),
      ]),
  ]

  private static let respondent = [
    "accountid", "companyid", "customerid", "account", "company", "organization", "accountname",
    "companyname", "customdata1", "emailaddress", "email", "personemail", "respondentid",
  ]

  private static let answeredAt = ["createdat", "surveyresponsecreatedat", "responsedate"]

  private static func delighted(
    _ kind: String, _ types: Set<String>, _ range: ClosedRange<Int64>
  ) -> Moment {
    Moment(
      kind, at: answeredAt, only: Filter(headers: ["surveytype"], words: types),
      score: Score(origin: .headers(["score"]), range: range))
  }

  /// The usual three questions, each an event of its own; an answer to none of them is one as well.
  private static func surveyViews(
    of account: [String], orElse token: [String] = [], at: [String]
  ) -> [View] {
    func asked(_ kind: String, _ words: [String], _ range: ClosedRange<Int64>) -> Moment {
      Moment(kind, at: at, score: Score(origin: .questions(words), range: range))
    }
    var views: [View] = [
      .events(
        of: account,
        [
          asked("nps", ["recommend"], 0...10), asked("csat", ["satisfied", "satisfaction"], 1...5),
          asked("ces", ["easy", "effort"], 1...7),
        ]),
      .events(of: account, [Moment("survey_response", at: at)]),
    ]
    for place in views.indices {
      views[place].accountQuestions = ["company", "organization", "organisation", "email"] + token
    }
    return views
  }
}
