/// What the caller knows about a file before it is read. Everything that is nil is found out from
/// the file; the options with a clause are those of `load ... reading OPTION VALUE, ...`.
package struct ReadingOptions: Sendable {
  /// Which lines are the header.
  package enum Header: Hashable, Sendable {
    /// `reading header none`: the columns are called column_1, column_2, ...
    case none
    /// `reading header 3`, `reading header 2 to 3`: lines of the file, 1-based. What stands before
    /// them is no data.
    case lines(ClosedRange<Int>)
  }

  // MARK: - Delimited text

  /// `reading delimiter ";"`: any text, or the words `tab`, `spaces` (columns aligned by spaces).
  package var delimiter: String?
  /// `reading quote "'"`; `none` when quotes are letters like any other.
  package var quote: String?
  /// `reading escape "\\"`; `doubled` for quotes written twice.
  package var escape: String?
  /// `reading encoding "windows-1252"`: utf-8, utf-16le, utf-16be, windows-1252, latin1.
  package var encoding: String?
  package var header: Header?
  /// `reading footer 2`: lines at the end that are no data.
  package var footer: Int?

  // MARK: - Values

  /// Date layouts by column name, e.g. `dd-MM-yyyy HH:mm` (case of names is ignored).
  package var dateFormats: [String: String] = [:]
  /// `reading dates "dd/MM/yyyy"`: the layout of the dates of all columns that fit it; settles the
  /// order of day and month, also where a time follows. `none`: no other dates than ISO 8601.
  package var dates: String?
  /// `reading numbers "1.234,5"`: how the number 1234.5 would be written; `none`: plainly.
  package var numbers: String?
  /// `reading missing "tbd"`, `missing ("-999", "tbd")`: words beside the usual ones; empty
  /// (`missing none`): no word means missing.
  package var missing: [String]?
  /// Columns that stay text whatever they hold (keys and ids), by name.
  package var textColumns: Set<String> = []
  /// Columns whose numbers are money, by name: a schema says so.
  var moneyColumns: Set<String> = []
  /// The zone of instants written without one.
  package var zone: CivilTimeZone = .utc

  // MARK: - Files of several tables

  /// `reading sheet "Orders"`, `reading table "orders"`, `reading objects "Customer"`: the one
  /// table wanted; nil reads all.
  package var part: String?
  /// `reading rows "data.items"`: the path in a JSON document at which the rows stand.
  package var rows: String?
  /// `reading lifecycle "complete"`: the events of an event log to take; `all` takes every one.
  package var lifecycle: String?
  /// `reading export "Salesforce cases"`: a ready-made reading by name; `none` for none.
  package var export: String?

  // MARK: - How

  /// Called now and then with bytes done and bytes in all; returns false to stop reading.
  package var progress: (@Sendable (_ done: Int, _ total: Int) -> Bool)?
  /// How many threads read one file; 0 leaves it to the machine.
  package var threadCount = 0
  /// About how many bytes a thread takes at a time.
  package var blockSize = 256 << 10

  /// How many bytes that were unpacked, converted or piped in stay in memory; more go to a
  /// temporary file.
  package var memoryLimit = 32 << 20

  package init() {}
}
