/// One function of the language. Dispatch, type checking, help and completion all read this.
package struct FunctionDefinition: Sendable {
  package enum Category: String, Sendable, CaseIterable { case text, number, time }

  enum Parameter: Sendable {
    case text
    /// Any number; the function sees doubles.
    case number
    /// A date or an instant, seen as it is.
    case time
    case duration
    /// A word such as `month` (written bare or in quotes), one of the units of time.
    case unit
  }

  package let name: String
  package let category: Category
  /// How it is called: `round(number, digits)`.
  package let signature: String
  /// One sentence.
  package let summary: String
  /// A sentence over the embedded company that runs.
  package let example: String
  let parameters: [Parameter]
  /// How many of the last parameters may be left out.
  let optionalCount: Int
  let result: @Sendable ([ValueType]) -> ValueType
  let evaluate: @Sendable (FunctionCall) -> Vector

  init(
    _ signature: String, _ category: Category, _ summary: String, example: String,
    _ parameters: [Parameter], optional: Int = 0,
    result: @escaping @Sendable ([ValueType]) -> ValueType,
    evaluate: @escaping @Sendable (FunctionCall) -> Vector
  ) {
    name = String(signature.prefix { $0 != "(" })
    self.signature = signature
    self.category = category
    self.summary = summary
    self.example = example
    self.parameters = parameters
    optionalCount = optional
    self.result = result
    self.evaluate = evaluate
  }
}

/// The evaluated arguments of one call for one batch.
struct FunctionCall: Sendable {
  let arguments: [Vector]
  let types: [ValueType]
  let count: Int
  let zone: CivilTimeZone

  /// Row by row from one text.
  func mapText(_ body: (String) -> String) -> Vector {
    // Few distinct texts stand for many rows: work once a text.
    if case .codes(let codes, let dictionary) = arguments[0], dictionary.count <= codes.count {
      let mapped = (0..<dictionary.count).map { body(dictionary[UInt32($0)]) }
      return .texts(codes.map { $0 == StringDictionary.unknownCode ? nil : mapped[Int($0)] })
    }
    return .texts((0..<count).map { row in arguments[0].text(row).map(body) })
  }

  /// Row by row from one number.
  func mapNumber(_ body: (Double) -> Double) -> Vector {
    guard case .doubles(let values, let nulls) = arguments[0] else { return arguments[0] }
    return Kernels.finite(values.map(body), nulls)
  }

  /// Row by row from one number to a whole number; what does not fit is unknown.
  func mapWhole(_ body: (Double) -> Double) -> Vector {
    guard case .doubles(let values, let nulls) = arguments[0] else { return arguments[0] }
    var mask = nulls
    let whole = values.indices.map { row -> Int64 in
      guard let value = Int64(exactly: body(values[row])) else {
        mask.setUnknown(row)
        return 0
      }
      return value
    }
    return .integers(whole, mask)
  }

  func number(_ argument: Int, _ row: Int) -> Double? {
    guard argument < arguments.count, case .doubles(let values, let nulls) = arguments[argument],
      !nulls.isUnknown(row)
    else { return nil }
    return values[row]
  }

  func text(_ argument: Int, _ row: Int) -> String? {
    argument < arguments.count ? arguments[argument].text(row) : nil
  }

  /// The civil day of a time argument.
  func day(_ argument: Int, _ row: Int) -> Int? {
    guard case .integers(let values, let nulls) = arguments[argument], !nulls.isUnknown(row) else {
      return nil
    }
    return types[argument] == .date ? Int(values[row]) : zone.dayNumber(of: values[row])
  }

  /// Row by row to an integral value; nil is unknown.
  func integers(_ body: (Int) -> Int64?) -> Vector {
    var mask = NullMask(count: count)
    let values = (0..<count).map { row -> Int64 in
      if let value = body(row) { return value }
      mask.setUnknown(row)
      return 0
    }
    return .integers(values, mask)
  }

  /// Row by row to a number; nil is unknown.
  func doubles(_ body: (Int) -> Double?) -> Vector {
    var mask = NullMask(count: count)
    let values = (0..<count).map { row -> Double in
      if let value = body(row), value.isFinite { return value }
      mask.setUnknown(row)
      return 0
    }
    return .doubles(values, mask)
  }
}
