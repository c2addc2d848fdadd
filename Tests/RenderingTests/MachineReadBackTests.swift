import JourneyEngine
import Rendering
import TestSupport
import Testing

/// What the machine-readable formats hold, read back by Python's own parsers and compared cell by
/// cell.
@Suite(.enabled(if: PythonProcess.isAvailable(), "needs python3"))
struct MachineReadBackTests {
  /// A random answer, and beside it what each cell must read back as: `kind:payload`, a row a line.
  private struct RandomAnswer {
    var columns: [ResultTable.ResultColumn] = []
    var expected: [[String]] = []
    private let rowCount: Int

    init(seed: UInt64, rowCount: Int) {
      self.rowCount = rowCount
      expected = [[String]](repeating: [], count: rowCount)
      var random = SeededGenerator(seed: seed)
      add("text, \"quoted\"", .text, &random) { random in
        let text = random.text()
        return (.text(text), "s:" + hex(text))
      }
      add("heap", .text, isDictionary: false, &random) { random in
        let text = random.text()
        return (.text(text), "s:" + hex(text))
      }
      add("number", .number, &random) { random in
        let value = random.number()
        return (.number(value), "d:" + String(value == 0 ? 0 : value.bitPattern, radix: 16))
      }
      add("integer", .integer, &random) { random in
        let value = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random)
        return (.integer(value), "i:\(value)")
      }
      for scale in [0, 2, 5, 18] {
        add("money", .money(scale: scale), &random) { random in
          let value = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random)
          return (.money(value, scale: scale), "m:\(value):\(scale)")
        }
      }
      add("date\nof", .date, &random) { random in
        let value = Int64.random(in: -719_162...2_932_896, using: &random)
        return (.date(value), "D:\(value)")
      }
      add("instant", .instant, &random) { random in
        let unit: Int64 = [1, 1000, 1_000_000, 60_000_000].randomElement(using: &random) ?? 1
        let value = Int64.random(
          in: -6_000_000_000_000_000...200_000_000_000_000_000, using: &random)
        let rounded = value / unit * unit
        return (.instant(rounded), "T:\(rounded)")
      }
      add("duration", .duration, &random) { random in
        let value = Int64.random(in: -10_000_000_000_000...10_000_000_000_000, using: &random)
        return (.duration(value), "p:\(value)")
      }
      add("open", .boolean, &random) { random in
        let value = random.chance(0.5)
        return (.boolean(value), "b:\(value)")
      }
    }

    private mutating func add(
      _ name: String, _ type: ValueType, isDictionary: Bool = true,
      _ random: inout SeededGenerator, cell: (inout SeededGenerator) -> (Value, String)
    ) {
      var values: [Value] = []
      for row in 0..<rowCount {
        let (value, text) = random.chance(0.1) ? (.unknown, "u:") : cell(&random)
        values.append(value)
        expected[row].append(text)
      }
      columns.append(column(name, type, values, isDictionary: isDictionary))
    }

    var expectation: String {
      let names = columns.map { hex($0.name) }.joined(separator: " ")
      return ([names] + expected.map { $0.joined(separator: " ") }).joined(separator: "\n")
    }
  }

  /// Shared by the scripts: compares a parsed cell with what it must be.
  private static let checker = #"""
    import csv, json, struct, sys, datetime
    from decimal import Decimal
    csv.field_size_limit(1 << 30)
    lines = open(sys.argv[2]).read().split('\n')
    names = [bytes.fromhex(x).decode() for x in lines[0].split(' ')]
    expected = [line.split(' ') for line in lines[1:]]
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    def check(kind, payload, got, is_json):
        if kind == 'u': return got is None if is_json else got == ''
        if kind == 's': return got == bytes.fromhex(payload).decode()
        if kind == 'b': return (got is (payload == 'true')) if is_json else got == payload
        if kind == 'D': return datetime.date.fromisoformat(got).toordinal() - 719163 == int(payload)
        if kind == 'T':
            assert got.endswith('Z')
            at = datetime.datetime.fromisoformat(got)
            return (at - epoch) // datetime.timedelta(microseconds=1) == int(payload)
        if is_json: assert not isinstance(got, (str, bool)), got
        if kind == 'i': return int(got) == int(payload) and str(got) == payload
        if kind == 'm':
            value, scale = payload.split(':')
            got = format(got, 'f') if is_json and not isinstance(got, int) else str(got)
            return Decimal(got) == Decimal(value).scaleb(-int(scale)) and \
                len(got.partition('.')[2]) == int(scale)
        if kind == 'd': return struct.pack('>d', float(got)).hex() == payload.zfill(16)
        if kind == 'p': return round(float(got) * 86400e6) == int(payload)
        raise ValueError(kind)
    def compare(rows, is_json):
        rows = list(rows)
        assert len(rows) == len(expected), (len(rows), len(expected))
        for number, (row, wanted) in enumerate(zip(rows, expected)):
            assert len(row) == len(wanted), (number, row)
            for got, want in zip(row, wanted):
                kind, _, payload = want.partition(':')
                assert check(kind, payload, got, is_json), (number, want, got)

    """#

  private func check(_ format: RenderingFormat, with script: String) throws {
    for (seed, rowCount) in [(1, 1), (2, 63), (3, 5000)] as [(UInt64, Int)] {
      let answer = RandomAnswer(seed: seed, rowCount: rowCount)
      let text = Rendering.text(table(answer.columns), as: format)
      try PythonProcess.run(
        MachineReadBackTests.checker + script, inputs: [text, answer.expectation])
    }
  }

  @Test func csv() throws {
    try check(
      .csv,
      with: """
        rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))
        assert rows[0] == names, rows[0]
        compare(rows[1:], False)
        """)
  }

  @Test func tsv() throws {
    try check(
      .tsv,
      with: """
        reader = csv.reader(
            open(sys.argv[1], newline='', encoding='utf-8'), dialect='excel-tab', strict=True)
        rows = list(reader)
        assert rows[0] == names, rows[0]
        compare(rows[1:], False)
        """)
  }

  /// Money stays exact: numbers are parsed as decimals.
  @Test func json() throws {
    try check(
      .json,
      with: """
        def unique(pairs):
            assert len(dict(pairs)) == len(pairs)
            return dict(pairs)
        text = open(sys.argv[1], encoding='utf-8', newline='').read()
        rows = json.loads(text, parse_float=Decimal, object_pairs_hook=unique,
                          parse_constant=lambda x: 1/0)
        assert len(text.split('\\n')) == len(rows) + 3
        compare((list(row.values()) for row in rows), True)
        assert list(rows[0])[:3] == names[:3]
        """)
  }

  @Test func jsonLines() throws {
    try check(
      .jsonl,
      with: """
        lines = open(sys.argv[1], encoding='utf-8', newline='\\n').read().split('\\n')
        assert lines.pop() == ''
        compare((list(json.loads(line, parse_float=Decimal).values()) for line in lines), True)
        """)
  }
}

private func hex(_ text: String) -> String {
  text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
