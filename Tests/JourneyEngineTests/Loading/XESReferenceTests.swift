import JourneyEngine
import TestSupport
import Testing

/// Random logs, read by Python's own XML parser as well, cell by cell.
@Suite(.enabled(if: PythonProcess.isAvailable())) struct XESReferenceTests {
  private static let unknown = "\u{2205}"

  @Test func everyCellIsWhatPythonReads() throws {
    var random = SeededGenerator(seed: 11)
    var logs: [String] = []
    for _ in 0..<Repetitions.count(40) { logs.append(RandomLog.text(&random)) }
    let printed = try PythonProcess.run(Self.reference, inputs: logs)
    let answers = printed.split(separator: "\u{1D}", omittingEmptySubsequences: false)
    #expect(answers.count == logs.count + 1)
    for (text, answer) in zip(logs, answers) {
      let (cases, events) = try readLog(text)
      let tables = answer.split(separator: "\u{1C}", omittingEmptySubsequences: false)
      for (file, table) in zip([cases, events], tables) {
        var expected: [String: [String]] = [:]
        for line in table.split(separator: "\u{1E}") {
          let cells = line.split(separator: "\u{1F}", omittingEmptySubsequences: false)
          expected[String(cells[0])] = cells.dropFirst().map(String.init)
        }
        #expect(Set(file.names) == Set(expected.keys), "\(text)")
        for name in file.names {
          let got = file.column(name).map { $0 ?? Self.unknown }
          #expect(got == expected[name] ?? [], "`\(name)` of \(text)")
        }
      }
    }
  }

  /// The reading of the standard's attributes in plain words: rows as dictionaries of raw values
  /// with their types, then a type for each column.
  private static let reference = #"""
    import sys, datetime
    import xml.etree.ElementTree as ET
    KINDS = {"string": "text", "id": "text", "date": "date", "int": "int", "float": "float",
             "boolean": "boolean"}
    def collect(element, prefix, row, in_list):
        for child in element:
            tag = child.tag.split("}")[-1]
            if tag in ("event",): continue
            if tag == "values":
                collect(child, prefix, row, True); continue
            path = prefix + child.get("key")
            if tag in KINDS and child.get("value"):
                row.setdefault(path, []).append((KINDS[tag], child.get("value"), in_list))
            elif tag in KINDS:
                row.setdefault(path, [])
            collect(child, path + ".", row, in_list or tag in ("list", "container"))
    def parse(kind, text):
        if kind == "int": return str(int(text))
        if kind == "float": return float(text)
        if kind == "boolean": return text
        if kind == "date":
            moment = datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc)
            return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return text
    def column(path, rows):
        cells = [row.get(path, []) for row in rows]
        kinds = {kind for cell in cells for kind, _, _ in cell}
        listed = any(len(cell) > 1 for cell in cells)
        if kinds <= {"int", "float"} and "float" in kinds: kinds = {"float"}
        kind = kinds.pop() if len(kinds) == 1 and not listed else "text"
        if path in ("concept:name", "lifecycle:transition"): kind = "text"
        return ["∅" if not cell else str(parse(kind, cell[0][1])) if len(cell) == 1
                else ", ".join(value for _, value, _ in cell) for cell in cells]
    for path in sys.argv[1:]:
        log = ET.parse(path).getroot()
        cases, events = [], []
        for number, trace in enumerate(log.iter("trace")):
            row = {}
            collect(trace, "", row, False)
            name = row.pop("concept:name")[0][1]
            cases.append({**row, "case": [("text", name, False)]})
            for event in trace.iter("event"):
                row = {}
                collect(event, "", row, False)
                events.append({**row, "case": [("text", name, False)]})
        for rows in (cases, events):
            paths = dict.fromkeys(["case"] + [path for row in rows for path in row])
            print("\x1e".join("\x1f".join([path] + column(path, rows)) for path in paths), end="\x1c")
        print(end="\x1d")
    """#
}

/// Logs of a few cases with attributes of all types, some nested, some mixed.
enum RandomLog {
  private static let words = ["a", "Größe", "x &amp; y", "&lt;tag&gt;", "&quot;", " both ", "日本"]

  static func text(_ random: inout SeededGenerator) -> String {
    // Each log gives its keys types of its own; one in ten values is of another.
    var kinds: [String: Int] = [:]
    for key in keys { kinds[key] = Int.random(in: 0..<5, using: &random) }
    var log = "<?xml version=\"1.0\"?>\n<log>\n"
    for number in 0..<Int.random(in: 1...8, using: &random) {
      let name = "<string key=\"concept:name\" value=\"case-\(number)\"/>"
      var inside = attributes(kinds, depth: 0, &random)
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        inside += "<event>\n\(attributes(kinds, depth: 0, &random))</event>\n"
      }
      log += "<trace>\(Bool.random(using: &random) ? name + inside : inside + name)</trace>\n"
    }
    return log + "</log>\n"
  }

  private static let keys = [
    "alpha", "beta", "gamma", "delta", "org:resource", "lifecycle:transition",
  ]

  private static func attributes(
    _ kinds: [String: Int], depth: Int, _ random: inout SeededGenerator
  ) -> String {
    var text = ""
    for key in keys.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)) {
      var kind = kinds[key] ?? 0
      if Int.random(in: 0..<10, using: &random) == 0 {
        kind = Int.random(in: 0..<5, using: &random)
      }
      let inside =
        depth < 3 && Int.random(in: 0..<4, using: &random) == 0
        ? attributes(kinds, depth: depth + 1, &random) : ""
      text += element(key, kind, inside, &random) + "\n"
      if Int.random(in: 0..<12, using: &random) == 0 {
        let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
          element("item", kind, "", &random)
        }
        text += "<list key=\"\(key).list\"><values>\(items.joined())</values></list>\n"
      }
    }
    return text
  }

  private static func element(
    _ key: String, _ kind: Int, _ inside: String, _ random: inout SeededGenerator
  ) -> String {
    let (tag, value) = value(kind, &random)
    let blank = Int.random(in: 0..<15, using: &random) == 0
    return "<\(tag) key=\"\(key)\" value=\"\(blank ? "" : value)\">\(inside)</\(tag)>"
  }

  private static func value(_ kind: Int, _ random: inout SeededGenerator) -> (String, String) {
    switch kind {
    case 0: return ("string", words.randomElement(using: &random) ?? "")
    case 1: return ("int", String(Int.random(in: -1_000_000...1_000_000, using: &random)))
    case 2: return ("float", String(Double(Int.random(in: -9999...9999, using: &random)) / 8))
    case 3: return ("boolean", Bool.random(using: &random) ? "true" : "false")
    default:
      let day = Int.random(in: 10...28, using: &random)
      let zone = ["Z", "+02:00", "-05:30"].randomElement(using: &random) ?? "Z"
      return (
        "date",
        "2024-0\(Int.random(in: 1...9, using: &random))-\(day)T1\(day % 10):05:09.125\(zone)"
      )
    }
  }
}
