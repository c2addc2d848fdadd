internal import QueryLanguage

/// All ready-made readings, and how one is found.
package enum ExportCatalogue {
  /// What `reading export` takes, besides `none`: for completion and help.
  package static var names: [String] { readings.map(\.name) }

  static let readings =
    ExportReading.salesforce + ExportReading.hubSpot + ExportReading.zendesk
    + ExportReading.productAnalytics + ExportReading.gainsight + ExportReading.subscriptions
    + ExportReading.surveys

  /// The reading whose headers the table has; of several the one with the most of them.
  static func reading(of headers: ExportHeaders) -> ExportReading? {
    var best: (fit: Int, reading: ExportReading)?
    for reading in readings {
      guard let fit = headers.fit(reading), fit > best?.fit ?? 0 else { continue }
      best = (fit, reading)
    }
    return best?.reading
  }

  /// The reading that `reading export "Salesforce cases"` names.
  static func reading(named name: String, for source: String) throws(LoadError) -> ExportReading {
    let folded = SourceWords.fold(name)
    if let reading = readings.first(where: { SourceWords.fold($0.name) == folded }) {
      return reading
    }
    let near = NameSuggestion.nearest(to: name, among: readings.map(\.name))
    throw LoadError(
      path: source, message: "there is no ready-made reading `\(name)`",
      hint: near.map { "write `reading export \"\($0)\"`" }
        ?? "there are \(readings.map(\.name).joined(separator: ", ")), and `none`")
  }
}

extension ExportReading {
  /// "Salesforce"
  var tool: String { name.split(separator: " ").first.map(String.init) ?? name }
}
