extension Snapshot {
  /// What an account is called, as events and visits call it, which tells accounts of one name
  /// apart.
  func label(ofAccount account: Int) -> Value {
    if let visits, let visit = visits.sojourns.places(ofAccount: account).first,
      let label = visits.table.column("account")?[visit]
    {
      return label
    }
    if let events, let event = events.places(ofAccount: account).first,
      let label = events.table.column("account")?[event]
    {
      return label
    }
    for field in ["name", "id"] {
      if let value = accounts.column(field)?[account], !value.isUnknown { return value }
    }
    return .unknown
  }
}
