/// Which declarations that other modules see have no comment.
enum Documentation {
  /// What needs none: properties and cases, whose names say it; what a protocol already explains.
  private static let witnesses: Set<String> = [
    "hash", "encode", "next", "makeIterator", "index", "close", "readEntry", "Kind", "Failure",
  ]

  private static let modifiers: Set<Substring> = [
    "static", "final", "mutating", "nonmutating", "consuming", "borrowing", "indirect", "override",
    "nonisolated", "private(set)", "internal(set)", "fileprivate(set)", "lazy", "weak", "unowned",
  ]

  private static let kinds: Set<Substring> = [
    "func", "struct", "enum", "class", "protocol", "typealias", "actor",
  ]

  static func missing(in file: SwiftFile) -> [String] {
    file.code.indices.compactMap { index in
      guard let name = declaredName(file.code[index]) else { return nil }
      let isOperator = name.first.map { !$0.isLetter && $0 != "_" && $0 != "`" } ?? false
      if isOperator || witnesses.contains(name) || hasComment(above: index, in: file) { return nil }
      return "\(file.path):\(index + 1): \(name)"
    }
  }

  /// The name that a line declares for other modules.
  private static func declaredName(_ line: Substring) -> String? {
    var words = line.split(separator: " ").drop { $0.hasPrefix("@") }
    guard let access = words.popFirst(), access == "public" || access == "package" else {
      return nil
    }
    words = words.drop { modifiers.contains($0) }
    guard let kind = words.popFirst(), kinds.contains(kind), let name = words.first else {
      return nil
    }
    let letters = name.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "`" }
    return String(letters.isEmpty ? name : letters)
  }

  /// A comment above, perhaps with attributes between, or at the line's end.
  private static func hasComment(above index: Int, in file: SwiftFile) -> Bool {
    if file.lines[index].contains("//") { return true }
    let above = file.lines[..<index].reversed().lazy.map { line in line.drop { $0 == " " } }
    return above.first { !$0.hasPrefix("@") }?.hasPrefix("//") ?? false
  }
}
