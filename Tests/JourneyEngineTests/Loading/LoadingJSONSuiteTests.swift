import JourneyEngine
import TestSupport
import Testing

/// The files of jsontestsuite as files to load: every valid one becomes a table, every invalid one
/// is refused with its place.
struct LoadingJSONSuiteTests {
  private static let folder = SharedData.path("jsontestsuite/test_parsing")

  @Test func agreesWithJSONTestSuite() throws {
    guard let folder = Self.folder else { return }
    let files = names(in: folder)
    #expect(files.count == 318)
    var others: [String: String] = [:]
    for name in files {
      let failure = JSONSyntaxCheck.failure(in: bytes(of: "\(folder)/\(name)"))
      do throws(LoadError) {
        let file = try FileReader.read(path: "\(folder)/\(name)")
        #expect(!name.hasPrefix("n_"), "\(name) was read")
        if name.hasPrefix("y_") { #expect(failure == nil, "\(name)") }
        if name.hasPrefix("i_") {
          others[name] = file.cells.first?.first.flatMap { $0 }.map { String($0.prefix(30)) } ?? "-"
        }
      } catch {
        #expect(!name.hasPrefix("y_"), "\(name): \(error.message)")
        if name.hasPrefix("n_") {
          #expect(failure != nil, "\(name)")
          #expect(error.line != nil, "\(name): \(error.message)")
          // What is empty has no columns.
          let isEmpty = error.message.contains("empty") || error.message.contains("blank")
          #expect(error.column != nil || isEmpty, "\(name): \(error.message)")
        }
        if name.hasPrefix("i_") {
          #expect(error.line == 1 && error.column != nil, "\(name)")
          let reason = ["not UTF-8 throughout", "neither UTF-8 nor Windows-1252"]
            .first { error.message.contains($0) }
          others[name] = "refused: \(reason ?? error.message)"
        }
      }
    }
    for (name, outcome) in others.sorted(by: { $0.key < $1.key }) {
      #expect(Self.outcomes[name] == outcome, "\(name)")
    }
    #expect(others.count == Self.outcomes.count)
  }

  /// The files a reader may take or refuse, and the first value of those taken. Numbers beyond
  /// every range stay text; half a surrogate pair is U+FFFD; text that is no UTF-8 is Windows-1252 where
  /// it can be.
  private static let outcomes: [String: String] = [
    "i_number_double_huge_neg_exp.json": "0.0",
    "i_number_huge_exp.json": "0.4e00669999999999999999999999",
    "i_number_neg_int_huge_exp.json": "-1e+9999",
    "i_number_pos_double_huge_exp.json": "1.5e+9999",
    "i_number_real_neg_overflow.json": "-123123e100000",
    "i_number_real_pos_overflow.json": "123123e100000",
    "i_number_real_underflow.json": "0.0",
    "i_number_too_big_neg_int.json": "-12312312312312312312312312312",
    "i_number_too_big_pos_int.json": "100000000000000000000",
    "i_number_very_big_negative_int.json": "-23746237467327689427983274983",
    "i_object_key_lone_2nd_surrogate.json": "0",
    "i_string_1st_surrogate_but_2nd_missing.json": "\u{FFFD}",
    "i_string_1st_valid_surrogate_2nd_invalid.json": "\u{FFFD}\u{1234}",
    "i_string_UTF-16LE_with_BOM.json": "\u{E9}",
    "i_string_UTF-8_invalid_sequence.json": "refused: not UTF-8 throughout",
    "i_string_UTF8_surrogate_U+D800.json": "\u{ED}\u{A0}\u{20AC}",
    "i_string_incomplete_surrogate_and_escape_valid.json": "\u{FFFD}\n",
    "i_string_incomplete_surrogate_pair.json": "\u{FFFD}a",
    "i_string_incomplete_surrogates_escape_valid.json": "\u{FFFD}\u{FFFD}\n",
    "i_string_invalid_lonely_surrogate.json": "\u{FFFD}",
    "i_string_invalid_surrogate.json": "\u{FFFD}abc",
    "i_string_invalid_utf-8.json": "\u{FF}",
    "i_string_inverted_surrogates_U+1D11E.json": "\u{FFFD}\u{FFFD}",
    "i_string_iso_latin_1.json": "\u{E9}",
    "i_string_lone_second_surrogate.json": "\u{FFFD}",
    "i_string_lone_utf8_continuation_byte.json": "refused: neither UTF-8 nor Windows-1252",
    "i_string_not_in_unicode_range.json": "\u{F4}\u{BF}\u{BF}\u{BF}",
    "i_string_overlong_sequence_2_bytes.json": "\u{C0}\u{AF}",
    "i_string_overlong_sequence_6_bytes.json": "\u{FC}\u{192}\u{BF}\u{BF}\u{BF}\u{BF}",
    "i_string_overlong_sequence_6_bytes_null.json":
      "\u{FC}\u{20AC}\u{20AC}\u{20AC}\u{20AC}\u{20AC}",
    "i_string_truncated-utf-8.json": "\u{E0}\u{FF}",
    "i_string_utf16BE_no_BOM.json": "\u{E9}",
    "i_string_utf16LE_no_BOM.json": "\u{E9}",
    "i_structure_500_nested_arrays.json": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "i_structure_UTF-8_BOM_empty_object.json": "-",
  ]
}
