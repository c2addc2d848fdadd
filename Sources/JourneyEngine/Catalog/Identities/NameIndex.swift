/// The accounts by name: to the letter, and by what makes two spellings one (`CompanyName`).
final class NameIndex {
  /// The account rows a text may mean; more than one is not known which.
  enum Found: Equatable {
    case nothing
    case row(UInt32)
    case several([UInt32])

    init(_ rows: [UInt32]) {
      self = rows.isEmpty ? .nothing : rows.count == 1 ? .row(rows[0]) : .several(rows)
    }
  }

  private let names: KeyColumn
  private let interner: TextInterner
  /// The accounts of each name, by code.
  private let rows: [[UInt32]]
  private var normalised: Normalised?

  private struct Normalised {
    /// Accounts by whole name, and by name without the legal form.
    var byFull: [String: [UInt32]] = [:]
    var byBase: [String: [(name: CompanyName, row: UInt32)]] = [:]
  }

  /// `names` holds a name for each account.
  init(_ names: KeyColumn) {
    self.names = names
    var interner = TextInterner(expecting: names.texts.count)
    for code in 0..<names.texts.count { _ = names.texts.withText(code) { interner.intern($0) } }
    var rows = [[UInt32]](repeating: [], count: names.texts.count)
    for (row, code) in names.codes.enumerated() where code != KeyColumn.blank {
      rows[Int(code)].append(UInt32(row))
    }
    self.interner = interner
    self.rows = rows
  }

  /// The account of exactly this name.
  func exact(_ text: String) -> Found { Found(interner.code(of: text).map { rows[Int($0)] } ?? []) }

  /// The account of this name but for case, punctuation, diacritics and the spelling of its legal
  /// form; if there is none, the one whose legal form says less or more.
  func normalised(_ text: String) -> Found {
    let index = built()
    let readings = CompanyName.readings(text)
    let same = Set(readings.flatMap { index.byFull[$0.full] ?? [] })
    if !same.isEmpty { return Found(same.sorted()) }
    var alike: Set<UInt32> = []
    for reading in readings {
      for other in index.byBase[reading.base] ?? [] where reading.agrees(with: other.name) {
        alike.insert(other.row)
      }
    }
    return Found(alike.sorted())
  }

  /// Groups of accounts whose names are one but for case, punctuation and diacritics.
  func lookalikes() -> [[UInt32]] {
    built().byFull.values.map { Array(Set($0)).sorted() }.filter { $0.count > 1 }
      .sorted { $0[0] < $1[0] }
  }

  /// The share of different texts that name an account in one of the two ways.
  func overlap(_ key: KeyColumn) -> Double {
    var used = 0
    var found = 0
    for (code, row) in key.firstRows().enumerated() where row >= 0 {
      used += 1
      let text = key.texts[code]
      if exact(text) != .nothing || normalised(text) != .nothing { found += 1 }
    }
    return used == 0 ? 0 : Double(found) / Double(used)
  }

  private func built() -> Normalised {
    if let normalised { return normalised }
    var index = Normalised()
    index.byFull.reserveCapacity(rows.count)
    for code in rows.indices where !rows[code].isEmpty {
      for reading in CompanyName.readings(names.texts[code]) {
        index.byFull[reading.full, default: []] += rows[code]
        index.byBase[reading.base, default: []] += rows[code].map { (reading, $0) }
      }
    }
    normalised = index
    return index
  }
}
