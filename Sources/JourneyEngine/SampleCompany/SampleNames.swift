/// Names of companies that do not exist: stems of two syllables with a word of the trade, and a few
/// of other alphabets for the sake of display.
struct SampleNames {
  private var nextStem: Int
  private var nextSpecial = [Int](repeating: 0, count: SampleVocabulary.verticals.count)
  private var served = [Int](repeating: 0, count: SampleVocabulary.verticals.count)

  /// `start` moves the place in the list of stems, so that another seed names other companies.
  init(start: Int) { nextStem = start % SampleNames.stemCount }

  /// A name not given before, for up to `stemCount` companies, and the region it belongs to, if
  /// any.
  mutating func next(_ vertical: SampleVertical) -> (name: String, region: Int?) {
    let place = Int(vertical.rawValue)
    served[place] += 1
    let specials = SampleNames.specials[place]
    if served[place] % 9 == 4, nextSpecial[place] < specials.count {
      defer { nextSpecial[place] += 1 }
      let special = specials[nextSpecial[place]]
      return (special.name, special.region)
    }
    let nouns = SampleNames.nouns[place]
    let stem =
      SampleNames.prefixes[nextStem / SampleNames.suffixes.count]
      + SampleNames.suffixes[nextStem % SampleNames.suffixes.count]
    nextStem = (nextStem + 47) % SampleNames.stemCount
    return ("\(stem) \(nouns[served[place] % nouns.count])", nil)
  }

  /// 22 x 16; 47 shares no factor with it, so every stem comes up once.
  private static let stemCount = prefixes.count * suffixes.count

  private static let prefixes = [
    "Alder", "Birk", "Corra", "Dun", "Elm", "Fenn", "Gale", "Hollo", "Istra", "Juni", "Kest",
    "Lind",
    "Mara", "Nave", "Oren", "Pell", "Quill", "Rowan", "Sorrel", "Tarn", "Umber", "Wren",
  ]
  private static let suffixes = [
    "ane", "berg", "brook", "combe", "dale", "field", "gate", "haven", "holm", "ida", "leigh",
    "mere",
    "over", "ridge", "stead", "wick",
  ]

  private static let nouns = [
    ["Software", "Cloud", "Apps", "Systems", "Data", "Labs"],
    ["Telecom", "Networks", "Mobile", "Broadband"],
    ["Clinics", "Health", "Hospitals", "Care"],
    ["Stores", "Retail", "Outfitters", "Market"],
    ["Pay", "Capital", "Lending", "Insurance"],
    ["College", "Academy", "Learning", "Schools"],
    ["Hotels", "Resorts", "Kitchens", "Travel"],
    ["Council", "Transit", "Water Works", "Libraries"],
  ]

  /// With their regions (places in `SampleVocabulary.regions`).
  private static let specials: [[(name: String, region: Int)]] = [
    [("株式会社ひかり", 2), ("Öresund Kod AB", 0), ("Ağaç Yazılım", 0), ("Données Claires", 0)],
    [("Çelik İletişim", 0), ("Łącznik Telekom", 0), ("새물결통신", 2)],
    [("Clínica Vereda Nueva", 3), ("Kliniek Duinzicht", 0), ("Santé Belleroche", 1)],
    [("Çelik Lojistik", 0), ("Épicerie du Vieux Quai", 1), ("青葉雲商店", 2), ("Blåbär & Co", 0)],
    [("Zinsgarten Österau", 0), ("Crédito Alameda", 3), ("Финанс Рябина", 0)],
    [("Académie des Tilleuls", 0), ("星見野学院", 2), ("Escuela Río Claro", 3)],
    [("Hôtel Trois Cygnes", 0), ("Gästehaus Mühlgrün", 0), ("Ξενία Αγαύη", 0)],
    [("Stadtwerke Grünhausen", 0), ("Município de Vale Sereno", 3)],
  ]
}
