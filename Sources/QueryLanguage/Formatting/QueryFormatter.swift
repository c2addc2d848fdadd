package enum QueryFormatter {
  package static func format(_ e: Expression) -> String { "" }
  package static func format(name: String) -> String { name }
  package static func format(_ e: TemporalClause) -> String { "" }
  package static func format(_ e: OrderKey) -> String { "" }
  package static func format(_ e: Top) -> String { "" }
}
