import TestSupport
import Testing

@testable import Domain

@Suite("The name of a service or a source")
struct NamesTests {
    @Test(
        "follows the rule",
        arguments: ["a", "0", "web", "a.b", "a-b_c.d", "a..b", "0-9", String(repeating: "x", count: 64)]
    )
    func allowed(text: String) {
        #expect(ServiceName(text)?.text == text)
        #expect(SourceName(text)?.text == text)
    }

    @Test(
        "is refused otherwise",
        arguments: [
            "", "-a", "a-", ".a", "a.", "_a", "A", "Web", "a b", "a/b", "ä", "a\u{0}", "a\n", "a\u{301}", "..",
            String(repeating: "x", count: 65),
        ]
    )
    func refused(text: String) {
        #expect(ServiceName(text) == nil)
        #expect(SourceName(text) == nil)
    }

    @Test("is sorted by its bytes")
    func sorted() {
        let names = ["b", "a_b", "a.b", "a-b", "a", "ab", "0"].map { ServiceName.sample($0) }

        #expect(names.sorted().map(\.text) == ["0", "a", "a-b", "a.b", "a_b", "ab", "b"])
    }
}
