/// Looks once more at the columns that stayed text: dates in one layout, numbers as they are written
/// in the wild. Decides over the whole column and never by a single value.
enum ColumnRefinement {
  /// Throws a `LoadError` with a question when day and month cannot be told apart.
  static func refine(_ file: inout LoadedFile, _ options: ReadingOptions) throws(LoadError) {
    file = file.withProvenDates(zone: options.zone)
  }
}
