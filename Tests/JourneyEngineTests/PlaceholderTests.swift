import Testing

@Suite struct JourneyEnginePlaceholderTests { @Test func builds() {} }
