/// How one attribute of the accounts has changed: what it was at any time before now.
package struct AttributeHistory: Sendable {
  /// Of each account, so many changes stand before it.
  private let offsets: [Int]
  /// When each change happened, ascending within an account.
  private let times: [Int64]
  /// When each was recorded; empty where nothing says so.
  private let recorded: [Int64]
  /// Today's cell of each account, then what the attribute became with each change, then what it
  /// was before each, as far as the changes say so.
  private let cells: Column
  private let knowsEarlier: Bool

  private var accountCount: Int { offsets.count - 1 }

  /// A change says what the attribute became and may say what it was before.
  struct Changes {
    var accountRows: [UInt32]
    var times: [Int64]
    var recorded: [Int64]
    var values: Column
    var earlier: Column?
  }

  /// Nil where nothing is known of any account, or where the values are of another type than
  /// today's.
  init?(_ changes: Changes, today: Column, zone: CivilTimeZone) {
    guard let values = changes.values.converted(to: today.type) else { return nil }
    let earlier = changes.earlier?.converted(to: today.type)
    var dropped = NullMask(count: values.count)
    for row in 0..<values.count where changes.accountRows[row] == EventLog.noAccount {
      dropped.setUnknown(row)
    }
    // A blank cell says nothing: the value before it holds.
    for row in 0..<values.count where values.nulls.isUnknown(row) { dropped.setUnknown(row) }
    guard dropped.unknownCount < values.count else { return nil }
    let order = AccountOrder(
      accountRows: changes.accountRows, accountCount: today.count, times: changes.times,
      dropped: dropped)
    offsets = order.offsets
    let rows = Array(order.rows[..<(order.offsets.last ?? 0)])
    times = Array(order.times[..<rows.count])
    recorded =
      changes.recorded.isEmpty ? [] : rows.map { changes.recorded[Int($0)] }
    knowsEarlier = earlier != nil
    func table(_ column: Column) -> Table {
      Table([Table.Field("cell", column)], rowCount: column.count)
    }
    let parts = [today, values.gather(rows)] + (earlier.map { [$0.gather(rows)] } ?? [])
    let union = TableUnion.of(parts.map(table), zone: zone).table.fields[0].column
    guard union.type == today.type else { return nil }
    cells = union.type == .text ? union.asDictionaryText() : union
  }

  /// How many accounts there is no change of.
  var unchangedCount: Int { (0..<accountCount).count { offsets[$0] == offsets[$0 + 1] } }

  /// What each account's attribute was at an instant, as was known at another: the last value
  /// before it. Before the first change it is what that change says it was, else unknown. An
  /// account without a change has the value of today.
  func column(asOf instant: Int64, known: Int64?) -> Column {
    cells.lookedUp((0..<accountCount).map { cell(ofAccount: $0, asOf: instant, known) })
  }

  /// The same for one account, where the history itself tells it: unknown without a change, for
  /// today's value knows what came later.
  func toldValue(ofAccount account: Int, asOf instant: Int64, known: Int64?) -> Value {
    guard offsets[account] < offsets[account + 1] else { return .unknown }
    let cell = cell(ofAccount: account, asOf: instant, known)
    return cell == KeyIndex.noRow ? .unknown : cells[Int(cell)]
  }

  /// The place among the cells.
  private func cell(ofAccount account: Int, asOf instant: Int64, _ known: Int64?) -> UInt32 {
    let changes = offsets[account]..<offsets[account + 1]
    if changes.isEmpty { return UInt32(account) }
    var place = EventLog.firstPlace(in: times, changes, notBefore: instant)
    while place > changes.lowerBound {
      place -= 1
      if isKnown(place, known) { return UInt32(accountCount + place) }
    }
    guard knowsEarlier, let first = changes.first(where: { isKnown($0, known) }) else {
      return KeyIndex.noRow
    }
    return UInt32(accountCount + times.count + first)
  }

  private func isKnown(_ place: Int, _ instant: Int64?) -> Bool {
    guard let instant, !recorded.isEmpty else { return true }
    return recorded[place] < instant
  }
}

extension Column {
  /// The same cells in a type, text read as it would be written; nil where one of them cannot be.
  fileprivate func converted(to wanted: ValueType) -> Column? {
    if type == wanted { return self }
    var builder = ColumnBuilder(wanted)
    for row in 0..<count {
      if nulls.isUnknown(row) {
        builder.appendUnknown()
        continue
      }
      guard let value = Column.value(self[row], as: wanted) else { return nil }
      builder.append(value)
    }
    return builder.build()
  }

  private static func value(_ value: Value, as wanted: ValueType) -> Value? {
    switch (wanted, value) {
    case (.text, _): return .text(PlainText.of(value))
    case (.integer, .text(let text)): return Int64(text).map { .integer($0) }
    case (.number, .text(let text)): return Double(text).map { .number($0) }
    case (.money, .text(let text)): return Double(text).map { .number($0) }
    case (.number, _), (.money, _): return value.double.map { .number($0) }
    case (.boolean, .text(let text)):
      switch text.lowercased() {
      case "true", "yes": return .boolean(true)
      case "false", "no": return .boolean(false)
      default: return nil
      }
    default: return nil
    }
  }
}
