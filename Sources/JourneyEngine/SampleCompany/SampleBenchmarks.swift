/// Reference figures by industry. Source: Braden Kelley, "Customer Experience Benchmarking" (2026),
/// as named in every row. NPS in points, the others in per cent.
enum SampleBenchmarks {
  /// `vertical` is the company's own word for the industry; nil where a figure holds for all.
  private struct Row {
    var vertical: String?
    var industry: String
    var metric: String
    var average: (low: Double, high: Double)
    var leaders: (low: Double, high: Double?)
  }

  private static let source = "Kelley, Customer Experience Benchmarking, 2026"

  private static let rows = [
    Row(
      vertical: "SaaS", industry: "Technology/SaaS", metric: "nps", average: (35, 45),
      leaders: (60, nil)),
    Row(
      vertical: "Fintech", industry: "Financial services", metric: "nps", average: (30, 40),
      leaders: (55, nil)),
    Row(
      vertical: "Retail", industry: "Retail", metric: "nps", average: (40, 50), leaders: (65, nil)),
    Row(
      vertical: "Healthcare", industry: "Healthcare", metric: "nps", average: (25, 35),
      leaders: (50, nil)),
    Row(
      vertical: "Telecom", industry: "Telecommunications", metric: "nps", average: (15, 25),
      leaders: (40, nil)),
    Row(
      vertical: "Hospitality", industry: "Hospitality", metric: "nps", average: (50, 60),
      leaders: (75, nil)),
    Row(
      vertical: nil, industry: "All industries", metric: "csat", average: (75, 85),
      leaders: (90, nil)),
    Row(
      vertical: nil, industry: "All industries", metric: "fcr", average: (70, 75), leaders: (85, 90)
    ),
  ]

  static func table() -> Table {
    var vertical = ColumnBuilder(.text)
    var industry = ColumnBuilder(.text)
    var metric = ColumnBuilder(.text)
    var averageLow = ColumnBuilder(.integer)
    var averageHigh = ColumnBuilder(.integer)
    var leadersLow = ColumnBuilder(.integer)
    var leadersHigh = ColumnBuilder(.integer)
    var named = ColumnBuilder(.text)
    for row in rows {
      vertical.append(row.vertical.map { .text($0) } ?? .unknown)
      industry.append(.text(row.industry))
      metric.append(.text(row.metric))
      averageLow.append(.integer(Int64(row.average.low)))
      averageHigh.append(.integer(Int64(row.average.high)))
      leadersLow.append(.integer(Int64(row.leaders.low)))
      leadersHigh.append(row.leaders.high.map { .integer(Int64($0)) } ?? .unknown)
      named.append(.text(source))
    }
    return Table(
      [
        Table.Field("vertical", vertical.build()), Table.Field("industry", industry.build()),
        Table.Field("metric", metric.build()), Table.Field("average_low", averageLow.build()),
        Table.Field("average_high", averageHigh.build()),
        Table.Field("leaders_low", leadersLow.build()),
        Table.Field("leaders_high", leadersHigh.build()), Table.Field("source", named.build()),
      ], rowCount: rows.count)
  }
}
