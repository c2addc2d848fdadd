#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A POSIX extended regular expression, found anywhere in a text.
///
/// The C library's matcher walks all possibilities side by side; one that tries them one after the
/// other (Swift's `Regex`) can take for ever on patterns such as `(a+)+$`, and Ctrl-C could not end
/// it. Back references, which would bring that back, are refused; `\d`, `\w` and `\s` work as
/// people expect.
final class RegularExpression {
  private var compiled = regex_t()

  /// nil when the pattern is none.
  init?(_ pattern: String) {
    guard let translated = RegularExpression.translated(pattern),
      regcomp(&compiled, translated, REG_EXTENDED | REG_NOSUB) == 0
    else { return nil }
  }

  deinit { regfree(&compiled) }

  func matches(_ text: String) -> Bool { regexec(&compiled, text, 0, nil, 0) == 0 }

  /// `\d` in the words of POSIX; nil where there is a back reference.
  private static func translated(_ pattern: String) -> String? {
    var result = ""
    var isInBrackets = false
    var isEscaped = false
    for character in pattern {
      if isEscaped {
        isEscaped = false
        switch character {
        case "1"..."9": return nil
        case "d": result += isInBrackets ? "0-9" : "[0-9]"
        case "D" where !isInBrackets: result += "[^0-9]"
        default: result += isInBrackets ? String(character) : "\\\(character)"
        }
        continue
      }
      switch character {
      case "\\":
        isEscaped = true
        continue
      case "[": isInBrackets = true
      case "]": isInBrackets = false
      default: break
      }
      result.append(character)
    }
    return isEscaped ? nil : result
  }
}
