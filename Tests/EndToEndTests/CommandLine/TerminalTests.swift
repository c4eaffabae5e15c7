import Domain
import Testing

@Suite("What is shown in a terminal")
struct TerminalTests {
    private static let idle: KeyValuePairs<String, JSONValue> = ["suspend": .bool(true)]
    private static let once: KeyValuePairs<String, JSONValue> = ["retry": .members(["limit": .integer(0)])]
    private static let step = String(repeating: "a long step ", count: 12)
    private static let wordy = "echo '{\"name\": \"\(step)\", \"state\": \"failure\"}'; exit 3"

    private static func services(_ trace: Trace) -> [ConfigRepository.Change] {
        let idle = (10..<40).flatMap { trace.samples.script("a-service-with-quite-a-long-name-\($0)", Self.idle) }
        return trace.samples.script("web", version: "a-version-that-is-long", body: wordy, once) + idle
    }

    /// Runs a command in a terminal of this size.
    private func draw(
        _ scene: Scene,
        columns: Int,
        rows: Int,
        frames: Int = 0,
        _ arguments: [String]
    ) async throws -> CommandResult {
        try await Subprocess.run(
            "python3",
            ["\(Program.checkout)/Tests/Fixtures/terminal.py", "\(columns)", "\(rows)", "\(frames)", Program.path]
                + arguments + ["--state-dir", scene.daemon.stateDir],
            environment: ["TERM": "xterm"]
        )
    }

    @Test("fits its width, has what is broken first, and a line of totals", .behindTheGate)
    func width() async throws {
        try await withDaemon(on: Self.services) { scene in
            try await scene.daemon.sync()
            for (columns, width) in [(80, 80), (0, 80), (120, 120)] {
                for command in [["status"], ["status", "web"], ["history"], ["show", "web"], ["explain", "web"]] {
                    let drawn = try await draw(scene, columns: columns, rows: 24, command)
                    #expect(drawn.output.split(separator: "\n").allSatisfy { $0.count <= width }, "\(drawn)")
                    #expect(drawn.exit == 0 && !drawn.output.isEmpty, "\(drawn)")
                }
            }
            let piped = try await scene.daemon.run("status")
            let rows = piped.output.split(separator: "\n")
            let first = try #require(rows.firstIndex { $0.hasPrefix("SERVICE") }).advanced(by: 1)
            #expect(rows[first].hasPrefix("web "))
            #expect(rows[first].count > 80)
            #expect(!piped.output.contains("…"))
            #expect(rows.contains("31 services: 1 broken, 30 suspended"))
        }
    }

    @Test("keeps to its rows while it is watched, and says how much more there is", .behindTheGate)
    func rows() async throws {
        try await withDaemon(on: Self.services) { scene in
            try await scene.daemon.sync()
            let drawn = try await draw(scene, columns: 80, rows: 20, frames: 2, ["status", "--watch"])
            #expect(drawn.exit == 0, "\(drawn)")
            let frames = drawn.output.split(separator: "\u{1B}[J").map { $0.split(separator: "\n") }
            #expect(frames.count >= 2)
            let frame = try #require(frames.first).filter { !$0.hasPrefix("\u{1B}") }
            #expect(frame.count < 20)
            #expect(frame.contains { $0.hasPrefix("… and ") && $0.hasSuffix(" more services") })
            // What is erased is what was drawn, with the empty lines.
            let height = drawn.output.prefix { $0 != "\u{1B}" }.count { $0 == "\n" }
            #expect(drawn.output.contains("\u{1B}[\(height)F\u{1B}[J"))
        }
    }
}
