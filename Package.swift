// swift-tools-version: 6.2
import PackageDescription

// The house in one picture (an arrow means "may import"; TidyTests holds everyone to it):
//
//     orbits -> Shell -> Rendering -> JourneyEngine -> QueryLanguage
//                 \-> CEditLine (libedit)     \-> CInput (zlib, expat, SQLite, libzip)
//
// One set of compiler settings for every target.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "orbits",
  products: [
    .executable(name: "orbits", targets: ["orbits"])
  ],
  dependencies: [
    // Options, help and shell completions of the command line.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: - QueryLanguage: text -> tokens -> AST, and every message about text
    .target(name: "QueryLanguage", swiftSettings: settings),
    .testTarget(
      name: "QueryLanguageTests", dependencies: ["QueryLanguage", "TestSupport"],
      swiftSettings: settings),

    // MARK: - JourneyEngine: AST -> plan -> rows
    .target(
      name: "CInput",
      linkerSettings: [
        // Linked in on Linux: that costs the start nothing, where four shared libraries would add
        // 1.6 ms to it, and a packed orbits needs none of them.
        .linkedLibrary(":libz.a", .when(platforms: [.linux])),
        .linkedLibrary(":libexpat.a", .when(platforms: [.linux])),
        .linkedLibrary(":libsqlite3.a", .when(platforms: [.linux])),
        .linkedLibrary("m", .when(platforms: [.linux])),
        .linkedLibrary("z", .when(platforms: [.macOS])),
        .linkedLibrary("expat", .when(platforms: [.macOS])),
        .linkedLibrary("sqlite3", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "JourneyEngine", dependencies: ["QueryLanguage", "CInput"], swiftSettings: settings),
    .testTarget(
      name: "JourneyEngineTests", dependencies: ["JourneyEngine", "QueryLanguage", "TestSupport"],
      swiftSettings: settings),

    // MARK: - Rendering: result -> characters
    .target(
      name: "Rendering", dependencies: ["JourneyEngine"], swiftSettings: settings),
    .testTarget(
      name: "RenderingTests", dependencies: ["Rendering", "JourneyEngine", "TestSupport"],
      swiftSettings: settings),

    // MARK: - Shell: session, scripts, commands, line editing
    .systemLibrary(
      name: "CEditLine", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(
      name: "Shell", dependencies: ["CEditLine", "JourneyEngine", "QueryLanguage", "Rendering"],
      swiftSettings: settings),
    .testTarget(
      name: "ShellTests",
      dependencies: ["Shell", "Rendering", "JourneyEngine", "QueryLanguage", "TestSupport"],
      swiftSettings: settings),

    // MARK: - orbits: arguments -> session -> exit status
    .executableTarget(
      name: "orbits",
      dependencies: [
        "Shell",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // MARK: - The house rules, and what several suites share
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
