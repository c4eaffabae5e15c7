import GitSource
import Testing

@Suite("A ref's name")
struct RefNameTests {
    @Test(
        "is what git would have",
        arguments: ["main", "feature/x", "v1.0", "a@b", "refs/pull/1/head", "ünï", "feature/-x"]
    )
    func good(text: String) { #expect(RefName(text)?.text == text) }

    @Test(
        "is nothing that means more in a refspec",
        arguments: [
            "", "@", "a b", "a:b", "a*", "a?", "a[", "a^", "a~1", "a\\b", "a..b", "a@{1}", "/a", "a/", "a//b", ".a",
            "a/.b",
            "a.", "a.lock", "-a", "a\n", "a\u{7F}",
        ]
    )
    func bad(text: String) { #expect(RefName(text) == nil) }
}
