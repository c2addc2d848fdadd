/// HubSpot writes all companies of a deal or ticket into one cell: `123;456`. Such a row belongs to
/// the first of them.
enum FirstAssociation {
  private static let headers = [
    "associatedcompanyids", "associatedcompanyid", "associatedcompany",
    "associationscompaniesresultsid", "associatedcontactids", "associatedcontact",
  ]

  /// Leaves the first in each such column; all of them stay to be asked for in one beside it.
  static func settle(_ source: inout DataSource, notes: inout [LoadReport.Note]) {
    let table = source.table
    var fields = table.fields
    for place in ExportHeaders(table).all(headers) {
      let field = table.fields[place]
      let key = KeyColumn(field.column)
      let counts = key.rowCounts().perCode
      let several = Set(
        counts.indices.filter { counts[$0] > 0 && key.texts.utf8(at: $0).contains(59) })
      let found = key.codes.firstIndex { $0 != KeyColumn.blank && several.contains(Int($0)) }
      guard let row = found else { continue }
      var firsts = TextInterner(expecting: key.texts.count)
      let codes = (0..<key.texts.count).map { code -> UInt32 in
        let text = first(key.texts[code])
        return text.isEmpty ? KeyColumn.blank : firsts.intern(text)
      }
      let rows = key.codes.map { $0 == KeyColumn.blank ? $0 : codes[Int($0)] }
      fields[place] = Table.Field(field.name, Column(codes: rows, StringDictionary(firsts.heap)))
      var free = FreeNames(beside: fields)
      let all = free.take("all \(field.name)")
      fields.append(Table.Field(all, field.column))
      let text = key.texts[Int(key.codes[row])]
      notes.append(
        LoadReport.Note(
          .note, source.name, line: source.lines.place(ofRow: row)?.line,
          "\(PlainText.counted(several.reduce(0) { $0 + counts[$1] }, "row names", "rows name")) "
            + "several in `\(field.name)`, the first `\(text)`: each belongs to the first of "
            + "its own, here `\(first(text))`",
          hint: "`\(all)` has all of them; a row for each in the file counts it for every one"))
    }
    source.table = Table(fields, rowCount: table.rowCount, aliases: table.aliases)
  }

  private static func first(_ text: String) -> String {
    for part in text.split(separator: ";") {
      let trimmed = part.drop { $0 == " " }
      if !trimmed.isEmpty { return String(trimmed.reversed().drop { $0 == " " }.reversed()) }
    }
    return ""
  }
}
