/// How a column is to be read, decided from its name and the options before a row is seen.
struct ColumnPlan: Sendable {
  enum Mode: Sendable {
    /// Find the narrowest type that holds every value; `isMoney` when the name says money.
    case infer(isMoney: Bool)
    /// Text whatever it holds: a key, or asked for.
    case text
    case declared(DateFormat)
    /// A second pass: all rows as this.
    case forced(PieceKind)
    /// A second pass that does not concern this column.
    case skip
  }

  let name: String
  var mode: Mode
}
