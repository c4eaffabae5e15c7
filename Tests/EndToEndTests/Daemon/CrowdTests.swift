import Domain
import Platform
import TestSupport
import Testing

@Suite("A crowd")
struct CrowdTests {
    /// More than the 255 threads that the dispatch library has.
    private static let size = 300
    /// The daemon's own threads, whatever the size of the crowd.
    private static let mostThreads = 40

    @Test("of runs that go on takes no threads, and the API answers", .behindTheGate)
    func runs() async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            let gate = "\(trace.path).gate"
            try Fifo.create(gate)
            try await repository.push(
                (0..<Self.size).flatMap { trace.samples.script("s\($0)", body: "read -r line < \"$TRACE.gate\"") }
            )
            var options = DaemonUnderTest.Options(repository: repository.bare)
            options.arguments += ["--concurrency", "\(Self.size)"]
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await waitUntil("all go on", within: .seconds(400)) {
                try await answers(daemon)
                return trace.lines.count == Self.size
            }
            // Open for reading too, so that opening it waits for nobody.
            let gateKeeper = try Descriptor.open(gate, .readWrite)
            try gateKeeper.writeAll(String(repeating: "\n", count: Self.size))
            try await waitUntil("all have ended", within: .seconds(400)) {
                try await answers(daemon)
                return try Folder.names(in: "\(daemon.stateDir)/runs").isEmpty
            }
            let ended = try await daemon.run("history", "--limit", "\(Self.size)", "-o", "json").json()["items"]?.array
            #expect(ended?.filter { $0["state"]?.string == "succeeded" }.count == Self.size)
        }
    }

    @Test("of sources that say nothing takes no threads, and one that speaks is deployed", .behindTheGate)
    func sources() async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(trace.samples.script("web"))
            let silent = try GitStrangeServer()
            let crowd = (0..<Self.size).map {
                source("silent\($0)", "git://127.0.0.1:\(silent.port)/config.git", timeout: "1h")
            }
            let sources = JSONValue.array(crowd + [source("good", repository.bare, timeout: "5m")])
            var options = DaemonUnderTest.Options(arguments: ["--sources", sources.text()])
            options.interval = "200ms"
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await daemon.waitFor("web", "succeeded")
            try await waitUntil("all are connected", within: .seconds(400)) {
                try await answers(daemon)
                return silent.connections == Self.size
            }
            try await repository.push(trace.samples.script("web", version: "2"))
            try await daemon.waitFor("web", "succeeded", count: 2)
            try await answers(daemon)
            withExtendedLifetime(silent) {}
        }
    }

    private func source(_ name: String, _ url: String, timeout: String) -> JSONValue {
        .members(["name": .string(name), "url": .string(url), "timeout": .string(timeout)])
    }

    /// Checks that the daemon has few threads, and answers; the command gives up after 30 s without an answer.
    private func answers(_ daemon: DaemonUnderTest) async throws {
        let answer = try await daemon.run("status", "-o", "json")
        #expect(answer.exit == 0, "\(answer)")
        #expect(try threads(of: daemon) <= Self.mostThreads)
    }

    private func threads(of daemon: DaemonUnderTest) throws -> Int {
        try Folder.names(in: "/proc/\(daemon.pid)/task").count
    }
}
