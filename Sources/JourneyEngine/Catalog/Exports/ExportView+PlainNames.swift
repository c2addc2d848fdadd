/// What an analyst asks for first has a plain name, whatever the tool calls it: the headers that
/// may be meant, the best one first.
extension ExportView {
  private static let plainNames: [(name: String, headers: [String])] = [
    (
      "owner",
      [
        "accountowner", "opportunityowner", "dealowner", "companyowner", "ticketowner",
        "caseowner", "csmname", "csm", "assignee", "ownername", "ownerid", "hubspotownerid",
        "assigneeid",
      ]
    ),
    ("industry", ["vertical", "sector"]),
    ("vertical", ["industry", "sector"]),
    ("priority", ["hsticketpriority", "severity"]),
    ("severity", ["priority", "hsticketpriority"]),
    ("subject", ["ticketname", "ctaname", "rawsubject"]),
    ("country", ["billingcountry", "countryregion", "shippingcountry"]),
    ("city", ["billingcity", "shippingcity"]),
    ("employees", ["numberofemployees"]),
    ("revenue", ["annualrevenue"]),
    ("arr", ["annualrecurringrevenue", "hsarr", "totalarr", "currentarr"]),
    ("mrr", ["monthlyrecurringrevenue", "hsmrr", "totalmrr", "currentmrr"]),
    ("renewal_date", ["renewaldate", "contractrenewaldate"]),
    ("plan", ["plannickname", "planname", "planid"]),
  ]

  /// Lets the columns be called by their plain names as well, where no column is called so.
  func addPlainNames(_ work: inout Work) {
    let table = work.table
    var aliases = table.aliases
    for (name, headers) in ExportView.plainNames
    where table.index(of: name) == nil && !work.isDeclared(name) {
      if let place = work.headers.first(headers, where: \.saysAnything) { aliases[name] = place }
    }
    guard aliases.count > table.aliases.count else { return }
    work.source.table = Table(table.fields, rowCount: table.rowCount, aliases: aliases)
  }

  /// A column that is to be joined and is called so itself keeps its name.
  static func plainNamesYield(to joined: Table, in table: Table) -> Table {
    let given = Set(plainNames.map(\.name))
    let kept = table.aliases.filter { !given.contains($0.key) || joined.index(of: $0.key) == nil }
    return Table(table.fields, rowCount: table.rowCount, aliases: kept)
  }
}
