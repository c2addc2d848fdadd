/// The words of a name, in lower case and plurals as singulars: `ticket_resolved`,
/// `TicketResolved`, `Ticket resolved` and `tickets-resolved` are the same two.
package struct KindWords: Hashable, Sendable {
  package let words: [String]
  /// Without spaces: `casestudy`.
  package let joined: String

  package init(_ text: String) {
    words = KindWords.split(text).map(KindWords.singular)
    joined = words.joined()
  }

  /// Whether the phrase's words stand here side by side, or the phrase as one word: `case study` in
  /// `case_study_published` and in `casestudy`.
  func contains(_ phrase: KindWords) -> Bool {
    let length = phrase.words.count
    guard length > 0 else { return false }
    if length > 1, words.contains(phrase.joined) { return true }
    guard words.count >= length else { return false }
    return (0...words.count - length).contains { start in
      words[start..<start + length].elementsEqual(phrase.words)
    }
  }

  /// Letters and digits belong together; a capital begins a word after a small letter or a digit
  /// (`ticketResolved`) and before one (`SWAnomaly`, `NPSScore`).
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    let characters = Array(text)
    for (place, character) in characters.enumerated() {
      guard character.isLetter || character.isNumber else {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      if character.isUppercase, !word.isEmpty {
        let before = characters[place - 1]
        let isAfterSmall = before.isLowercase || before.isNumber
        let isBeforeSmall =
          before.isUppercase && place + 1 < characters.count && characters[place + 1].isLowercase
        // `NPSs` and `RFIs` are plurals, not `NP` and `Ss`.
        let isPlural =
          isBeforeSmall && characters[place + 1] == "s"
          && (place + 2 == characters.count || !characters[place + 2].isLowercase)
        if isAfterSmall || (isBeforeSmall && !isPlural) {
          words.append(word)
          word = ""
        }
      }
      word += character.lowercased()
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// `studies` is `study`, `cases` is `case`, `bounces` is `bounce`; `nps`, `status` and `redress`
  /// stay.
  private static func singular(_ word: String) -> String {
    guard word.count > 3, word.hasSuffix("s") else { return word }
    if word.hasSuffix("ss") || word.hasSuffix("us") { return word }
    // `analysis`, but `rfis` and `kpis`.
    if word.hasSuffix("is") && word.count > 4 { return word }
    if word.hasSuffix("ies") && word.count > 4 { return word.dropLast(3) + "y" }
    if ["ches", "shes", "xes", "sses"].contains(where: word.hasSuffix) {
      return String(word.dropLast(2))
    }
    return String(word.dropLast())
  }
}
