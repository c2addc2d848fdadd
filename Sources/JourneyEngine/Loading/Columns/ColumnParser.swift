/// Reads one column on one thread, block after block, as the narrowest type that has held so far.
final class ColumnParser {
  private let plan: ColumnPlan
  private var arena: ColumnArena
  private var kind: PieceKind
  private var time: TimeText
  private var escapes: Unescaper
  private(set) var dictionary: ByteDictionary
  private var usesHeap = false
  private var rowsAsText = 0
  /// How many rows the file will have, as far as one can tell: decides between dictionary and heap.
  private let expectedRows: Int
  private var lastRowsChecked = 0

  init(
    _ plan: ColumnPlan, startingAs kind: PieceKind, options: ColumnParsingOptions, expectedRows: Int
  ) {
    self.plan = plan
    self.kind = kind
    self.expectedRows = expectedRows
    arena = ColumnArena(pageSize: options.arenaPageSize)
    time = TimeText(zone: options.zone)
    escapes = Unescaper(options.escapes)
    dictionary = ByteDictionary()
    usesHeap = kind == .heap
    if usesHeap { self.kind = .codes }
  }

  /// Gives the memory of all pieces back to the system.
  func release() {
    arena = ColumnArena(pageSize: arena.pageSize)
    dictionary = ByteDictionary()
  }

  /// The type that has held so far: where other threads may start.
  var currentKind: PieceKind { usesHeap ? .heap : kind }

  func parse(_ block: RowBlock, column: Int, nullScratch: UnsafeMutablePointer<UInt64>)
    -> ColumnPiece
  {
    let fields = block.column(column)
    let words = (fields.count + 63) >> 6
    nullScratch.update(repeating: 0, count: words)
    var kernels = ColumnKernels(fields, nulls: nullScratch)
    var piece = ColumnPiece()
    switch plan.mode {
    case .skip: break
    case .text: parseText(&kernels, &piece)
    case .forced(.codes), .forced(.heap): parseText(&kernels, &piece)
    case .declared(let format): parseDeclared(format, &kernels, &piece, lines: block.rowLines)
    case .forced(let target):
      if firstValue(fields, from: 0) == nil {
        markAllUnknown(&kernels, &piece)
      } else {
        tryParse(target, &kernels, &piece)
      }
    case .infer(let isMoney): infer(isMoney: isMoney, &kernels, &piece)
    }
    piece.facts = kernels.facts
    if kernels.nullCount > 0 && piece.kind != .blank {
      let nulls = arena.allocate(UInt64.self, count: words)
      nulls.update(from: nullScratch, count: words)
      piece.nulls = nulls
    }
    piece.dictionaryCount = dictionary.count
    return piece
  }

  // MARK: - Types

  private func infer(isMoney: Bool, _ kernels: inout ColumnKernels, _ piece: inout ColumnPiece) {
    let fields = kernels.fields
    if kind == .blank {
      guard let first = firstValue(fields, from: 0) else { return markAllUnknown(&kernels, &piece) }
      kind = kind(of: first, isMoney: isMoney)
    }
    while kind != .codes {
      guard let misfit = tryParse(kind, &kernels, &piece) else { return }
      let words = (fields.count + 63) >> 6
      kernels.nulls.update(repeating: 0, count: words)
      kernels = ColumnKernels(fields, nulls: kernels.nulls)
      guard let value = firstValue(fields, from: misfit) else { break }
      kind = TypeInference.widened(kind, by: self.kind(of: value, isMoney: isMoney))
    }
    kind = .codes
    parseText(&kernels, &piece)
  }

  private func markAllUnknown(_ kernels: inout ColumnKernels, _ piece: inout ColumnPiece) {
    piece.kind = .blank
  }

  private func firstValue(
    _ fields: FieldColumn, from row: Int
  ) -> (start: UnsafePointer<UInt8>, count: Int)? {
    for row in row..<fields.count {
      if let value = ColumnKernels.trimmed(fields, fields[row]) { return value }
    }
    return nil
  }

  /// The narrowest kind one value is of.
  private func kind(of value: (start: UnsafePointer<UInt8>, count: Int), isMoney: Bool) -> PieceKind
  {
    let (start, count) = value
    if isMoney && NumberText.money(start, count: count) != nil { return .money }
    if NumberText.integer(start, count: count) != nil { return .integer }
    if NumberText.number(start, count: count) != nil { return .number }
    if time.date(start, count: count) != nil { return .date }
    if time.instant(start, count: count) != nil { return .instant }
    if BooleanText.value(start, count: count) != nil { return .boolean }
    return .codes
  }

  /// Reads all rows as one kind; returns the first that is none, with nothing kept.
  @discardableResult
  private func tryParse(
    _ kind: PieceKind, _ kernels: inout ColumnKernels, _ piece: inout ColumnPiece
  ) -> Int? {
    let count = kernels.fields.count
    let misfit: Int?
    let release: () -> Void
    switch kind {
    case .boolean:
      let values = arena.allocate(UInt8.self, count: count)
      misfit = kernels.booleans(into: values)
      piece.values = UnsafeMutableRawPointer(values)
      release = { self.arena.shrinkLast(values, count: 0) }
    case .number:
      let values = arena.allocate(Double.self, count: count)
      misfit = kernels.numbers(into: values)
      piece.values = UnsafeMutableRawPointer(values)
      release = { self.arena.shrinkLast(values, count: 0) }
    default:
      let values = arena.allocate(Int64.self, count: count)
      switch kind {
      case .integer: misfit = kernels.integers(into: values)
      case .money: misfit = kernels.money(into: values)
      case .date: misfit = kernels.dates(into: values, &time)
      default: misfit = kernels.instants(into: values, &time)
      }
      piece.values = UnsafeMutableRawPointer(values)
      release = { self.arena.shrinkLast(values, count: 0) }
    }
    piece.kind = kind
    if misfit != nil || kernels.nullCount == count {
      release()
      piece.values = nil
      piece.kind = .blank
    }
    return misfit
  }

  private func parseDeclared(
    _ format: DateFormat, _ kernels: inout ColumnKernels, _ piece: inout ColumnPiece,
    lines: UnsafeMutablePointer<UInt32>
  ) {
    let values = arena.allocate(Int64.self, count: kernels.fields.count)
    if format.hasTime {
      kernels.declared(into: values, lines: lines) { start, count in
        format.moment(start, count: count).map { $0.instant(&time) }
      }
    } else {
      kernels.declared(into: values, lines: lines) { start, count in
        format.wall(start, count: count).map { floorDivide($0, microsecondsPerDay) }
      }
    }
    piece.kind = format.hasTime ? .instant : .date
    piece.values = UnsafeMutableRawPointer(values)
  }

  // MARK: - Text

  private func parseText(_ kernels: inout ColumnKernels, _ piece: inout ColumnPiece) {
    let count = kernels.fields.count
    guard usesHeap else {
      let codes = arena.allocate(UInt32.self, count: count)
      kernels.codes(into: codes, &dictionary.table, &escapes)
      piece.kind = .codes
      piece.values = UnsafeMutableRawPointer(codes)
      rowsAsText += count - kernels.nullCount
      chooseRepresentation()
      return
    }
    let lengths = arena.allocate(UInt32.self, count: count)
    let text = arena.allocate(UInt8.self, count: kernels.textLength)
    let used = kernels.heap(lengths: lengths, text: text, &escapes)
    arena.shrinkLast(text, count: used)
    piece.kind = .heap
    piece.values = UnsafeMutableRawPointer(lengths)
    piece.text = text
  }

  /// Leaves the dictionary for the heap when more than half of all rows will be distinct.
  private func chooseRepresentation() {
    guard dictionary.count > TypeInference.smallDictionary, rowsAsText >= lastRowsChecked * 2 else {
      return
    }
    lastRowsChecked = rowsAsText
    usesHeap = TypeInference.rarelyRepeats(
      rows: rowsAsText, distinct: dictionary.count, expectedRows: expectedRows)
  }
}

/// What the readers of all columns of a file have in common.
struct ColumnParsingOptions: Sendable {
  var zone: CivilTimeZone
  var escapes: Unescaper.Style
  /// Small for small files.
  var arenaPageSize: Int
}
