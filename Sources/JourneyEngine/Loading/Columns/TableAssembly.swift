internal import Synchronization

/// The pieces that all threads read, in the order of the file, and how they become columns.
struct TableAssembly {
  /// One column's pieces, block by block.
  struct ColumnSource: @unchecked Sendable {
    let name: String
    let workers: [LoadWorker]
    /// The column's index in each worker, nil where the worker never met it.
    let localIndex: [Int?]
    let pieces: [PlacedPiece]
    let rowCount: Int

    func release() {
      for (worker, index) in zip(workers, localIndex) {
        if let index { worker.release(index) }
      }
    }
  }

  struct PlacedPiece: @unchecked Sendable {
    let worker: Int
    let firstRow: Int
    let rowCount: Int
    let piece: ColumnPiece
  }

  let extents: [BlockFeed.Extent]
  let blocks: [LoadWorker.Block]
  let rowCount: Int
  private let workers: [LoadWorker]
  private var secondWorkers: [LoadWorker] = []
  private(set) var columns: [ColumnSource]

  init(workers: [LoadWorker], extents: [BlockFeed.Extent]) {
    self.workers = workers
    self.extents = extents
    blocks = workers.flatMap(\.blocks).sorted { $0.index < $1.index }
    rowCount = blocks.reduce(0) { $0 + $1.rowCount }
    let places = TableAssembly.places(workers)
    columns = TableAssembly.names(workers).map { TableAssembly.source($0, workers, places) }
  }

  var allWorkers: [LoadWorker] { workers + secondWorkers }

  /// The names of all columns in the order in which the file mentions them first.
  private static func names(_ workers: [LoadWorker]) -> [String] {
    var first: [String: (block: Int, place: Int)] = [:]
    for worker in workers {
      for (place, (name, block)) in zip(worker.names, worker.firstBlocks).enumerated() {
        // Of two workers only one read a given block, so places within a block compare.
        if first[name].map({ block < $0.block }) ?? true { first[name] = (block, place) }
      }
    }
    return first.sorted { ($0.value.block, $0.value.place) < ($1.value.block, $1.value.place) }
      .map(\.key)
  }

  /// Per worker, the index of each column by its name.
  private static func places(_ workers: [LoadWorker]) -> [[String: Int]] {
    workers.map { worker in
      Dictionary(zip(worker.names, 0...), uniquingKeysWith: { first, _ in first })
    }
  }

  private static func source(
    _ name: String, _ workers: [LoadWorker], _ places: [[String: Int]]
  ) -> ColumnSource {
    let local = places.map { $0[name] }
    var placed: [(index: Int, worker: Int, rows: Int, piece: ColumnPiece)] = []
    for (number, worker) in workers.enumerated() {
      for block in worker.blocks {
        var piece = ColumnPiece()
        if let column = local[number], column < block.pieces.count { piece = block.pieces[column] }
        placed.append((block.index, number, block.rowCount, piece))
      }
    }
    placed.sort { $0.index < $1.index }
    var row = 0
    let pieces = placed.map { entry in
      defer { row += entry.rows }
      return PlacedPiece(
        worker: entry.worker, firstRow: row, rowCount: entry.rows, piece: entry.piece)
    }
    return ColumnSource(
      name: name, workers: workers, localIndex: local, pieces: pieces, rowCount: row)
  }

  // MARK: - Types

  /// The columns whose blocks disagree, with the kind that all rows can be read as.
  /// Where the decimal sign is a comma, points were misread: those columns come again as text.
  func columnsToReadAgain(decimalComma: Bool) -> [String: PieceKind] {
    var again: [String: PieceKind] = [:]
    for column in columns {
      if decimalComma, column.pieces.contains(where: { $0.piece.mayHavePoints }) {
        again[column.name] = .codes
        continue
      }
      if case .readAgain(let kind) = TypeInference.verdict(column.pieces.lazy.map(\.piece)) {
        again[column.name] = kind
      }
    }
    return again
  }

  /// Takes the columns named from the workers of a second pass.
  mutating func replace(_ names: [String: PieceKind], with second: [LoadWorker]) {
    secondWorkers = second
    let places = TableAssembly.places(second)
    for index in columns.indices where names[columns[index].name] != nil {
      columns[index].release()
      columns[index] = TableAssembly.source(columns[index].name, second, places)
    }
  }

  // MARK: - Building

  /// Puts the columns together, several at a time, each giving back its pieces; nil when stopped.
  func build(
    threads: Int, zone: CivilTimeZone, progress: @escaping @Sendable () -> Bool
  ) -> [Table.Field]? {
    let queue = BuildQueue()
    let columns = columns
    let workers = rowCount > 10_000 ? min(threads, columns.count) : 1
    WorkerThreads.run(workers) { _ in
      while let index = queue.take(below: columns.count) {
        let column = ColumnAssembly(columns[index], zone: zone).build()
        columns[index].release()
        queue.finish(index, column, isStopped: !progress())
      }
    }
    guard !queue.isStopped else { return nil }
    let built = queue.columns
    return columns.indices.compactMap { index in
      built[index].map { Table.Field(columns[index].name, $0) }
    }
  }

  private final class BuildQueue: Sendable {
    private struct State: Sendable {
      var next = 0
      var isStopped = false
      var columns: [Int: Column] = [:]
    }

    private let state = Mutex(State())

    var isStopped: Bool { state.withLock { $0.isStopped } }
    var columns: [Int: Column] { state.withLock { $0.columns } }

    func take(below count: Int) -> Int? {
      state.withLock { state in
        guard state.next < count, !state.isStopped else { return nil }
        state.next += 1
        return state.next - 1
      }
    }

    func finish(_ index: Int, _ column: Column, isStopped: Bool) {
      state.withLock { state in
        state.columns[index] = column
        state.isStopped = state.isStopped || isStopped
      }
    }
  }
}
