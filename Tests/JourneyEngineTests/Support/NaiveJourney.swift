/// The naive way: one account's rows at a time, as a person would go through them.
struct NaiveJourney {
  struct Visit: Equatable {
    var stage: Int
    var entered: Int64
    var left: Int64?
    var next: Int?
    var move: String
  }

  var visits: [Visit] = []
  var lostAt: Int64?

  struct Row {
    var stage: Int
    var at: Int64
    var left: Int64?
  }

  init(_ rows: [Row], lost: Int) {
    let ordered = rows.enumerated().sorted { one, other in
      (one.element.at, one.element.stage, one.offset) < (
        other.element.at, other.element.stage, other.offset
      )
    }.map(\.element)
    var previous: Int?
    for row in ordered {
      let leaving = row.left.flatMap { $0 < row.at ? nil : $0 }
      let isOpen = visits.last.map { $0.next == nil } ?? false
      if row.stage == lost {
        if isOpen { leave(at: row.at, next: lost) }
        lostAt = lostAt ?? row.at
        previous = nil
        continue
      }
      if isOpen, let last = visits.last, last.stage == row.stage,
        last.left == nil || last.left! >= row.at
      {
        visits[visits.count - 1].left = leaving
        continue
      }
      if isOpen { leave(at: row.at, next: row.stage) }
      lostAt = nil
      let move: String
      switch previous.map({ row.stage - $0 }) {
      case nil, 0: move = "enter"
      case 1: move = "forward"
      case let jump? where jump > 1: move = "skip"
      default: move = "regress"
      }
      visits.append(Visit(stage: row.stage, entered: row.at, left: leaving, next: nil, move: move))
      previous = row.stage
    }
  }

  private mutating func leave(at time: Int64, next: Int) {
    let place = visits.count - 1
    visits[place].left = min(visits[place].left ?? time, time)
    visits[place].next = next
  }
}
