/// Which department answers for what happens: what the events say, else the stage's lead.
enum Departments: Sendable {
  /// For each event the code of its department.
  case ofEvents(codes: [UInt32], names: StringDictionary, field: String)
  /// For each stage the place of its lead among the names.
  case ofStages([UInt32], names: [String])

  /// The attributes of events that name a department, most telling first.
  private static let attributes = ["department", "team"]

  /// One lead for each stage of the model: the first that DOMAIN's table of the stages names.
  private static let leads = [
    "obstacle": "Marketing", "research": "Marketing", "benchmark": "Sales", "invest": "Product",
    "transform": "Customer Success", "share": "Marketing",
  ]

  static let none = UInt32.max

  /// The field of accounts that names the department which leads their stage.
  static let field = "department"

  /// nil where no stage of the model has a lead, or accounts are in none.
  static func field(of accounts: Table, _ model: StageModel) -> Relation.Field? {
    let leads = model.names.map { Departments.leads[$0.lowercased()] }
    guard leads.contains(where: { $0 != nil }), accounts.index(of: field) == nil,
      let stage = accounts.column("stage"), stage.type == .text
    else { return nil }
    return Relation.Field(field, type: .text) {
      var builder = ColumnBuilder(.text)
      for row in 0..<stage.count {
        guard case .text(let name) = stage[row], let ordinal = model.ordinal(of: name),
          let lead = leads[ordinal]
        else {
          builder.appendUnknown()
          continue
        }
        builder.append(.text(lead))
      }
      return builder.build()
    }
  }

  /// nil where neither events nor stages tell of any.
  init?(_ snapshot: Snapshot) {
    if let events = snapshot.events?.table {
      for field in Departments.attributes {
        guard let column = events.column(field), column.type == .text,
          column.nulls.unknownCount < column.count,
          case .codes(let codes, let names) = column.asDictionaryText().storage
        else { continue }
        self = .ofEvents(codes: codes, names: names, field: field)
        return
      }
    }
    var names: [String] = []
    let places = snapshot.stageModel.names.map { stage -> UInt32 in
      guard let lead = Departments.leads[stage.lowercased()] else { return Departments.none }
      if let place = names.firstIndex(of: lead) { return UInt32(place) }
      names.append(lead)
      return UInt32(names.count - 1)
    }
    guard names.count > 1 else { return nil }
    self = .ofStages(places, names: names)
  }

  /// Whether the event says which department acted.
  func isNamed(by event: Int) -> Bool {
    if case .ofEvents(let codes, _, _) = self { return codes[event] != Departments.none }
    return false
  }

  func name(_ code: UInt32) -> String {
    switch self {
    case .ofEvents(_, let names, _): names[code]
    case .ofStages(_, let names): names[Int(code)]
    }
  }

  /// For the footer.
  func note(_ stages: [String]) -> String {
    switch self {
    case .ofEvents(_, _, let field): return "departments: the events' `\(field)`"
    case .ofStages(let places, let names):
      let leads = zip(stages, places).filter { $0.1 != Departments.none }
        .map { "\($0) \(names[Int($1)])" }
      return "departments: the lead of each stage: " + leads.joined(separator: ", ")
    }
  }
}
