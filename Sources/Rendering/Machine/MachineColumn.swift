internal import JourneyEngine

/// One column on its way into a machine-readable format.
///
/// - Numbers keep full precision; shares stay fractions; money keeps its exact digits.
/// - Durations are days, as decimals. Dates are ISO dates; instants are ISO in UTC.
/// - A date beyond the calendar's range is written as unknown.
struct MachineColumn<Syntax: MachineSyntax> {
  private let column: Column
  private let syntax: Syntax
  private let unknown: [UInt8]
  private let nulls: NullMask
  /// Each text of a dictionary, quoted once instead of row by row.
  private let quoted: CellBlock?

  init(_ column: Column, syntax: Syntax, columnCount: Int) {
    self.column = column
    self.syntax = syntax
    unknown = syntax.unknown(columnCount: columnCount)
    nulls = column.nulls
    if case .codes(_, let dictionary) = column.storage, dictionary.count <= column.count {
      quoted = MachineColumn.quote(dictionary.values, syntax)
    } else {
      quoted = nil
    }
  }

  private static func quote(_ heap: TextHeap, _ syntax: Syntax) -> CellBlock {
    var cells = CellBlock()
    for index in 0..<heap.count {
      cells.appendCell { syntax.append(text: heap.utf8(at: index), to: &$0) }
    }
    return cells
  }

  /// Appends the cells of some rows.
  func encode(_ rows: Range<Int>, into cells: inout CellBlock) {
    switch column.storage {
    case .booleans(let values):
      let names = [Array("false".utf8), Array("true".utf8)]
      each(rows, &cells) { $1.append(contentsOf: names[values[$0] == 0 ? 0 : 1]) }
    case .doubles(let values):
      each(rows, &cells) { row, bytes in
        let value = values[row]
        if value.isFinite {
          bytes.append(shortest: value)
        } else {
          syntax.append(nonFinite: value, to: &bytes)
        }
      }
    case .integers(let values): encode(values, rows, into: &cells)
    case .codes(let codes, let dictionary):
      if let quoted {
        each(rows, &cells) { row, bytes in
          let code = Int(codes[row])
          if code < quoted.count {
            quoted.copyCell(code, to: &bytes)
          } else {
            bytes.append(contentsOf: unknown)
          }
        }
      } else {
        encode(dictionary.values, rows, into: &cells) { Int(codes[$0]) }
      }
    case .heap(let heap): encode(heap, rows, into: &cells) { $0 }
    }
  }

  private func encode(_ values: [Int64], _ rows: Range<Int>, into cells: inout CellBlock) {
    switch column.type {
    case .money(let scale): each(rows, &cells) { $1.append(unscaled: values[$0], scale: scale) }
    case .duration:
      each(rows, &cells) { $1.append(shortest: Double(values[$0]) / Double(microsecondsPerDay)) }
    case .date:
      each(rows, &cells) { row, bytes in
        let start = bytes.count
        if syntax.quotesTimes { bytes.append(0x22) }
        guard bytes.append(dayNumber: values[row]) else {
          bytes.removeSubrange(start...)
          bytes.append(contentsOf: unknown)
          return
        }
        if syntax.quotesTimes { bytes.append(0x22) }
      }
    case .instant:
      each(rows, &cells) { row, bytes in
        if syntax.quotesTimes { bytes.append(0x22) }
        bytes.append(utcInstant: values[row])
        if syntax.quotesTimes { bytes.append(0x22) }
      }
    case .integer, .boolean, .number, .text: each(rows, &cells) { $1.append(decimal: values[$0]) }
    }
  }

  @inline(__always)
  private func encode(
    _ heap: TextHeap, _ rows: Range<Int>, into cells: inout CellBlock, place: (Int) -> Int
  ) {
    let offsets = heap.offsets
    let text = heap.bytes
    each(rows, &cells) { row, bytes in
      let index = place(row)
      syntax.append(text: text[offsets[index]..<offsets[index + 1]], to: &bytes)
    }
  }

  @inline(__always)
  private func each(
    _ rows: Range<Int>, _ cells: inout CellBlock, _ body: (Int, inout [UInt8]) -> Void
  ) {
    let nullWords = nulls.words
    for row in rows {
      cells.appendCell { bytes in
        if !nullWords.isEmpty && nullWords[row >> 6] & (1 << UInt64(row & 63)) != 0 {
          bytes.append(contentsOf: unknown)
        } else {
          body(row, &bytes)
        }
      }
    }
  }
}
