import Testing

@testable import GitSource

@Suite("A range of versions")
struct VersionRangeTests {
    private static let versions = [
        "0.0.3", "0.0.4", "0.2.3", "0.3.0", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.2.3", "1.3.0-beta", "1.3.0",
        "2.0.0-alpha",
        "2.0.0", "v2.1.0", "10.0.0",
    ]

    @Test(
        "holds what Flux holds it to hold",
        arguments: [
            ("*", "0.0.3 0.0.4 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 v2.1.0 10.0.0"),
            (">=1.0.0 <2.0.0", "1.0.0 1.2.0 1.2.3 1.3.0"), (">=1.0.0, <2.0.0", "1.0.0 1.2.0 1.2.3 1.3.0"),
            ("1.x", "1.0.0 1.2.0 1.2.3 1.3.0"), ("1", "1.0.0 1.2.0 1.2.3 1.3.0"), ("1.2", "1.2.0 1.2.3"),
            ("1.2.*", "1.2.0 1.2.3"), ("=1.2.3", "1.2.3"), ("v1.2.3", "1.2.3"), ("^1.2.0", "1.2.0 1.2.3 1.3.0"),
            ("^0.2.3", "0.2.3"), ("^0.0.3", "0.0.3"), ("^0.0", "0.0.3 0.0.4"), ("^0", "0.0.3 0.0.4 0.2.3 0.3.0"),
            ("~1.2.0", "1.2.0 1.2.3"), ("~1", "1.0.0 1.2.0 1.2.3 1.3.0"), ("~>1.2", "1.2.0 1.2.3"),
            (">1.2", "1.3.0 2.0.0 v2.1.0 10.0.0"), ("<=1.2", "0.0.3 0.0.4 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3"),
            (">= 2", "2.0.0 v2.1.0 10.0.0"), ("!=1.2.3 1.x", "1.0.0 1.2.0 1.3.0"), ("!=1.2 1.x", "1.0.0 1.3.0"),
            ("1.2.0 - 1.3", "1.2.0 1.2.3 1.3.0"), ("<0.1 || >2", "0.0.3 0.0.4 10.0.0"),
            (">=1.0.0-0 <1.0.0", "1.0.0-rc.1"), ("^1.3.0-alpha", "1.3.0-beta 1.3.0"),
            (">=2.0.0-0", "2.0.0-alpha 2.0.0 v2.1.0 10.0.0"),
        ]
    )
    func holds(range: String, expected: String) throws {
        let range = try #require(VersionRange(range))
        let held = Self.versions.filter { SemanticVersion(tag: $0[...]).map(range.contains) ?? false }
        #expect(held.joined(separator: " ") == expected)
    }

    @Test(
        "is refused when it is none",
        arguments: ["", "||", "one", ">", "1.2.3.4", "=>=1", "1.2-x", ">=1 ||", "01.2"]
    )
    func refused(text: String) { #expect(VersionRange(text) == nil) }

    @Test("knows versions from other tags", arguments: ["1.2", "x1.2.3", "1.2.3-", "1.2.03", "1.2.3-01", "release"])
    func tags(text: String) { #expect(SemanticVersion(tag: text[...]) == nil) }

    @Test("orders versions as the standard does (§11)")
    func order() throws {
        let texts = [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
        ]
        let versions = texts.compactMap { SemanticVersion(tag: $0[...]) }
        #expect(versions.count == texts.count)
        #expect(versions.shuffled().sorted() == versions)
        #expect(try #require(SemanticVersion(tag: "1.0.0+a")) == #require(SemanticVersion(tag: "1.0.0+b")))
    }
}
