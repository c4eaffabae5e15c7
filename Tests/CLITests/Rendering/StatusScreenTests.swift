import Testing

@testable import CLI

@Suite("A terminal's rows")
struct StatusScreenTests {
    private let screen = StatusScreen([
        .init(head: ["SOURCE"], entries: (1...8).map { ["source \($0)"] }, noun: "sources", share: 4),
        .init(
            head: ["SERVICE"],
            entries: (1...100).map { ["service \($0)", "  why"] },
            tail: ["total"],
            noun: "services",
            share: nil
        ),
        .init(entries: [], noun: "problems", share: 5),
    ])

    @Test("are all lines where there is room")
    func all() {
        #expect(screen.lines.count == 9 + 1 + 202)
        #expect(screen.lines(rows: 212) == screen.lines)
    }

    @Test("hold the first of each kind, and how many are not shown", arguments: [12, 20, 40, 100, 211])
    func part(rows: Int) {
        let lines = screen.lines(rows: rows)
        #expect(lines.count <= rows)
        #expect(lines.count >= rows - 1)
        #expect(lines.last == "total")
        let shown = lines.count { $0.hasPrefix("service") }
        #expect(lines.contains("… and \(100 - shown) more services"))
        let sources = lines.count { $0.hasPrefix("source") }
        #expect(sources == 8 || lines.contains("… and \(8 - sources) more sources"))
    }

    @Test("are never exceeded", arguments: 1...12)
    func few(rows: Int) {
        #expect(screen.lines(rows: rows).count <= rows)
    }
}
