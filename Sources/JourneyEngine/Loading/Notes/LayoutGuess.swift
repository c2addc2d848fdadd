/// Finds the layout that most dates of a text column are written in, so that a message can show the
/// clause that reads them.
enum LayoutGuess {
  struct Guess {
    let format: DateFormat
    /// The layout with day and month swapped fits just as well.
    let rival: DateFormat?
  }

  /// nil when less than half of the samples share a layout.
  static func guess(_ samples: [[UInt8]]) -> Guess? {
    var best: (format: DateFormat, fits: Int, rivals: [DateFormat])?
    var tried: Set<String> = []
    for sample in samples.prefix(8) {
      guard let layouts = DateLayouts(sample), !layouts.isWeak else { continue }
      let formats = layouts.candidates.flatMap { candidate in
        [candidate.strict, candidate.loose].filter { tried.insert($0).inserted }
          .compactMap { DateFormat($0) }
      }
      for format in formats {
        let fits = count(samples, format)
        if fits > best?.fits ?? 0 { best = (format, fits, formats) }
      }
    }
    guard let best, best.fits * 2 >= samples.count else { return nil }
    let order = DateNotes.order(best.format.pattern)
    let rival = best.rivals.first {
      DateNotes.order($0.pattern) != order && count(samples, $0) == best.fits
    }
    return Guess(format: best.format, rival: rival)
  }

  /// The layout of months without a day that all samples are written in.
  static func months(_ samples: [[UInt8]]) -> DateFormat? {
    let digits = ["yyyy-MM", "yyyy/MM", "MM/yyyy", "M/yyyy", "MM-yyyy", "MM.yyyy"]
    guard !samples.isEmpty else { return nil }
    return
      (digits + ["MMM yyyy", "MMM-yyyy", "MMM/yyyy", "yyyy MMM", "yyyy-MMM", "MMM-yy", "MMM yy"])
      .lazy.compactMap { DateFormat($0) }.first { count(samples, $0) == samples.count }
  }

  private static func count(_ samples: [[UInt8]], _ format: DateFormat) -> Int {
    samples.count { sample in
      sample.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.flatMap { format.wall($0, count: buffer.count) } != nil
      }
    }
  }
}
