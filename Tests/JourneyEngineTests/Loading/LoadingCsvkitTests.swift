import JourneyEngine
import TestSupport
import Testing

/// Every file of csvkit's examples against a checked-in table of outcomes,
/// `Tests/DataSets/csvkit_examples.tsv`, and against the rows Python's csv module finds.
struct LoadingCsvkitTests {
  private static let table = "Tests/DataSets/csvkit_examples.tsv"

  private struct Expected {
    let file: String
    /// `loads` or `refused`.
    let outcome: String
    let rows: Int
    let columns: Int
    /// Rows that are no data: header, titles, footer.
    let others: Int
    let said: String

    init?(_ line: Substring) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 6, let rows = Int(fields[2]), let columns = Int(fields[3]),
        let others = Int(fields[4])
      else { return nil }
      file = fields[0]
      outcome = fields[1]
      self.rows = rows
      self.columns = columns
      self.others = others
      said = fields[5]
    }
  }

  private static func expected() throws -> [Expected] {
    let lines = try ProjectFile.text(table).split(separator: "\n").dropFirst()
    let rows = lines.compactMap(Expected.init)
    try #require(rows.count == lines.count)
    return rows
  }

  @Test func everyFileComesOutAsExpected() throws {
    guard let folder = SharedData.path("csvkit-examples/examples") else { return }
    for expected in try Self.expected() {
      let path = "\(folder)/\(expected.file)"
      do throws(LoadError) {
        let file = try FileReader.read(path: path)
        let said = (file.report.guesses + file.report.warnings).joined(separator: "; ")
        #expect(expected.outcome == "loads", "\(expected.file)")
        #expect(file.table.rowCount == expected.rows, "\(expected.file)")
        #expect(file.names.count == expected.columns, "\(expected.file)")
        #expect(said == expected.said, "\(expected.file)")
      } catch {
        #expect(expected.outcome == "refused", "\(expected.file): \(error.message)")
        #expect(error.message == expected.said, "\(expected.file)")
      }
    }
  }

  /// Rows in = rows stored + rows reported + header, titles and footer.
  @Test func hasTheRowsPythonHas() throws {
    guard let folder = SharedData.path("csvkit-examples/examples") else { return }
    let delimiters = [
      "CSV, comma": ",", "CSV, semicolon": ";", "CSV, tab": "\\t", "CSV, pipe": "|",
    ]
    var script = "import csv, gzip\ncsv.field_size_limit(10**9)\n"
    var found: [(Expected, Int)] = []
    for expected in try Self.expected() where expected.outcome == "loads" {
      let path = "\(folder)/\(expected.file)"
      let file = try FileReader.read(path: path)
      let words = file.report.format.split(separator: ", ").map(String.init)
      guard let delimiter = delimiters[words.prefix(2).joined(separator: ", ")] else { continue }
      let encodings = ["Windows-1252": "cp1252", "UTF-16": "utf-16"]
      let encoding = words.dropFirst(2).compactMap { encodings[$0] }.first ?? "utf-8-sig"
      let isPacked = words.contains("gzip")
      found.append((expected, file.table.rowCount + file.report.refusedCount + expected.others))
      script += """
        text = \(isPacked ? "gzip." : "")open("\(path)", "rt", newline="", encoding="\(encoding)")
        rows = list(csv.reader(text, delimiter="\(delimiter)"))
        while rows and not rows[0]: rows.pop(0)
        print(sum(1 for row in rows if row or \(expected.columns) == 1))

        """
    }
    let counts = try PythonProcess.run(script).split(separator: "\n").compactMap { Int($0) }
    try #require(counts.count == found.count)
    for ((expected, count), python) in zip(found, counts) {
      #expect(count == python, "\(expected.file)")
    }
  }
}
