import JourneyEngine
import Rendering
import TestSupport
import Testing

@Suite struct ListAndMarkdownTests {
  @Test func list() {
    let answer = table([
      texts("name", ["Acme Ltd", "株式会社"]), numbers("jfi", [64.321, nil]),
      texts("owner's note", ["a text that is too long for one line", ""]),
    ])
    #expect(
      Rendering.text(answer, as: .list, options: .init(width: 30)) == """
        name          Acme Ltd
        jfi           64.3
        owner's note  a text that is
                      too long for one
                      line

        name          株式会社
        jfi           -
        owner's note

        """)
    #expect(
      Rendering.text(answer, as: .list, options: .init(maxRows: 1)) == """
        name          Acme Ltd
        jfi           64.3
        owner's note  a text that is too long for one line
        1 more row not shown

        """)
  }

  @Test func listWithColour() {
    #expect(
      Rendering.text(
        table([texts("a", [nil]), texts("bc", [""])]), as: .list, options: .init(usesColor: true))
        == "\u{1B}[1ma\u{1B}[0m   \u{1B}[2m-\u{1B}[0m\n\u{1B}[1mbc\u{1B}[0m\n")
  }

  @Test func markdown() {
    let answer = table([
      texts(
        "name", ["a|b", "two\nlines", "*bold* <b> `x`", "snake_case _x_", nil, "R&D &amp; [x]"]),
      numbers("share", [0.125, 1, nil, 0, 0.5, 0.25], style: .share),
    ])
    #expect(
      Rendering.text(answer, as: .markdown) == #"""
        | name                |  share |
        | :------------------ | -----: |
        | a\|b                |  12.5% |
        | two<br>lines        | 100.0% |
        | \*bold\* \<b> \`x\` |      - |
        | snake_case \_x\_    |   0.0% |
        | -                   |  50.0% |
        | R&D \&amp; \[x]     |  25.0% |

        """#)
  }

  @Test(.enabled(if: PythonProcess.isAvailable(), "needs python3"))
  func markdownReadsBack() throws {
    var random = SeededGenerator(seed: 21)
    let values = (0..<3000).map { _ in random.text() }
    let text = Rendering.text(
      table([texts("text", values), integers("row", values.indices.map { Int64($0) })]),
      as: .markdown)
    let expected = values.map { value in
      value.utf8.map { String($0, radix: 16) }.joined(separator: ",")
    }
    // Splits at pipes that are not escaped and undoes the escapes, as the GFM specification says.
    let script = #"""
      import re, sys
      lines = open(sys.argv[1], newline='\n').read().split('\n')
      assert lines.pop() == ''
      def cells(line):
          assert line.startswith('| ') and line.endswith(' |'), line
          return re.findall(r'\| ((?:\\.|[^|\\])*?) (?=\|)', line)
      def visible(text):
          out, i = '', 0
          while i < len(text):
              c = text[i]
              if c == '\r' and text[i+1:i+2] == '\n': i += 1; c = '\n'
              o = ord(c)
              if c in '\n\r': out += '<br>'
              elif o in (0x2028, 0x2029): out += '\u23ce'
              elif c == '\t': out += '\u2192'
              elif o < 32: out += chr(0x2400 + o)
              elif o == 127: out += '\u2421'
              elif 0x80 <= o < 0xa0 or 0x202a <= o <= 0x202e or 0x2066 <= o <= 0x2069: out += '\ufffd'
              else: out += c
              i += 1
          return out
      assert [c.strip() for c in cells(lines[0])] == ['text', 'row'], lines[0]
      assert re.fullmatch(r'\| :-{2,} \| -{2,}: \|', lines[1]), lines[1]
      expected = open(sys.argv[2]).read().split('\n')
      assert len(lines) - 2 == len(expected)
      for line, want in zip(lines[2:], expected):
          want = bytes(int(x, 16) for x in want.split(',') if x).decode()
          got = cells(line)
          assert len(got) == 2, line
          plain = re.sub(r'\\(.)', r'\1', got[0])
          assert plain.strip(' ') == visible(want).strip(' '), (line, want)
      """#
    try PythonProcess.run(script, inputs: [text, expected.joined(separator: "\n")])
  }
}
