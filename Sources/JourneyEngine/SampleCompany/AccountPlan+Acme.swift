/// Acme Ltd, whose journey a trainer can tell: a steady way in, doubts after the contract, a first
/// success, a critical incident handled well, advocacy, and a rough patch at the end.
extension AccountPlan {
  static let acmeIncident = SampleClock.midday(2025, 9, 16) - 640

  mutating func becomeAcme() {
    segment = .midMarket
    region = 0
    owner = 0
    isReactive = true
    firstRevenue = 84_000
    term = 12
    partner = nil
    enter(.obstacle, at: SampleClock.midday(2025, 2, 4) - 611, because: "first contact")
    enter(.research, at: SampleClock.midday(2025, 2, 19) + 143, because: "asked for material")
    enter(.benchmark, at: SampleClock.midday(2025, 3, 18) - 287, because: "demo agreed")
    let contract = SampleClock.midday(2025, 5, 6) + 391
    signed = contract
    enter(.invest, at: contract, because: "contract signed")
    enter(.transform, at: SampleClock.midday(2025, 5, 27) - 452, because: "go-live")
    firstValue = SampleClock.midday(2025, 5, 29) + 518
    enter(.share, at: SampleClock.midday(2026, 1, 20) + 77, because: "recommended us")
    incident = .handledWell
    incidentAt = AccountPlan.acmeIncident
  }
}
