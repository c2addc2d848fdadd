internal import QueryLanguage

/// Evaluates bound expressions over batches of rows of one relation.
///
/// A new vector a node a batch: the `switch` on node and type runs once a batch, the loops below it
/// are specialised on their element types.
struct ExpressionEvaluator {
  let relation: Relation
  /// Aggregates of the same `by`, one cell a row of the relation.
  var slots: [Column] = []
  let zone: CivilTimeZone
  /// What the subqueries of this sentence came to, in the order they were bound.
  var subqueryValues: [ObjectIdentifier: Value] = [:]

  func evaluate(_ expression: BoundExpression, rows: [UInt32]) -> Vector {
    switch expression.node {
    case .constant(let value):
      return Kernels.fill(value, count: rows.count, type: expression.type)
    case .field(let field): return gather(field, rows: rows)
    case .slot(let index): return Kernels.gather(slots[index], rows: rows)
    case .subquery(let subquery):
      let value = subqueryValues[ObjectIdentifier(subquery)] ?? .unknown
      return Kernels.fill(value, count: rows.count, type: expression.type)
    case .measure(let measure):
      guard let column = measure.column else {
        return Kernels.fill(.unknown, count: rows.count, type: expression.type)
      }
      return Kernels.gather(column, rows: accountRows(rows))
    case .negate(let operand): return Kernels.negate(evaluate(operand, rows: rows))
    case .arithmetic(let first, let steps):
      var result = evaluate(first, rows: rows)
      for step in steps {
        result = Kernels.arithmetic(
          result, step.operation, evaluate(step.operand, rows: rows), as: step.type)
      }
      return result
    case .comparison(let left, let operation, let right):
      return compare(left, operation, right, rows: rows)
    case .range(let operand, let lower, let upper):
      return Kernels.range(evaluate(operand, rows: rows), lower: lower, upper: upper)
    case .textSet(let operand, let texts):
      return membership(operand, texts, rows: rows)
    case .textTest(let operand, let test, let pattern):
      return Kernels.textTest(evaluate(operand, rows: rows), test, evaluate(pattern, rows: rows))
    case .isKnown(let operand, let known):
      let vector = evaluate(operand, rows: rows)
      return .truths((0..<rows.count).map { Truth.of(vector.isUnknown($0) != known) })
    case .not(let operand):
      return .truths(Kernels.truths(evaluate(operand, rows: rows)).map { Truth.yes - $0 })
    case .and(let terms): return fold(terms, rows: rows, until: Truth.no, by: min)
    case .or(let terms): return fold(terms, rows: rows, until: Truth.yes, by: max)
    case .conditional(let condition, let then, let otherwise):
      return Kernels.choose(
        Kernels.truths(evaluate(condition, rows: rows)),
        evaluate(then, rows: rows), evaluate(otherwise, rows: rows), type: expression.type)
    case .fallback(let operand, let other):
      let vector = evaluate(operand, rows: rows)
      let known = (0..<rows.count).map { Truth.of(!vector.isUnknown($0)) }
      return Kernels.choose(known, vector, evaluate(other, rows: rows), type: expression.type)
    case .function(let function, let arguments):
      let call = FunctionCall(
        arguments: arguments.map { evaluate($0, rows: rows) }, types: arguments.map(\.type),
        count: rows.count, zone: zone)
      return function.evaluate(call)
    case .shift(let operand, let months):
      return Kernels.shift(evaluate(operand, rows: rows), months: months, type: operand.type, zone)
    case .bucket(let unit, let operand):
      return Kernels.bucket(evaluate(operand, rows: rows), unit, type: operand.type, zone)
    case .convert(let operand):
      return Kernels.convert(
        evaluate(operand, rows: rows), from: operand.type, to: expression.type, zone)
    }
  }

  /// Parts rows by a condition: those for which it is true, and those for which it is unknown.
  func filter(
    _ condition: BoundExpression, rows: [UInt32], kept: inout [UInt32], undecided: inout [UInt32]
  ) {
    let truths = Kernels.truths(evaluate(condition, rows: rows))
    for index in rows.indices {
      if truths[index] == Truth.yes { kept.append(rows[index]) }
      if truths[index] == Truth.unknown { undecided.append(rows[index]) }
    }
  }

  func type(of field: BoundExpression.FieldReference) -> ValueType {
    let owner = field.throughAccount ? relation.accounts : relation
    return owner?.fields[field.index].type ?? .text
  }

  /// A whole column: the expression for every row of a selection.
  func column(_ expression: BoundExpression, selection: RowSelection) -> Column {
    var builder = VectorColumnBuilder(expression.type, capacity: selection.count)
    for batch in selection.batches() { builder.append(evaluate(expression, rows: batch)) }
    return builder.build()
  }

  private func gather(_ field: BoundExpression.FieldReference, rows: [UInt32]) -> Vector {
    guard field.throughAccount, let accounts = relation.accounts else {
      return Kernels.gather(relation.column(field.index), rows: rows)
    }
    return Kernels.gather(accounts.column(field.index), rows: accountRows(rows))
  }

  /// The accounts of rows; events and visits have theirs, of accounts they are the rows themselves.
  private func accountRows(_ rows: [UInt32]) -> [UInt32] {
    relation.accounts == nil ? rows : rows.map { relation.accountRows[Int($0)] }
  }

  private func fold(
    _ terms: [BoundExpression], rows: [UInt32], until final: UInt8,
    by combine: (UInt8, UInt8) -> UInt8
  ) -> Vector {
    var result = Kernels.truths(evaluate(terms[0], rows: rows))
    for term in terms.dropFirst() {
      if result.allSatisfy({ $0 == final }) { break }
      let next = Kernels.truths(evaluate(term, rows: rows))
      for index in result.indices { result[index] = combine(result[index], next[index]) }
    }
    return .truths(result)
  }

  private func membership(
    _ operand: BoundExpression, _ texts: Set<ExactText>, rows: [UInt32]
  ) -> Vector {
    if texts.count <= Kernels.mostComparedTexts, let field = operand.field,
      case .heap(let heap) = column(of: field).storage
    {
      return Kernels.membership(
        heap, column(of: field).nulls, rows: field.throughAccount ? accountRows(rows) : rows,
        of: texts)
    }
    return Kernels.membership(evaluate(operand, rows: rows), of: texts)
  }

  private func column(of field: BoundExpression.FieldReference) -> Column {
    let owner = field.throughAccount ? relation.accounts ?? relation : relation
    return owner.column(field.index)
  }

  /// A text is looked for byte by byte where no other spelling can be the same text.
  private func isSpelledOneWay(_ operand: BoundExpression, _ text: String) -> Bool {
    guard let field = operand.field, text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    let column = column(of: field)
    return column.indexes.isASCII(column)
  }

  private func compare(
    _ left: BoundExpression, _ operation: ComparisonOperator, _ right: BoundExpression,
    rows: [UInt32]
  ) -> Vector {
    if operation == .equal, case .text(let text) = right.constant, isSpelledOneWay(left, text) {
      return membership(left, [ExactText(text)], rows: rows)
    }
    let a = evaluate(left, rows: rows)
    // The commonest case by far, a column against a constant, needs no vector of constants.
    if let constant = right.constant {
      switch (a, constant) {
      case (.doubles(let values, let nulls), .number(let bound)):
        return Kernels.compare(values, nulls, operation) { _ in bound }
      case (.integers(let values, let nulls), _):
        if let bound = constant.integral {
          return Kernels.compare(values, nulls, operation) { _ in bound }
        }
      default: break
      }
    }
    return Kernels.compare(a, operation, evaluate(right, rows: rows))
  }
}

extension Value {
  /// The 64-bit form of everything that is stored as one.
  var integral: Int64? {
    switch self {
    case .integer(let raw), .money(let raw, _), .date(let raw), .instant(let raw),
      .duration(let raw):
      raw
    case .unknown, .boolean, .number, .text: nil
    }
  }
}
