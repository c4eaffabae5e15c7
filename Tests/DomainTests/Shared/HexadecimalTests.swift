import TestSupport
import Testing

@testable import Domain

@Suite("Digests and revisions")
struct HexadecimalTests {
    @Test("are lower-case hexadecimal, in full")
    func read() {
        #expect(Revision(String(repeating: "0f", count: 20))?.short == "0f0f0f0f")
        #expect(Revision(String(repeating: "a", count: 64)) != nil)
        #expect(Digest(hex: String(repeating: "9c", count: 32))?.short == "9c9c9c9c9c9c")
    }

    @Test(
        "are refused otherwise",
        arguments: ["", "abc", String(repeating: "A", count: 40), String(repeating: "g", count: 64)]
    )
    func refused(text: String) {
        #expect(Revision(text) == nil)
        #expect(Digest(hex: text) == nil)
    }

    @Test("are refused with anything around or inside them", arguments: [" ", "\n", "\u{0}", "é"])
    func padded(padding: String) {
        for text in [padding + String(repeating: "a", count: 39), String(repeating: "a", count: 63) + padding] {
            #expect(Revision(text) == nil)
            #expect(Digest(hex: text) == nil)
        }
    }

    @Test("of another scheme are other digests")
    func schemes() { #expect(Digest.sample("a", scheme: 1) != Digest.sample("a", scheme: 2)) }

    @Test("write every byte with two digits")
    func written() { #expect(Hexadecimal.text([0x00, 0x0A, 0xFF, 0x10]) == "000aff10") }
}
