/// Acme Ltd, whose journey a trainer can tell: a steady way in, doubts after the contract, a first
/// success, a critical incident handled well, advocacy, and a rough patch at the end.
extension AccountPlan {
  static let acmeIncident = SampleClock.noon(2025, 9, 16)

  mutating func becomeAcme() {
    segment = .midMarket
    region = 0
    owner = 0
    isReactive = true
    yearlyRevenue = 84_000
    term = 12
    partner = nil
    enter(.obstacle, at: SampleClock.noon(2025, 2, 4), because: "first contact")
    enter(.research, at: SampleClock.noon(2025, 2, 19), because: "asked for material")
    enter(.benchmark, at: SampleClock.noon(2025, 3, 18), because: "demo agreed")
    let contract = SampleClock.noon(2025, 5, 6)
    signed = contract
    enter(.invest, at: contract, because: "contract signed")
    enter(.transform, at: SampleClock.noon(2025, 5, 27), because: "go-live")
    firstValue = SampleClock.noon(2025, 5, 29)
    enter(.share, at: SampleClock.noon(2026, 1, 20), because: "recommended us")
    incident = .handledWell
    incidentAt = AccountPlan.acmeIncident
  }
}
