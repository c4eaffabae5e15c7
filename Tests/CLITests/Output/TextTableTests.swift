import Testing

@testable import CLI

@Suite("A table")
struct TextTableTests {
    @Test("has columns as wide as their widest cell, and nothing at the end of a line")
    func columns() {
        var table = TextTable("NAME", "STATE", "")
        table.add("web", "synced", "x")
        table.add(.init("a-long-name"), .init(nil), .init("last"))
        let lines = table.text(Paint(isOn: false)).split(separator: "\n")
        #expect(lines == ["NAME         STATE", "web          synced  x", "a-long-name  -       last"])
    }

    @Test("colours cells without shifting them")
    func colours() {
        var table = TextTable("A", "B")
        table.add(.init("x", .red), .init("y"))
        #expect(table.text(Paint(isOn: true)).hasSuffix("\u{1B}[31mx\u{1B}[0m  y\n"))
    }

    @Test("lets no text from outside move the cursor")
    func safe() {
        var table = TextTable("A")
        table.add(.init("a\u{1B}[2Jb\nc"))
        #expect(table.text(Paint(isOn: false)) == "A\na [2Jb c\n")
    }

    @Test("cuts a cell where it is told to")
    func limit() {
        var table = TextTable("A")
        table.add(.init("abcdef", limit: 4))
        table.add(.init("abcd", limit: 4))
        #expect(table.text(Paint(isOn: false)) == "A\nabc…\nabcd\n")
    }
}
