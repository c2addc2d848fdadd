/// Which type a column gets. The decision is made over the whole column: every thread reads its
/// blocks as the narrowest type that holds, and a column whose blocks disagree in a way that cannot
/// be converted without loss is read again from the file as the wider type. No value is ever bent
/// to fit.
///
/// The order of the types, narrow to wide: yes/no; whole number -> number; money -> number; date ->
/// date and time; and text above all.
enum TypeInference {
  // MARK: - By name

  /// How a column is to be read, from its name and the caller's wishes.
  static func plan(_ name: String, _ options: ReadingOptions) -> ColumnPlan {
    let folded = name.lowercased()
    if let pattern = options.dateFormats.first(where: { $0.key.lowercased() == folded })?.value,
      let format = DateFormat(pattern)
    {
      return ColumnPlan(name: name, mode: .declared(format))
    }
    if options.textColumns.contains(where: { $0.lowercased() == folded }) || ColumnName(name).isKey
    {
      return ColumnPlan(name: name, mode: .text)
    }
    let isMoney = options.moneyColumns.contains(name) || ColumnName(name).isMoney
    return ColumnPlan(name: name, mode: .infer(isMoney: isMoney))
  }

  // MARK: - Block by block

  /// The narrowest kind that may hold both the values of `kind` so far and one that does not fit
  /// it, of kind `other`. Always wider than `kind`.
  static func widened(_ kind: PieceKind, by other: PieceKind) -> PieceKind {
    switch (kind, other) {
    case (.integer, .number), (.money, .integer), (.money, .number): .number
    case (.date, .instant): .instant
    default: .codes
    }
  }

  // MARK: - The whole column

  enum Verdict: Equatable {
    /// The pieces can be put together as this type.
    case type(ValueType)
    /// All rows must be read again, as this kind.
    case readAgain(PieceKind)
  }

  static func verdict(_ pieces: some Sequence<ColumnPiece>) -> Verdict {
    var kinds: Set<PieceKind> = []
    var facts = PieceFacts()
    for piece in pieces {
      kinds.insert(piece.kind)
      facts.booleans.formUnion(piece.facts.booleans)
      facts.decimals = max(facts.decimals, piece.facts.decimals)
      facts.hasWideInteger = facts.hasWideInteger || piece.facts.hasWideInteger
    }
    kinds.remove(.blank)
    switch kinds {
    case [], [.codes], [.heap], [.codes, .heap]: return .type(.text)
    case [.boolean]: return facts.booleans.isOnePair ? .type(.boolean) : .readAgain(.codes)
    case [.integer]: return .type(.integer)
    case [.number]: return .type(.number)
    case [.integer, .number]: return facts.hasWideInteger ? .readAgain(.codes) : .type(.number)
    case [.money]: return .type(.money(scale: moneyScale(decimals: facts.decimals)))
    case [.money, .number], [.money, .integer], [.money, .integer, .number]:
      return facts.hasWideInteger ? .readAgain(.codes) : .readAgain(.number)
    case [.date]: return .type(.date)
    case [.instant], [.date, .instant]: return .type(.instant)
    default: return .readAgain(.codes)
    }
  }

  /// Whole amounts stay whole (`33,432`); where any has decimals all get as many, and at least the
  /// two that cents are written with.
  static func moneyScale(decimals: Int) -> Int { decimals == 0 ? 0 : max(2, decimals) }

  // MARK: - Text

  /// A dictionary of this size costs next to nothing, however few rows repeat.
  static let smallDictionary = 4096

  /// Whether more than half of the rows of a text column will be distinct, judged from the rows
  /// read so far: with `d` distinct values among the first `r` drawn from `n`, `r - d` is near `r^2
  /// / 2n`.
  static func rarelyRepeats(rows: Int, distinct: Int, expectedRows: Int) -> Bool {
    guard distinct * 2 > rows else { return false }
    let repeated = Double(rows - distinct)
    let drawn = Double(rows)
    let all = Double(max(rows, expectedRows))
    guard repeated > 0 else { return drawn * drawn > all }
    let pool = drawn * drawn / (2 * repeated)
    // Distinct values expected among all rows: pool * (1 - e^(-all / pool)) > all / 2 where
    // all / pool < 1.59.
    return all / pool < 1.59
  }
}
