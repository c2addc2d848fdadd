/// A name of a company by what it is called and in which legal form, so that `Acme Ltd.` and
/// `ACME LIMITED` are found to be one: upper and lower case, punctuation, diacritics and the
/// spelling of legal forms do not count; `&` is `and`.
struct CompanyName: Hashable {
  /// `acme`, words with one space between.
  var base: String
  /// `["ltd"]`, `["gmbh", "co", "kg"]`; empty where the name has none.
  var forms: [String]

  /// What must be the same for two names to be one.
  var full: String { forms.isEmpty ? base : base + " | " + forms.joined(separator: " ") }

  /// Two legal forms of one name may be of one company where one says less than the other: `Acme`
  /// and `Acme Ltd`, `Müller GmbH` and `Müller GmbH & Co. KG`. `Acme Ltd` and `Acme Inc` are two.
  func agrees(with other: CompanyName) -> Bool {
    base == other.base && (forms.starts(with: other.forms) || other.forms.starts(with: forms))
  }

  /// The readings of a name: `Müller` is written `Mueller` here and `Muller` there. None for what
  /// is no name but a code, as `0015g00000AbCdE` and `A-17` are.
  static func readings(_ text: String) -> [CompanyName] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return CompanyName(letters: folded(ascii: text.utf8)).map { [$0] } ?? []
    }
    let german = folded(text, umlauts: true)
    let plain = folded(text, umlauts: false)
    let readings = german == plain ? [german] : [german, plain]
    return readings.compactMap { CompanyName(letters: $0) }
  }

  // MARK: - Words and legal forms

  private init?(letters: [UInt8]) {
    var words = CompanyName.words(letters)
    guard words.contains(where: CompanyName.isWord), !words.contains(where: CompanyName.isCode)
    else { return nil }
    var forms: [String] = []
    while words.count > 1, let last = words.last {
      if let pair = CompanyName.pairForms[words[words.count - 2] + " " + last], words.count > 2 {
        forms.insert(pair, at: 0)
        words.removeLast(2)
      } else if let form = CompanyName.forms[last] {
        forms.insert(form, at: 0)
        words.removeLast()
      } else if last == "and", !forms.isEmpty {
        words.removeLast()
      } else {
        break
      }
    }
    base = words.joined(separator: " ")
    self.forms = forms
  }

  /// Single letters in a row are one word: `S. A.` and `SA`, `I.B.M.` and `IBM`.
  private static func words(_ letters: [UInt8]) -> [String] {
    var words: [String] = []
    var isInitials = false
    for part in letters.split(separator: 0x20) {
      let word = String(decoding: part, as: UTF8.self)
      if word.count == 1, isInitials, let last = words.popLast() {
        words.append(last + word)
        continue
      }
      isInitials = word.count == 1
      words.append(word)
    }
    return words
  }

  private static func isWord(_ word: String) -> Bool {
    word.count > 1 && !word.utf8.contains { (0x30...0x39).contains($0) }
  }

  /// Letters and digits mixed, and long: the key of a record.
  private static func isCode(_ word: String) -> Bool {
    word.utf8.count >= 6 && word.utf8.contains { (0x30...0x39).contains($0) }
      && word.utf8.contains { !(0x30...0x39).contains($0) }
  }

  private static let forms: [String: String] = {
    var forms: [String: String] = [:]
    let plain = """
      ltd inc corp co llc llp lp plc gmbh ag kg kgaa ohg ug gbr ev eg se sa sas sasu sarl eurl srl \
      spa snc sl slu bv nv vof cv ab asa as aps oy oyj ltda eireli sro doo kft zrt nyrt spzoo pty \
      pte pvt sdn bhd kk ou uab sia ood eood
      """
    for word in plain.split(separator: " ") { forms[String(word)] = String(word) }
    let others = [
      "limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co",
      "mbh": "gmbh", "private": "pvt", "oue": "ou", "aktiengesellschaft": "ag",
      "kommanditgesellschaft": "kg",
    ]
    return forms.merging(others) { first, _ in first }
  }()

  private static let pairForms = [
    "sp zoo": "spzoo", "z oo": "spzoo", "de cv": "cv", "gesellschaft mbh": "gmbh",
  ]

  // MARK: - Letters

  /// Lower-case letters, digits and single spaces; dots and apostrophes vanish.
  private static func folded(ascii bytes: some Sequence<UInt8>) -> [UInt8] {
    var letters: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x61...0x7A, 0x30...0x39: letters.append(byte)
      case 0x41...0x5A: letters.append(byte + 0x20)
      case 0x26: letters += Array(" and ".utf8)
      case 0x2E, 0x27, 0x60: break
      default: letters.append(0x20)
      }
    }
    return letters
  }

  private static func folded(_ text: String, umlauts: Bool) -> [UInt8] {
    var letters: [UInt8] = []
    for character in text.lowercased() {
      if let byte = character.asciiValue {
        letters += folded(ascii: CollectionOfOne(byte))
      } else if umlauts, let two = umlautsAsTwo[character] {
        letters += Array(two.utf8)
      } else if let plain = plainLetters[character] {
        letters += Array(plain.utf8)
      } else if character.isLetter || character.isNumber {
        letters += Array(character.utf8)
      } else if !["\u{2019}", "\u{2018}", "\u{B4}"].contains(character) {
        letters.append(0x20)
      }
    }
    return letters
  }

  private static let umlautsAsTwo: [Character: String] = ["ä": "ae", "ö": "oe", "ü": "ue"]

  private static let plainLetters: [Character: String] = {
    var letters: [Character: String] = ["ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"]
    let rows = [
      "a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ",
      "i": "ìíîïĩīĭįı", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŉ", "o": "òóôõöøōŏő",
      "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
    ]
    for (plain, accented) in rows { for letter in accented { letters[letter] = plain } }
    return letters
  }()
}
