import Rendering
import Testing

@Suite struct RenderingFormatTests {
  @Test func namesAreFoundInAnyCase() {
    #expect(RenderingFormat.named("csv") == .available(.csv))
    #expect(RenderingFormat.named("JSON") == .available(.json))
    #expect(RenderingFormat.named("md") == .available(.markdown))
    #expect(RenderingFormat.named("ndjson") == .available(.jsonl))
    #expect(RenderingFormat.named("heatmap") == .planned("heatmap"))
    #expect(RenderingFormat.named("html") == .planned("html"))
    #expect(RenderingFormat.named("heatmp") == .unknown)
    #expect(RenderingFormat.named("") == .unknown)
  }

  @Test(arguments: [
    ("x.csv", RenderingFormat.csv), ("out/x.TSV", .tsv), ("a.b.json", .json), ("x.jsonl", .jsonl),
    ("x.ndjson", .jsonl), ("x.md", .markdown), ("x.markdown", .markdown), ("notes.txt", .table),
  ])
  func filesAreKnownByTheirEnding(_ path: String, _ format: RenderingFormat) {
    #expect(RenderingFormat.forFile(path) == .available(format))
  }

  @Test func otherFiles() {
    #expect(RenderingFormat.forFile("q1.html") == .planned("html"))
    #expect(RenderingFormat.forFile("x.svg") == .planned("svg"))
    #expect(RenderingFormat.forFile("x.xlsx") == .unknown)
    #expect(RenderingFormat.forFile("folder.csv/x") == .unknown)
    #expect(RenderingFormat.forFile(".csv") == .unknown)
    #expect(RenderingFormat.forFile("") == .unknown)
  }

  @Test func everyFormatStandsInTheCatalogueOnce() {
    for format in RenderingFormat.allCases {
      #expect(RenderingFormat.catalogue.filter { $0.format == format }.count == 1)
      #expect(!format.summary.isEmpty)
      #expect(RenderingFormat.named(format.rawValue) == .available(format))
    }
    #expect(Set(RenderingFormat.names).count == RenderingFormat.names.count)
    #expect(RenderingFormat.csv.isMachineReadable)
    #expect(!RenderingFormat.markdown.isMachineReadable)
  }
}
