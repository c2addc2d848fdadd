package import QueryLanguage

/// What a session works on: the sources loaded so far and what was declared about them.
///
/// The snapshot is put together when it is first asked for, so that a workspace file with ten
/// declarations assembles once.
package struct Workspace {
  package private(set) var settings: AssemblySettings
  var sources: [LoadedSource] = []
  /// The sources that the last assembly was made of.
  private var settled: [LoadedSource] = []
  /// Whether something was loaded that no snapshot was made of yet.
  package private(set) var hasNewSources = false
  private var assembled: SourceAssembly.Result?
  /// What the sources were found to be when they were last put together.
  private var lastReport: LoadReport?
  private var stageDeclaration: StageModelDeclaration?

  /// Reads a file.
  private let read: LoadPlan.Reader
  /// Asks what the data cannot settle; nil: nobody answers.
  package var ask: (LoadError) -> LoadQuestion.Answer? = { _ in nil }

  package init(wallClock: Int64, read: @escaping LoadPlan.Reader = FileReader.tables) {
    settings = AssemblySettings(wallClock: wallClock)
    self.read = read
  }

  /// Nothing was loaded: the embedded company is there to be asked about.
  package var isSampleCompany: Bool { sources.isEmpty }

  /// Whether the snapshot of what is loaded and declared is there.
  package var isAssembled: Bool { assembled != nil }

  private var reader: SourceReader { SourceReader(read: read, ask: ask) }

  /// What a `load` did besides reading.
  package struct Loaded: Sendable {
    /// Names of files that were there already, whose rows are replaced by those read now.
    package var replaced: [String] = []
    /// The `load` with what was answered in it.
    package var sentence: String?
  }

  /// Reads further sources; the next snapshot has them. A file that is there already in the same
  /// role replaces what it brought, so that a sentence said twice doubles nothing.
  @discardableResult
  package mutating func load(_ asked: LoadPlan) throws(LoadError) -> Loaded {
    var plan = asked
    var answers: [LoadQuestion.Answer] = []
    if try needsRoles(asked) { _ = try assemble() }
    if asked.isAppended {
      let (earlier, file) = try earlierFile(for: asked)
      plan = asked.taking(over: earlier.plan, found: found(file))
      answers = file.answers
    }
    let source = try reader.source(plan, answers: answers)
    var loaded = Loaded()
    var place: Int?
    for index in sources.indices {
      let names = withdraw(source.files, of: plan, from: index)
      if !names.isEmpty { place = place ?? index + 1 }
      loaded.replaced += names
    }
    sources.insert(source, at: place ?? sources.count)
    // A folder or pattern may get new files; the same sentence again looks after it from now on.
    sources.removeAll {
      $0.files.isEmpty && (!$0.plan.namesSeveral || $0.plan.sentence([]) == plan.sentence([]))
    }
    hasNewSources = true
    assembled = nil
    let answered = source.files.last?.answers ?? []
    if answered.count > answers.count { loaded.sentence = asked.sentence(answered) }
    return loaded
  }

  package mutating func change(_ body: (inout AssemblySettings) -> Void) {
    body(&settings)
    assembled = nil
  }

  /// The stages from now on, and who is lost.
  package mutating func declare(_ declaration: StageModelDeclaration) {
    stageDeclaration = declaration
    change {
      $0.stages = declaration.model
      $0.lostStages = declaration.lostStages($0.parameters)
      $0.lostConditions = declaration.lostConditions($0.parameters)
    }
  }

  /// Gives parameters their values. The snapshot stays as it is unless what was declared speaks of
  /// one that has changed.
  package mutating func declare(parameters: [String: BindingEnvironment.ParameterValue]) {
    let before = settings.parameters
    settings.parameters = parameters
    let names = Set(parameters.keys).union(before.keys).filter { parameters[$0] != before[$0] }
    guard !names.isEmpty else { return }
    func speaks(_ text: String) -> Bool { names.contains { speaksOf(parameter: $0, text) } }
    if let stageDeclaration, let lostWhen = stageDeclaration.lostWhen,
      speaks(QueryFormatter.format(lostWhen))
    {
      declare(stageDeclaration)
    }
    guard restsOnEvents else { return }
    // A rule or a loss may speak of an event whose definition speaks of the parameter.
    let definitions = settings.namedEvents.definitions.values.lazy.map { QueryFormatter.format($0) }
    if settings.stageRules.contains(where: { speaks($0.words) })
      || definitions.contains(where: { speaks($0) })
    {
      assembled = nil
    }
  }

  /// Whether who is where may depend on what events are called: by rules, or by a loss.
  private var restsOnEvents: Bool {
    !settings.stageRules.isEmpty || !settings.lostConditions.isEmpty
  }

  /// Whether a text has a parameter of that name, and not only one whose name begins with it.
  private func speaksOf(parameter name: String, _ text: String) -> Bool {
    text.ranges(of: "$" + name).contains { range in
      guard range.upperBound < text.endIndex else { return true }
      let next = text[range.upperBound]
      return !(next.isLetter || next.isNumber || next == "_")
    }
  }

  /// Gives an event its name. The snapshot stays as it is unless rules about stages may speak of
  /// the event: large files would have to be read again.
  package mutating func declare(event name: Name, as matchers: [EventMatcher]) {
    settings.namedEvents.declare(name, as: matchers)
    if restsOnEvents { assembled = nil }
  }

  package mutating func snapshot() throws(LoadError) -> Snapshot { try assemble().snapshot }

  package mutating func report() throws(LoadError) -> LoadReport { try assemble().report }

  // MARK: - Sources that are there already

  /// The file whose rows those of another go under: the last one of its role.
  private func earlierFile(
    for plan: LoadPlan
  ) throws(LoadError) -> (source: LoadedSource, file: LoadedSource.File) {
    for source in sources.reversed() {
      let file = source.files.last { file in
        plan.roleName.isEmpty || source.plan.roleName == plan.roleName
          || source.plan.roleName.isEmpty && found(file)?.role == plan.roleName
      }
      if let file { return (source, file) }
    }
    throw LoadError(
      path: "", message: "`append` goes on from an earlier \(plan.title), and there is none",
      hint: "leave `append` out")
  }

  /// What the content of a file was taken for.
  private func found(_ file: LoadedSource.File) -> LoadReport.Source? {
    lastReport?.sources.first { $0.name == file.file.name }
  }

  /// Whether it has to be known first what earlier files were taken for.
  private func needsRoles(_ plan: LoadPlan) throws(LoadError) -> Bool {
    guard !plan.roleName.isEmpty else { return false }
    let unknown = sources.filter(\.plan.roleName.isEmpty).flatMap(\.files)
      .filter { found($0) == nil }
    guard !unknown.isEmpty else { return false }
    if plan.isAppended { return true }
    let paths = Set(try plan.files().map(\.path))
    return unknown.contains { paths.contains($0.file.path) }
  }

  /// Takes from an earlier source the files that are read anew in the same role; returns their
  /// names.
  private mutating func withdraw(
    _ files: [LoadedSource.File], of plan: LoadPlan, from index: Int
  ) -> [String] {
    let earlier = sources[index].plan
    let gone = sources[index].files.filter { file in
      files.contains { $0.isSameFile(as: file) }
        && plan.replaces(earlier, foundRole: found(file)?.role)
    }
    .map(\.file)
    sources[index].files.removeAll { gone.contains($0.file) }
    sources[index].withdrawn.formUnion(gone.map(\.path))
    return gone.map(\.name)
  }

  // MARK: - Assembly

  /// If new sources cannot be put together with those already there, they are let go and everything
  /// is as it was before them.
  private mutating func assemble() throws(LoadError) -> SourceAssembly.Result {
    if let assembled { return assembled }
    var settings = settings
    if isSampleCompany { settings.title = settings.title ?? "the embedded company" }
    do {
      let result = try SourceAssembly.assemble(try takeData(), settings: settings)
      assembled = result
      lastReport = result.report
      settled = sources
      hasNewSources = false
      return result
    } catch {
      sources = settled
      hasNewSources = false
      throw error
    }
  }

  /// Hands over what the sources hold; of large files no copy stays here.
  private mutating func takeData() throws(LoadError) -> [DataSource] {
    if isSampleCompany { return SampleCompany.sources() }
    // What the last assembly was made of is needed again only if this one fails.
    var all: [DataSource] = []
    for index in sources.indices {
      for place in sources[index].files.indices where sources[index].files[place].data == nil {
        var answers = sources[index].files[place].answers
        sources[index].files[place] = try reader.file(
          sources[index].files[place].file, of: sources[index].plan, joins: sources[index].joins,
          answers: &answers)
      }
      all += sources[index].files.flatMap { $0.data ?? [] }
      sources[index].letGoOfLargeFiles()
    }
    return all
  }

  // MARK: - Reading again

  /// A file that was read again: rows before and now; before is nil for a file that has come into a
  /// folder or pattern since.
  package struct Reloaded: Hashable, Sendable {
    package let name: String
    package let before: Int?
    package let after: Int
  }

  /// Reads files again that are not as they were on disk, or those named. If one of them cannot be
  /// read now, or they cannot be put together, everything stays as it was.
  package mutating func reload(_ names: [String] = []) throws(LoadError) -> [Reloaded] {
    for name in names { try checkLoaded(name) }
    var fresh = sources
    var reloaded: [Reloaded] = []
    for index in fresh.indices { reloaded += try reload(&fresh[index], names) }
    if names.isEmpty {
      for index in fresh.indices { reloaded += try addNewFiles(to: index, of: &fresh) }
    }
    guard !reloaded.isEmpty else { return [] }
    let before = (sources, assembled)
    sources = fresh
    assembled = nil
    do {
      _ = try assemble()
    } catch {
      (sources, assembled) = before
      throw error
    }
    return reloaded
  }

  private func reload(
    _ source: inout LoadedSource, _ names: [String]
  ) throws(LoadError) -> [Reloaded] {
    var reloaded: [Reloaded] = []
    let stamps = source.plan.lookupPaths.map { SourceStamp($0) }
    if stamps != source.joinStamps {
      let answers = source.files.last?.answers ?? []
      let joins = try source.plan.joins(answers: answers, read: read)
      for place in joins.indices where stamps[place] != source.joinStamps[place] {
        reloaded.append(
          Reloaded(
            name: joins[place].file, before: source.joins[place].table.rowCount,
            after: joins[place].table.rowCount))
      }
      source.joins = joins
      source.joinStamps = stamps
      for place in source.files.indices {
        for part in (source.files[place].data ?? []).indices {
          source.files[place].data?[part].joins = source.joins
        }
      }
    }
    for place in source.files.indices {
      let old = source.files[place]
      guard names.isEmpty ? old.hasChanged : names.contains(where: { old.isCalled($0) }) else {
        continue
      }
      var answers = old.answers
      source.files[place] = try reader.file(
        old.file, of: source.plan, joins: source.joins, answers: &answers)
      reloaded.append(
        Reloaded(
          name: old.file.name, before: old.rowCount, after: source.files[place].rowCount))
    }
    return reloaded
  }

  /// What has come into a folder or pattern since, unless another `load` has brought it.
  private func addNewFiles(
    to index: Int, of sources: inout [LoadedSource]
  ) throws(LoadError) -> [Reloaded] {
    guard sources[index].plan.namesSeveral else { return [] }
    let plan = sources[index].plan
    var known = sources[index].withdrawn
    for other in sources {
      for file in other.files where plan.replaces(other.plan, foundRole: found(file)?.role) {
        known.insert(file.file.path)
      }
    }
    var reloaded: [Reloaded] = []
    for file in try plan.files() where !known.contains(file.path) {
      var answers = sources[index].files.last?.answers ?? []
      let new = try reader.file(file, of: plan, joins: sources[index].joins, answers: &answers)
      sources[index].files.append(new)
      reloaded.append(Reloaded(name: file.name, before: nil, after: new.rowCount))
    }
    return reloaded
  }

  private func checkLoaded(_ name: String) throws(LoadError) {
    let files = sources.flatMap(\.files)
    guard let file = files.first(where: { $0.isCalled(name) }) else {
      let names = files.map(\.file.name)
      throw LoadError(
        path: name, message: "is none of the files that are loaded",
        hint: names.isEmpty ? "nothing is" : "they are \(names.joined(separator: ", "))")
    }
    if file.file.isStandardInput {
      throw LoadError(path: name, message: "standard input cannot be read again")
    }
  }
}

extension LoadedSource.File {
  fileprivate func isSameFile(as other: LoadedSource.File) -> Bool {
    if let stamp, let another = other.stamp { return stamp.isSameFile(as: another) }
    return file.path == other.file.path
  }

  /// By its path, its name as it was written, or its last part.
  fileprivate func isCalled(_ name: String) -> Bool {
    file.path == name || file.name == name || file.name.hasSuffix("/" + name)
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
