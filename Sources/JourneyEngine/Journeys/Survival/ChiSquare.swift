#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The chi-square distribution with a whole number of degrees of freedom.
package enum ChiSquare {
  /// The chance of a value of at least `x`.
  ///
  /// It is the upper incomplete gamma function Q(df / 2, x / 2), here by Q(a + 1, y) = Q(a, y) +
  /// y^a e^-y / gamma(a + 1) from Q(1, y) = e^-y or Q(1/2, y) = erfc(sqrt y): every term is
  /// positive, so that nothing cancels.
  package static func upperTail(_ x: Double, degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom > 0, x > 0 else { return 1 }
    let y = x / 2
    let isOdd = degreesOfFreedom % 2 == 1
    var sum = isOdd ? erfc(y.squareRoot()) : exp(-y)
    // The logarithm of the term: of many degrees of freedom the factors alone would overflow.
    var a = isOdd ? 0.5 : 1.0
    var term = a * log(y) - y - (isOdd ? log(Double.pi.squareRoot() / 2) : 0)
    while a < Double(degreesOfFreedom) / 2 {
      sum += exp(term)
      a += 1
      term += log(y) - log(a)
    }
    return min(1, sum)
  }
}
