/// `why jfi of "Acme Ltd"` where `jfi` is a column of the data's own: it came as it is, and nothing
/// here knows of what it was made.
struct WhyStoredAnalysis: JourneyAnalysis {
  let field: String
  let namesAccounts: Bool

  var keys: [String] { (namesAccounts ? ["account"] : []) + ["component"] }
  var fieldsRead: [String] { [field] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : []) + [
      AnalysisColumn("component", .text), AnalysisColumn("contribution", .number, style: .addend),
      AnalysisColumn("what", .text, style: .remark),
    ]
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let accounts = input.relations.accounts
    let column = accounts.index(of: field).map { accounts.column($0) }
    let names = TimelineTeller(input.snapshot, nil)
    for (place, account) in input.accounts.enumerated() {
      let value = column?[Int(account)].double
      output.append(
        group: input.groups[place],
        (namesAccounts ? [names.name(ofAccount: Int(account))] : []) + [
          .text(field), value.map(Value.number) ?? .unknown,
          .text("a column of the data, used as it came"),
        ])
    }
    return output
  }
}
