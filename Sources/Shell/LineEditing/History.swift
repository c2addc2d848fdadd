/// The entries of this and earlier sessions, oldest first.
package final class History {
  package private(set) var entries: [String]
  private let file: HistoryFile?
  private let report: (String) -> Void
  private var hasReported = false

  /// - Parameters:
  ///   - file: where entries are kept; nil keeps them for this session only.
  ///   - report: told once when the file cannot be read or written. The shell goes on without.
  package init(file: HistoryFile?, report: @escaping (String) -> Void = { _ in }) {
    self.file = file
    self.report = report
    entries = []
    do {
      entries = try file?.load() ?? []
    } catch {
      tell(error)
    }
  }

  /// Keeps an entry, whole. One that starts with a space is private, one that only repeats the
  /// entry before it brings nothing; neither is kept.
  package func add(_ entry: String) {
    guard let last = entry.lastIndex(where: { !$0.isWhitespace }), entry.first != " " else {
      return
    }
    let text = String(entry[...last])
    guard text != entries.last else { return }
    entries.append(text)
    do {
      try file?.append(text)
    } catch {
      tell(error)
    }
  }

  private func tell(_ failure: HistoryFile.Failure) {
    guard !hasReported else { return }
    hasReported = true
    report(failure.message + " Entries are kept for this session only.")
  }
}

/// A walk through the history with Up and Down; what was typed and what was changed on the way
/// stays until the entry is run.
struct HistoryWalk {
  private var place: Int?
  private var changed: [Int: String] = [:]
  private var draft = ""

  /// One step to older entries, or newer ones; nil at either end.
  mutating func step(older: Bool, leaving text: String, in entries: [String]) -> String? {
    let current = place ?? entries.count
    let next = older ? current - 1 : current + 1
    guard next >= 0 && next <= entries.count && current <= entries.count else { return nil }
    if current == entries.count {
      draft = text
    } else if text != entries[current] {
      changed[current] = text
    }
    place = next
    return next == entries.count ? draft : changed[next] ?? entries[next]
  }
}
