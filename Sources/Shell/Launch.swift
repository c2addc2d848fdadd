internal import Glibc
internal import JourneyEngine

package enum OrbitsVersion {
  package static let text = "orbits 0.1.0"
}

package enum ProcessExit {
  package static func leave(_ status: ExitStatus) -> Never { exit(status.rawValue) }
}

package enum TerminalManners {
  /// Colours on a terminal that has them, unless NO_COLOR says no.
  package static var wantsColor: Bool {
    guard isatty(STDOUT_FILENO) != 0 else { return false }
    if let refusal = environmentVariable("NO_COLOR"), !refusal.isEmpty { return false }
    return !isDumb
  }

  /// A terminal that can only print.
  private static var isDumb: Bool {
    ["", "dumb"].contains(environmentVariable("TERM") ?? "")
  }

  /// The columns a line that is written over itself may take; nil where there is no such line.
  static var progressWidth: Int? { isDumb ? nil : OutputChannel.standardError.width }
}

/// What the command line asked for, in the order it happens: settings, workspaces, data files, then
/// sentences and scripts, or else the shell.
package struct Launch {
  private let files: [String]
  private let workspaces: [String]
  private let sentences: [String]
  private let scripts: [String]
  private var options: SessionOptions

  package init(
    files: [String], workspaces: [String], sentences: [String], scripts: [String],
    options: SessionOptions
  ) {
    self.files = files
    self.workspaces = workspaces
    self.sentences = sentences
    self.scripts = scripts
    self.options = options
  }

  package func run() -> ExitStatus {
    // A reader that has gone away is no error; writing reports it.
    signal(SIGPIPE, SIG_IGN)
    // Letters beyond ASCII are letters, also to `matches`.
    setlocale(LC_CTYPE, "C.UTF-8")
    InterruptFlag.install()
    var options = options
    let runnable = files.filter(Launch.isScript)
    let asks = !sentences.isEmpty || !scripts.isEmpty || !runnable.isEmpty
    options.isInteractive = !asks && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0
    options.width = OutputChannel.standardOutput.width
    let session: Session
    do throws(LoadError) {
      session = try Session(options)
    } catch {
      // Ctrl-C while nobody read the pipe of `--output`.
      if InterruptFlag.isRaised { return .interrupted }
      var channel = OutputChannel.standardError
      channel.write(DataMessage.text(error) + "\n")
      return .data
    }
    let data = files.filter { !Launch.isScript($0) }
    guard takeStandardInput(session, asks: asks, data: data) else { return .usage }
    if options.isInteractive {
      guard session.prepare(workspaces: workspaces, data: data) else { return session.finish() }
      InteractiveShell(session).run()
      return session.finish()
    }
    // Nobody waits for a prompt: who presses Ctrl-C twice does not want to wait for anything.
    InterruptFlag.endsProcessWhenRepeated()
    session.timing {
      guard session.prepare(workspaces: workspaces, data: data) else { return }
      if asks {
        session.runAll(sentences: sentences, scripts: scripts + runnable)
      } else {
        session.runStandardInput()
      }
    }
    return session.finish()
  }

  private static func isScript(_ path: String) -> Bool { path.hasSuffix(".orbits") }

  /// Settles what standard input is before anything is read from it; false when it would have to be
  /// two things.
  private func takeStandardInput(_ session: Session, asks: Bool, data: [String]) -> Bool {
    let isScript = scripts.contains("-") || !asks && !session.options.isInteractive
    session.standardInput =
      session.options.isInteractive ? .keyboard : isScript ? .script : .free
    guard data.contains("-"), session.standardInput != .free else { return true }
    var channel = OutputChannel.standardError
    channel.write(
      session.standardInput == .keyboard
        ? """
        orbits: `-` is standard input, and that is the keyboard here
          orbits - -c "SENTENCE" < FILE, or name the file

        """
        : """
        orbits: standard input is the data (`-`), so the sentences must come from elsewhere
          orbits - -c "SENTENCE", or: orbits - -f SCRIPT

        """)
    return false
  }
}

extension Session {
  /// Settings of the command line, workspaces, data files. False when one of them failed.
  package func prepare(workspaces: [String], data: [String]) -> Bool {
    timing {
      do throws(QueryFailure) { try applySettings() } catch {
        // Wrong on the command line, not in the data.
        note(.usage)
        report(error)
        return false
      }
      do throws(QueryFailure) {
        for path in workspaces where try !run(file: path) { return false }
        if !data.isEmpty { try load(files: data) }
        // The shell would begin at the prompt, where Ctrl-C is a key; scripts may go on to load.
        if options.isInteractive { try settleLoads() }
        if InterruptFlag.isRaised { throw .cancelled }
        return true
      } catch {
        report(error)
        return false
      }
    }
  }

  func runAll(sentences: [String], scripts: [String]) {
    do throws(QueryFailure) {
      for sentence in sentences where !run(text: sentence, name: nil) { return }
      for script in scripts {
        let isFine = try script == "-" ? runStandardInput() : run(file: script)
        guard isFine else { return }
      }
      settleNewEvents()
    } catch {
      report(error)
    }
  }

  /// Returns whether the script ran to its end.
  @discardableResult
  func runStandardInput() -> Bool {
    let name = "standard input"
    let text: String
    do throws(LoadError) { text = try ScriptFile.text(descriptor: STDIN_FILENO, name: name) } catch
    {
      report(.data(error))
      return false
    }
    return run(text: text, name: name) && settleNewEvents()
  }
}
