internal import Synchronization

extension RowLines {
  /// Finds lines by reading the file once more up to the row: messages name few rows, so keeping a
  /// line for each of millions would be dear. Formats without lines have none.
  init(_ file: LoadedFile, name: String) {
    let places = FilePlaces(path: file.report.path, options: file.options)
    switch file.origins {
    case .unknown:
      self.init { row in places.line(of: row) { $0.line(ofRow: row, &$1) }.map { (name, $0) } }
    case .lines(let lines):
      self.init { row in row < lines.count ? (name, lines[row]) : nil }
    case .offsets(let offsets):
      self.init { row in
        guard row < offsets.count else { return nil }
        let line = places.line(of: row) { reading, _ in
          reading.source.position(of: offsets[row]).line
        }
        return line.map { (name, $0) }
      }
    }
  }
}

/// The lines of the rows of one file, as far as they were asked for. What was found is kept, and
/// where blocks of rows begin is, so that no part of the file is read again for each of its rows.
private final class FilePlaces: Sendable {
  /// The rows and lines before a place in the file.
  struct Mark {
    var offset: Int
    var rows = 0
    var lines: Int
  }

  private struct Known {
    /// The file as it was when this was found.
    var stamp: FileStamp?
    var lines: [Int: Int?] = [:]
    var marks: [Mark] = []
  }

  /// The one file that stays open: messages come file by file. What was unpacked is not unpacked
  /// for the next row again, and no more than one of them takes room.
  private struct Opened {
    let owner: FilePlaces
    let stamp: FileStamp
    let reading: LineReading
  }

  private static let latest = Mutex<Opened?>(nil)
  /// Rows that messages name are few.
  private static let mostLines = 4096

  private let path: String
  private let options: ReadingOptions
  private let known = Mutex(Known())

  init(path: String, options: ReadingOptions) {
    self.path = path
    self.options = options
  }

  /// The line of a row; `find` looks for one that was not asked for before.
  func line(of row: Int, _ find: (LineReading, inout [Mark]) -> Int?) -> Int? {
    guard let stamp = FileStamp(path) else { return nil }
    return known.withLock { known in
      if known.stamp != stamp { known = Known(stamp: stamp) }
      if let line = known.lines[row] { return line }
      guard let reading = reading(stamp) else { return nil }
      let line = find(reading, &known.marks)
      if known.lines.count < FilePlaces.mostLines { known.lines[row] = .some(line) }
      return line
    }
  }

  private func reading(_ stamp: FileStamp) -> LineReading? {
    FilePlaces.latest.withLock { latest in
      if let latest, latest.owner === self, latest.stamp == stamp { return latest.reading }
      // What was open goes first: two of them would take twice the room.
      latest = nil
      guard let source = FileOpener.reopen(path, options) else { return nil }
      let reading = LineReading(source, options)
      latest = Opened(owner: self, stamp: stamp, reading: reading)
      return reading
    }
  }
}

/// A file opened for its lines.
private struct LineReading: Sendable {
  let source: ByteSource
  /// Where the rows begin and end; nil for a format that has no lines.
  private var start: FilePlaces.Mark?
  private var end: Int?
  /// Nil for JSON Lines.
  private var tokenizer: CSVTokenizer?

  init(_ source: ByteSource, _ options: ReadingOptions) {
    self.source = source
    switch try? FileFormat.detect(source, options) {
    case .csv(let first, let preferred):
      guard
        let layout = try? CSVLayout.detect(
          source, from: first, preferred: preferred, options: options)
      else { return }
      start = FilePlaces.Mark(offset: layout.bodyStart, lines: layout.bodyLine)
      end = layout.bodyEnd
      tokenizer = layout.tokenizer
    case .json(.lines(let first)):
      start = FilePlaces.Mark(offset: first, lines: 0)
    default: break
    }
  }

  /// Reads on from the last mark before the row, and adds those of the blocks it reads.
  func line(ofRow row: Int, _ marks: inout [FilePlaces.Mark]) -> Int? {
    guard let start else { return nil }
    if marks.isEmpty { marks.append(start) }
    let next = marks.partitioningIndex { $0.rows > row }
    guard next > 0 else { return nil }
    var mark = marks[next - 1]
    let blockSize = 256 << 10
    let feed = BlockFeed(
      source: source, from: mark.offset, to: end,
      cutter: tokenizer.map { .csv($0) } ?? .lines, blockSize: blockSize, progress: nil)
    let block = RowBlock(capacity: min(blockSize, max(1, source.size)) + 1)
    let json = JSONTokenizer(isArray: false, shape: .whole)
    while let extent = feed.next(block) {
      if let tokenizer { tokenizer.tokenize(block) } else { json.tokenize(block, at: extent) }
      guard block.fault == nil else { return nil }
      if row < mark.rows + block.rowCount {
        return mark.lines + 1 + Int(block.rowLines[row - mark.rows])
      }
      mark.offset = extent.offset + extent.count
      mark.rows += block.rowCount
      mark.lines += block.lineCount
      if mark.offset > (marks.last?.offset ?? 0) { marks.append(mark) }
    }
    return nil
  }
}

extension [FilePlaces.Mark] {
  /// The first place whose element, as all behind it, is so.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
