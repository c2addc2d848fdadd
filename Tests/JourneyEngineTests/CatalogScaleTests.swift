import JourneyEngine
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Loads the synthetic data of `$ORBITS_SCALE_DATA` (accounts.csv, events.csv) and prints times:
/// run in release by hand.
@Suite(.enabled(if: getenv("ORBITS_SCALE_DATA") != nil, "by hand")) struct CatalogScaleTests {
  @Test func loadsAndAssembles() throws {
    let folder = getenv("ORBITS_SCALE_DATA").map { String(cString: $0) } ?? "."
    let clock = ContinuousClock()
    var sources: [DataSource] = []
    let reading = try clock.measure {
      for name in ["accounts.csv", "events.csv"] {
        sources.append(
          try DataSource(
            recognising: FileReader.read(path: "\(folder)/\(name)"), name: name))
      }
    }
    print("read", reading, "processor s", processor(), "peak MB", peak())
    var result: SourceAssembly.Result?
    let taken = sources
    sources = []
    let assembling = try clock.measure {
      result = try SourceAssembly.assemble(taken, settings: CatalogFixtures.settings())
    }
    print("assemble", assembling, "processor s", processor(), "peak MB", peak())
    for line in result?.report.lines() ?? [] { print(line) }
    #expect(result?.snapshot.events != nil)
  }

  /// Seconds of processor time so far: the clock means little on a busy machine.
  private func processor() -> Double {
    var usage = rusage()
    getrusage(0, &usage)
    let micros = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(micros) / 1e6
  }

  private func peak() -> Int {
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF
    return usage.ru_maxrss / 1024
  }
}
