internal import Glibc
internal import JourneyEngine
internal import QueryLanguage

/// What is done with scripts besides running them: `orbits fmt`, `orbits check`, `orbits demo`.
package enum ScriptTools {
  // MARK: - fmt

  /// Writes each script in its canonical form. A script that cannot be read is left as it is.
  package static func format(_ files: [String], checkOnly: Bool) -> ExitStatus {
    var worst = ExitStatus.success
    for path in files {
      do throws(QueryFailure) {
        if try !format(path, checkOnly: checkOnly) { worst = .query }
      } catch {
        worst = complain(error, path: path)
      }
    }
    return worst
  }

  /// False when the script is not in its canonical form and only looking was asked for.
  private static func format(_ path: String, checkOnly: Bool) throws(QueryFailure) -> Bool {
    let isStream = path == "-"
    let text: String
    do throws(LoadError) {
      text =
        isStream
        ? try ScriptFile.text(descriptor: STDIN_FILENO, name: "standard input")
        : try ScriptFile.text(path)
    } catch {
      throw .data(error)
    }
    let parsed = Parser.parse(text)
    guard !parsed.hasErrors else {
      say(DiagnosticFormatter(text, file: path).format(parsed.diagnostics))
      throw .diagnostics([])
    }
    let formatted = QueryFormatter.format(script: text)
    if isStream {
      var channel = OutputChannel.standardOutput
      channel.write(formatted)
      return true
    }
    guard formatted != text else { return true }
    if checkOnly {
      say("\(path) is not in its canonical form; `orbits fmt \(path)` writes it so")
      return false
    }
    do throws(WholeFile.Failure) {
      _ = try WholeFile.write(path) { $0.write(formatted) }
    } catch {
      throw .data(LoadError(path: path, message: "cannot be written: \(error.reason)"))
    }
    return true
  }

  // MARK: - check

  /// Says everything that is wrong with scripts; only their declarations take effect.
  package static func check(_ files: [String], options: SessionOptions) -> ExitStatus {
    var worst = ExitStatus.success
    for path in files {
      do throws(LoadError) {
        let session = try Session(options)
        session.isChecking = true
        guard session.prepare(workspaces: [], data: []) else { return session.finish() }
        do throws(QueryFailure) { try session.run(file: path) } catch { session.report(error) }
        let status = session.finish()
        if status != .success { worst = status }
      } catch {
        worst = complain(.data(error), path: path)
      }
    }
    return worst
  }

  // MARK: - demo

  package static func demo(_ folder: String) -> ExitStatus {
    do throws(LoadError) {
      let names = try DemoExport.write(to: folder)
      var channel = OutputChannel.standardOutput
      channel.write("wrote \(names.joined(separator: ", ")) to \(folder)\n")
      channel.write("try: orbits -w \(folder)/company.orbits\n")
      return .success
    } catch {
      return complain(.data(error), path: folder)
    }
  }

  // MARK: - Speaking

  private static func say(_ text: String) {
    var channel = OutputChannel.standardError
    channel.write(text + "\n")
  }

  private static func complain(_ failure: QueryFailure, path: String) -> ExitStatus {
    switch failure {
    case .diagnostics: return .query
    case .cancelled: return .interrupted
    case .data(let error):
      say(DataMessage.text(error))
      return .data
    }
  }
}
