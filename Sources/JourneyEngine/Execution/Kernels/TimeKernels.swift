internal import QueryLanguage

extension Kernels {
  /// Dates and instants moved by whole months, clamped to the month's end.
  static func shift(_ vector: Vector, months: Int, type: ValueType, _ zone: CivilTimeZone) -> Vector
  {
    guard case .integers(let values, let nulls) = vector else { return vector }
    return .integers(
      values.map { value in
        if type == .date { return Calendar.shift(day: value, months: months) }
        return Calendar.shift(instant: value, months: months, zone)
      }, nulls)
  }

  /// The name of the calendar period that holds each time: `2026`, `2026-Q1`, `2026-03`,
  /// `2026-W05`.
  static func bucket(
    _ vector: Vector, _ unit: TimeUnit, type: ValueType, _ zone: CivilTimeZone
  ) -> Vector {
    guard case .integers(let values, let nulls) = vector else { return vector }
    var last: (day: Int, name: String)?
    return .texts(
      values.indices.map { row in
        guard !nulls.isUnknown(row) else { return nil }
        let day = type == .date ? Int(values[row]) : zone.dayNumber(of: values[row])
        if unit == .hour || unit == .minute || unit == .second {
          return Calendar.name(ofInstant: values[row], unit, zone)
        }
        if let last, last.day == day { return last.name }
        let name = Calendar.name(ofDay: day, unit)
        last = (day, name)
        return name
      })
  }
}
