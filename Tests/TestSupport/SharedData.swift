#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the third-party data sets lie: `$ORBITS_SHARED`, else `../shared` beside the checkout.
package enum SharedData {
  package static var root: String? {
    let candidate = getenv("ORBITS_SHARED").map { String(cString: $0) } ?? "../shared"
    return access(candidate + "/data", R_OK) == 0 ? candidate : nil
  }

  /// The path of one file or folder of `data/`, or nil when shared data is not here.
  package static func path(_ relative: String) -> String? { root.map { "\($0)/data/\(relative)" } }
}
