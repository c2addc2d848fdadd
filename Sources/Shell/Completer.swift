internal import JourneyEngine
internal import QueryLanguage
struct Completer {
  init(_ session: Session) {}
  func completions(_ text: String, cursor: Int) -> CompletionList { CompletionList() }
}
