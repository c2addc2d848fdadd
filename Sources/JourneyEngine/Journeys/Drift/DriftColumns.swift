/// What a workspace chooses about drift: `set segment vertical`, `set drift_limit 60 days`.
package struct DriftChoice: Hashable, Sendable {
  package var settings = DriftSettings()
  /// The field of accounts whose values have quantiles of their own where they have enough exits.
  package var segment: String?

  package init() {}
}

/// The fields of accounts that tell of drift: `state`, `zone`, `silence`. The model is made when
/// the first of them is asked for.
final class DriftColumns: Sendable {
  let choice: DriftChoice
  private let snapshot: Snapshot

  static let names = ["state", "zone", "silence"]

  private let made: Once<DriftModel>

  /// `meanings`: of the snapshot's events.
  init(_ snapshot: Snapshot, _ choice: DriftChoice, _ meanings: Once<EventMeanings>? = nil) {
    self.snapshot = snapshot
    self.choice = choice
    made = Once { cancellation throws(QueryFailure) in
      try DriftModel(
        snapshot, segments: DriftColumns.segments(of: snapshot, by: choice.segment),
        meanings: try meanings?.value(cancellation), settings: choice.settings,
        checking: cancellation.check)
    }
  }

  func model(_ cancellation: Cancellation = Cancellation()) throws(QueryFailure) -> DriftModel {
    try made.value(cancellation)
  }

  /// Whether accounts are drifting, in one stage or in any; unknown where their state is.
  func isDrifting(
    from stage: UInt32?, _ cancellation: Cancellation
  ) throws(QueryFailure) -> Column {
    let model = try model(cancellation)
    var builder = ColumnBuilder(.boolean)
    for row in model.states.indices {
      if model.states[row] == .unknown {
        builder.appendUnknown()
      } else {
        let isThere = stage.map { model.stages[row] == $0 } ?? true
        builder.append(.boolean(isThere && model.states[row] == .drifting))
      }
    }
    return builder.build()
  }

  /// None where there is no journey to stand in.
  var fields: [Relation.Field] {
    guard snapshot.visits != nil else { return [] }
    return [
      field("state", .text, DriftColumns.stateNames) { DriftColumns.states($0) },
      field("zone", .text, DriftColumns.zoneNames(snapshot.stageModel)) {
        DriftColumns.zones($0)
      },
      field("silence", .duration) { DriftColumns.silences($0) },
    ]
  }

  private func field(
    _ name: String, _ type: ValueType, _ texts: StringDictionary? = nil,
    _ make: @escaping @Sendable (DriftModel) -> Column
  ) -> Relation.Field {
    Relation.Field(name, type: type, texts: texts) { cancellation throws(QueryFailure) in
      _ = try self.model(cancellation)
    } derived: {
      self.column(type, make)
    }
  }

  private func column(_ type: ValueType, _ make: (DriftModel) -> Column) -> Column {
    // The model reads what is in memory and cannot fail.
    guard let model = try? model() else {
      return Column.unknown(type, count: snapshot.accounts.rowCount)
    }
    return make(model)
  }

  private static let knownStates = DriftState.allCases.filter { $0 != .unknown }
  private static let stateNames = StringDictionary(knownStates.map(\.name))

  private static func states(_ model: DriftModel) -> Column {
    let codes = model.states.map { state in
      knownStates.firstIndex(of: state).map { UInt32($0) } ?? StringDictionary.unknownCode
    }
    return Column(codes: codes, stateNames)
  }

  private static func zoneNames(_ stages: StageModel) -> StringDictionary {
    StringDictionary(zip(stages.names, stages.names.dropFirst()).map { "\($0) -> \($1)" })
  }

  private static func zones(_ model: DriftModel) -> Column {
    let codes = model.states.indices.map { row in
      model.nextStage(ofAccount: row).map { $0 - 1 } ?? StringDictionary.unknownCode
    }
    return Column(codes: codes, zoneNames(model.stageModel))
  }

  private static func silences(_ model: DriftModel) -> Column {
    var builder = ColumnBuilder(.duration)
    for silence in model.silences { builder.append(silence.map(Value.duration) ?? .unknown) }
    return builder.build()
  }

  /// The values of the field as codes; nil where there is no such field.
  private static func segments(of snapshot: Snapshot, by field: String?) -> [UInt32]? {
    guard let field, let column = snapshot.accounts.column(field) else { return nil }
    let key = KeyColumn(column)
    return key.codes.map { $0 == KeyColumn.blank ? DriftModel.noSegment : $0 }
  }
}
