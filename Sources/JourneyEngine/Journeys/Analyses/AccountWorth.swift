/// The field of accounts that says what they are worth, whose sum analyses show as `arr`.
enum AccountWorth {
  /// In the order of preference.
  private static let names = [
    "arr", "acv", "mrr", "revenue", "annual_revenue", "amount", "value",
  ]

  /// nil where accounts have none.
  static func field(of accounts: Relation) -> Relation.Field? {
    names.lazy.compactMap { accounts.index(of: $0) }.map { accounts.fields[$0] }
      .first { $0.type.isNumeric }
  }

  /// What is to be said of a field of another name.
  static func notes(_ name: String?) -> [String] {
    guard let name, name != "arr" else { return [] }
    return ["arr: the accounts' `\(name)`"]
  }
}
