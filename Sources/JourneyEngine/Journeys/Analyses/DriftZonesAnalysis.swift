/// `drift zones of accounts by partner`: for each stage and the next one, who drifts between them
/// and what that goes with.
struct DriftZonesAnalysis: JourneyAnalysis {
  /// The field whose sum is shown as `arr`; nil where accounts have none.
  private let money: String?
  let columns: [AnalysisColumn]
  let keys = ["from", "to"]

  static let ownDimensions: Set<String> = ["zone", "from", "to"]

  init(_ accounts: Relation) {
    let field = AccountWorth.field(of: accounts)
    money = field?.name
    columns = [
      AnalysisColumn("from", .text), AnalysisColumn("to", .text),
      AnalysisColumn("drifting", .integer), AnalysisColumn("share", .number, style: .share),
      AnalysisColumn("arr", field?.type ?? .number), AnalysisColumn("excess_days", .number),
      AnalysisColumn("loss_drifted", .number, style: .share),
      AnalysisColumn("loss_other", .number, style: .share),
    ]
  }

  var fieldsRead: [String] { money.map { [$0] } ?? [] }

  var notes: [String] {
    let notes = [
      "loss_drifted, loss_other: how many were lost of those that ever drifted there and of the "
        + "others; drifting need not be why"
    ]
    return notes + AccountWorth.notes(money)
  }

  func run(_ input: AnalysisInput) throws(QueryFailure) -> AnalysisOutput {
    let model = try input.relations.drift.model(input.cancellation)
    let zones = try DriftZones(
      model, money: money.flatMap { input.snapshot.accounts.column($0) },
      groups: input.groupOfAccount(), groupCount: input.groupCount,
      checking: input.checkCancellation)
    let names = model.stageModel.names
    var output = AnalysisOutput(columns)
    for zone in zones.zones where zone.accounts + zone.drifted.accounts + zone.others.accounts > 0 {
      output.append(
        group: zone.group,
        [
          .text(names[Int(zone.from)]), .text(names[Int(zone.to)]),
          .integer(Int64(zone.drifting)), zone.share.map(Value.number) ?? .unknown, zone.money,
          .number(zone.excessDays), zone.drifted.rate.map(Value.number) ?? .unknown,
          zone.others.rate.map(Value.number) ?? .unknown,
        ])
    }
    output.notes = DriftZonesAnalysis.limited(model)
    return output
  }

  /// Which stages have too few exits for quantiles of their own.
  private static func limited(_ model: DriftModel) -> [String] {
    let names = model.stageModel.names
    let limited = model.thresholds.filter { threshold in
      threshold.source == .limit && Int(threshold.stage) + 1 < names.count
    }
    guard !limited.isEmpty else { return [] }
    let list = limited.map { names[Int($0.stage)] }.uniqued().joined(separator: ", ")
    let days = model.settings.limit / microsecondsPerDay
    return [
      "too few have left \(list) to say how long is long there: \(days) days, as `set drift_limit` "
        + "says"
    ]
  }
}
