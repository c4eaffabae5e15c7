import Domain
import Testing

@Suite("A deployment that keeps failing")
struct RetryTests {
    static let quick: KeyValuePairs<String, JSONValue> = [
        "retry": .members(["limit": .integer(2), "backoff": .string("50ms"), "max_backoff": .string("100ms")])
    ]

    @Test("is tried again so often as its policy says, and then stalls until a person asks")
    func stalled() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: "[ -e \"$TRACE.ok\" ]", Self.quick) }) { scene in
            let result = try await scene.daemon.sync()
            #expect(result.exit == 1)
            #expect(try await scene.daemon.states(of: "web") == ["failed", "failed", "failed"])
            let attempts = try await scene.daemon.deployments(of: "web").compactMap { $0["attempt"]?.integer }
            #expect(attempts == [3, 2, 1])
            #expect(try await scene.daemon.service("web")?["decision"]?["reason"]?.string == "stalled")

            // Polling alone starts nothing any more; naming the service forgets what failed.
            try await scene.daemon.sync()
            #expect(try await scene.daemon.states(of: "web").count == 3)
            try TextFile.write("", to: "\(scene.trace.path).ok")
            #expect(try await scene.daemon.sync("web").exit == 0)
            #expect(try await scene.daemon.states(of: "web").last == "succeeded")
        }
    }

    @Test("ends with its timeout, and with everything that it had started")
    func timeout() async throws {
        let keys: KeyValuePairs<String, JSONValue> = [
            "timeout": .string("1s"), "retry": .members(["limit": .integer(0)]),
        ]
        try await withDaemon(on: { $0.samples.script("web", body: "sleep 987 & sleep 986", keys) }) { scene in
            try await scene.daemon.sync()
            #expect(try await scene.daemon.states(of: "web") == ["timed_out"])
            #expect(Leftovers.ofRuns(in: scene.folder).isEmpty)
        }
    }
}
