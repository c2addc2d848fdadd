/// `quadrant of accounts in Transform`: how the active accounts lie between friction and momentum.
struct QuadrantAnalysis: JourneyAnalysis {
  let cutOffs: QuadrantCutOffs
  /// The field whose sum is shown as `arr`; nil where accounts have none.
  private let worth: String?
  let columns: [AnalysisColumn]

  static let ownDimensions: Set<String> = ["quadrant"]
  let keys = ["quadrant"]
  private static let exampleCount = 3

  init(_ accounts: Relation, _ cutOffs: QuadrantCutOffs) {
    self.cutOffs = cutOffs
    let field = AccountWorth.field(of: accounts)
    worth = field?.name
    columns = [
      AnalysisColumn("quadrant", .text), AnalysisColumn("accounts", .integer),
      AnalysisColumn("share", .number, style: .share),
      AnalysisColumn("arr", field?.type ?? .number), AnalysisColumn("examples", .text),
    ]
  }

  var fieldsRead: [String] { ["jfi", "momentum"] + (worth.map { [$0] } ?? []) }

  var notes: [String] {
    let words = [("jfi", cutOffs.friction), ("momentum", cutOffs.momentum)].map { name, cutOff in
      "\(name) of \(PlainText.tenths(cutOff)) or more"
    }
    return ["high is \(words.joined(separator: " and "))"] + AccountWorth.notes(worth)
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    let accounts = input.relations.accounts
    let jfi = try accounts.column(named: "jfi", input.cancellation)
    let momentum = try accounts.column(named: "momentum", input.cancellation)
    let worth = try self.worth.flatMap { name throws(QueryFailure) in
      try accounts.column(named: name, input.cancellation)
    }
    let isLost = try accounts.column(named: "lost", input.cancellation)
    // One more: of whom one of the two is unknown.
    let rowsOfGroup = Quadrant.allCases.count + 1
    var tallies = [Tally](repeating: Tally(), count: input.groupCount * rowsOfGroup)
    var totals = [Int](repeating: 0, count: input.groupCount)
    var lost = 0
    for (index, account) in input.accounts.enumerated() {
      if index & 0xFFFF == 0 { try input.checkCancellation() }
      let row = Int(account)
      if isLost?[row] == .boolean(true) {
        lost += 1
        continue
      }
      var place = Int(input.groups[index]) * rowsOfGroup + Quadrant.allCases.count
      if let friction = jfi?[row].double, let speed = momentum?[row].double {
        let quadrant = Quadrant(friction: friction, momentum: speed, cutOffs)
        place -= Quadrant.allCases.count - (Quadrant.allCases.firstIndex(of: quadrant) ?? 0)
      }
      tallies[place].add(row, worth)
      totals[Int(input.groups[index])] += 1
    }
    var output = AnalysisOutput(columns)
    let ranks = accounts.tieBreakRanks()
    for place in tallies.indices {
      let (group, quadrant) = place.quotientAndRemainder(dividingBy: rowsOfGroup)
      let isUnknown = quadrant == Quadrant.allCases.count
      if tallies[place].rows.isEmpty, isUnknown || input.groupCount > 1 { continue }
      let name = isUnknown ? "unknown" : Quadrant.allCases[quadrant].rawValue
      output.append(
        group: UInt32(group),
        [.text(name)] + cells(tallies[place], of: totals[group], worth, ranks, input.snapshot))
    }
    if lost > 0 { output.notes.append("\(PlainText.counted(lost, "lost account")) left out") }
    return output
  }

  private func cells(
    _ tally: Tally, of total: Int, _ worth: Column?, _ ranks: [UInt32]?, _ snapshot: Snapshot
  ) -> [Value] {
    let share = total > 0 ? Value.number(Double(tally.rows.count) / Double(total)) : .unknown
    let examples = tally.largest(QuadrantAnalysis.exampleCount, by: worth, ranks)
      .map { PlainText.of(snapshot.label(ofAccount: $0)) }.joined(separator: ", ")
    return [
      .integer(Int64(tally.rows.count)), share, worth.map(tally.sum.value) ?? .unknown,
      examples.isEmpty ? .unknown : .text(examples),
    ]
  }

  private struct Tally {
    private(set) var rows: [Int] = []
    private(set) var sum = ColumnSum()

    mutating func add(_ row: Int, _ worth: Column?) {
      rows.append(row)
      if let worth { sum.add(worth, row) }
    }

    /// Those worth most, ties by id.
    func largest(_ count: Int, by worth: Column?, _ ranks: [UInt32]?) -> [Int] {
      func isBefore(_ left: (Int, Double), _ right: (Int, Double)) -> Bool {
        left.1 != right.1
          ? left.1 > right.1
          : ranks.map { $0[left.0] < $0[right.0] } ?? (left.0 < right.0)
      }
      var best: [(Int, Double)] = []
      for row in rows {
        let one = (row, worth?[row].double ?? -.infinity)
        if best.count == count, let last = best.last, !isBefore(one, last) { continue }
        best.insert(one, at: best.firstIndex { isBefore(one, $0) } ?? best.count)
        if best.count > count { best.removeLast() }
      }
      return best.map(\.0)
    }
  }
}
