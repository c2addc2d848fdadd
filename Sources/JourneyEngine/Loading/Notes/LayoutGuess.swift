/// Finds the layout that the dates of a text column are written in, so that a message can show the
/// clause that reads them.
enum LayoutGuess {
  private static let dates = [
    "dd-MM-yyyy", "MM-dd-yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "yyyy/MM/dd",
    "yyyy.MM.dd",
    "d-M-yyyy", "M-d-yyyy", "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "dd-MM-yy", "dd/MM/yy", "MM/dd/yy",
    "M/d/yy", "dd.MM.yy", "d MMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "MMM d, yyyy", "yyyy-M-d",
  ]
  private static let times = [
    "", " HH:mm", " HH:mm:ss", " H:mm", " H:mm:ss", " h:mm a", " h:mm:ss a",
  ]

  struct Guess {
    let format: DateFormat
    /// The layout with day and month swapped fits just as well.
    let rival: DateFormat?
  }

  /// The layout most of the samples are written in; nil when less than half share one.
  static func guess(_ samples: [[UInt8]]) -> Guess? {
    guard let first = samples.first(where: { $0.contains(where: \.isDigit) }), first.count <= 40
    else {
      return nil
    }
    var best: (format: DateFormat, fits: Int)?
    for date in dates {
      // A layout whose date part fits no sample needs no times.
      guard samples.contains(where: { startsLikely($0, date) }) else { continue }
      for time in times {
        guard let format = DateFormat(date + time) else { continue }
        let fits = count(samples, format)
        if fits > best?.fits ?? 0 { best = (format, fits) }
      }
    }
    guard let best, best.fits * 2 >= samples.count else { return nil }
    let swapped = swapped(best.format.pattern)
    let rival = swapped.flatMap { DateFormat($0) }
    return Guess(
      format: best.format, rival: rival.flatMap { count(samples, $0) == best.fits ? $0 : nil })
  }

  private static func count(_ samples: [[UInt8]], _ format: DateFormat) -> Int {
    samples.count { sample in
      sample.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.flatMap { format.wall($0, count: buffer.count) } != nil
      }
    }
  }

  private static func startsLikely(_ sample: [UInt8], _ date: String) -> Bool {
    guard let separator = date.utf8.first(where: { !($0 | 0x20 >= 97 && $0 | 0x20 <= 122) }) else {
      return true
    }
    return sample.prefix(6).contains(separator)
  }

  /// `dd/MM` for `MM/dd` and the other way round.
  private static func swapped(_ pattern: String) -> String? {
    guard !pattern.hasPrefix("y"), !pattern.contains("MMM") else { return nil }
    let date = pattern.prefix { $0 != " " }
    let swapped = date.map { letter -> Character in
      letter == "d" ? "M" : letter == "M" ? "d" : letter
    }
    return String(swapped) + pattern.dropFirst(date.count)
  }
}
