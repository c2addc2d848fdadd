/// Names of months, weekdays and zones in the languages that exports are written in, looked up by
/// their letters without regard to case and accents.
enum DateWords {
  /// The first eight letters and how many there are.
  struct Key: Hashable, Sendable {
    var letters: UInt64 = 0
    var length = 0

    fileprivate mutating func append(_ letter: UInt8) {
      if length < 8 { letters |= UInt64(letter) << UInt64(length * 8) }
      length += 1
    }
  }

  /// The run of letters a text begins with, and its bytes; nil when there is none.
  static func key(_ text: UnsafePointer<UInt8>, count: Int) -> (key: Key?, bytes: Int) {
    var key = Key()
    var position = 0
    while position < count {
      let byte = text[position]
      if byte.isLetter {
        key.append(byte | 0x20)
        position += 1
      } else if byte == 0xC3, position + 1 < count, let letter = plain(text[position + 1]) {
        key.append(letter)
        position += 2
      } else {
        break
      }
    }
    return (position == 0 ? nil : key, position)
  }

  static func key(_ word: String) -> Key? {
    var word = word
    return word.withUTF8 { buffer in
      buffer.baseAddress.flatMap { key($0, count: buffer.count).key }
    }
  }

  /// The letter under an accent, from the second byte of its UTF-8 form.
  private static func plain(_ byte: UInt8) -> UInt8? {
    switch byte | 0x20 {
    case 0xA0...0xA5: UInt8(ascii: "a")
    case 0xA7: UInt8(ascii: "c")
    case 0xA8...0xAB: UInt8(ascii: "e")
    case 0xAC...0xAF: UInt8(ascii: "i")
    case 0xB1: UInt8(ascii: "n")
    case 0xB2...0xB6: UInt8(ascii: "o")
    case 0xB9...0xBC: UInt8(ascii: "u")
    default: nil
    }
  }

  /// 1 to 12.
  static let months = table(
    [
      "january jan januar janner janvier janv enero ene janeiro gennaio gen januari",
      "february feb februar feber fevrier fevr fev febrero fevereiro febbraio februari",
      "march mar marz mrz maerz mars marzo marco maart mrt",
      "april apr avril avr abril abr aprile",
      "may mai mayo maio maggio mag mei",
      "june jun juni juin junio junho giugno giu",
      "july jul juli juillet juil julio julho luglio lug",
      "august aug aout agosto ago augustus",
      "september sep sept septembre septiembre setembro set settembre",
      "october oct oktober okt octobre octubre outubro out ottobre ott",
      "november nov novembre noviembre novembro",
      "december dec dezember dez decembre diciembre dic dezembro dicembre",
    ], first: 1)

  /// 1 (Monday) to 7.
  static let weekdays = table(
    [
      "monday mon montag mo lundi lun lunes segunda seg lunedi maandag ma",
      "tuesday tue tues dienstag di mardi mar martes terca ter martedi dinsdag",
      "wednesday wed mittwoch mi mercredi mer miercoles mie quarta qua mercoledi woensdag wo",
      "thursday thu thur thurs donnerstag do jeudi jeu jueves jue quinta qui giovedi gio donderdag",
      "friday fri freitag fr vendredi ven viernes vie sexta sex venerdi vrijdag vr",
      "saturday sat samstag sa sonnabend samedi sam sabado sab sabato zaterdag za",
      "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo",
    ], first: 1)

  /// Seconds ahead of UTC. Abbreviations that mean several zones in several countries are left out,
  /// but for the American ones.
  static let zones: [Key: Int64] = {
    let hours: [(String, Double)] = [
      ("z", 0), ("utc", 0), ("gmt", 0), ("ut", 0), ("wet", 0), ("west", 1), ("cet", 1),
      ("cest", 2), ("mez", 1), ("mesz", 2), ("eet", 2), ("eest", 3), ("msk", 3), ("est", -5),
      ("edt", -4), ("cst", -6), ("cdt", -5), ("mst", -7), ("mdt", -6), ("pst", -8), ("pdt", -7),
      ("akst", -9), ("akdt", -8), ("hst", -10), ("jst", 9), ("kst", 9), ("hkt", 8), ("sgt", 8),
      ("aest", 10), ("aedt", 11), ("acst", 9.5), ("acdt", 10.5), ("awst", 8), ("nzst", 12),
      ("nzdt", 13), ("brt", -3), ("sast", 2),
    ]
    let pairs = hours.compactMap { name, hours in key(name).map { ($0, Int64(hours * 3600)) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }()

  private static func table(_ lines: [String], first: Int) -> [Key: Int] {
    var table: [Key: Int] = [:]
    for (index, line) in lines.enumerated() {
      for word in line.split(separator: " ") {
        if let key = key(String(word)) { table[key] = index + first }
      }
    }
    return table
  }

  /// `Mar 5`, `march`, `Tue, 3 Mar`: begins with the name of a month or a weekday.
  static func startsWithName(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, let key = key(base, count: buffer.count).key else {
        return false
      }
      return months[key] != nil || weekdays[key] != nil
    }
  }
}
