import JourneyEngine

/// The files in `Tests/Fixtures/exports`: ten companies of our own as each tool would export them.
enum ExportFixtures {
  static var folder: String {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Fixtures/exports"
  }

  static func source(
    _ name: String, role: DataSource.Role = .recognised, mappings: [DataSource.Mapping] = [],
    export: String? = nil
  ) throws -> DataSource {
    let file = try FileReader.read(path: "\(folder)/\(name)")
    var source = try DataSource(recognising: file, name: name)
    source.role = role
    source.mappings = mappings
    source.export = export
    return source
  }

  static func load(_ names: String...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(
      names.map { try source($0) }, settings: CatalogFixtures.settings())
  }

  static func assemble(_ sources: DataSource...) throws -> SourceAssembly.Result {
    try SourceAssembly.assemble(sources, settings: CatalogFixtures.settings())
  }
}

extension SourceAssembly.Result {
  /// `salesforce_case.csv: events, 27 rows (account = AccountId)`
  var sourceLines: [String] {
    report.sources.map { source in
      let mapped = source.mappings.filter { $0.role != $0.origin }
        .map { "\($0.role) = \($0.origin)" }.joined(separator: ", ")
      return "\(source.name): \(source.role), \(source.rowCount) (\(mapped))"
    }
  }

  /// How many events there are of each kind, in the order of their names.
  var kinds: [String] { counts(snapshot.events?.table, "kind") }

  var stages: [String] { counts(snapshot.accounts, "stage") }

  private func counts(_ table: Table?, _ column: String) -> [String] {
    guard let table else { return [] }
    let counts = Dictionary(table.texts(column).map { ($0, 1) }, uniquingKeysWith: +)
    return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
  }
}
