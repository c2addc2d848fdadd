internal import QueryLanguage

/// How the rows of a relation that satisfy a filter are found.
struct AccessPath: Sendable {
  enum Method: Sendable {
    case scan
    /// Each entry: a dictionary column and the codes wanted of it; all must hold.
    case bitmap([(field: Int, codes: [UInt32])])
    /// `lower <= key < upper` in `OrderedBits`.
    case sorted(field: Int, lower: UInt64?, upper: UInt64?)
    case hash(field: Int, texts: Set<ExactText>)
  }

  var method: Method
  /// Fields whose index is used.
  var fields: [Int]

  /// "bitmap on stage", for `explain`; nil for a scan.
  func description(_ relation: Relation) -> String? {
    let names = fields.map { relation.fields[$0].name }.joined(separator: ", ")
    switch method {
    case .scan: return nil
    case .bitmap: return "bitmap on \(names)"
    case .sorted: return "sorted on \(names)"
    case .hash: return "hash on \(names)"
    }
  }

  static let scan = AccessPath(method: .scan, fields: [])

  /// Fewer rows than this are scanned before an index is thought about.
  static let smallTable = 1024

  /// Chooses by statistics: the index that leaves fewest rows, if it leaves few enough.
  static func choose(
    _ filter: LogicalFilter, in relation: Relation, policy: IndexPolicy
  ) -> AccessPath {
    let rowCount = relation.rowCount
    guard policy != .never, relation.kind != .result,
      rowCount >= smallTable || policy == .always
    else { return .scan }
    let limit = policy == .always ? 1.1 : 0.25
    let candidates = filter.conjuncts.compactMap { Candidate($0.condition, in: relation) }
      .filter { $0.share <= limit }.sorted { $0.share < $1.share }
    // The most telling condition first; one whose index is not worth building yet leaves it to the
    // next.
    let best = candidates.first { candidate in
      candidate.column.indexes.isUseful(
        candidate.kind, rowCount: rowCount, saving: Double(rowCount) * (1 - candidate.share),
        policy: policy)
    }
    guard let best else { return .scan }
    let saving = Double(rowCount) * (1 - best.share)
    guard case .bitmap = best.method else {
      return AccessPath(method: best.method, fields: [best.field])
    }
    // Bitmaps combine: each further one that cuts the rest is nearly free.
    var parts: [(field: Int, codes: [UInt32])] = []
    for candidate in candidates {
      guard case .bitmap(let part) = candidate.method,
        candidate.column.indexes.isUseful(
          .bitmap, rowCount: rowCount, saving: saving, policy: policy)
      else { continue }
      parts += part
    }
    return AccessPath(method: .bitmap(parts), fields: parts.map(\.field))
  }

  /// The rows the index gives, ascending, and those where an indexed column is unknown.
  func rows(in relation: Relation) -> (hits: [UInt32], unknown: [UInt32])? {
    let hits: [UInt32]
    switch method {
    case .scan: return nil
    case .bitmap(let parts):
      let wordCount = (relation.rowCount + 63) / 64
      var words = [UInt64](repeating: .max, count: wordCount)
      for part in parts {
        let column = relation.column(part.field)
        guard let index = column.indexes.bitmap(column) else { return nil }
        let bits = index.rows(codes: part.codes, wordCount: wordCount)
        for word in words.indices { words[word] &= bits[word] }
      }
      hits = BitmapIndex.rowNumbers(words)
    case .sorted(let field, let lower, let upper):
      let column = relation.column(field)
      guard let index = column.indexes.sorted(column) else { return nil }
      hits = index.rows(from: lower, to: upper)
    case .hash(let field, let texts):
      let column = relation.column(field)
      guard let index = column.indexes.hash(column) else { return nil }
      hits = index.rows(texts)
    }
    return (hits, unknownRows(in: relation))
  }

  private func unknownRows(in relation: Relation) -> [UInt32] {
    let masks = fields.map { relation.column($0).nulls }.filter(\.hasUnknown)
    guard !masks.isEmpty else { return [] }
    return (0..<relation.rowCount).filter { row in masks.contains { $0.isUnknown(row) } }
      .map { UInt32($0) }
  }
}

/// One condition that an index could answer.
private struct Candidate {
  let field: Int
  let column: Column
  let kind: IndexKind
  let method: AccessPath.Method
  let share: Double

  init?(_ condition: BoundExpression, in relation: Relation) {
    switch condition.node {
    case .textSet(let operand, let texts):
      guard let (field, column) = Candidate.stored(operand, relation) else { return nil }
      self.init(field, column, texts)
    case .comparison(let operand, let operation, let right):
      guard let (field, column) = Candidate.stored(operand, relation) else { return nil }
      if operation == .equal, case .text(let text) = right.constant {
        self.init(field, column, [ExactText(text)])
      } else {
        self.init(field, column, operation, right.constant)
      }
    case .range(let operand, let lower, let upper):
      guard let (field, column) = Candidate.stored(operand, relation) else { return nil }
      self.init(
        field, column, .sorted,
        .sorted(field: field, lower: lower.map(OrderedBits.of), upper: upper.map(OrderedBits.of)),
        share: column.indexes.statistics(column).share(
          from: lower.map(Double.init), to: upper.map(Double.init)))
    default: return nil
    }
  }

  private static func stored(
    _ operand: BoundExpression, _ relation: Relation
  ) -> (Int, Column)? {
    guard let field = operand.field, !field.throughAccount else { return nil }
    return (field.index, relation.column(field.index))
  }

  private init(
    _ field: Int, _ column: Column, _ kind: IndexKind, _ method: AccessPath.Method, share: Double
  ) {
    self.field = field
    self.column = column
    self.kind = kind
    self.method = method
    self.share = share
  }

  private init(_ field: Int, _ column: Column, _ texts: Set<ExactText>) {
    self.field = field
    self.column = column
    let rowCount = max(1, column.count)
    if case .codes(_, let dictionary) = column.storage,
      dictionary.count <= BitmapIndex.maximumDistinct
    {
      let codes = texts.compactMap { dictionary.code(of: $0.text) }.sorted()
      let counts = column.indexes.statistics(column).codeCounts
      kind = .bitmap
      method = .bitmap([(field, codes)])
      share = Double(codes.reduce(0) { $0 + counts[Int($1)] }) / Double(rowCount)
    } else {
      kind = .hash
      method = .hash(field: field, texts: texts)
      share = Double(texts.count) / Double(rowCount)
    }
  }

  private init?(
    _ field: Int, _ column: Column, _ operation: ComparisonOperator, _ constant: Value?
  ) {
    guard let constant, let bound = constant.double ?? constant.integral.map(Double.init) else {
      return nil
    }
    let key: UInt64
    switch (column.storage, constant) {
    case (.doubles, .number(let number)): key = OrderedBits.of(number)
    case (.integers, _):
      guard let raw = constant.integral else { return nil }
      key = OrderedBits.of(raw)
    default: return nil
    }
    let stored = constant.integral.map(Double.init) ?? bound
    let statistics = column.indexes.statistics(column)
    self.field = field
    self.column = column
    kind = .sorted
    let next = key == .max ? nil : key + 1
    switch operation {
    case .equal:
      method = .sorted(field: field, lower: key, upper: next)
      share = statistics.share(from: stored, to: stored)
    case .less, .lessOrEqual:
      method = .sorted(field: field, lower: nil, upper: operation == .less ? key : next)
      share = statistics.share(from: nil, to: stored)
    case .greater, .greaterOrEqual:
      guard let lower = operation == .greater ? next : key else { return nil }
      method = .sorted(field: field, lower: lower, upper: nil)
      share = statistics.share(from: stored, to: nil)
    case .notEqual: return nil
    }
  }
}
