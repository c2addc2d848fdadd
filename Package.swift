// swift-tools-version: 6.2
import PackageDescription

// The house in one picture (an arrow means "may import"; TidyTests holds everyone to it):
//
//     orbits -> Shell -> Rendering -> JourneyEngine -> QueryLanguage
//                 \-> CEditLine (libedit)
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
    .target(name: "JourneyEngine", dependencies: ["QueryLanguage"], swiftSettings: settings),
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
