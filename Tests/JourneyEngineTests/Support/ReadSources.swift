@testable import JourneyEngine

extension LoadPlan {
  /// Everything it names, read as a workspace reads it; nobody is asked.
  func sources(read: @escaping Reader) throws(LoadError) -> [DataSource] {
    let loaded = try SourceReader(read: read, ask: { _ in nil }).source(self)
    return loaded.files.flatMap { $0.data ?? [] }
  }
}

extension DataSource {
  /// The tables of a file named on the command line.
  static func recognising(
    _ files: [LoadedFile], name: String
  ) throws(LoadError) -> [DataSource] {
    let choice = PartChoice(role: .recognised, name: name, mappings: [])
    return try choice.sources(among: files).map(\.source)
  }

  /// A file of one table named there.
  init(recognising file: LoadedFile, name: String) throws(LoadError) {
    self = try DataSource.recognising([file], name: name)[0]
  }
}

extension ExportCatalogue {
  /// The reading that a table's headers call for.
  static func reading(of table: Table) -> String? { reading(of: ExportHeaders(table))?.name }
}
