import Domain
import Testing

@Suite("reconciler wait")
struct WaitCommandTests {
    private func wait(_ daemon: DaemonUnderTest, _ revision: String, _ more: String...) async throws -> CommandResult {
        try await daemon.run(["wait", "--revision", revision] + more)
    }

    @Test("ends when what the revision changed is deployed, and at once if that is nothing")
    func deployed() async throws {
        try await withDaemon(
            on: { $0.samples.script("web") },
            configure: { $0.interval = "100ms" },
            { scene in
                try await scene.daemon.waitFor("web", "succeeded")
                let tip = try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
                let result = try await wait(scene.daemon, tip)
                #expect(result.exit == 0)
                #expect(result.output.contains("source 'config' has accepted"))
                #expect(result.output.hasSuffix("web: done: it is deployed\n"))
                #expect(scene.trace.lines == ["web 1", "web 2"])

                let words = try await scene.repository.push(.file("README.md", "words"))
                let nothing = try await wait(scene.daemon, words)
                #expect(nothing.exit == 0)
                #expect(nothing.output.hasSuffix("It changed nothing that a run can see.\n"))
                // Later commits change nothing about what an earlier one brought.
                let json = try await wait(scene.daemon, tip, "-o", "json")
                #expect(try json.json()["outcome"]?.string == "done")
                #expect(try json.json()["services"]?.array?.count == 1)
            }
        )
    }

    @Test("fails when a service is stalled, and says which and why")
    func stalled() async throws {
        let once: JSONValue = .members(["limit": .integer(0)])
        try await withDaemon(
            on: { $0.samples.script("web") + $0.samples.script("db") },
            configure: { $0.interval = "100ms" },
            { scene in
                try await scene.daemon.sync()
                let bad = scene.trace.samples.script("web", version: "2", body: "exit 3", ["retry": once])
                let tip = try await scene.repository.push(bad + scene.trace.samples.script("db", version: "2"))
                let result = try await wait(scene.daemon, tip)
                #expect(result.exit == 1)
                #expect(result.output.contains("web: hold, because every try"))
                let fix = try await scene.repository.push(scene.trace.samples.script("web", version: "3"))
                #expect(try await wait(scene.daemon, fix).exit == 0)
                #expect(try await wait(scene.daemon, tip).exit == 0)
            }
        )
    }

    @Test("fails for a revision that was rewritten away or whose definition is invalid, and gives up in time")
    func lost() async throws {
        try await withDaemon(
            on: { $0.samples.script("web") },
            configure: { $0.interval = "100ms" },
            { scene in
                try await scene.daemon.waitFor("web", "succeeded")
                let gone = try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
                #expect(try await wait(scene.daemon, gone).exit == 0)
                try await scene.repository.git("reset", "--quiet", "--hard", "HEAD~1")
                let tip = try await scene.repository.push(scene.trace.samples.script("web", version: "3"))
                #expect(try await wait(scene.daemon, tip).exit == 0)
                let result = try await wait(scene.daemon, gone)
                #expect(result.exit == 1)
                #expect(result.output.contains("its history was rewritten"))

                let broken = try await scene.repository.push(.file("new/service.json", "{"))
                let invalid = try await wait(scene.daemon, broken)
                #expect(invalid.exit == 1)
                #expect(invalid.output.contains("new/service.json:1:2:"))

                let never = String(repeating: "0", count: 40)
                let late = try await wait(scene.daemon, never, "--timeout", "300ms")
                #expect(late.exit == 3)
                #expect(late.errors == "reconciler: not done after 300ms\n")
                #expect(try await wait(scene.daemon, "main").exit == 2)
                #expect(try await wait(scene.daemon, never, "--timeout", "soon").exit == 2)
            }
        )
    }

    @Test("outlasts a daemon that restarts, as 'sync --wait' does")
    func restart() async throws {
        let body = "while [ ! -e \"$TRACE.go\" ]; do sleep 0.1; done"
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            try await scene.daemon.waitFor("web", "running")
            let tip = try await scene.repository.git("rev-parse", "HEAD")
            async let waiting = wait(scene.daemon, tip)
            async let syncing = scene.daemon.sync("web")
            try await waitUntil("both are connected") {
                try await scene.daemon.web().send(.init("/metrics")).body.contains("reconciler_feed_clients 2")
            }
            try await scene.daemon.end()
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try TextFile.write("", to: "\(scene.trace.path).go")
            #expect(try await waiting.exit == 0)
            #expect(try await syncing.exit == 0)
            #expect(scene.trace.lines == ["web 1"])
            try await next.end()
        }
    }

    @Test("waits for a person where the source is held, and says so")
    func held() async throws {
        try await withDaemon(
            on: { trace in ["a", "b"].flatMap { trace.samples.script($0) } },
            configure: { $0.arguments += ["--limits-max-changed", "1"] },
            { scene in
                try await scene.daemon.sync()
                let tip = try await scene.repository.push(
                    ["a", "b"].flatMap { scene.trace.samples.script($0, version: "2") }
                )
                #expect(try await scene.daemon.sync().exit == 1)
                let late = try await wait(scene.daemon, tip, "--timeout", "300ms")
                #expect(late.exit == 3)
                #expect(late.output.contains("sync --accept \(tip)"))
                async let waiting = wait(scene.daemon, tip)
                #expect(try await scene.daemon.sync("--accept", tip).exit == 0)
                #expect(try await waiting.exit == 0)
            }
        )
    }
}
