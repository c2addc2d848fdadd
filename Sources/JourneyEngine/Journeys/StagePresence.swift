/// Who was where when: membership in stages over a period, and the time spent in them.
struct StagePresence: Sendable {
  let sojourns: Sojourns
  let now: Int64

  /// Whether each account was in one of the stages at some time of `[start, end)`; open ends reach
  /// as far as the data. Unknown for accounts without a journey.
  func visited(_ isMeant: @Sendable (UInt32) -> Bool, from start: Int64?, to end: Int64?) -> Column
  {
    perAccount(.boolean) { places in
      .boolean(
        places.contains { place in
          guard isMeant(sojourns.stages[place]) else { return false }
          if let end, sojourns.entered[place] >= end { return false }
          // A sojourn is half-open as the period is; one of no length counts at its instant.
          if let start, leaving(place) <= start, sojourns.entered[place] < start { return false }
          return true
        })
    }
  }

  /// How long each account has been in a stage, all its sojourns there together, the current one up
  /// to now; unknown for accounts that never were.
  func timeIn(_ stage: UInt32) -> Column {
    perAccount(.duration) { places in
      var total: Int64 = 0
      var isVisited = false
      for place in places where sojourns.stages[place] == stage {
        isVisited = true
        total += max(0, min(leaving(place), now) - sojourns.entered[place])
      }
      return isVisited ? .duration(total) : .unknown
    }
  }

  private func leaving(_ place: Int) -> Int64 {
    sojourns.isOpen(place) ? .max : sojourns.left[place]
  }

  private func perAccount(_ type: ValueType, _ value: (Range<Int>) -> Value) -> Column {
    var builder = ColumnBuilder(type)
    for account in 0..<(sojourns.offsets.count - 1) {
      let places = sojourns.places(ofAccount: account)
      if places.isEmpty { builder.appendUnknown() } else { builder.append(value(places)) }
    }
    return builder.build()
  }
}
