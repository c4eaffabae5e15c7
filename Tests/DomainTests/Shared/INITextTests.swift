import Domain
import Testing

@Suite("A text in the INI format")
struct INITextTests {
    @Test("has the last value of a key, of its section or else of all sections")
    func values() {
        let text = INIText("[DEFAULT]\nx = 0\ny = 1\n[a]\nX = 2\nx: 3\n[b]\n")
        #expect(text.value("x", in: "a") == "3")
        #expect(text.value("y", in: "a") == "1")
        #expect(text.value("x", in: "b") == "0")
        #expect(text.value("z", in: "b") == nil)
        #expect(text.value("x", in: "c") == nil)
        #expect(text.sections == ["a", "b"])
    }

    @Test("has values of several lines, without those that say nothing")
    func lines() {
        let text = INIText("[a]\nx = 1\n  2 ; two\n# no\n\n\n   3\n\n\ny = 4")
        #expect(text.value("x", in: "a") == "1\n2\n\n\n3")
        #expect(text.entries.first?.lines == ["1", "2", "3"])
        #expect(text.value("y", in: "a") == "4")
    }

    @Test("is read as far as it can be")
    func refused() {
        let text = INIText("x = 1\n[a]\nbogus\n  y = 2\n= 3\nz = 4")
        #expect(text.entries.map(\.key) == ["z"])
    }

    @Test("costs no more than it is long, whatever is in it")
    func large() {
        let empty = INIText("[a]\nx = 1" + String(repeating: "\n", count: 500_000) + "  2")
        #expect(empty.value("x", in: "a")?.utf8.count == 500_002)
        #expect(INIText(String(repeating: "[a]\n", count: 100_000)).entries.isEmpty)
    }
}
