internal import Synchronization

/// Work on the columns of a table, several at a time.
enum ColumnWork {
  private struct State: Sendable {
    var fields: [Table.Field]
    var next = 0
  }

  /// Replaces each field, large ones on several threads. An old column is let go as soon as its
  /// replacement is there, so that a table is never in memory twice.
  static func replace(
    _ fields: inout [Table.Field], with make: @escaping @Sendable (Table.Field) -> Table.Field
  ) {
    let rowCount = fields.first?.column.count ?? 0
    let count = fields.count
    let shared = Shared(fields)
    fields = []
    let work: @Sendable (Int) -> Void = { _ in
      while let (place, field) = shared.take() { shared.put(make(field), at: place) }
    }
    if rowCount < 200_000 {
      work(0)
    } else {
      WorkerThreads.run(min(count, WorkerThreads.processorCount), work)
    }
    fields = shared.fields
  }

  private final class Shared: Sendable {
    private let state: Mutex<State>

    init(_ fields: [Table.Field]) { state = Mutex(State(fields: fields)) }

    var fields: [Table.Field] { state.withLock { $0.fields } }

    func take() -> (place: Int, field: Table.Field)? {
      state.withLock { state in
        guard state.next < state.fields.count else { return nil }
        state.next += 1
        return (state.next - 1, state.fields[state.next - 1])
      }
    }

    func put(_ field: Table.Field, at place: Int) { state.withLock { $0.fields[place] = field } }
  }
}
