/// Names of companies that do not exist: stems of two syllables with a word of the trade, and a few
/// of other alphabets for the sake of display.
struct SampleNames {
  private var nextStem: Int
  private var nextSpecial = [Int](repeating: 0, count: SampleVocabulary.verticals.count)
  private var served = [Int](repeating: 0, count: SampleVocabulary.verticals.count)

  /// `start` moves the place in the list of stems, so that another seed names other companies.
  init(start: Int) { nextStem = start % SampleNames.stemCount }

  /// A name not given before, for up to `stemCount` companies.
  mutating func next(_ vertical: SampleVertical) -> String {
    let place = Int(vertical.rawValue)
    served[place] += 1
    let specials = SampleNames.specials[place]
    if served[place] % 9 == 4, nextSpecial[place] < specials.count {
      defer { nextSpecial[place] += 1 }
      return specials[nextSpecial[place]]
    }
    let nouns = SampleNames.nouns[place]
    let stem =
      SampleNames.prefixes[nextStem / SampleNames.suffixes.count]
      + SampleNames.suffixes[nextStem % SampleNames.suffixes.count]
    nextStem = (nextStem + 47) % SampleNames.stemCount
    return "\(stem) \(nouns[served[place] % nouns.count])"
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

  private static let specials = [
    ["株式会社ひかり", "Öresund Kod AB", "Ağaç Yazılım", "Données Claires"],
    ["Çelik İletişim", "Łącznik Telekom", "새물결통신"],
    ["Clínica Vereda Nueva", "Kliniek Duinzicht", "Santé Belleroche"],
    ["Çelik Lojistik", "Épicerie du Vieux Quai", "青葉雲商店", "Blåbär & Co"],
    ["Zinsgarten Österau", "Crédito Alameda", "Финанс Рябина"],
    ["Académie des Tilleuls", "星見野学院", "Escuela Río Claro"],
    ["Hôtel Trois Cygnes", "Gästehaus Mühlgrün", "Ξενία Αγαύη"],
    ["Stadtwerke Grünhausen", "Município de Vale Sereno"],
  ]
}
