import QueryLanguage
import Testing

@Suite struct ScriptTests {
  @Test func commentsStayWithTheirStatements() {
    check(
      """
      # the head of the file


      # before
      accounts   where (jfi>60)   # behind
      accounts by stage; events # two
      accounts by
        # inside
        stage, vertical
      # at the end
      """,
      """
      # the head of the file

      # before
      accounts where jfi > 60  # behind
      accounts by stage
      events  # two
      # inside
      accounts by stage, vertical
      # at the end

      """)
  }

  @Test func longStatementsHaveARowForEachPiece() {
    check(
      """
      target p90 time from Invest to first_value <= 30 days owner "Customer Success" support "Product" action "Guided set-up"
      """,
      """
      target p90 time from Invest to first_value <= 30 days
        owner "Customer Success"
        support "Product"
        action "Guided set-up"

      """)
  }

  @Test func scoresHaveARowForEachComponent() {
    check(
      """
      define jfi
          delay : level of dwell from p50 to p90 weight 20
          in Invest : delay weight 40
      """,
      """
      define jfi
        delay: level of dwell from p50 to p90 weight 20
        in Invest: delay weight 40

      """)
  }

  @Test func whatHasErrorsIsLeftAlone() {
    check(
      "accounts   wehre x > 3 # why\nevents   top 3",
      "accounts   wehre x > 3  # why\nevents top 3\n")
  }

  @Test func aRowThatGoesOnFromTheLastAnswerStaysApart() {
    check("accounts; \n\n| top 5", "accounts\n\n| top 5\n")
  }

  private func check(_ text: String, _ expected: String) {
    #expect(QueryFormatter.format(script: text) == expected)
    #expect(QueryFormatter.format(script: expected) == expected)
  }
}
