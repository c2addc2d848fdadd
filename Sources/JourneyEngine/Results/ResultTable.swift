/// The answer to a sentence: typed columns, and everything a reader is told about them.
package struct ResultTable: Sendable {
  package struct ResultColumn: Sendable {
    package var name: String
    package var column: Column
    package var style: Style
    /// Durations: how long what is unknown has been under way, where that is why it is unknown. The
    /// screen tells it; machine formats leave the cell empty.
    package var waiting: Column?

    package init(_ name: String, _ column: Column, style: Style = .plain) {
      self.name = name
      self.column = column
      self.style = style
    }
  }

  /// How a column's numbers are meant, beyond their type.
  package enum Style: Hashable, Sendable {
    case plain
    /// A fraction: a percentage on screen, the fraction itself in machine formats.
    case share
    /// An id, a year, a code: digits are not grouped.
    case identifier
    /// What a run of rows has in common (a stage, a group): on screen said where it begins.
    case band
    /// Said of some rows only: where it is unknown, the screen shows nothing.
    case remark
    /// A time of which the screen tells no seconds.
    case minute
    /// One of the numbers that a whole is made of: rounded on screen so that they still add up.
    case addend
  }

  package var columns: [ResultColumn]
  package var rowCount: Int
  package var footer: Footer
  /// The zone in which instants are shown.
  package var zone: CivilTimeZone
  /// Set while the rows are whole journeys in their own order.
  package var journeys: [ToldJourney]?

  package init(
    columns: [ResultColumn], rowCount: Int, footer: Footer = Footer(), zone: CivilTimeZone = .utc
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.footer = footer
    self.zone = zone
  }
}

/// What is said below (or beside) an answer. Each part is a fact; `Rendering` words the line.
package struct Footer: Hashable, Sendable {
  /// "412 of 5,000 accounts", "5 of 11 matching events, 17,730 in all": rows shown, rows that met
  /// the conditions, rows there were, and the noun in singular and plural.
  package struct Population: Hashable, Sendable {
    package var shown: Int
    package var matched: Int
    package var total: Int
    package var singular: String
    package var plural: String

    /// `matched` nil: all that met the conditions are shown.
    package init(shown: Int, matched: Int? = nil, total: Int, singular: String, plural: String) {
      self.shown = shown
      self.matched = matched ?? shown
      self.total = total
      self.singular = singular
      self.plural = plural
    }
  }

  /// "3 without momentum"
  package struct Unknown: Hashable, Sendable {
    package var field: String
    package var count: Int

    package init(_ field: String, count: Int) {
      self.field = field
      self.count = count
    }
  }

  package var population: Population?
  /// Set when the rows are groups of the population, not its members.
  package var groupCount: Int?
  /// How many groups there were, when not all are shown.
  package var allGroupCount: Int?
  /// Rows a condition could not decide, and cells shown as unknown, by field.
  package var unknowns: [Unknown] = []
  /// Whole sentences: "lowest first", "last quarter: 2026-01-01 to 2026-03-31".
  package var notes: [String] = []
  /// For an empty answer: which condition removed the rows, one step a line.
  package var emptyExplanation: [String] = []
  package var elapsedNanoseconds: UInt64?

  package init() {}
}
