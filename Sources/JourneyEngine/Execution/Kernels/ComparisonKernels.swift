internal import QueryLanguage

extension Kernels {
  /// Both vectors have the same form: the binder has converted them.
  static func compare(_ a: Vector, _ operation: ComparisonOperator, _ b: Vector) -> Vector {
    switch (a, b) {
    case (.integers(let x, let xn), .integers(let y, let yn)):
      return compare(x, union(xn, yn), operation) { y[$0] }
    case (.doubles(let x, let xn), .doubles(let y, let yn)):
      return compare(x, union(xn, yn), operation) { y[$0] }
    case (.truths(let x), .truths(let y)):
      var nulls = NullMask(count: x.count)
      for row in x.indices where x[row] == Truth.unknown || y[row] == Truth.unknown {
        nulls.setUnknown(row)
      }
      return compare(x, nulls, operation) { y[$0] }
    default: return compareTexts(a, operation, b)
    }
  }

  /// Values against what `other` gives for each row.
  @inline(__always)
  static func compare<Element: Comparable>(
    _ values: [Element], _ nulls: NullMask, _ operation: ComparisonOperator,
    _ other: (Int) -> Element
  ) -> Vector {
    switch operation {
    case .equal: return test(values, nulls) { $0 == other($1) }
    case .notEqual: return test(values, nulls) { $0 != other($1) }
    case .less: return test(values, nulls) { $0 < other($1) }
    case .lessOrEqual: return test(values, nulls) { $0 <= other($1) }
    case .greater: return test(values, nulls) { $0 > other($1) }
    case .greaterOrEqual: return test(values, nulls) { $0 >= other($1) }
    }
  }

  @inline(__always)
  private static func test<Element>(
    _ values: [Element], _ nulls: NullMask, _ predicate: (Element, Int) -> Bool
  ) -> Vector {
    var result = [UInt8](repeating: Truth.unknown, count: values.count)
    if nulls.hasUnknown {
      for row in values.indices where !nulls.isUnknown(row) {
        result[row] = Truth.of(predicate(values[row], row))
      }
    } else {
      for row in values.indices { result[row] = Truth.of(predicate(values[row], row)) }
    }
    return .truths(result)
  }

  private static func compareTexts(_ a: Vector, _ operation: ComparisonOperator, _ b: Vector)
    -> Vector
  {
    var result = [UInt8](repeating: Truth.unknown, count: a.count)
    for row in 0..<a.count {
      guard let x = a.text(row), let y = b.text(row) else { continue }
      switch operation {
      case .equal: result[row] = Truth.of(x == y)
      case .notEqual: result[row] = Truth.of(x != y)
      default:
        let precedes = TextOrder.Key(x) < TextOrder.Key(y)
        let follows = TextOrder.Key(y) < TextOrder.Key(x)
        let holds =
          switch operation {
          case .less: precedes
          case .lessOrEqual: !follows
          case .greater: follows
          default: !precedes
          }
        result[row] = Truth.of(holds)
      }
    }
    return .truths(result)
  }

  static func membership(_ vector: Vector, of texts: Set<ExactText>) -> Vector {
    switch vector {
    case .codes(let codes, let dictionary):
      // One look-up a text instead of one a row.
      let wanted = texts.compactMap { dictionary.code(of: $0.text) }
      return .truths(
        codes.map { code in
          code == StringDictionary.unknownCode ? Truth.unknown : Truth.of(wanted.contains(code))
        })
    default:
      return .truths(
        (0..<vector.count).map { row in
          vector.text(row).map { Truth.of(texts.contains(ExactText($0))) } ?? Truth.unknown
        })
    }
  }

  /// `contains`, `starts with`, `ends with`, `like` without regard to case; `matches` as written.
  static func textTest(_ vector: Vector, _ test: TextTest, _ pattern: Vector) -> Vector {
    var matcher = TextMatcher(test)
    if case .codes(let codes, let dictionary) = vector, case .texts(let patterns) = pattern,
      let first = patterns.first, let constant = first, patterns.allSatisfy({ $0 == constant })
    {
      var known = [UInt8?](repeating: nil, count: dictionary.count)
      return .truths(
        codes.map { code in
          guard code != StringDictionary.unknownCode else { return Truth.unknown }
          if let truth = known[Int(code)] { return truth }
          let truth = Truth.of(matcher.test(dictionary[code], constant))
          known[Int(code)] = truth
          return truth
        })
    }
    return .truths(
      (0..<vector.count).map { row in
        guard let text = vector.text(row), let sought = pattern.text(row) else {
          return Truth.unknown
        }
        return Truth.of(matcher.test(text, sought))
      })
  }
}
