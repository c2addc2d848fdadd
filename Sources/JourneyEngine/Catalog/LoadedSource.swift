/// One `load` of a session: what it asked for, and what was read.
struct LoadedSource: Sendable {
  /// One of its files. What was read is not kept when it is so large that reading it again, should
  /// something change, is better than holding it twice.
  struct File: Sendable {
    let file: LoadPlan.File
    /// As the file was when it was read; nil where it cannot be read twice.
    var stamp: SourceStamp?
    /// What was answered to the questions it raised.
    var answers: [LoadQuestion.Answer]
    var rowCount: Int
    var data: [DataSource]?

    /// Whether the file is another one than that which was read.
    var hasChanged: Bool { stamp != nil && SourceStamp(file.path) != stamp }
  }

  let plan: LoadPlan
  var joins: [DataSource.Join]
  var joinStamps: [SourceStamp?]
  var files: [File]
  /// Files that a later `load` has taken over.
  var withdrawn: Set<String> = []

  /// Files above this size are not kept beside the snapshot made of them.
  private static let keptByteCount = 64_000_000

  /// Lets go of what can be had again.
  mutating func letGoOfLargeFiles() {
    for place in files.indices where files[place].stamp != nil {
      let byteCount = files[place].data?.reduce(0) { $0 + ($1.file?.byteCount ?? 0) } ?? 0
      if byteCount > LoadedSource.keptByteCount { files[place].data = nil }
    }
  }
}

/// What tells whether a path still leads to what was read.
struct SourceStamp: Hashable, Sendable {
  private let file: FileStamp
  private let part: String?
  /// What a database was told last and has not taken into its file yet.
  private let log: FileStamp?

  /// Of the file of `shop.sqlite:orders`, too; nil for what cannot be read twice.
  init?(_ path: String) {
    let (path, part) = DataFiles.split(path)
    guard let file = FileStamp(path) else { return nil }
    self.file = file
    self.part = part
    log = FileStamp(path + "-wal")
  }

  /// Whether both are one file, or the same table of one, whatever is in it now.
  func isSameFile(as other: SourceStamp) -> Bool {
    file.isSameFile(as: other.file) && part == other.part
  }
}

/// Reads what plans ask for, and asks where the data cannot tell.
struct SourceReader {
  typealias Ask = (LoadError) -> LoadQuestion.Answer?

  let read: LoadPlan.Reader
  let ask: Ask

  /// Everything a plan asks for. A question is asked once for all files of one `load`.
  func source(
    _ plan: LoadPlan, answers: [LoadQuestion.Answer] = []
  ) throws(LoadError) -> LoadedSource {
    var answers = answers
    let stamps = plan.lookupPaths.map { SourceStamp($0) }
    let joins = try settling(plan, &answers) { answers throws(LoadError) in
      try plan.joins(answers: answers, read: read)
    }
    var source = LoadedSource(plan: plan, joins: joins, joinStamps: stamps, files: [])
    for file in try plan.files() {
      source.files.append(try self.file(file, of: plan, joins: joins, answers: &answers))
    }
    return source
  }

  /// One of the plan's files.
  func file(
    _ file: LoadPlan.File, of plan: LoadPlan, joins: [DataSource.Join],
    answers: inout [LoadQuestion.Answer]
  ) throws(LoadError) -> LoadedSource.File {
    // Taken first: what changes while it is read is another file afterwards.
    let stamp = SourceStamp(file.path)
    let data = try settling(plan, &answers) { answers throws(LoadError) in
      try plan.sources(of: file, joins: joins, answers: answers, read: read)
    }
    let rowCount = data.reduce(0) { $0 + $1.table.rowCount }
    return LoadedSource.File(
      file: file, stamp: stamp, answers: answers, rowCount: rowCount, data: data)
  }

  /// Runs `body` with the answers so far; what the data cannot settle is asked, and it runs again.
  private func settling<Result>(
    _ plan: LoadPlan, _ answers: inout [LoadQuestion.Answer],
    _ body: ([LoadQuestion.Answer]) throws(LoadError) -> Result
  ) throws(LoadError) -> Result {
    while true {
      do throws(LoadError) {
        return try body(answers)
      } catch {
        guard error.question != nil else { throw error }
        let question = plan.withSentences(error, after: answers)
        guard let answer = ask(question), !answers.contains(where: { $0.isLike(answer) }) else {
          throw question
        }
        answers.removeAll { $0.option == answer.option }
        answers.append(answer)
      }
    }
  }
}

extension LoadQuestion.Answer {
  fileprivate func isLike(_ other: LoadQuestion.Answer) -> Bool {
    option == other.option && value == other.value
  }
}
