import JourneyEngine
import Rendering
import TestSupport
import Testing

/// What must hold for every answer, whatever its cells.
@Suite struct ScreenPropertyTests {
  private func randomTable(_ random: inout SeededGenerator) -> ResultTable {
    let rowCount = Int.random(in: 0...12, using: &random)
    func values(_ cell: (inout SeededGenerator) -> Value) -> [Value] {
      (0..<rowCount).map { _ in random.chance(0.15) ? .unknown : cell(&random) }
    }
    let columns = (0..<Int.random(in: 1...9, using: &random)).map { index in
      let name = random.chance(0.5) ? random.text() : "column \(index)"
      let style: ResultTable.Style =
        [.plain, .share, .identifier].randomElement(using: &random) ?? .plain
      switch Int.random(in: 0..<8, using: &random) {
      case 0: return column(name, .number, values { .number($0.number()) }, style: style)
      case 1:
        return column(
          name, .integer,
          values { .integer(Int64(bitPattern: $0.next()) >> Int64.random(in: 0..<64, using: &$0)) },
          style: style)
      case 2:
        return column(
          name, .money(scale: 2), values { .money(Int64(bitPattern: $0.next()) >> 30, scale: 2) })
      case 3:
        return column(
          name, .duration, values { .duration(Int64.random(in: 0...9_000_000_000_000, using: &$0)) }
        )
      case 4: return column(name, .date, values { .date(Int64.random(in: 0...30_000, using: &$0)) })
      case 5:
        return column(
          name, .instant,
          values { .instant(Int64.random(in: 0...2_000_000_000_000_000, using: &$0)) })
      case 6: return column(name, .boolean, values { .boolean($0.chance(0.5)) })
      default: return column(name, .text, values { .text($0.text()) })
      }
    }
    return table(columns)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
  }

  @Test func tablesAlignAndFit() {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<600 {
      let answer = randomTable(&random)
      let whole = lines(Rendering.text(answer, as: .table))
      #expect(whole.count == answer.rowCount + 2)
      let rule = DisplayWidth.width(of: whole[1])
      #expect(whole.allSatisfy { DisplayWidth.width(of: $0) <= rule })
      checkColumns(whole)
      for width in [20, 37, Int.random(in: 20...120, using: &random), 120] {
        for symbols in [RenderingOptions.Symbols.unicode, .ascii] {
          let options = RenderingOptions(width: width, symbols: symbols)
          for format in [RenderingFormat.table, .list] {
            let narrow = lines(Rendering.text(answer, as: format, options: options))
            #expect(narrow.allSatisfy { DisplayWidth.width(of: $0) <= width })
          }
        }
      }
    }
  }

  /// Between the columns of the rule there are two blank cells in every row.
  private func checkColumns(_ lines: [String]) {
    var gaps: [Int] = []
    var position = 0
    for (index, part) in lines[1].split(separator: "  ").enumerated() {
      if index > 0 {
        gaps += [position, position + 1]
        position += 2
      }
      position += part.count
    }
    for line in lines {
      var cells: [Bool] = []
      for character in line {
        let width = DisplayWidth.width(of: character)
        cells += [Bool](repeating: character == " ", count: width)
      }
      // A cell that begins with a combining mark shares its cluster with the blank before it.
      guard !line.contains(where: { $0.unicodeScalars.first == " " && $0 != " " }) else { continue }
      #expect(gaps.allSatisfy { $0 >= cells.count || cells[$0] }, "\(line)")
    }
  }

  @Test func noControlCharacterIsEverPrinted() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let answer = randomTable(&random)
      for format in RenderingFormat.allCases {
        let text = Rendering.text(
          answer, as: format,
          options: .init(width: format.isMachineReadable ? 80 : nil))
        let unsafe = text.unicodeScalars.filter {
          switch $0.value {
          case 0x0A: false
          case 0x09: format != .tsv && format != .csv
          case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
          default: false
          }
        }
        #expect(unsafe.isEmpty, "\(format): \(unsafe.map(\.value))")
      }
    }
  }

  @Test func onePrecisionPerColumn() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let scale: Double = [0.001, 0.1, 1, 50, 2000].randomElement(using: &random) ?? 1
      let values = (0..<20).map { _ -> Double? in
        random.chance(0.1) ? nil : Double.random(in: -scale...scale, using: &random)
      }
      for style in [ResultTable.Style.plain, .share] {
        let shown = lines(Rendering.text(table([numbers("x", values, style: style)]), as: .table))
          .dropFirst(2).map { $0.filter { $0 != " " } }
        let known = shown.filter { $0 != "-" }
        let decimals = known.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }
        #expect(Set(decimals).count <= 1, "\(known)")
        #expect(known.allSatisfy { $0.count <= 12 })
        #expect(known.allSatisfy { !$0.hasPrefix("-") || $0.contains { "123456789".contains($0) } })
      }
    }
  }
}
