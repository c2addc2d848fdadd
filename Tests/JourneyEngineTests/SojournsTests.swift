import JourneyEngine
import TestSupport
import Testing

@Suite struct SojournsTests {
  @Test(arguments: 0..<20) func agreesWithTheNaiveWay(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let stageCount = Int.random(in: 1...6, using: &random)
    let accountCount = 200
    // Few distinct times, so that ties are many; some seeds say when stages were left.
    let timeRange: ClosedRange<Int64> = 0...Int64([3, 20, 1000][seed % 3])
    let saysLeft = seed % 2 == 1
    var rows = [[NaiveJourney.Row]](repeating: [], count: accountCount)
    var entries = StageEntries()
    for _ in 0..<accountCount * Int.random(in: 1...8, using: &random) {
      let account = Int.random(in: 0..<accountCount, using: &random)
      let stage = Int.random(in: 0...stageCount, using: &random)
      let at = Int64.random(in: timeRange, using: &random)
      let left =
        saysLeft && Bool.random(using: &random)
        ? at + Int64.random(in: -2...6, using: &random) : nil
      rows[account].append(NaiveJourney.Row(stage: stage, at: at, left: left))
      entries.append(
        account: UInt32(account), stage: UInt32(stage), at: at,
        left: left ?? StageEntries.unknownTime)
    }
    let sojourns = Sojourns(entries, accountCount: accountCount, stageCount: stageCount)
    for account in 0..<accountCount {
      let naive = NaiveJourney(rows[account], lost: stageCount)
      let places = sojourns.offsets[account]..<sojourns.offsets[account + 1]
      let visits = places.map { place in
        NaiveJourney.Visit(
          stage: Int(sojourns.stages[place]), entered: sojourns.entered[place],
          left: sojourns.left[place] == StageEntries.unknownTime ? nil : sojourns.left[place],
          next: sojourns.next[place] == Sojourns.nothing ? nil : Int(sojourns.next[place]),
          move: sojourns.moves[place].name)
      }
      #expect(visits == naive.visits)
      let lostAt = sojourns.lostAt[account]
      #expect((lostAt == StageEntries.unknownTime ? nil : lostAt) == naive.lostAt)
      #expect(places.allSatisfy { sojourns.accountRows[$0] == UInt32(account) })
    }
    #expect(sojourns.offsets.last == sojourns.count)
  }

  private func visits(_ rows: [(stage: UInt32, at: Int64)]) -> [String] {
    var entries = StageEntries()
    for row in rows { entries.append(account: 0, stage: row.stage, at: row.at) }
    let sojourns = Sojourns(entries, accountCount: 1, stageCount: 6)
    return (0..<sojourns.count).map { place in
      let left = sojourns.left[place] == StageEntries.unknownTime ? "-" : "\(sojourns.left[place])"
      let next = sojourns.next[place] == Sojourns.nothing ? "-" : "\(sojourns.next[place])"
      return
        "\(sojourns.stages[place]) \(sojourns.entered[place])..\(left) \(sojourns.moves[place].name) > \(next)"
    }
  }

  @Test func theSameStageAgainIsOneSojourn() {
    #expect(visits([(1, 10), (1, 20), (2, 30)]) == ["1 10..30 enter > 2", "2 30..- forward > -"])
  }

  @Test func comingBackIsANewSojourn() {
    #expect(
      visits([(1, 10), (3, 20), (1, 30)])
        == ["1 10..20 enter > 3", "3 20..30 skip > 1", "1 30..- regress > -"])
  }

  @Test func aLossEndsTheJourneyAndAReturnEntersAnew() {
    #expect(visits([(3, 10), (6, 20), (6, 25)]) == ["3 10..20 enter > 6"])
    #expect(visits([(3, 10), (6, 20), (4, 30)]) == ["3 10..20 enter > 6", "4 30..- enter > -"])
    #expect(visits([(6, 20)]) == [])
  }

  @Test func tiesGoByStageWhateverTheFileSays() {
    let expected = ["1 10..10 enter > 2", "2 10..- forward > -"]
    #expect(visits([(1, 10), (2, 10)]) == expected)
    #expect(visits([(2, 10), (1, 10)]) == expected)
  }
}
