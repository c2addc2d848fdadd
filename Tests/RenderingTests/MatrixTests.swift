import JourneyEngine
import Rendering
import Testing

@Suite struct MatrixTests {
  private let pairs = table([
    column(
      "from", .text, ["Invest", "Invest", "Transform", "Transform"].map { .text($0) },
      style: .band),
    texts("to", ["Transform", "lost", "Invest", "Share"]), integers("count", [12, 3, 1, 4]),
    numbers("probability", [0.8, 0.2, 0.2, 0.8], style: .share),
  ])

  @Test func aRowForEachFromAndAColumnForEachTo() throws {
    let matrix = try #require(Matrix.arrange(pairs))
    #expect(
      Rendering.text(matrix, as: .table) == """
        from       Invest  Transform  lost  Share
        ─────────  ──────  ─────────  ────  ─────
        Invest                    12     3
        Transform       1                       4

        """)
    #expect(
      Rendering.text(matrix, as: .csv) == """
        from,Invest,Transform,lost,Share
        Invest,,12,3,
        Transform,1,,,4

        """)
  }

  @Test func groupsStandInFront() throws {
    let grouped = table([
      texts("partner", ["A", "A", "B"]), texts("from", ["x", "x", "x"]),
      texts("to", ["y", "z", "y"]), numbers("probability", [0.5, 0.5, 1], style: .share),
    ])
    let matrix = try #require(Matrix.arrange(grouped))
    #expect(matrix.columns.map(\.name) == ["partner", "from", "y", "z"])
    #expect(
      Rendering.text(matrix, as: .table).split(separator: "\n").last
        == "B        x     100.0%      -")
  }

  @Test func otherTablesAreNone() {
    #expect(Matrix.arrange(table([texts("from", ["a"]), texts("to", ["b"])])) == nil)
    #expect(Matrix.arrange(table([texts("stage", ["a"]), integers("count", [1])])) == nil)
  }

  @Test func bandsAreSaidOnceOnScreenAndAlwaysElsewhere() {
    #expect(
      Rendering.text(pairs, as: .table) == """
        from       to         count  probability
        ─────────  ─────────  ─────  ───────────
        Invest     Transform     12        80.0%
                   lost           3        20.0%
        Transform  Invest         1        20.0%
                   Share          4        80.0%

        """)
    #expect(Rendering.text(pairs, as: .csv).contains("\nInvest,lost,3,0.2\n"))
    #expect(Rendering.text(pairs, as: .markdown).contains("| Invest    | lost"))
  }

  @Test func anInnerBandBeginsAnewWithTheOuterOne() {
    let bands = table([
      column("account", .text, ["a", "a", "b"].map { .text($0) }, style: .band),
      column("stage", .text, ["x", "x", "x"].map { .text($0) }, style: .band),
      column("what", .text, [.text("said"), .unknown, .text("done")], style: .remark),
    ])
    let lines = Rendering.text(bands, as: .table).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst(2) == ["a        x      said", "", "b        x      done", ""])
  }
}
