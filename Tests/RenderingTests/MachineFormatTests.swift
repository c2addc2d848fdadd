import JourneyEngine
import Rendering
import Testing

/// The exact text of the machine-readable formats.
@Suite struct MachineFormatTests {
  @Test func csv() {
    let text = Rendering.text(
      table([
        texts("name", ["Acme Ltd", "comma, inside", "say \"hi\"", "two\nlines", " lead", "", nil]),
        numbers("jfi", [64.321, 98.7, -0.0, 0.1 + 0.2, 1e20, 5, nil]),
        numbers("share", [0.125, 1, 0, 0.5, 0.333, nil, nil], style: .share),
        money("arr", scale: 2, [123_450, -5, 0, 7, 100, .max, nil]),
        days("dwell", [47, 3.5, 0, 0.25, -1, 1 / 3, nil]),
      ]), as: .csv)
    #expect(
      text == """
        name,jfi,share,arr,dwell
        Acme Ltd,64.321,0.125,1234.50,47
        "comma, inside",98.7,1,-0.05,3.5
        "say ""hi\""",0,0,0.00,0
        "two
        lines",0.30000000000000004,0.5,0.07,0.25
        " lead",1e+20,0.333,1.00,-1
        "",5,,92233720368547758.07,0.3333333333333333
        ,,,,

        """)
  }

  @Test func csvTimesAndFlags() {
    let text = Rendering.text(
      table([
        dates("renewal", [20_543, -1, -719_529, nil]),
        instants(
          "at",
          [
            instant(2026, 3, 31, 14, 5), instant(1969, 12, 31, 23, 59, 59, microseconds: 500_000),
            instant(2026, 1, 1, 0, 0, 0, microseconds: 1), nil,
          ]),
        booleans("open", [true, false, nil, true]),
        integers("id", [1_234_567, .min, .max, nil], style: .identifier),
      ]), as: .csv)
    #expect(
      text == """
        renewal,at,open,id
        2026-03-31,2026-03-31T14:05:00Z,true,1234567
        1969-12-31,1969-12-31T23:59:59.500Z,false,-9223372036854775808
        -0001-12-31,2026-01-01T00:00:00.000001Z,,9223372036854775807
        ,,true,

        """)
  }

  @Test func aRowThatIsOnlyUnknownIsNoEmptyLine() {
    #expect(
      Rendering.text(table([texts("a", ["x", nil, ""])]), as: .csv) == "a\nx\n\"\"\n\"\"\n")
  }

  @Test func namesAreQuotedToo() {
    let text = Rendering.text(table([integers("a,b", [1]), integers("", [2])]), as: .csv)
    #expect(text == "\"a,b\",\"\"\n1,2\n")
  }

  @Test func tsv() {
    let text = Rendering.text(
      table([
        texts("name", ["comma, inside", "tab\there", "two\nlines", nil]),
        texts("note", ["plain", "say \"hi\"", "back\\slash", "x"]),
      ]), as: .tsv)
    #expect(
      text
        == "name\tnote\ncomma, inside\tplain\n\"tab\there\"\t\"say \"\"hi\"\"\"\n"
        + "\"two\nlines\"\tback\\slash\n\tx\n")
  }

  @Test func json() {
    let answer = table([
      texts("name", ["Acme \"A\"", "two\nlines\u{1B}\u{9B}", nil]),
      numbers("jfi", [64.5, .infinity, nil]),
      money("arr", scale: 2, [123_450, nil, -1]),
      instants("at", [instant(2026, 3, 31, 14, 5), nil, 0]),
      booleans("open", [true, nil, false]),
      days("dwell", [1.5, nil, 2]),
    ])
    #expect(
      Rendering.text(answer, as: .json) == #"""
        [
        {"name":"Acme \"A\"","jfi":64.5,"arr":1234.50,"at":"2026-03-31T14:05:00Z","open":true,"dwell":1.5},
        {"name":"two\nlines\u001b\u009b","jfi":null,"arr":null,"at":null,"open":null,"dwell":null},
        {"name":null,"jfi":null,"arr":-0.01,"at":"1970-01-01T00:00:00Z","open":false,"dwell":2}
        ]

        """#)
  }

  @Test func jsonLinesWithNamesThatRepeat() {
    let answer = table([
      integers("count", [1, 2]), integers("count", [3, 4]), integers("count_2", [5, 6]),
      integers("count", [7, 8]),
    ])
    #expect(
      Rendering.text(answer, as: .jsonl) == """
        {"count":1,"count_3":3,"count_2":5,"count_4":7}
        {"count":2,"count_3":4,"count_2":6,"count_4":8}

        """)
  }

  @Test func emptyAnswers() {
    let noRows = table([texts("name", []), numbers("jfi", [])])
    #expect(Rendering.text(noRows, as: .csv) == "name,jfi\n")
    #expect(Rendering.text(noRows, as: .tsv) == "name\tjfi\n")
    #expect(Rendering.text(noRows, as: .json) == "[]\n")
    #expect(Rendering.text(noRows, as: .jsonl) == "")
    #expect(Rendering.text(noRows, as: .table) == "name  jfi\n────  ───\n")
    #expect(Rendering.text(noRows, as: .list) == "")
    #expect(Rendering.text(noRows, as: .markdown) == "| name | jfi |\n| :--- | --: |\n")
    let nothing = table([])
    for format in RenderingFormat.allCases where format != .json {
      #expect(Rendering.text(nothing, as: format) == "")
    }
    #expect(Rendering.text(nothing, as: .json) == "[]\n")
  }

  @Test func infinitiesInCSVAreWordsEveryReaderKnows() {
    let text = Rendering.text(table([numbers("x", [.infinity, -.infinity, .nan])]), as: .csv)
    #expect(text == "x\ninf\n-inf\nnan\n")
  }

  @Test func extremesDoNotTrap() {
    let extremes: [Int64?] = [.min, .max, 0, nil, -1, 1]
    let answer = table([
      dates("date", extremes), instants("instant", extremes),
      column("duration", .duration, extremes.map { $0.map { .duration($0) } ?? .unknown }),
      money("money", scale: 18, extremes), money("cents", scale: 0, extremes),
      integers("integer", extremes),
      numbers(
        "number",
        [.greatestFiniteMagnitude, -.leastNonzeroMagnitude, .nan, .infinity, -.infinity, nil]),
      numbers("share", [.greatestFiniteMagnitude, 0, .nan, 1e300, -.infinity, nil], style: .share),
    ])
    for format in RenderingFormat.allCases {
      for width in [nil, 1, 20, 80] {
        #expect(!Rendering.text(answer, as: format, options: .init(width: width)).isEmpty)
      }
    }
  }

  @Test func largeAnswersComeInPieces() {
    struct Pieces: TextOutputStream {
      var pieces: [String] = []
      mutating func write(_ text: String) { pieces.append(text) }
    }
    let answer = table([
      texts("name", (0..<20_000).map { "株式会社 \($0)" }),
      integers("number", (0..<20_000).map { Int64($0) }),
    ])
    for format in RenderingFormat.allCases {
      var stream = Pieces()
      Rendering.render(answer, as: format, to: &stream)
      #expect(stream.pieces.count > 3)
      #expect(stream.pieces.allSatisfy { $0.utf8.count < 80_000 })
      #expect(stream.pieces.joined() == Rendering.text(answer, as: format))
      #expect(!stream.pieces.joined().contains("\u{FFFD}"))
    }
  }
}
