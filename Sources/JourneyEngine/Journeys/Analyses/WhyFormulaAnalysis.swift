internal import QueryLanguage

/// `why health of "Acme Ltd"` where `health` is a formula of the workspace's own: what it comes to,
/// and below it the values that it is worked out from.
struct WhyFormulaAnalysis: JourneyAnalysis {
  let field: String
  let formula: String
  /// The fields that the formula reads, and which of them are scores.
  let operands: [(name: String, isScore: Bool)]
  let namesAccounts: Bool

  var keys: [String] { (namesAccounts ? ["account"] : []) + ["component"] }
  var fieldsRead: [String] { [field] }

  var columns: [AnalysisColumn] {
    (namesAccounts ? [AnalysisColumn("account", .text, style: .band)] : []) + [
      AnalysisColumn("component", .text), AnalysisColumn("contribution", .number, style: .remark),
      AnalysisColumn("amount", .number, style: .remark),
      AnalysisColumn("what", .text, style: .remark),
    ]
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    var output = AnalysisOutput(columns)
    let accounts = input.relations.accounts
    func column(_ name: String) throws(QueryFailure) -> Column? {
      guard let index = accounts.index(of: name) else { return nil }
      try accounts.prepareField(index, input.cancellation)
      return accounts.column(index)
    }
    let whole = try column(field)
    var parts: [(operand: (name: String, isScore: Bool), column: Column)] = []
    for operand in operands {
      if let column = try column(operand.name) { parts.append((operand, column)) }
    }
    let names = TimelineTeller(input.snapshot, nil)
    for (place, account) in input.accounts.enumerated() {
      try input.checkCancellation()
      let row = Int(account)
      let name: [Value] = namesAccounts ? [names.name(ofAccount: row)] : []
      let value = whole?[row].double.map(Value.number) ?? .unknown
      output.append(
        group: input.groups[place], name + [.text(field), value, .unknown, .text(formula)])
      for (operand, column) in parts {
        let cell = column[row]
        let words =
          operand.isScore
          ? "a score: `why \(operand.name) of` tells what it is made of"
          : cell.double == nil
            ? (cell.isUnknown ? "unknown" : cell.words(in: input.snapshot.zone))
            : nil
        output.append(
          group: input.groups[place],
          name + [
            .text(operand.name), .unknown, cell.double.map(Value.number) ?? .unknown,
            words.map(Value.text) ?? .unknown,
          ])
      }
    }
    return output
  }
}
