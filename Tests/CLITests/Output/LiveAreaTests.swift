import Testing

@testable import CLI

@Suite("The live lines of a terminal")
struct LiveAreaTests {
    @Test("are erased before the next are drawn, below what is finished")
    func redraw() throws {
        let console = RecordingConsole(isTerminal: true)
        var area = LiveArea(console)
        try area.draw(finished: ["done"], live: ["one", "two"])
        try area.draw(live: ["three"])
        try area.draw()
        #expect(console.output == "done\none\ntwo\n\u{1B}[2F\u{1B}[Jthree\n\u{1B}[1F\u{1B}[J")
    }

    @Test("are cut where a longer one would take two rows")
    func cut() throws {
        let console = RecordingConsole(isTerminal: true, width: 10)
        var area = LiveArea(console)
        try area.draw(live: ["0123456789"])
        #expect(console.output == "01234567…\n")
    }

    @Test("are cut by what is seen of them: colours take no room, wide characters two columns")
    func visible() throws {
        let console = RecordingConsole(isTerminal: true, width: 6)
        var area = LiveArea(console)
        try area.draw(live: [Paint(isOn: true)("abcde", .red), "世界人", Paint(isOn: true)("abcdefg", .red)])
        #expect(console.output == "\u{1B}[31mabcde\u{1B}[0m\n世界…\n\u{1B}[31mabcd…\u{1B}[0m\n")
    }

    @Test("are no more than can be erased again")
    func rows() throws {
        let console = RecordingConsole(isTerminal: true, rows: 3)
        var area = LiveArea(console)
        try area.draw(live: ["1", "2", "3", "4"])
        try area.draw()
        #expect(console.output == "1\n2\n\u{1B}[2F\u{1B}[J")
    }

    @Test("are left out without a terminal")
    func plain() throws {
        let console = RecordingConsole()
        var area = LiveArea(console)
        try area.draw(finished: ["done"], live: ["one"])
        try area.draw(live: ["two"])
        #expect(console.output == "done\n")
    }
}
