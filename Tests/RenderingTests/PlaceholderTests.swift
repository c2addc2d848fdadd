import Testing

@Suite struct RenderingPlaceholderTests { @Test func builds() {} }
