/// The ways in which numbers are written, as far as a text fits them: which sign is the decimal one
/// and which separates thousands.
struct NumberStyles: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// `1,234.5`
  static let pointComma = NumberStyles(rawValue: 1)
  /// `1 234.5`
  static let pointSpace = NumberStyles(rawValue: 2)
  /// `1'234.5`
  static let pointQuote = NumberStyles(rawValue: 4)
  /// `1.234,5`
  static let commaPoint = NumberStyles(rawValue: 8)
  /// `1 234,5`
  static let commaSpace = NumberStyles(rawValue: 16)
  /// `1'234,5`
  static let commaQuote = NumberStyles(rawValue: 32)

  static let point: NumberStyles = [pointComma, pointSpace, pointQuote]
  static let comma: NumberStyles = [commaPoint, commaSpace, commaQuote]
  static let all: NumberStyles = [point, comma]

}

extension NumberStyles {
  /// The style in which 1234.5 is written so; nil when that is no way to write it.
  init?(writing example: String) {
    let groups = example.split(omittingEmptySubsequences: false) { !$0.isASCII || !$0.isNumber }
    let separators = example.filter { !$0.isASCII || !$0.isNumber }
    let last: Set<Character> = [".", ","]
    guard let decimal = separators.last, last.contains(decimal), separators.count <= 2 else {
      return nil
    }
    guard groups.joined() == "12345", groups.last == "5" else { return nil }
    let isPoint = decimal == "."
    guard separators.count == 2 else {
      self = isPoint ? .point : .comma
      return
    }
    switch separators.first {
    case ",": self = isPoint ? .pointComma : []
    case ".": self = isPoint ? [] : .commaPoint
    case " ", "\u{A0}", "\u{202F}", "\u{2009}": self = isPoint ? .pointSpace : .commaSpace
    case "'", "\u{2019}": self = isPoint ? .pointQuote : .commaQuote
    default: self = []
    }
    if isEmpty { return nil }
  }

  /// 1234.5 as the first of the styles writes it.
  var example: String {
    if contains(.pointComma) { return "1,234.5" }
    if contains(.commaPoint) { return "1.234,5" }
    if contains(.pointSpace) { return "1 234.5" }
    if contains(.commaSpace) { return "1 234,5" }
    return contains(.pointQuote) ? "1'234.5" : "1'234,5"
  }
}

extension ReadingOptions {
  /// The caller says that decimals stand behind a comma.
  var hasDecimalComma: Bool {
    numbers.flatMap { NumberStyles(writing: $0) }?.isDisjoint(with: .point) ?? false
  }
}

/// Currencies by the signs and codes that stand beside amounts.
enum Currency {
  /// Signs and other spellings, then their code.
  private static let spellings: [(code: String, words: String)] = [
    ("USD", "$ us$ usd"), ("EUR", "€ eur euro euros"), ("GBP", "£ gbp"), ("JPY", "jpy"),
    ("¥", "¥"), ("CHF", "chf fr fr. sfr sfr."), ("CNY", "cny rmb cn¥"), ("INR", "₹ inr rs rs."),
    ("BRL", "r$ brl"), ("AUD", "a$ au$ aud"), ("CAD", "c$ ca$ cad"), ("NZD", "nz$ nzd"),
    ("HKD", "hk$ hkd"), ("SGD", "s$ sgd"), ("MXN", "mx$ mxn"), ("ZAR", "zar"), ("SEK", "sek"),
    ("NOK", "nok"), ("DKK", "dkk"), ("kr", "kr kr."), ("PLN", "zł pln"), ("CZK", "kč czk"),
    ("HUF", "ft huf"), ("RON", "ron lei"), ("TRY", "₺ try tl"), ("ILS", "₪ ils nis"),
    ("KRW", "₩ krw"), ("RUB", "₽ rub"), ("UAH", "₴ uah"), ("THB", "฿ thb"), ("VND", "₫ vnd"),
    ("NGN", "₦ ngn"), ("AED", "aed"), ("SAR", "sar"), ("PHP", "₱ php"), ("IDR", "idr rp"),
    ("MYR", "rm myr"), ("TWD", "nt$ twd"), ("ARS", "ars"), ("CLP", "clp"), ("COP", "cop"),
  ]

  static func code(_ index: UInt8) -> String { spellings[Int(index)].code }

  private static let byWord: [UInt64: UInt8] = {
    var table: [UInt64: UInt8] = [:]
    for (index, entry) in spellings.enumerated() {
      for word in entry.words.split(separator: " ") {
        var word = String(word)
        let packed = word.withUTF8 { bytes in bytes.baseAddress.map { key($0, bytes.count) } }
        if let packed { table[packed] = UInt8(index) }
      }
    }
    return table
  }()

  /// The currency a word of up to eight bytes names.
  static func index(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt8? {
    count > 0 && count <= 8 ? byWord[key(text, count)] : nil
  }

  private static func key(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<count {
      let byte = text[index]
      key = key << 8 | UInt64(byte >= 65 && byte <= 90 ? byte | 0x20 : byte)
    }
    return key
  }
}
