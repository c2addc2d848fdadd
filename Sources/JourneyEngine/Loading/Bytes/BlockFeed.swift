internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Hands out a file in blocks of whole rows, in order, to any number of threads. Finding where a
/// block ends is the only work done one thread at a time.
final class BlockFeed: Sendable {
  /// Where a block lies in the file.
  struct Extent: Sendable {
    let index: Int
    let offset: Int
    let count: Int
  }

  /// A row longer than this is taken for a quote that was never closed.
  static let longestRow = 128 << 20

  private struct State: Sendable {
    var offset: Int
    var extents: [Extent] = []
    /// The next extent to hand out again, in a second pass.
    var replayed: Int?
    var fault: BlockFault?
    var isStopped = false
    var lastReport: UInt64
    /// Bytes of passes already finished, and of all passes known to be needed.
    var doneBefore = 0
    var total: Int
  }

  let source: ByteSource
  /// Where the rows end.
  private let end: Int
  private let cutter: RowCutter
  private let blockSize: Int
  private let progress: (@Sendable (Int, Int) -> Bool)?
  private let state: Mutex<State>

  init(
    source: ByteSource, from offset: Int, to end: Int? = nil, cutter: RowCutter, blockSize: Int,
    progress: (@Sendable (Int, Int) -> Bool)?
  ) {
    self.source = source
    self.end = min(end ?? source.size, source.size)
    self.cutter = cutter
    self.blockSize = max(1, blockSize)
    self.progress = progress
    state = Mutex(State(offset: offset, lastReport: 0, total: source.size))
  }

  var fault: BlockFault? { state.withLock { $0.fault } }
  var isStopped: Bool { state.withLock { $0.isStopped } }
  /// The first pass has handed out all there is.
  var isExhausted: Bool { state.withLock { $0.offset >= end } }
  var extents: [Extent] { state.withLock { $0.extents } }

  /// From now on hands out the blocks of the first pass once more.
  func rewind() {
    state.withLock { state in
      state.replayed = 0
      state.doneBefore += source.size
      state.total += source.size
    }
  }

  /// Stops handing out blocks that lie behind a fault: nothing after it counts.
  func stop() {
    state.withLock { state in
      state.replayed = state.extents.count
      state.offset = end
    }
  }

  /// Reports progress if it is due; false when the caller wants to stop.
  func reportProgress() -> Bool {
    state.withLock { report(&$0, done: source.size) }
  }

  /// Fills `block` with the next rows; nil at the end, after a fault, or when stopped.
  func next(_ block: RowBlock) -> Extent? {
    state.withLock { state in
      guard state.fault == nil, !state.isStopped else { return nil }
      if let index = state.replayed { return replay(index, &state, block) }
      guard state.offset < end else { return nil }
      guard report(&state, done: state.offset) else { return nil }
      return cut(&state, block)
    }
  }

  /// Fills `block` with a block handed out before.
  func reread(_ extent: Extent, into block: RowBlock) -> Bool {
    block.reserve(extent.count + 1)
    guard source.read(at: extent.offset, into: block.bytes, count: extent.count) == extent.count
    else {
      return false
    }
    block.finish(count: extent.count, isLast: extent.offset + extent.count == end)
    return true
  }

  private func replay(_ index: Int, _ state: inout State, _ block: RowBlock) -> Extent? {
    guard index < state.extents.count else { return nil }
    let extent = state.extents[index]
    guard report(&state, done: extent.offset) else { return nil }
    state.replayed = index + 1
    guard reread(extent, into: block) else {
      state.fault = BlockFeed.readFault(extent.offset)
      return nil
    }
    return extent
  }

  private func cut(_ state: inout State, _ block: RowBlock) -> Extent? {
    let offset = state.offset
    var wanted = blockSize
    while true {
      block.reserve(wanted + 1)
      let expected = min(wanted, end - offset)
      guard source.read(at: offset, into: block.bytes, count: expected) == expected else {
        state.fault = BlockFeed.readFault(offset)
        return nil
      }
      let isEnd = offset + expected == end
      var open: Int?
      let cut = cutter.lastRowEnd(block.bytes, count: expected, isEnd: isEnd, openQuote: &open)
      if let open, isEnd || wanted >= BlockFeed.longestRow, cut == nil || isEnd {
        state.fault = BlockFault(
          offset: offset + open, message: "the quote that opens here is never closed",
          hint: "a quote inside a quoted field is written twice (\"\")")
        return nil
      }
      if let count = isEnd ? expected : cut {
        let extent = Extent(index: state.extents.count, offset: offset, count: count)
        state.extents.append(extent)
        state.offset = offset + count
        block.finish(count: count, isLast: isEnd)
        return extent
      }
      guard wanted < BlockFeed.longestRow else {
        state.fault = BlockFault(
          offset: offset, message: "a row longer than \(BlockFeed.longestRow >> 20) MB begins here")
        return nil
      }
      wanted *= 2
    }
  }

  private func report(_ state: inout State, done: Int) -> Bool {
    guard let progress, !state.isStopped else { return !state.isStopped }
    let now = monotonicNanoseconds()
    // The first block is told at once, so that who wants no load at all need not wait.
    guard state.lastReport == 0 || now - state.lastReport >= 50_000_000 else { return true }
    state.lastReport = now
    state.isStopped = !progress(state.doneBefore + done, state.total)
    return !state.isStopped
  }

  private static func readFault(_ offset: Int) -> BlockFault {
    BlockFault(
      offset: offset,
      message: "the file could not be read on from here (it shrank, or the disk fails)",
      hint: "load it again once nothing writes to it")
  }
}

/// How the rows of a format are told apart before they are read.
enum RowCutter: Sendable {
  case csv(CSVTokenizer)
  /// JSON Lines: a line feed never stands inside a row.
  case lines
  case jsonArray

  func lastRowEnd(
    _ bytes: UnsafeMutablePointer<UInt8>, count: Int, isEnd: Bool, openQuote: inout Int?
  ) -> Int? {
    switch self {
    case .csv(let tokenizer):
      return tokenizer.lastRowEnd(bytes, count: count, isEnd: isEnd, openQuote: &openQuote)
    case .lines:
      var position = count
      while position > 0 {
        if bytes[position - 1] == .newline { return position }
        position -= 1
      }
      return nil
    case .jsonArray:
      return JSONRowCutter.lastElementEnd(bytes, count: count)
    }
  }
}
