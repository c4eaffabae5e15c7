import Testing

@testable import CLI

@Suite("Text from outside")
struct SafeTextTests {
    @Test("keeps what can be read", arguments: ["plain", "Grüße, 世界 👩‍👩‍👧", "a\u{301}"])
    func readable(text: String) {
        #expect(SafeText.line(text) == text)
    }

    @Test("loses what would command a terminal")
    func harmful() {
        #expect(SafeText.line("a\u{1B}]0;t\u{7}b\u{9B}c\u{202E}d\r\ne") == "a ]0;t b c d  e")
        #expect(SafeText.lines("a\n\tb\u{1B}") == "a\n\tb ")
    }
}
