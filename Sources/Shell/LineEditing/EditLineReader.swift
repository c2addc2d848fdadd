import CEditLine
import Glibc

/// Entries typed at a terminal. libedit keeps the line and draws it; what keys do is decided by
/// `EntryEditor`, and their bytes are read by `KeyDecoder`.
///
/// libedit asks for a character through `EL_GETCFN`. Ordinary characters go back as they are, and
/// libedit inserts them or runs what ~/.editrc bound to them. Every other key goes back as
/// `keyCode`, which both key maps bind to one function, `press`. When that function needs the line
/// drawn before it goes on, it leaves a closure and asks for `goOnCode` to be read next.
///
/// There is one editor in a process, used on the main thread: libedit keeps static state.
package final class EditLineReader: LineReader {
  private let editLine: OpaquePointer
  private let editor: EntryEditor
  private let history: History
  private let isColoured: Bool
  private var decoder = KeyDecoder(source: TerminalBytes())
  private let hasViKeys: Bool
  private var isClosed = false

  /// Characters to hand to libedit before the keyboard is asked.
  private var queue: [UInt32] = []
  /// The key behind `keyCode`.
  private var currentKey = Key.ignored
  private var keyToRepeat: Key?
  /// What to do when libedit has drawn the line.
  private var afterDrawing: (() -> Int32)?
  private var outcome: Entry?
  /// The size the line was last drawn for.
  private var screen = TerminalSize.usual
  private var promptText: UnsafeMutablePointer<wchar_t>

  /// Two of the eight-bit control characters, which no keyboard sends.
  private static let keyCode: UInt32 = 0x80
  private static let goOnCode: UInt32 = 0x81
  private static let promptMarker = "\u{1}"

  /// May be changed between entries.
  package var prompt: Prompt {
    didSet {
      if !isClosed { drawPrompt() }
    }
  }

  /// Nil when the terminal cannot be used.
  package init?(
    prompt: Prompt, guide: EntryGuide, history: History, isColoured: Bool
  ) {
    Self.useUTF8()
    guard let editLine = orbits_el_init("orbits") else { return nil }
    self.editLine = editLine
    self.history = history
    self.isColoured = isColoured
    self.prompt = prompt
    editor = EntryEditor(guide: guide, history: history, width: Self.width)
    promptText = .allocate(capacity: 1)
    // The person's own bindings first, ours after them: `bind -v` there wipes earlier ones.
    orbits_el_use_emacs_keys(editLine)
    el_source(editLine, nil)
    hasViKeys = orbits_el_has_vi_keys(editLine) != 0
    TerminalState.install()
    InterruptFlag.install()
    configure()
    drawPrompt()
  }

  deinit {
    close()
  }

  package var isInteractive: Bool { true }

  package func close() {
    guard !isClosed else { return }
    isClosed = true
    el_end(editLine)
    promptText.deallocate()
  }

  package func readEntry() -> Entry {
    guard !isClosed else { return .endOfInput }
    outcome = nil
    queue = []
    editor.begin()
    screen = TerminalSize.current ?? .usual
    TerminalState.forgetSignals()
    setEditing(true)
    // Before the prompt is drawn, or the system echoes what is typed in the moment between.
    orbits_el_set_editing_mode(editLine, 1)
    var count: Int32 = 0
    _ = el_wgets(editLine, &count)
    setEditing(false)
    InterruptFlag.clear()
    let entry = outcome ?? .endOfInput
    if case .text(let text) = entry { history.add(text) }
    return entry
  }

  private func setEditing(_ isOn: Bool) {
    TerminalState.setEditing(isOn)
    write(isOn ? TerminalState.pasteOn : TerminalState.pasteOffText)
  }

  // MARK: - Setting up

  /// Without a UTF-8 locale libedit drops every character beyond ASCII.
  private static func useUTF8() {
    setlocale(LC_CTYPE, "")
    for name in ["C.UTF-8", "en_US.UTF-8"] {
      if let codeset = nl_langinfo(nl_item(CODESET)), String(cString: codeset) == "UTF-8" { return }
      setlocale(LC_CTYPE, name)
    }
  }

  private func configure() {
    orbits_el_set_client_data(editLine, Unmanaged.passUnretained(self).toOpaque())
    orbits_el_set_reader(editLine) { editLine, character in
      guard let reader = EditLineReader.of(editLine), let character else { return -1 }
      guard let code = reader.nextCode() else { return 0 }
      character.pointee = wchar_t(bitPattern: code)
      return 1
    }
    orbits_el_add_key_function(editLine) { editLine, code in
      UInt8(truncatingIfNeeded: EditLineReader.of(editLine)?.press(code) ?? CC_ERROR)
    }
    orbits_el_keys_not_signals(editLine)
    let codes = [Self.keyCode, Self.goOnCode].compactMap(Unicode.Scalar.init).map(String.init)
    let everywhere = "CDIJMNPRZ".map { "^\($0)" } + codes
    let ordinary = "ABEFGHKUWY?".map { "^\($0)" }
    for key in everywhere + ordinary { orbits_el_bind(editLine, Self.wide(key)) }
    for key in everywhere + ["k", "j", "/", "?"] {
      orbits_el_bind_alternate(editLine, Self.wide(key))
    }
    orbits_el_unbind_lead_ins(editLine)
  }

  private func drawPrompt() {
    let text = Self.wide(prompt.marked(with: Self.promptMarker))
    promptText.deallocate()
    promptText = .allocate(capacity: text.count)
    promptText.initialize(from: text, count: text.count)
    editor.promptWidth = prompt.text.unicodeScalars.reduce(0) { $0 + Self.width($1) }
    orbits_el_set_prompt(editLine, { EditLineReader.of($0)?.promptText }, 1)
  }

  private static func of(_ editLine: OpaquePointer?) -> EditLineReader? {
    guard let editLine, let data = orbits_el_client_data(editLine) else { return nil }
    return Unmanaged<EditLineReader>.fromOpaque(data).takeUnretainedValue()
  }

  /// As C's wide characters, with the final zero.
  private static func wide(_ text: String) -> [wchar_t] {
    text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  /// The cells libedit gives a scalar.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    Int(orbits_character_width(wchar_t(bitPattern: scalar.value)))
  }

  // MARK: - The line

  private var text: EntryText {
    get {
      guard let line = el_wline(editLine)?.pointee, let start = line.buffer,
        let cursor = line.cursor, let end = line.lastchar
      else { return EntryText() }
      let scalars = UnsafeBufferPointer(start: start, count: end - start)
      var text = EntryText()
      text.scalars = scalars.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
      text.cursor = cursor - start
      return text
    }
    set {
      let count = text.scalars.count
      el_cursor(editLine, Int32(count))
      el_deletestr(editLine, Int32(count))
      let wide = newValue.scalars.map { wchar_t(bitPattern: $0.value) } + [0]
      el_winsertstr(editLine, wide)
      el_cursor(editLine, Int32(newValue.cursor - newValue.scalars.count))
    }
  }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { orbits_el_write($0.baseAddress, $0.count) }
    }
  }

  // MARK: - Keys

  /// The next character for libedit; nil at the end of input.
  private func nextCode() -> UInt32? {
    while true {
      if !queue.isEmpty { return queue.removeFirst() }
      let key = keyToRepeat ?? waitForKey()
      keyToRepeat = nil
      if key == .ended { return nil }
      if let code = code(for: key) { return code }
    }
  }

  /// libedit has drawn the line: the moment, and the only one, to paint colours, a suggestion or a
  /// line below, as long as it is undone before returning and no key is waiting already.
  private func waitForKey() -> Key {
    var key: Key
    if !decoder.source.hasWaiting, let window = painter.windowOnTallEntry(text) {
      write(window.show)
      key = decoder.nextKey()
      write(window.restore)
    } else {
      key = decoder.nextKey()
    }
    if key == .signalled, InterruptFlag.isRaised {
      InterruptFlag.clear()
      key = .scalar(EntryEditor.control("C"))
    }
    return key
  }

  private func code(for key: Key) -> UInt32? {
    currentKey = key
    guard !editor.isSearching else { return key == .ignored ? nil : Self.keyCode }
    switch key {
    case .ignored: return nil
    case .scalar(let scalar):
      guard scalar.value >= 0x20 else { return scalar.value }
      // libedit inserts a character fast, but loses its place over one without cells.
      guard Self.width(scalar) > 0 || scalar.value == 0x7F else { return Self.keyCode }
      editor.notePlainKey()
      return scalar.value
    case .alt(let scalar) where !EntryEditor.handles(alt: scalar) || hasViKeys:
      queue.append(scalar.value)
      return 0x1B
    case .escape: return hasViKeys ? 0x1B : nil
    default: return Self.keyCode
    }
  }

  /// What libedit calls for every key that is ours; `code` is the character bound to it.
  private func press(_ code: UInt32) -> Int32 {
    if code == Self.goOnCode {
      defer { afterDrawing = nil }
      return afterDrawing?() ?? CC_NORM
    }
    let key = code == Self.keyCode ? currentKey : .scalar(Unicode.Scalar(code) ?? " ")
    if key == .signalled { return redrawAfterSignal() }
    let text = self.text
    switch editor.press(key, on: text) {
    case .nothing: return CC_NORM
    case .beep: return CC_ERROR
    case .edit(let changed):
      let isMove = changed.scalars == text.scalars
      if isMove {
        el_cursor(editLine, Int32(changed.cursor - text.cursor))
      } else {
        self.text = changed
      }
      return isMove ? CC_CURSOR : CC_REFRESH
    case .editThenPress(let changed, let key):
      self.text = changed
      keyToRepeat = key
      return CC_REFRESH
    case .finish(let entry, let echo):
      return underTheLine { [unowned self] in
        write(painter.finalDrawing(self.text) + echo + "\n")
        outcome = entry
        return CC_EOF
      }
    case .list(let candidates):
      return underTheLine { [unowned self] in
        write("\n" + menu(candidates) + "\n")
        return drawAfresh(cursor: text.cursor)
      }
    case .suspend: return underTheLine { [unowned self] in suspend(cursor: text.cursor) }
    }
  }

  /// Has the cursor drawn at the end of the text, then goes on with `body`.
  private func underTheLine(_ body: @escaping () -> Int32) -> Int32 {
    let text = self.text
    el_cursor(editLine, Int32(text.scalars.count - text.cursor))
    afterDrawing = body
    queue.append(Self.goOnCode)
    return CC_REFRESH
  }

  private func drawAfresh(cursor: Int) -> Int32 {
    el_cursor(editLine, Int32(cursor - text.cursor))
    orbits_el_draw_afresh(editLine)
    return CC_NORM
  }

  private func menu(_ candidates: [CompletionCandidate]) -> String {
    let rows = max(3, min(screen.rows - painter.height(text) - 1, screen.rows / 2))
    let menu = CompletionMenu(columns: screen.columns, rows: rows, isColoured: isColoured) {
      $0.unicodeScalars.reduce(0) { $0 + Self.width($1) }
    }
    return menu.lines(candidates).joined(separator: "\n")
  }

  private var painter: EntryPainter {
    EntryPainter(prompt: prompt, rows: screen.rows, columns: screen.columns, width: Self.width)
  }

  // MARK: - Signals

  private func suspend(cursor: Int) -> Int32 {
    write("\n")
    leaveEditing()
    kill(0, SIGTSTP)
    TerminalState.forgetSignals()
    enterEditing()
    return drawAfresh(cursor: cursor)
  }

  private func leaveEditing() {
    setEditing(false)
    orbits_el_set_editing_mode(editLine, 0)
  }

  private func enterEditing() {
    orbits_el_set_editing_mode(editLine, 1)
    setEditing(true)
    screen = TerminalSize.current ?? .usual
    el_resize(editLine)
  }

  private func redrawAfterSignal() -> Int32 {
    if TerminalState.takeContinued() {
      // Stopped from outside: the terminal's mode is not ours any more.
      leaveEditing()
      enterEditing()
      orbits_el_draw_afresh(editLine)
    } else if TerminalState.takeResized() {
      // The terminal has wrapped the rows anew: go to where the first one now starts.
      let new = TerminalSize.current ?? .usual
      write(painter.eraseAfterResize(text, newColumns: new.columns))
      screen = new
      el_resize(editLine)
      orbits_el_draw_afresh(editLine)
    }
    return CC_NORM
  }
}
