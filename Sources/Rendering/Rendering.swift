package import JourneyEngine

/// The front door: an answer becomes characters.
package enum Rendering {
  /// Writes an answer's rows (never its footer, see `FooterText`) in one format.
  package static func render(
    _ table: ResultTable, as format: RenderingFormat,
    options: RenderingOptions = RenderingOptions(), to stream: inout some TextOutputStream
  ) {
    switch format {
    case .table: TextTableRenderer(options: options).render(table, to: &stream)
    case .timeline: TimelineRenderer(options: options).render(table, to: &stream)
    case .list: ListRenderer(options: options).render(table, to: &stream)
    case .markdown: MarkdownRenderer(options: options).render(table, to: &stream)
    case .csv: MachineRenderer(DelimitedSyntax.csv, options: options).render(table, to: &stream)
    case .tsv: MachineRenderer(DelimitedSyntax.tsv, options: options).render(table, to: &stream)
    case .json: MachineRenderer(JSONSyntax.array, options: options).render(table, to: &stream)
    case .jsonl: MachineRenderer(JSONSyntax.lines, options: options).render(table, to: &stream)
    }
  }

  /// The same as one string: for the clipboard, messages and tests.
  package static func text(
    _ table: ResultTable, as format: RenderingFormat,
    options: RenderingOptions = RenderingOptions()
  ) -> String {
    var text = ""
    render(table, as: format, options: options, to: &text)
    return text
  }
}
