import JourneyEngine
import Testing

/// A quote meant as a letter opens a value that takes in the rows behind it.
struct SwallowedRowsTests {
  private let question = "`reading quote none` reads quotes as letters"

  @Test(arguments: [",", ";", "||"])
  func asksForTheQuoteThatTakesInRows(_ delimiter: String) throws {
    let text =
      "account,at,kind,note\nA,2026-01-01,x,\"oops\nB,2026-01-02,x,ok\nC,2026-01-03,x,5\" tv\n"
      + "D,2026-01-04,x,ok\n"
    let written = text.split(separator: ",", omittingEmptySubsequences: false)
      .joined(separator: delimiter)
    for block in [4, 1 << 18] {
      let file = try load(written) {
        $0.blockSize = block
        $0.delimiter = delimiter
      }
      #expect(file.table.rowCount == 2)
      #expect(
        file.report.warnings.first == "the value that opens on line 2 goes on to line 4 and holds "
          + "2 lines that look like rows: is its quote meant? \(question)")
    }
    let letters = try load(written) {
      $0.delimiter = delimiter
      $0.quote = "none"
    }
    #expect(letters.table.rowCount == 4)
    #expect(letters.report.warnings.isEmpty)
  }

  @Test func countsThem() throws {
    let hole = "A,1,x,\"oops\nB,2,x,ok\nC,3,x,5\" tv\n"
    let file = try load("account,n,kind,note\nZ,0,x,\"a\nb\"\n" + hole + hole) { $0.blockSize = 4 }
    #expect(
      file.report.warnings.first
        == "2 values hold 4 lines that look like rows, the first from line "
        + "4 to line 6: are their quotes meant? \(question)")
  }

  @Test(arguments: [
    "id,note\nA,\"12 Main St\nSpringfield, IL\nUSA\"\n",
    "id,a,note\n1,x,\"Hi, Ann\n\nBest, Bob\"\n",
    "note,a,b\n\"Hello\nworld\",x,y\n",
    "a,b,c,d,e\n1,2,3,4,\"so, he, said\n\nthat, is, all, of, it\"\n",
    "a,b,c\n1,2,\"x, y, z\nno more\n\"\n",
  ])
  func leavesLettersAlone(_ text: String) throws {
    #expect(try load(text).report.warnings.isEmpty)
  }
}
