/// Puts one column together from its pieces.
struct ColumnAssembly {
  private let source: TableAssembly.ColumnSource
  private let zone: CivilTimeZone

  init(_ source: TableAssembly.ColumnSource, zone: CivilTimeZone) {
    self.source = source
    self.zone = zone
  }

  func build() -> Column {
    guard case .type(let type) = TypeInference.verdict(source.pieces.lazy.map(\.piece)) else {
      // After the second pass all pieces agree.
      return Column(.text, .heap(TextHeap()), nulls: NullMask(count: 0))
    }
    let nulls = nullMask()
    switch type {
    case .boolean: return Column(type, .booleans(booleans()), nulls: nulls)
    case .number: return Column(type, .doubles(doubles()), nulls: nulls)
    case .text: return Column(type, text(nulls), nulls: nulls)
    case .integer, .date, .instant, .money, .duration:
      return Column(type, .integers(integers(as: type)), nulls: nulls)
    }
  }

  private func nullMask() -> NullMask {
    let rows = source.rowCount
    guard
      source.pieces.contains(where: {
        $0.rowCount > 0 && ($0.piece.kind == .blank || $0.piece.nulls != nil)
      })
    else { return NullMask(count: rows) }
    var words = [UInt64](repeating: 0, count: (rows + 63) >> 6)
    for placed in source.pieces {
      let count = (placed.rowCount + 63) >> 6
      for index in 0..<count {
        var word = placed.piece.nulls?[index] ?? 0
        if placed.piece.kind == .blank {
          let rest = placed.rowCount - index * 64
          word = rest >= 64 ? .max : (1 << UInt64(rest)) - 1
        }
        guard word != 0 else { continue }
        let row = placed.firstRow + index * 64
        let shift = UInt64(row & 63)
        words[row >> 6] |= word << shift
        if shift > 0 && word >> (64 - shift) != 0 { words[row >> 6 + 1] |= word >> (64 - shift) }
      }
    }
    return NullMask(count: rows, words: words)
  }

  // MARK: - Fixed width

  private func values<Value: BitwiseCopyable>(
    zero: Value, _ copy: (TableAssembly.PlacedPiece, UnsafeMutablePointer<Value>) -> Void
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: source.rowCount) { buffer, filled in
      filled = source.rowCount
      guard let base = buffer.baseAddress else { return }
      for placed in source.pieces {
        let target = base + placed.firstRow
        if placed.piece.values == nil {
          target.initialize(repeating: zero, count: placed.rowCount)
        } else {
          copy(placed, target)
        }
      }
    }
  }

  private func elements<Value: BitwiseCopyable>(
    _ placed: TableAssembly.PlacedPiece, as type: Value.Type
  ) -> UnsafeBufferPointer<Value> {
    UnsafeBufferPointer(
      start: placed.piece.values.map { UnsafePointer($0.assumingMemoryBound(to: Value.self)) },
      count: placed.rowCount)
  }

  private func booleans() -> [UInt8] {
    values(zero: 0) { placed, target in
      _ = UnsafeMutableBufferPointer(start: target, count: placed.rowCount)
        .initialize(from: elements(placed, as: UInt8.self))
    }
  }

  private func doubles() -> [Double] {
    values(zero: 0) { placed, target in
      if placed.piece.kind == .integer {
        for (row, value) in elements(placed, as: Int64.self).enumerated() {
          target[row] = Double(value)
        }
      } else {
        _ = UnsafeMutableBufferPointer(start: target, count: placed.rowCount)
          .initialize(from: elements(placed, as: Double.self))
      }
    }
  }

  private func integers(as type: ValueType) -> [Int64] {
    var divisor: Int64 = 1
    if case .money(let scale) = type {
      for _ in scale..<NumberText.moneyScale { divisor *= 10 }
    }
    var time = TimeText(zone: zone)
    return values(zero: 0) { placed, target in
      let source = elements(placed, as: Int64.self)
      if divisor > 1 {
        for row in 0..<placed.rowCount { target[row] = source[row] / divisor }
      } else if type == .instant && placed.piece.kind == .date {
        for row in 0..<placed.rowCount {
          target[row] = time.instant(ofWall: source[row] * microsecondsPerDay)
        }
      } else {
        _ = UnsafeMutableBufferPointer(start: target, count: placed.rowCount).initialize(
          from: source)
      }
    }
  }

  // MARK: - Text

  private func text(_ nulls: NullMask) -> Column.Storage {
    if source.pieces.contains(where: { $0.piece.kind == .heap }) {
      // A thread judged by its first rows; values that come round again later show only now.
      let heap = heap()
      return HeapEncoding.repeats(heap) ? HeapEncoding.codes(heap, nulls) : .heap(heap)
    }
    let (dictionary, codeMaps) = mergedDictionary()
    let known = source.pieces.reduce(0) { $0 + $1.rowCount }
    if dictionary.count > TypeInference.smallDictionary && dictionary.count * 2 > known {
      return .heap(heap())
    }
    let codes = values(zero: StringDictionary.unknownCode) { placed, target in
      let source = elements(placed, as: UInt32.self)
      guard let map = codeMaps[placed.worker] else {
        _ = UnsafeMutableBufferPointer(start: target, count: placed.rowCount).initialize(
          from: source)
        return
      }
      map.withUnsafeBufferPointer { map in
        for row in 0..<placed.rowCount {
          let code = source[row]
          target[row] =
            code == StringDictionary.unknownCode ? code : map[Int(truncatingIfNeeded: code)]
        }
      }
    }
    return .codes(codes, StringDictionary(dictionary.heap()))
  }

  /// One dictionary for all threads, in the order in which the file mentions each text first, and
  /// for each thread where its codes went (nil: they stayed).
  private func mergedDictionary() -> (ByteDictionary, [Int: [UInt32]]) {
    let used = Set(source.pieces.lazy.filter { $0.piece.kind == .codes }.map(\.worker))
    if used.count <= 1, let worker = used.first, let dictionary = dictionary(of: worker) {
      return (dictionary, [:])
    }
    let merged = ByteDictionary()
    var maps: [Int: [UInt32]] = [:]
    for worker in used {
      var map: [UInt32] = []
      map.reserveCapacity(dictionary(of: worker)?.count ?? 0)
      maps[worker] = map
    }
    for placed in source.pieces where placed.piece.kind == .codes {
      guard let dictionary = dictionary(of: placed.worker), var map = maps[placed.worker],
        map.count < placed.piece.dictionaryCount
      else { continue }
      maps[placed.worker] = nil
      for code in map.count..<placed.piece.dictionaryCount {
        let (text, length) = dictionary.text(code)
        map.append(merged.code(text, count: length))
      }
      maps[placed.worker] = map
    }
    return (merged, maps)
  }

  private func dictionary(of worker: Int) -> ByteDictionary? {
    source.localIndex[worker].map { source.workers[worker].dictionary($0) }
  }

  private func heap() -> TextHeap {
    var total = 0
    let offsets = [Int](unsafeUninitializedCapacity: source.rowCount + 1) { buffer, filled in
      buffer[0] = 0
      for placed in source.pieces {
        forEachText(placed) { row, _, length in
          total += length
          buffer[placed.firstRow + row + 1] = total
        }
      }
      filled = source.rowCount + 1
    }
    // Room behind the last text, so that it can be loaded eight bytes at a time.
    let bytes = [UInt8](unsafeUninitializedCapacity: total + 8) { buffer, filled in
      if let base = buffer.baseAddress {
        for placed in source.pieces {
          forEachText(placed) { row, text, length in
            if let text {
              (base + offsets[placed.firstRow + row]).update(from: text, count: length)
            }
          }
        }
      }
      filled = total
    }
    return TextHeap(offsets: offsets, bytes: bytes)
  }

  /// Every row's text in a piece; nil and 0 where it is unknown.
  private func forEachText(
    _ placed: TableAssembly.PlacedPiece, _ body: (Int, UnsafePointer<UInt8>?, Int) -> Void
  ) {
    switch placed.piece.kind {
    case .codes:
      guard let dictionary = dictionary(of: placed.worker) else { return }
      for (row, code) in elements(placed, as: UInt32.self).enumerated() {
        if code == StringDictionary.unknownCode {
          body(row, nil, 0)
        } else {
          let (text, length) = dictionary.text(Int(code))
          body(row, text, length)
        }
      }
    case .heap:
      var text = placed.piece.text.map { UnsafePointer($0) }
      for (row, length) in elements(placed, as: UInt32.self).enumerated() {
        body(row, text, Int(length))
        text = text.map { $0 + Int(length) }
      }
    default:
      for row in 0..<placed.rowCount { body(row, nil, 0) }
    }
  }
}
