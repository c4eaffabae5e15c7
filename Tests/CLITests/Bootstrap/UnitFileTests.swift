import Foundation
import Testing

@Suite("The unit file")
struct UnitFileTests {
    private static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func read(_ path: String) throws -> String {
        try String(contentsOf: Self.checkout.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("is the one that the documents show")
    func shown() throws {
        let file = try read("Docs/reconciler.service")
        #expect(try read("Docs/operating.md").contains("```ini\n\(file)```\n"))
    }

    @Test("leaves runs alone, and hands them no limit that they would inherit")
    func settings() throws {
        let lines = try read("Docs/reconciler.service").split(separator: "\n").map(String.init)
        for line in ["KillMode=process", "OOMPolicy=continue", "Delegate=yes", "Type=notify"] {
            #expect(lines.contains(line))
        }
        let inherited = ["PrivateTmp", "NoNewPrivileges", "Protect", "Memory", "Restrict", "ReadOnly", "SystemCall"]
        #expect(lines.filter { line in inherited.contains { line.hasPrefix($0) } }.isEmpty)
    }
}
