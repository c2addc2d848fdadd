package import QueryLanguage

/// What the names of a sentence can mean, beside the fields of its population.
package struct BindingEnvironment: Sendable {
  package enum ParameterValue: Sendable {
    /// `let since = 2026-01-01`
    case expression(Expression)
    /// `let limit = avg jfi of accounts`: what it came to.
    case value(Value, ValueType)
    /// `--param stage=Invest`: takes the type of what it is compared with.
    case text(String)
  }

  let relations: SnapshotRelations
  package var parameters: [String: ParameterValue] = [:]
  /// Rows of the last answer's population, for `those`.
  var those: (relation: Relation, selection: RowSelection)?
  /// The last answer, for a line that starts with `|`.
  var lastAnswer: Relation?
  /// Other than adaptive in tests that show an index changes no answer.
  package var indexPolicy = IndexPolicy.adaptive

  package init(snapshot: Snapshot) { relations = SnapshotRelations(snapshot) }

  var snapshot: Snapshot { relations.snapshot }
  var periods: PeriodResolver { PeriodResolver(now: snapshot.now, zone: snapshot.zone) }
}

/// The relations of a snapshot, made once for all sentences that ask about it.
final class SnapshotRelations: Sendable {
  let snapshot: Snapshot
  let accounts: Relation
  let events: Relation?
  let visits: Relation?

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    let table = snapshot.accounts
    var fields = table.fields.map { field in
      Relation.Field(field.name, field.column, style: SnapshotRelations.style(of: field.name))
    }
    if let entered = table.column("entered"), table.index(of: "dwell") == nil, entered.type.isTime {
      let lost = table.column("lost")
      let (now, zone) = (snapshot.now, snapshot.zone)
      fields.append(
        Relation.Field("dwell", type: .duration) {
          SnapshotRelations.dwell(entered: entered, lost: lost, now: now, zone: zone)
        })
    }
    accounts = Relation(
      .accounts, fields: fields, rowCount: table.rowCount, aliases: table.aliases)
    events = snapshot.events.map { [accounts] log in
      SnapshotRelations.relation(.events, log.table, log.accountRows, accounts)
    }
    visits = snapshot.visits.map { [accounts] visits in
      SnapshotRelations.relation(.visits, visits.table, visits.accountRows, accounts)
    }
  }

  private static func relation(
    _ kind: Relation.Kind, _ table: Table, _ accountRows: [UInt32], _ accounts: Relation
  ) -> Relation {
    Relation(
      kind,
      fields: table.fields.map { Relation.Field($0.name, $0.column, style: style(of: $0.name)) },
      rowCount: table.rowCount, aliases: table.aliases, accountRows: accountRows, accounts: accounts
    )
  }

  /// Numbers that name something are not grouped in thousands.
  private static func style(of name: String) -> ResultTable.Style {
    let folded = name.lowercased()
    let words = folded.split { !$0.isLetter && !$0.isNumber }
    let naming: Set<Substring> = ["id", "year", "code", "zip", "number", "no", "key"]
    return words.contains(where: naming.contains) || folded.hasPrefix("year") ? .identifier : .plain
  }

  /// The length of each account's current sojourn; unknown for those that have left the journey.
  private static func dwell(
    entered: Column, lost: Column?, now: Int64, zone: CivilTimeZone
  ) -> Column {
    var builder = ColumnBuilder(.duration)
    for row in 0..<entered.count {
      if let lost, lost[row] == .boolean(true) {
        builder.appendUnknown()
        continue
      }
      switch entered[row] {
      case .instant(let instant): builder.append(.duration(now - instant))
      case .date(let day): builder.append(.duration(now - zone.startOfDay(Int(day))))
      default: builder.appendUnknown()
      }
    }
    return builder.build()
  }
}

extension BindingEnvironment {
  /// "the embedded company: 326 accounts, 17,734 events, 1,309 visits; now is 2026-07-01"
  package var banner: String {
    var parts = [PlainText.counted(snapshot.accounts.rowCount, "account")]
    if let events = snapshot.events {
      parts.append(PlainText.counted(events.table.rowCount, "event"))
    }
    if let visits = snapshot.visits {
      parts.append(PlainText.counted(visits.table.rowCount, "visit"))
    }
    var now = PlainText.wall(snapshot.now, snapshot.zone)
    if now.hasSuffix(" 00:00") { now.removeLast(6) }
    if snapshot.zone != .utc { now += " (\(snapshot.zone.identifier))" }
    return "\(snapshot.title): \(parts.joined(separator: ", ")); now is \(now)"
  }
}
