import Testing

@Suite struct QueryLanguagePlaceholderTests { @Test func builds() {} }
