import Testing

@testable import CLI

@Suite("The room that text takes in a terminal")
struct DisplayWidthTests {
    @Test(
        "is counted in columns",
        arguments: [
            ("", 0), ("plain", 5), ("Grüße", 5), ("世界", 4), ("ｗｅｂ", 6), ("한글", 4), ("e\u{301}", 1), ("\u{301}", 0),
            ("🚀", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("✓…", 2), ("\u{1B}[31mred\u{1B}[0m", 3),
        ]
    )
    func columns(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test(
        "is kept by cutting",
        arguments: [
            ("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("世界人", 5, "世界…"), ("世界人", 4, "世…"),
            ("ab", 1, "…"), ("a", 0, ""), ("\u{1B}[31mabcde\u{1B}[0m", 3, "\u{1B}[31mab…\u{1B}[0m"),
            ("\u{1B}[31ma\u{1B}[0mbcde", 3, "\u{1B}[31ma\u{1B}[0mb…"),
        ]
    )
    func cut(text: String, width: Int, shown: String) {
        #expect(DisplayWidth.cut(text, to: width) == shown)
    }

    @Test(
        "is kept by going on in further lines",
        arguments: [
            ("one two three", 7, ["one two", "three"]), ("one", 7, ["one"]),
            ("abcdefgh ij", 4, ["abcd", "efgh", "ij"]),
            ("世界 人", 4, ["世界", "人"]), ("", 3, [""]),
        ]
    )
    func wrap(text: String, width: Int, lines: [String]) {
        #expect(DisplayWidth.wrap(text, to: width) == lines)
    }
}
