/// What the rules let pass, each with its reason. An exception that nothing needs any more fails
/// its test; the numbers are what stood when their rule was written, and only go down.
enum Allowances {
  /// Who may import what; an arrow of ARCHITECTURE.md is a name in a row. The standard library and
  /// the platform's C library need none.
  static let imports: [String: Set<String>] = [
    "QueryLanguage": [],
    "JourneyEngine": ["QueryLanguage", "CInput", "Synchronization"],
    "Rendering": ["JourneyEngine"],
    "Shell": ["JourneyEngine", "QueryLanguage", "Rendering", "CEditLine", "Synchronization"],
    "orbits": ["Shell", "ArgumentParser"],
  ]

  /// The C library, for those that read files, clocks and terminals. QueryLanguage does none of it.
  static let platform: Set<String> = ["Glibc", "Darwin", "Musl"]

  /// Single files that may import what their module may not.
  static let importsOfFiles: [String: Set<String>] = [
    // `--format` is checked while the arguments are read.
    "Sources/orbits/SettingOptions.swift": ["Rendering"]
  ]

  /// Places that end the program on purpose.
  static let traps: [String: String] = [
    "Sources/JourneyEngine/Loading/Columns/ColumnArena.swift":
      "malloc has no memory left: there is nothing to go on with"
  ]

  /// Lines over 100 columns, at most this many in each tree. They came before the rule.
  static let longLines: [String: Int] = ["Sources": 0, "Tests": 0]

  /// Types and functions that other modules see and that have no comment, at most this many in each
  /// module.
  static let undocumented: [String: Int] = [
    "JourneyEngine": 37, "QueryLanguage": 43, "Rendering": 4, "Shell": 9,
  ]
}
