/// What a session works on: the sources loaded so far and what was declared about them.
///
/// The snapshot is put together when it is first asked for, so that a workspace file with ten
/// declarations assembles once.
package struct Workspace {
  /// One `load`: how to read it, and what was read unless it is so large that reading it again,
  /// should something change, is better than holding it twice.
  private struct Source {
    let read: () throws(LoadError) -> [DataSource]
    var data: [DataSource]?
  }

  /// Files above this size are not kept beside the snapshot made of them.
  private static let keptByteCount = 64_000_000

  package private(set) var settings: AssemblySettings
  private var sources: [Source] = []
  /// How many of the sources the last assembly was made of; those after it are new.
  private var settledCount = 0
  private var assembled: SourceAssembly.Result?

  package init(wallClock: Int64) { settings = AssemblySettings(wallClock: wallClock) }

  /// Nothing was loaded: the embedded company is there to be asked about.
  package var isSampleCompany: Bool { sources.isEmpty }

  /// Whether something was loaded that no snapshot was made of yet.
  package var hasNewSources: Bool { settledCount < sources.count }

  /// Reads further sources; the next snapshot has them.
  package mutating func load(
    _ read: @escaping () throws(LoadError) -> [DataSource]
  ) throws(LoadError) {
    sources.append(Source(read: read, data: try read()))
    assembled = nil
  }

  package mutating func change(_ body: (inout AssemblySettings) -> Void) {
    body(&settings)
    assembled = nil
  }

  package mutating func snapshot() throws(LoadError) -> Snapshot { try assemble().snapshot }

  package mutating func report() throws(LoadError) -> LoadReport { try assemble().report }

  /// If new sources cannot be put together with those already there, they are let go and everything
  /// is as it was before them.
  private mutating func assemble() throws(LoadError) -> SourceAssembly.Result {
    if let assembled { return assembled }
    var settings = settings
    if isSampleCompany { settings.title = settings.title ?? "the embedded company" }
    do {
      let result = try SourceAssembly.assemble(try takeSources(), settings: settings)
      assembled = result
      settledCount = sources.count
      return result
    } catch {
      sources.removeLast(sources.count - settledCount)
      throw error
    }
  }

  /// Hands over what the sources hold; of large files no copy stays here.
  private mutating func takeSources() throws(LoadError) -> [DataSource] {
    if isSampleCompany { return SampleCompany.sources() }
    var all: [DataSource] = []
    for index in sources.indices {
      let data: [DataSource]
      if let kept = sources[index].data { data = kept } else { data = try sources[index].read() }
      let byteCount = data.reduce(0) { $0 + ($1.file?.byteCount ?? 0) }
      sources[index].data = byteCount <= Workspace.keptByteCount ? data : nil
      all += data
    }
    return all
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
