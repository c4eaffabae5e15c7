import Domain
import Testing

@Suite("A revision that needs a person's word")
struct HoldTests {
    private static let three: @Sendable (Trace) -> [ConfigRepository.Change] = { trace in
        ["a", "b", "c"].flatMap { trace.samples.script($0) }
    }

    @Test("because it changes too much waits for this word, also after a restart, and then is deployed")
    func limits() async throws {
        try await withDaemon(on: Self.three, configure: { $0.arguments += ["--limits-max-changed", "1"] }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            let before = scene.trace.lines.count
            let tip = try await scene.repository.push(
                ["a", "b"].flatMap { scene.trace.samples.script($0, version: "2") } + scene.trace.samples.script("new")
            )
            let result = try await scene.daemon.sync()
            #expect(result.exit == 1)
            #expect(result.errors.contains("2 services would change, more than 1"))
            #expect(result.errors.contains("reconciler sync --accept \(tip)"))
            #expect(scene.trace.lines.count == before)
            #expect(try await scene.daemon.run("sync").exit == 1)
            #expect(try await scene.daemon.service("new") == nil)
            try await expectHeld(scene.daemon, at: tip, "changes")

            try await scene.daemon.end()
            let restarted = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(try await restarted.sync().exit == 1)
            try await expectHeld(restarted, at: tip, "changes")
            let explained = try await restarted.run("explain", "a").output
            #expect(explained.hasPrefix("The source 'config' is held at \(tip.prefix(7)): 2 services would change"))
            // What is accepted already releases nothing.
            let accepted = try await scene.repository.git("rev-parse", "HEAD~1")
            #expect(try await restarted.run("sync", "--accept", accepted).exit == 1)
            let other = String(repeating: "0", count: 40)
            let refused = try await restarted.run("sync", "--accept", other)
            #expect(refused.exit == 1)
            #expect(refused.errors.contains("held at \(tip)"))
            #expect(scene.trace.lines.count == before)

            #expect(try await restarted.sync("--accept", tip).exit == 0)
            #expect(scene.trace.lines.dropFirst(before).sorted() == ["a 2", "b 2", "new 1"])
            #expect(try await restarted.source()?["held"] == .null)
            try await restarted.end()
        }
    }

    @Test("because it defines nothing is let go by the next one that breaks no rule")
    func emptied() async throws {
        try await withDaemon(on: Self.three) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(["a", "b", "c"].map { .remove($0) })
            #expect(try await scene.daemon.sync().exit == 1)
            #expect(try await scene.daemon.source()?["held"]?["reason"]?.string == "emptied")
            for name in ["a", "b", "c"] {
                #expect(try await scene.daemon.service(name)?["sync_status"]?.string == "synced")
            }
            try await scene.repository.revertLast()
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(try await scene.daemon.source()?["held"] == .null)
            #expect(scene.trace.lines.sorted() == ["a 1", "b 1", "c 1"])
        }
    }

    @Test("because history was rewritten is held where that is asked for, and a service is still deployed as accepted")
    func rewritten() async throws {
        try await withDaemon(on: Self.three, configure: { $0.arguments += ["--on-rewrite", "hold"] }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(scene.trace.samples.script("a", version: "2"))
            #expect(try await scene.daemon.sync().exit == 0)
            try await scene.repository.git("reset", "--quiet", "--hard", "HEAD~1")
            let tip = try await scene.repository.push(scene.trace.samples.script("a", version: "3"))
            #expect(try await scene.daemon.sync().exit == 1)
            try await expectHeld(scene.daemon, at: tip, "rewritten")

            #expect(try await scene.daemon.run("sync", "--force", "a").exit == 1)
            try await scene.daemon.waitFor("a", "succeeded", count: 3)
            #expect(scene.trace.lines.last == "a 2")
            #expect(try await scene.daemon.sync("--accept", tip).exit == 0)
            #expect(scene.trace.lines.last == "a 3")
        }
    }

    @Test("because a tag moved is held, and a greater version is none")
    func tags() async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(trace.samples.script("web"))
            try await tag("v1.0.0", repository)
            var options = DaemonUnderTest.Options(repository: repository.bare)
            options.arguments += ["--semver", ">=1.0.0", "--on-rewrite", "hold"]
            let daemon = try await DaemonUnderTest(in: folder, options)
            #expect(try await daemon.sync().exit == 0)

            try await repository.push(trace.samples.script("web", version: "2"))
            try await tag("v1.1.0", repository)
            #expect(try await daemon.sync().exit == 0)
            let tip = try await repository.push(trace.samples.script("web", version: "3"))
            try await tag("v1.1.0", repository)
            #expect(try await daemon.sync().exit == 1)
            try await expectHeld(daemon, at: tip, "rewritten")
            #expect(trace.lines == ["web 1", "web 2"])
            #expect(try await daemon.sync("--accept", tip).exit == 0)
            #expect(trace.lines == ["web 1", "web 2", "web 3"])
        }
    }

    @Test("is looked at once: polls that find it again change no file of the state dir")
    func quiet() async throws {
        try await withDaemon(on: Self.three, configure: { $0.interval = "50ms" }) { scene in
            try await scene.daemon.waitFor("c", "succeeded")
            try await waitUntil("all are deployed") { scene.trace.lines.count == 3 }
            try await scene.repository.push(["a", "b", "c"].map { .remove($0) })
            try await waitUntil("it is held") { scene.daemon.log.contains("held") }
            try await polls(3, of: scene.daemon)
            let before = FolderSnapshot(of: scene.daemon.stateDir)
            try await polls(10, of: scene.daemon)
            #expect(before.differences(to: FolderSnapshot(of: scene.daemon.stateDir)).isEmpty)
        }
    }

    private func expectHeld(_ daemon: DaemonUnderTest, at tip: String, _ reason: String) async throws {
        let source = try #require(try await daemon.source())
        #expect(source["held"]?["revision"]?.string == tip)
        #expect(source["held"]?["reason"]?.string == reason)
        #expect(source["revision"]?.string != tip)
        #expect(try await daemon.run("status").output.contains("sync --accept \(tip)"))
    }

    private func tag(_ name: String, _ repository: ConfigRepository) async throws {
        try await repository.git("tag", "--force", name)
        try await repository.git("push", "--quiet", "--force", "origin", name)
    }

    private func polls(_ count: Int, of daemon: DaemonUnderTest) async throws {
        let start = polled(daemon)
        try await waitUntil("\(count) polls") { polled(daemon) >= start + count }
    }

    private func polled(_ daemon: DaemonUnderTest) -> Int {
        daemon.log.split(separator: "\n").count { $0.contains("polled") }
    }
}
