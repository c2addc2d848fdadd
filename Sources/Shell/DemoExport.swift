internal import Glibc
package import JourneyEngine
internal import Rendering

/// `orbits demo FOLDER`: the embedded company as CSV files, with a workspace that loads them again.
package enum DemoExport {
  /// Returns the names of the files written, and of which there was one before.
  package static func write(to folder: String) throws(LoadError) -> [String] {
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw LoadError(
        path: folder, message: "cannot be made: \(String(cString: strerror(errno)))",
        hint: "name a folder where you may write")
    }
    var names: [String] = []
    for source in SampleCompany.sources() {
      let table = ResultTable(
        columns: source.table.fields.map { .init($0.name, $0.column) },
        rowCount: source.table.rowCount)
      names.append(
        try write(source.name, in: folder) { stream in
          Rendering.render(table, as: .csv, to: &stream)
        })
    }
    return names + [try write("company.orbits", in: folder) { $0.write(workspace) }]
  }

  private static func write(
    _ name: String, in folder: String, _ body: (inout FileStream) -> Void
  ) throws(LoadError) -> String {
    let path = "\(folder)/\(name)"
    do throws(WholeFile.Failure) {
      return try WholeFile.write(path, body) ? "\(name) (replaced)" : name
    } catch {
      throw LoadError(path: path, message: "cannot be written: \(error.reason)")
    }
  }

  private static let workspace = """
    # The company that orbits carries with it, as files. Start with:  orbits -w company.orbits
    load accounts from "accounts.csv"
    load events from "events.csv"
    load stages from "stage_history.csv"
    load table benchmarks from "benchmarks.csv"

    """
}
