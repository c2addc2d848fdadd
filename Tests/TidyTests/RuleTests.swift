import Foundation
import TestSupport
import Testing

/// The house rules of ARCHITECTURE.md that a program can see. A failure names place and rule.
@Suite struct ImportRules {
  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]

  static func imports(of file: SwiftFile) -> [(line: Int, module: String)] {
    file.code.indices.compactMap { index in
      let words = file.code[index].split(separator: " ")
      guard let place = words.firstIndex(of: "import") else { return nil }
      let module = words[(place + 1)...].first { !kinds.contains($0) }
      return module.map { (index + 1, String($0.prefix { $0 != "." })) }
    }
  }

  @Test func modulesImportOnlyWhatLiesBelow() {
    var wrong: [String] = []
    for file in SwiftFile.sources {
      guard var allowed = Allowances.imports[file.module] else {
        wrong.append("\(file.path): a module that Allowances.imports does not know")
        continue
      }
      if file.module != "QueryLanguage" { allowed.formUnion(Allowances.platform) }
      allowed.formUnion(Allowances.importsOfFiles[file.path] ?? [])
      for (line, module) in Self.imports(of: file) where !allowed.contains(module) {
        wrong.append("\(file.path):\(line): \(file.module) may not import \(module)")
      }
    }
    #expect(wrong.isEmpty, "\(list(wrong))")
  }

  @Test func onlyOneFileKnowsTheLineEditor() {
    let users = SwiftFile.sources.filter { file in
      Self.imports(of: file).contains { $0.module == "CEditLine" }
    }
    #expect(users.map(\.path) == ["Sources/Shell/LineEditing/EditLineReader.swift"])
  }

  @Test func exceptionsAreStillNeeded() {
    for (path, modules) in Allowances.importsOfFiles {
      let file = SwiftFile.sources.first { $0.path == path }
      let imported = Set(file.map(Self.imports)?.map(\.module) ?? [])
      #expect(modules.isSubset(of: imported), "\(path) no longer imports \(modules): remove it")
    }
  }
}

@Suite struct SizeRules {
  @Test func filesFitTheHead() {
    let long = (SwiftFile.sources + SwiftFile.tests).filter { $0.lines.count > 450 }
    #expect(long.isEmpty, "over 450 lines, which idea is missing? \(list(long.map(\.path)))")
  }

  @Test func functionsFitTheScreen() {
    let long = SwiftFile.sources.flatMap { file in
      FunctionLengths.all(in: file).filter { $0.length > 75 }.map {
        "\(file.path):\($0.line): \($0.length) lines"
      }
    }
    #expect(long.isEmpty, "functions over 75 lines: \(list(long))")
  }

  /// Texts stay whole, so that they can be searched for: a line with a string on it may be longer.
  @Test(arguments: ["Sources", "Tests"]) func linesFitHundredColumns(tree: String) {
    let files = tree == "Sources" ? SwiftFile.sources : SwiftFile.tests
    let long = files.flatMap { file in
      file.lines.indices.filter { index in
        guard file.lines[index].count > 100 else { return false }
        let isInString = file.code[index].allSatisfy { $0 == " " }
        let isComment = file.lines[index].drop { $0 == " " }.hasPrefix("//")
        return isComment || !(isInString || file.code[index].contains("\""))
      }.map { "\(file.path):\($0 + 1)" }
    }
    let allowed = Allowances.longLines[tree] ?? 0
    #expect(long.count <= allowed, "\(long.count) lines over 100 columns: \(list(long))")
  }
}

@Suite struct TrapRules {
  @Test func nothingAUserCanCauseEndsTheProgram() {
    let traps = [
      #"\btry!"#, #"\bas!"#, #"\bfatalError\("#, #"\bpreconditionFailure\("#,
      // A value, a call, a subscript with `!` behind it; not `!=`. The address of a buffer that is
      // not empty is there.
      #"(?<!\bbaseAddress)(?<=[A-Za-z0-9_)\]])!(?=[.,;:)\]\[(\s]|$)"#,
    ]
    let places = SwiftFile.sources.flatMap { file in
      Allowances.traps[file.path] == nil ? traps.flatMap(file.places) : []
    }
    #expect(places.isEmpty, "ends the program where an error should be thrown: \(list(places))")
  }

  @Test func exceptionsAreStillNeeded() {
    for path in Allowances.traps.keys {
      let file = SwiftFile.sources.first { $0.path == path }
      let found = file?.places(of: #"\b(fatalError|preconditionFailure)\("#) ?? []
      #expect(!found.isEmpty, "\(path) traps no longer: remove it from Allowances.traps")
    }
  }
}

@Suite struct HabitRules {
  @Test func nothingIsLeftForLater() {
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    let loose = (SwiftFile.sources + SwiftFile.tests).flatMap { file in
      file.lines.indices.filter { index in
        let words = file.lines[index].split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        return words.contains { marks.contains(String($0)) }
      }.map { "\(file.path):\($0 + 1)" }
    }
    #expect(loose.isEmpty, "open ends belong in an issue: \(list(loose))")
  }

  @Test func namesSayWhatIsInside() {
    let empty = ["utils", "util", "helpers", "helper", "manager", "common", "misc"]
    let paths = ["Sources", "Tests", "scripts", "Benchmarks"].flatMap(RepositoryFiles.paths)
    let vague = paths.filter { path in
      path.split(separator: "/").contains { part in
        let stem = part.split(separator: ".").first.map(String.init) ?? ""
        return empty.contains { word in
          stem.lowercased() == word
            || stem.hasSuffix(word.prefix(1).uppercased() + word.dropFirst())
        }
      }
    }
    #expect(vague.isEmpty, "a name that says nothing: \(list(vague))")
  }

  @Test func whatOtherModulesSeeIsExplained() {
    for module in Allowances.imports.keys.sorted() where module != "orbits" {
      let bare = SwiftFile.sources.filter { $0.module == module }.flatMap(Documentation.missing)
      let allowed = Allowances.undocumented[module] ?? 0
      #expect(bare.count <= allowed, "\(module): \(bare.count) without a comment: \(list(bare))")
    }
  }
}

/// The first of many places, one a line.
func list(_ places: [String]) -> String {
  let rest = places.count > 40 ? "\n... and \(places.count - 40) more" : ""
  return "\n" + places.prefix(40).joined(separator: "\n") + rest
}
