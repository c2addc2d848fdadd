/// Where the characters go, as far as that changes them.
package struct RenderingOptions: Hashable, Sendable {
  /// The signs a renderer adds itself: rules, ellipses, marks for control characters. Data is
  /// never transliterated.
  package enum Symbols: Hashable, Sendable {
    case unicode
    case ascii
  }

  /// The terminal's columns; nil when the output is no terminal and lines may be of any length.
  package var width: Int?
  /// ANSI colours are written only when this is set.
  package var usesColor: Bool
  /// For people (`table`, `list`): the most rows to show. Files and machine formats hold every row.
  package var maxRows: Int?
  package var symbols: Symbols

  package init(
    width: Int? = nil, usesColor: Bool = false, maxRows: Int? = nil, symbols: Symbols = .unicode
  ) {
    self.width = width.map { max(1, $0) }
    self.usesColor = usesColor
    self.maxRows = maxRows.map { max(0, $0) }
    self.symbols = symbols
  }

  var isTerminal: Bool { width != nil }
}

/// The few attributes the renderers use; empty when colour is off.
struct TextAttributes {
  let heading: String
  let faint: String
  /// What moves an account forward, what holds it up, what holds it up badly.
  let forward: String
  let friction: String
  let severe: String
  let reset: String

  init(_ options: RenderingOptions) {
    heading = options.usesColor ? "\u{1B}[1m" : ""
    faint = options.usesColor ? "\u{1B}[2m" : ""
    forward = options.usesColor ? "\u{1B}[32m" : ""
    friction = options.usesColor ? "\u{1B}[31m" : ""
    severe = options.usesColor ? "\u{1B}[1;31m" : ""
    reset = options.usesColor ? "\u{1B}[0m" : ""
  }
}
