import Foundation
import JourneyEngine
import TestSupport
import Testing

/// Random samples as rows of a CSV that others read: sample, time, status, group.
private struct Samples {
  private(set) var groups: [[CompetingSample]] = []

  init(
    seed: UInt64, count: Int, groups sizes: ClosedRange<Int>, size: ClosedRange<Int>,
    needs: Set<Outcome>
  ) {
    var random = SeededGenerator(seed: seed)
    while groups.count < count {
      let sample = CompetingSample.groups(sizes, size: size, &random)
      let seen = Set(sample.flatMap { $0.ones.map(\.outcome) })
      if needs.isSubset(of: seen), seen.isSubset(of: needs.union([.open])) { groups.append(sample) }
    }
  }

  /// Status 0 is censored, 1 the event, 2 the loss.
  var text: String {
    var lines = ["sample,time,status,group"]
    for (sample, groups) in groups.enumerated() {
      for (group, own) in groups.enumerated() {
        for one in own.ones {
          let status = one.outcome == .open ? 0 : one.outcome == .reached ? 1 : 2
          lines.append("\(sample),\(one.time),\(status),\(group)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// The numbers of a printed line, its words apart.
private func fields(_ line: Substring) -> [Double] {
  line.split(separator: " ").map { Double($0) ?? .nan }
}

private func close(_ one: Double, _ other: Double) -> Bool {
  abs(one - other) <= 1e-9 * max(1, abs(one), abs(other))
}

/// cmprsk is the package of the author of the test.
@Suite struct OtherEstimatorTests {
  static let hasCmprsk = RProcess.isAvailable(packages: ["cmprsk"])
  static let hasLifelines = PythonProcess.isAvailable(modules: ["lifelines"])

  /// Prints `1 sample group time estimate variance` and `2 sample statistic p`.
  private static let cuminc = """
    library(cmprsk)
    rows <- read.csv(commandArgs(trailingOnly = TRUE)[1])
    for (own in split(rows, rows$sample)) {
      found <- cuminc(own$time, own$status, own$group, cencode = 0)
      sample <- own$sample[1]
      for (group in unique(own$group)) {
        curve <- found[[paste(group, 1)]]
        for (time in sort(unique(own$time[own$group == group & own$status == 1]))) {
          place <- max(which(curve$time == time))
          cat(sprintf("1 %d %d %d %.17g %.17g\\n", sample, group, time, curve$est[place],
            curve$var[place]))
        }
      }
      test <- found$Tests
      cat(sprintf("2 %d %.17g %.17g\\n", sample, test["1", "stat"], test["1", "pv"]))
    }
    """

  @Test(
    .enabled(if: hasCmprsk, "R with its package cmprsk is not here: `scripts/test` installs it"))
  func incidenceVarianceAndGrayAgreeWithCmprsk() throws {
    let samples = Samples(
      seed: 41, count: Repetitions.count(300), groups: 2...5, size: 3...60,
      needs: [.reached, .lost])
    let printed = try RProcess.run(Self.cuminc, inputs: [samples.text])
    let curves = samples.groups.map { $0.map { CumulativeIncidence($0.durations) } }
    var (steps, tests) = (0, 0)
    for line in printed.split(separator: "\n").map(fields) {
      let sample = Int(line[1])
      if line[0] == 1 {
        let curve = curves[sample][Int(line[2])]
        let step = try #require(curve.steps.first { $0.time == Int64(line[3]) })
        #expect(close(step.incidence, line[4]) && close(step.variance, line[5]))
        steps += 1
      } else if line[2] >= 0 {
        // Below zero: cmprsk finds the covariances singular.
        let test = try #require(
          try GroupTest(samples.groups[sample].map(\.durations), kind: .gray))
        #expect(close(test.statistic, line[2]), "sample \(sample)")
        #expect(abs(test.p - line[3]) < 1e-9)
        tests += 1
      }
    }
    #expect(steps == curves.reduce(0) { $0 + $1.reduce(0) { $0 + $1.steps.count } })
    #expect(tests > samples.groups.count * 9 / 10)
  }

  /// Prints `1 sample group time survival` and `2 sample statistic p`.
  private static let lifelines = """
    import sys, pandas
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test
    rows = pandas.read_csv(sys.argv[1])
    for sample, own in rows.groupby("sample"):
        for group, part in own.groupby("group"):
            fitter = KaplanMeierFitter().fit(part["time"], part["status"])
            for time in sorted(part["time"][part["status"] == 1].unique()):
                share = fitter.survival_function_at_times(time).iloc[0]
                print(1, sample, group, time, repr(float(share)))
        if own["status"].any():
            test = multivariate_logrank_test(own["time"], own["group"], own["status"])
            print(2, sample, repr(float(test.test_statistic)), repr(float(test.p_value)))
    """

  @Test(
    .enabled(
      if: hasLifelines, "the Python package lifelines is not here: `scripts/test` installs it"))
  func kaplanMeierAndLogRankAgreeWithLifelines() throws {
    let samples = Samples(
      seed: 42, count: Repetitions.count(60), groups: 2...4, size: 5...50, needs: [.reached])
    let printed = try PythonProcess.run(Self.lifelines, inputs: [samples.text])
    var (steps, tests) = (0, 0)
    for line in printed.split(separator: "\n").map(fields) {
      let groups = samples.groups[Int(line[1])]
      if line[0] == 1 {
        let own = groups[Int(line[2])]
        var plain = CensoredDurations()
        for one in own.ones { plain.append(one.time, isEvent: one.outcome == .reached) }
        let time = Int64(line[3])
        #expect(close(SurvivalCurve(plain).survival(at: time), line[4]))
        #expect(close(1 - CumulativeIncidence(own.durations).incidence(at: time), line[4]))
        steps += 1
      } else if let test = try GroupTest(groups.map(\.durations)) {
        #expect(test.kind == .logRank)
        #expect(close(test.statistic, line[2]) && abs(test.p - line[3]) < 1e-9)
        tests += 1
      }
    }
    #expect(steps > samples.groups.count && tests > samples.groups.count * 9 / 10)
  }
}
