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

    @Test("cuts its widest cells to the terminal's width")
    func cut() {
        var table = TextTable("NAME", "STATE", "WHY")
        table.add("a-very-long-name", "ok", "because of this and that")
        let lines = table.text(Paint(isOn: false), width: 30).split(separator: "\n")
        #expect(lines == ["NAME        STATE  WHY", "a-very-lo…  ok     because of…"])
    }

    @Test("lets the last cell go on in further lines")
    func wrapped() {
        var table = TextTable("NAME", "WHY", overflow: .wrapped)
        table.add("web", .init("because of this and that and nothing else", .red))
        let lines = table.text(Paint(isOn: false), width: 36).split(separator: "\n")
        #expect(lines == ["NAME  WHY", "web   because of this and that and", "      nothing else"])
    }

    @Test("puts the last cell below in a terminal, if there is one")
    func below() {
        var table = TextTable("NAME", "STATE", "WHY", overflow: .below)
        table.add("web", "ok", .init("because of this and that"))
        table.add("db", "ok", .init(nil))
        let lines = table.text(Paint(isOn: false), width: 20).split(separator: "\n")
        #expect(lines == ["NAME  STATE", "web   ok", "  because of this a…", "db    ok"])
        #expect(table.text(Paint(isOn: false)).hasPrefix("NAME  STATE  WHY\nweb   ok     because of this and that\n"))
    }

    @Test("keeps its columns under wide characters")
    func wide() {
        var table = TextTable("NAME", "STATE")
        table.add("世界", "ok")
        table.add("abcd", "ok")
        #expect(table.text(Paint(isOn: false)) == "NAME  STATE\n世界  ok\nabcd  ok\n")
    }
}
