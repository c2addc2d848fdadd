/// The indexes of one column, each built when a plan first wants it.
package final class ColumnIndexes: Sendable {
  package init() {}
}
