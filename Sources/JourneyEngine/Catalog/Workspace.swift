/// What a session works on: the sources loaded so far and what was declared about them.
///
/// The snapshot is put together when it is first asked for, so that a workspace file with ten
/// declarations assembles once.
package struct Workspace {
  package private(set) var settings: AssemblySettings
  private var sources: [DataSource] = []
  private var assembled: SourceAssembly.Result?

  package init(wallClock: Int64) { settings = AssemblySettings(wallClock: wallClock) }

  /// Nothing was loaded: the embedded company is there to be asked about.
  package var isSampleCompany: Bool { sources.isEmpty }

  /// Takes further sources. If they cannot be put together with those already there, they are let
  /// go and everything stays as it was.
  package mutating func load(_ more: [DataSource]) throws(LoadError) -> LoadReport {
    let before = self
    sources += more
    assembled = nil
    do {
      return try report()
    } catch {
      self = before
      throw error
    }
  }

  package mutating func change(_ body: (inout AssemblySettings) -> Void) {
    body(&settings)
    assembled = nil
  }

  package mutating func snapshot() throws(LoadError) -> Snapshot { try assemble().snapshot }

  package mutating func report() throws(LoadError) -> LoadReport { try assemble().report }

  private mutating func assemble() throws(LoadError) -> SourceAssembly.Result {
    if let assembled { return assembled }
    var settings = settings
    if isSampleCompany { settings.title = settings.title ?? "the embedded company" }
    let result = try SourceAssembly.assemble(
      isSampleCompany ? SampleCompany.sources() : sources, settings: settings)
    assembled = result
    return result
  }
}

extension SampleCompany {
  /// The company's tables with their roles, as `orbits demo` writes them to files.
  package static func sources(seed: UInt64 = defaultSeed) -> [DataSource] {
    let tables = tables(seed: seed)
    return [
      DataSource("accounts.csv", tables.accounts, role: .accounts),
      DataSource("events.csv", tables.events, role: .events),
      DataSource("stage_history.csv", tables.stageHistory, role: .stages),
      DataSource("benchmarks.csv", tables.benchmarks, role: .lookup("benchmarks")),
    ]
  }
}
