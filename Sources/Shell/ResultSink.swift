internal import Glibc
internal import JourneyEngine
internal import Rendering

/// Where results go: standard output, or the file of `--output`, which appears whole when the run
/// is over.
struct ResultSink {
  private var standardOutput = OutputChannel.standardOutput
  private var file: FileStream?
  private var hasAnswerForReading = false
  private var paths: (final: String, partial: String)?

  init(output: String?) throws(LoadError) {
    guard let output else { return }
    let partial = "\(output).\(getpid()).partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw LoadError(
        path: output, message: "cannot be written: \(String(cString: strerror(errno)))",
        hint: "name a file in a folder that exists and may be written")
    }
    file = FileStream(descriptor: descriptor)
    paths = (output, partial)
  }

  var isFile: Bool { paths != nil }

  /// The reader has gone; nothing more needs to be made.
  var isClosed: Bool { standardOutput.isClosed }

  /// In scripts an empty row stands between two answers made for reading.
  mutating func separate(_ format: RenderingFormat) {
    let isForReading = format == .table || format == .list || format == .markdown
    if isForReading, hasAnswerForReading { write("\n") }
    hasAnswerForReading = isForReading
  }

  mutating func write(
    _ table: ResultTable, as format: RenderingFormat, options: RenderingOptions
  ) {
    if var stream = file {
      var plain = options
      plain.width = nil
      plain.usesColor = false
      Rendering.render(table, as: format, options: plain, to: &stream)
      file = stream
    } else {
      Rendering.render(table, as: format, options: options, to: &standardOutput)
    }
  }

  mutating func write(_ text: String) {
    if file != nil { file?.write(text) } else { standardOutput.write(text) }
  }

  /// Writes to the screen, also where results go to a file.
  mutating func speak(_ text: String) { standardOutput.write(text) }

  /// Puts the file in its place, or throws it away after a failure.
  mutating func close(keep: Bool) throws(LoadError) {
    guard let paths else { return }
    file?.flush()
    let failure = file?.failure
    file = nil
    self.paths = nil
    guard keep else {
      unlink(paths.partial)
      return
    }
    guard failure == nil, rename(paths.partial, paths.final) == 0 else {
      let reason = failure ?? String(cString: strerror(errno))
      unlink(paths.partial)
      throw LoadError(path: paths.final, message: "cannot be written: \(reason)")
    }
  }
}
