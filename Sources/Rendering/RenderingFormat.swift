/// A way to write an answer that exists today. `RenderingFormat.catalogue` also lists those to
/// come.
package enum RenderingFormat: String, CaseIterable, Hashable, Sendable {
  case table
  case list
  case timeline
  case csv
  case tsv
  case json
  case jsonl
  case markdown

  /// For a program to read: full precision, fractions, ISO times, nothing rounded or cut.
  package var isMachineReadable: Bool { entry?.audience == .machine }

  package var summary: String { entry?.summary ?? "" }

  private var entry: Entry? { RenderingFormat.catalogue.first { $0.format == self } }
}

extension RenderingFormat {
  package enum Audience: Hashable, Sendable {
    case screen
    case machine
    case picture
  }

  /// One name that may follow `as`.
  package struct Entry: Hashable, Sendable {
    package let name: String
    package let summary: String
    package let audience: Audience
    /// nil: not available yet, or an arrangement.
    package let format: RenderingFormat?
    /// Set where it changes the rows and columns, which are then written in any format.
    package let arrangement: Arrangement?
    /// The endings of file names that mean this format, in lower case.
    package let endings: [String]

    fileprivate init(
      _ name: String, _ summary: String, _ audience: Audience, _ format: RenderingFormat? = nil,
      arrangement: Arrangement? = nil, endings: [String] = []
    ) {
      self.name = name
      self.summary = summary
      self.audience = audience
      self.format = format
      self.arrangement = arrangement
      self.endings = endings
    }

    package var isAvailable: Bool { format != nil || arrangement != nil }
  }

  /// A way to lay out rows and columns anew, whatever they are written in.
  package enum Arrangement: Hashable, Sendable {
    case matrix
  }

  /// Everything that may follow `as`, in the order in which help shows it.
  package static let catalogue: [Entry] = [
    Entry("table", "columns for reading, fitted to the window", .screen, .table, endings: ["txt"]),
    Entry("list", "one field per line", .screen, .list),
    Entry("timeline", "a journey along its days and stages", .screen, .timeline),
    Entry("csv", "comma-separated values", .machine, .csv, endings: ["csv"]),
    Entry(
      "tsv", "tab-separated values, quoted as in CSV", .machine, .tsv, endings: ["tsv", "tab"]),
    Entry("json", "an array with one object per row", .machine, .json, endings: ["json"]),
    Entry("jsonl", "one JSON object per line", .machine, .jsonl, endings: ["jsonl", "ndjson"]),
    Entry(
      "markdown", "a table for documents, tickets and wikis", .screen, .markdown,
      endings: ["md", "markdown"]),
    Entry("html", "a page that stands alone", .picture, endings: ["html", "htm"]),
    Entry("bar", "bars to compare groups", .picture),
    Entry("line", "a line over time", .picture),
    Entry("spark", "a small line in each row", .picture),
    Entry("histogram", "how values spread", .picture),
    Entry("heatmap", "shades over two groupings", .picture),
    Entry("matrix", "from and to, with a number in each cell", .screen, arrangement: .matrix),
    Entry("curve", "friction and momentum along the stages", .picture),
    Entry("funnel", "how many reach each step", .picture),
    Entry("flow", "ribbons from stage to stage", .picture),
    Entry("scatter", "one dot per account", .picture),
  ]

  /// What a name after `as`, or a file's ending, stands for.
  package enum Lookup: Hashable, Sendable {
    case available(RenderingFormat)
    case arranged(Arrangement)
    /// A known name whose rendering comes in a later version.
    case planned(String)
    case unknown
  }

  /// The rendering of a name, in any case; synonyms are the endings files have (`md`, `ndjson`).
  package static func named(_ name: String) -> Lookup {
    let folded = name.lowercased()
    let entry =
      catalogue.first { $0.name == folded } ?? catalogue.first { $0.endings.contains(folded) }
    return lookup(entry)
  }

  /// The rendering for `into "FILE"`, from the ending of the file's name.
  package static func forFile(_ path: String) -> Lookup {
    let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return .unknown }
    let ending = file[file.index(after: dot)...].lowercased()
    if ending == "svg" { return .planned("svg") }
    return lookup(catalogue.first { $0.endings.contains(ending) })
  }

  /// All names, for suggestions and completion.
  package static var names: [String] { catalogue.map(\.name) }

  private static func lookup(_ entry: Entry?) -> Lookup {
    guard let entry else { return .unknown }
    if let arrangement = entry.arrangement { return .arranged(arrangement) }
    return entry.format.map { .available($0) } ?? .planned(entry.name)
  }
}
