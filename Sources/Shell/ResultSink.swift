internal import JourneyEngine
internal import Rendering

/// Where results go: standard output, or the file of `--output`, which appears whole when the run
/// is over.
struct ResultSink {
  private var standardOutput = OutputChannel.standardOutput
  private var file: WholeFile?
  private var hasAnswerForReading = false
  /// What the file holds already: nothing, answers, or JSON, which ends with its array.
  private var held: (any: Bool, json: Bool) = (false, false)
  /// The name of `--output`.
  private var path: String?

  init(output: String?) throws(LoadError) {
    guard let output else { return }
    path = output
    do throws(WholeFile.Failure) { file = try WholeFile(output) } catch {
      throw LoadError(
        path: output, message: "cannot be written: \(error.reason)",
        hint: "name a file in a folder that exists and may be written")
    }
  }

  var isFile: Bool { file != nil }

  /// Whether the file stays readable with one more answer: a JSON array stands alone.
  func hasRoom(for format: RenderingFormat) -> Bool {
    !isFile || !held.json && (format != .json || !held.any)
  }

  /// The reader has gone; nothing more needs to be made.
  var isClosed: Bool { standardOutput.isClosed }

  /// In scripts an empty row stands between two answers made for reading.
  mutating func separate(_ format: RenderingFormat) {
    let isForReading = !format.isMachineReadable
    if isForReading, hasAnswerForReading { write("\n") }
    hasAnswerForReading = isForReading
  }

  mutating func write(
    _ table: ResultTable, as format: RenderingFormat, options: RenderingOptions
  ) {
    if var open = file {
      // Not two buffers of the same text.
      file = nil
      var plain = options
      plain.width = nil
      plain.usesColor = false
      Rendering.render(table, as: format, options: plain, to: &open.stream)
      file = open
      held = (true, format == .json)
    } else {
      Rendering.render(table, as: format, options: options, to: &standardOutput)
    }
  }

  mutating func write(_ text: String) {
    if file != nil { file?.stream.write(text) } else { standardOutput.write(text) }
  }

  /// Writes to the screen, also where results go to a file.
  mutating func speak(_ text: String) { standardOutput.write(text) }

  /// Puts the file in its place, or throws it away after a failure.
  mutating func close(keep: Bool) throws(LoadError) {
    guard var file else { return }
    self.file = nil
    guard keep else { return file.discard() }
    do throws(WholeFile.Failure) { _ = try file.keep() } catch {
      throw LoadError(path: path ?? "", message: "cannot be written: \(error.reason)")
    }
  }
}
