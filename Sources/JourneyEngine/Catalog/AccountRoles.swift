/// What every company knows of its accounts under a name of its own: the industry, the partner,
/// whoever answers for it, what drives it. Sentences may say `vertical` where the file says
/// `Industry`.
enum AccountRoles {
  /// Folded headers, the most telling first.
  static let words: [(role: String, headers: [String])] = [
    (
      "vertical",
      ["vertical", "industry", "industryvertical", "sector", "industrysector", "segment"]
    ),
    (
      "partner",
      [
        "partner", "partnername", "channelpartner", "reseller", "resellername", "distributor",
        "distributorname", "channel",
      ]
    ),
    (
      "owner",
      [
        "owner", "accountowner", "ownername", "accountownername", "csm", "customersuccessmanager",
        "customersuccessowner", "accountmanager", "accountexecutive", "companyowner", "dealowner",
        "opportunityowner", "salesowner", "salesrep", "salesagent",
      ]
    ),
    ("mindset", ["mindset", "motivation", "motive", "customertype", "buyertype", "type"]),
  ]

  /// The two words that a mindset is.
  private static let mindsets: Set<String> = ["reactive", "proactive"]

  /// Whether the column holds what the role means. A `type` may be anything else, so its values
  /// decide.
  static func fits(_ column: Column, _ role: String, _ finder: ColumnFinder) -> Bool {
    guard column.type == .text, column.nulls.unknownCount < column.count else { return false }
    guard role == "mindset" else { return true }
    let key = finder.key(column)
    let counts = key.rowCounts().perCode
    return counts.indices.allSatisfy {
      counts[$0] == 0 || mindsets.contains(SourceWords.fold(key.texts[$0]))
    }
  }
}

extension ColumnMapper.Mapped {
  /// The same table, whose columns for known roles answer to the roles' names too, where no column
  /// has such a name.
  func withRoles(_ finder: ColumnFinder, source: String) -> Self {
    var aliases = table.aliases
    var said: [String] = []
    var names = Set(aliases.keys.map { $0.lowercased() })
    names.formUnion(table.fields.map { $0.name.lowercased() })
    for (role, headers) in AccountRoles.words where !names.contains(role) {
      // Columns that are standard ones have said already what they are.
      let place = finder.matches(headers, in: table).first { place in
        !SourceWords.accountColumns.contains(table.fields[place].name)
          && AccountRoles.fits(table.fields[place].column, role, finder)
      }
      guard let place else { continue }
      aliases[role] = place
      said.append("`\(table.fields[place].name)` as `\(role)`")
    }
    guard !said.isEmpty else { return self }
    var mapped = self
    mapped.table = Table(table.fields, rowCount: table.rowCount, aliases: aliases)
    mapped.notes.append(
      LoadReport.Note(
        .note, source, "sentences may also speak of \(said.joined(separator: ", "))"))
    return mapped
  }
}
