/// The headers of a table as ready-made readings look them up.
struct ExportHeaders {
  private let table: Table
  private let places: [String: Int]

  init(_ table: Table) {
    self.table = table
    var places: [String: Int] = [:]
    for (place, field) in table.fields.enumerated() {
      let folded = ExportHeaders.fold(field.name)
      if places[folded] == nil { places[folded] = place }
    }
    for (place, field) in table.fields.enumerated() {
      let folded = ExportHeaders.fold(ExportHeaders.unnested(field.name))
      if places[folded] == nil { places[folded] = place }
    }
    self.places = places
  }

  /// `#` is a header of its own.
  private static func fold(_ header: String) -> String {
    let folded = SourceWords.fold(header)
    return folded.isEmpty ? header : folded
  }

  /// `properties.dealname` -> `dealname`
  static func unnested(_ header: String) -> String {
    let prefix = "properties."
    return header.lowercased().hasPrefix(prefix) ? String(header.dropFirst(prefix.count)) : header
  }

  func has(_ header: String) -> Bool { places[header] != nil }

  /// The first of the headers that the table has, and whose column fits.
  func first(_ headers: [String], where fits: (Column) -> Bool = { _ in true }) -> Int? {
    headers.lazy.compactMap { places[$0] }.first { fits(table.fields[$0].column) }
  }

  func all(_ headers: [String]) -> [Int] { headers.compactMap { places[$0] } }

  /// How many of the form's headers are there; nil when it is another form.
  func fit(_ form: ExportReading.Form) -> Int? {
    guard form.all.allSatisfy(has), !form.without.contains(where: has) else { return nil }
    let telling = form.some.count(where: has)
    return telling >= form.count ? form.all.count + telling : nil
  }

  /// How well a reading fits; nil when it does not.
  func fit(_ reading: ExportReading) -> Int? { reading.forms.compactMap(fit).max() }
}

extension Column {
  /// Whether any cell says something; an empty table's columns may.
  var saysAnything: Bool { count == 0 || nulls.unknownCount < count }
}
