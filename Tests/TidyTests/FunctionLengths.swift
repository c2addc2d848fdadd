/// How many lines each function takes, from its `func` or `init` to the brace that closes it.
enum FunctionLengths {
  struct Function {
    let line: Int
    let length: Int
  }

  static func all(in file: SwiftFile) -> [Function] {
    return file.code.indices.compactMap { index in
      guard opensFunction(file.code[index]), let end = end(of: index, in: file.code) else {
        return nil
      }
      return Function(line: index + 1, length: end - index + 1)
    }
  }

  /// `func name`, `init(`, `subscript(`, `deinit {`; not a call of `self.init(`.
  private static func opensFunction(_ line: Substring) -> Bool {
    let words = line.split(separator: " ")
    return words.contains { word in
      if word == "func" || word == "deinit" { return true }
      let name = word.prefix { $0.isLetter }
      return (name == "init" || name == "subscript") && name.count < word.count
    }
  }

  /// The line that closes the first brace; nil for a requirement, which has none.
  private static func end(of start: Int, in code: [Substring]) -> Int? {
    var depth = 0
    for index in start..<code.count {
      for character in code[index] {
        if character == "{" { depth += 1 }
        if character == "}" {
          depth -= 1
          if depth <= 0 { return depth == 0 ? index : nil }
        }
      }
    }
    return nil
  }
}
