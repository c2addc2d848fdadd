internal import Synchronization

/// The values of a text column read as another type: a cell a row.
struct ConvertedValues<Value: BitwiseCopyable & Sendable> {
  var values: [Value]
  var nulls: NullMask
  var missing: MissingCounts
}

/// The texts of a column where they stand, each without the blanks around it.
struct PlacedTexts: @unchecked Sendable {
  let base: UnsafePointer<UInt8>
  let offsets: UnsafePointer<Int>

  @inline(__always)
  subscript(index: Int) -> (start: UnsafePointer<UInt8>, count: Int) {
    var start = offsets[index]
    var end = offsets[index + 1]
    while start < end {
      let width = ByteSpaces.width(base + start, count: end - start)
      if width == 0 { break }
      start += width
    }
    while end > start {
      if base[end - 1] == .space || base[end - 1] == .tab {
        end -= 1
      } else if base[end - 1] >= 0x80 && end - start >= 2
        && ByteSpaces.width(base + end - 2, count: 2) == 2
      {
        end -= 2
      } else if base[end - 1] >= 0x80 && end - start >= 3
        && ByteSpaces.width(base + end - 3, count: 3) == 3
      {
        end -= 3
      } else {
        break
      }
    }
    return (base + start, end - start)
  }
}

extension DistinctValues {
  typealias Reading<Value> = (UnsafePointer<UInt8>, Int) -> Value?

  /// So many values are read at a time, each part by one thread.
  private static let partSize = 16_384

  private enum CellState {
    static let value: UInt8 = 0
    static let blank: UInt8 = 1
    static let missing: UInt8 = 2
  }

  private struct Cells<Value>: @unchecked Sendable {
    let values: UnsafeMutablePointer<Value>
    let states: UnsafeMutablePointer<UInt8>
  }

  /// Has several threads look at the values part by part until one returns false; whether none did.
  func forEachPart(
    _ threads: Int, _ body: @escaping @Sendable (Range<Int>, PlacedTexts) -> Bool
  ) -> Bool {
    let padded =
      heap.bytes.capacity >= heap.bytes.count + 8
      ? heap.bytes : heap.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    let count = heap.count
    let state = Mutex((next: 0, isFine: true))
    return padded.withUnsafeBufferPointer { bytes in
      heap.offsets.withUnsafeBufferPointer { offsets in
        guard let base = bytes.baseAddress, let starts = offsets.baseAddress else { return true }
        let texts = PlacedTexts(base: base, offsets: starts)
        let size = DistinctValues.partSize
        let parts = (count + size - 1) / size
        WorkerThreads.run(min(threads, parts)) { _ in
          while true {
            let part = state.withLock { state -> Int? in
              guard state.isFine, state.next < parts else { return nil }
              state.next += 1
              return state.next - 1
            }
            guard let part else { return }
            if !body(part * size..<min(count, (part + 1) * size), texts) {
              state.withLock { $0.isFine = false }
            }
          }
        }
        return state.withLock { $0.isFine }
      }
    }
  }

  /// Whether a value stands in some row; a dictionary may hold others.
  func isUsed(_ index: Int) -> Bool { rows.map { $0[index] > 0 } ?? true }

  /// All values but the missing as `reader` (one for each part) has them; nil as soon as one does
  /// not fit.
  func converted<Value: BitwiseCopyable & Sendable>(
    zero: Value, missing: MissingWords, threads: Int,
    reader: @escaping @Sendable () -> Reading<Value>
  ) -> ConvertedValues<Value>? {
    let cells = Cells<Value>(
      values: .allocate(capacity: max(1, heap.count)),
      states: .allocate(capacity: max(1, heap.count)))
    defer {
      cells.values.deallocate()
      cells.states.deallocate()
    }
    let fits = forEachPart(threads) { part, texts in
      let read = reader()
      for index in part {
        let (start, count) = texts[index]
        cells.values[index] = zero
        if count == 0 || !self.isUsed(index) {
          cells.states[index] = CellState.blank
        } else if let value = read(start, count) {
          cells.values[index] = value
          cells.states[index] = CellState.value
        } else if missing.contains(start, count: count) {
          cells.states[index] = CellState.missing
        } else {
          return false
        }
      }
      return true
    }
    return fits ? spread(cells, zero: zero) : nil
  }

  private func spread<Value>(_ cells: Cells<Value>, zero: Value) -> ConvertedValues<Value> {
    var counts = MissingCounts()
    for index in 0..<heap.count where cells.states[index] == CellState.missing {
      counts.add(trimmedText(index), rows: rows?[index] ?? 1)
    }
    let unknown = StringDictionary.unknownCode
    var nulls = NullMask(count: column.count)
    let values = [Value](unsafeUninitializedCapacity: column.count) { buffer, filled in
      if case .codes(let codes, _) = column.storage {
        for (row, code) in codes.enumerated() {
          let isKnown = code != unknown && cells.states[Int(code)] == CellState.value
          buffer[row] = isKnown ? cells.values[Int(code)] : zero
          if !isKnown { nulls.setUnknown(row) }
        }
      } else {
        for row in 0..<column.count {
          buffer[row] = cells.values[row]
          if cells.states[row] != CellState.value { nulls.setUnknown(row) }
        }
      }
      filled = column.count
    }
    return ConvertedValues(values: values, nulls: nulls, missing: counts)
  }

  /// A value as a message shows it.
  func trimmedText(_ index: Int) -> String {
    let bytes = heap.utf8(at: index)
    let start = bytes.firstIndex { $0 != .space && $0 != .tab } ?? bytes.endIndex
    let end = bytes.lastIndex { $0 != .space && $0 != .tab } ?? bytes.startIndex
    return start <= end ? String(decoding: bytes[start...end], as: UTF8.self) : ""
  }

  /// Up to `limit` values from all over the column, without the missing: where the first rows are
  /// alike, those in the middle may tell.
  func sample(_ limit: Int, without missing: MissingWords) -> [[UInt8]] {
    let first = samples(limit).filter { !missing.contains($0) }
    guard heap.count > limit * 4 else { return first }
    let step = heap.count / limit
    let spread = stride(from: limit, to: heap.count, by: step).compactMap { index -> [UInt8]? in
      guard isUsed(index) else { return nil }
      let text = Array(trimmedText(index).utf8)
      return text.isEmpty || missing.contains(text) ? nil : text
    }
    return first + spread
  }
}
