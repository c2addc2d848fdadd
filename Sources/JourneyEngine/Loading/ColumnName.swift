/// What the name of a column says about its values.
struct ColumnName {
  /// `AccountID`, `account_id`, `Account Id` -> `account`, `id`.
  let words: [String]

  init(_ name: String) {
    var words: [String] = []
    var word = ""
    var previous: Character = " "
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : " "
      let startsWord =
        letter.isUppercase
        && (previous.isLowercase || previous.isNumber || (previous.isUppercase && next.isLowercase))
      if !letter.isLetter && !letter.isNumber || startsWord {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if letter.isLetter || letter.isNumber { word += letter.lowercased() }
      previous = letter
    }
    if !word.isEmpty { words.append(word) }
    self.words = words
  }

  // MARK: - Keys

  private static let keyWords: Set<String> = [
    "id", "ids", "key", "uuid", "guid", "code", "zip", "zipcode", "postcode", "phone", "telephone",
    "mobile", "fax", "iban",
  ]
  private static let keyWordsAnywhere: Set<String> = ["uuid", "guid", "zip", "zipcode", "postcode"]
  /// Words that end in `id` or `key` and are none.
  private static let notKeys = [
    "paid", "bid", "valid", "void", "avoid", "grid", "mid", "aid", "hybrid", "solid", "liquid",
    "fluid",
    "acid", "covid", "android", "rapid", "said", "kid", "lid", "rid", "monkey", "turkey", "hockey",
    "whiskey", "jockey", "journey",
  ]

  /// Names a key: its values are labels, whatever they look like.
  var isKey: Bool {
    guard let last = words.last else { return false }
    if ColumnName.keyWords.contains(last) { return true }
    if words.contains(where: { ColumnName.keyWordsAnywhere.contains($0) }) { return true }
    if words.count > 1, ["phone", "telephone"].contains(words[words.count - 2]),
      ["number", "no", "nr"].contains(last)
    {
      return true
    }
    guard last.hasSuffix("id") || last.hasSuffix("key") else { return false }
    return !ColumnName.notKeys.contains { last.hasSuffix($0) }
  }

  // MARK: - Money

  private static let moneyWords: Set<String> = [
    "arr", "mrr", "acv", "tcv", "ltv", "clv", "amount", "price", "revenue", "cost", "costs", "fee",
    "fees", "refund", "refunds", "spend", "budget", "salary", "freight", "usd", "eur", "gbp", "chf",
  ]
  /// `value` alone may be anything; the value of one of these is money.
  private static let valuedThings: Set<String> = [
    "close", "deal", "order", "payment", "contract", "lifetime",
  ]
  /// What a name ends in that speaks about money but counts something else.
  private static let otherMeasures: Set<String> = [
    "count", "qty", "quantity", "number", "num", "days", "hours", "months", "weeks", "pct",
    "percent",
    "percentage", "rate", "ratio", "share", "growth", "flag", "date", "at", "time", "status",
    "method",
    "score", "rank", "center", "centre", "tier", "level", "type", "category", "name", "reason",
    "index",
  ]

  /// Speaks about money and counts something else.
  var isOtherMeasure: Bool { words.last.map { ColumnName.otherMeasures.contains($0) } ?? false }

  /// Names an amount of money.
  var isMoney: Bool {
    guard let last = words.last, !ColumnName.otherMeasures.contains(last) else { return false }
    if words.contains(where: { ColumnName.moneyWords.contains($0) }) { return true }
    if last == "payment" || last == "payments" { return true }
    return last == "value" && words.contains { ColumnName.valuedThings.contains($0) }
  }

  // MARK: - Times and flags

  private static let dateWords: Set<String> = [
    "date", "datetime", "timestamp", "datum", "fecha", "since", "until", "when", "birthday",
    "dob",
  ]
  private static let timeWords: Set<String> = [
    "time", "ts", "epoch", "day", "created", "updated", "modified", "closed", "opened", "started",
    "ended", "start", "end", "seen", "login", "signup", "joined", "registered", "deleted",
    "completed", "resolved", "submitted", "received", "sent",
  ]

  /// Names a time, so that large numbers in it may count from 1970.
  var isTime: Bool {
    guard let last = words.last else { return false }
    if isDate || ColumnName.timeWords.contains(last) { return true }
    return words.contains { ["timestamp", "epoch", "ts", "datetime"].contains($0) }
  }

  /// Names a date and nothing that is counted or measured: `close_date`, `Date created`,
  /// `created_at`.
  var isDate: Bool {
    guard let first = words.first, let last = words.last else { return false }
    let measures: Set<String> = ["count", "days", "number", "num", "hours", "total", "sum"]
    if words.contains(where: { measures.contains($0) }) { return false }
    if ColumnName.dateWords.contains(last) || first == "date" || first == "datum" { return true }
    if words.count > 1 { return last == "at" || last == "on" }
    return ["created", "updated", "closed", "opened", "started", "ended", "joined"].contains(last)
  }

  private static let flagStarts: Set<String> = ["is", "has", "was", "did", "ist", "hat", "est"]
  private static let flagNames: Set<String> = [
    "churned", "lost", "cancelled", "canceled", "subscribed", "verified", "archived", "deleted",
    "active", "enabled", "converted",
  ]

  /// Names something that is so or not, so that 1 and 0 in it mean yes and no.
  var isFlag: Bool {
    guard let first = words.first, let last = words.last else { return false }
    if words.count == 1 { return ColumnName.flagNames.contains(first) }
    return ColumnName.flagStarts.contains(first) || last == "flag" || last == "indicator"
  }
}
