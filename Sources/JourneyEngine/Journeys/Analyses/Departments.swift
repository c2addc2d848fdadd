/// Which department answers for what happens: what the events say, else the stage's lead.
enum Departments: Sendable {
  /// For each event the code of its department.
  case ofEvents(codes: [UInt32], names: StringDictionary, field: String)
  /// For each stage the place of its lead among the names.
  case ofStages([UInt32], names: [String])

  /// The attributes of events that name a department, most telling first.
  private static let fields = ["department", "team"]

  /// One lead for each stage of the model: the first that DOMAIN's table of the stages names.
  private static let leads = [
    "obstacle": "Marketing", "research": "Marketing", "benchmark": "Sales", "invest": "Product",
    "transform": "Customer Success", "share": "Marketing",
  ]

  static let none = UInt32.max

  /// nil where neither events nor stages tell of any.
  init?(_ snapshot: Snapshot) {
    if let events = snapshot.events?.table {
      for field in Departments.fields {
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
