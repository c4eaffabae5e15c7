import Domain
import Testing

@Suite("reconciler explain")
struct ExplainCommandTests {
    @Test("says why a service was deployed, and why another is not yet")
    func explains() async throws {
        try await withDaemon(
            on: { trace in
                trace.samples.script("db", body: "exit 1", ["retry": .members(["limit": .integer(0)])])
                    + trace.samples.script("web", ["depends_on": .array([.string("db")])])
            },
            { scene in
                #expect(try await scene.daemon.sync().exit == 1)
                let first = try await scene.decisions(of: "db")
                #expect(first == ["hold stalled", "wait running", "deploy not_deployed"])
                #expect(try await scene.decisions(of: "web") == ["wait dependency"])
                #expect(try await scene.daemon.run("explain", "web").output.contains("'db' must be deployed"))

                // Polls that find nothing, and another start, decide nothing new.
                try await scene.daemon.sync()
                try await scene.daemon.end()
                let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
                let again = Scene(folder: scene.folder, repository: scene.repository, daemon: next)
                try await next.sync()
                #expect(try await again.decisions(of: "db") == first)
                let revision = try await scene.repository.push(scene.trace.samples.deploy("db"))
                try await next.sync()
                let newest = try #require(
                    try await next.run("explain", "db", "-o", "json").json()["items"]?.array?.first
                )
                #expect(newest["reason"]?.string == "synced")
                #expect(newest["revision"]?.string == revision)
                #expect(try await next.run("explain", "nobody").exit == 1)
                try await next.end()
            }
        )
    }

    @Test("names the commit that led to each decision, who made it, what failed where, and what is wrong")
    func causes() async throws {
        let fails = #"echo '{"name": "install", "state": "failure", "message": "no package foo"}'; exit 1"#
        let once: JSONValue = .members(["limit": .integer(0)])
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("db") }) { scene in
            try await scene.daemon.sync()
            @discardableResult
            func commit(_ changes: [ConfigRepository.Change], _ message: String) async throws -> String {
                try await scene.repository.push(changes, message: message)
            }
            func newest(_ service: String) async throws -> JSONValue {
                try #require(try await scene.daemon.run("explain", service, "-o", "json").json()["items"]?.array?.first)
            }
            let bad = try await commit(
                scene.trace.samples.script("web", version: "2", body: fails, ["retry": once]),
                "Use package foo"
            )
            try await commit([.file("README.md", "words")], "Say something")
            try await commit(scene.trace.samples.script("db", version: "2"), "Another service")
            #expect(try await scene.daemon.sync().exit == 1)
            let stalled = try await newest("web")
            #expect(stalled["reason"]?.string == "stalled")
            #expect(stalled["commits"] == .array([.string(bad)]))
            #expect(stalled["commit"]?["subject"]?.string == "Use package foo")
            #expect(stalled["commit"]?["author"]?.string == "Test")
            #expect(stalled["failure"]?["step"]?.string == "install")
            let text = try await scene.daemon.run("explain", "web").output
            #expect(text.contains("commit \(bad.prefix(8)) of Test: Use package foo"))
            #expect(text.contains("in 'install': no package foo"))
            #expect(text.contains("`reconciler sync web`"))

            let broken = try await commit([.file("db/service.json", "{\"name\": 7}")], "Break it")
            try await commit([.file("README.md", "more words")], "Say more")
            #expect(try await scene.daemon.sync().exit == 1)
            #expect(try await newest("db")["commits"] == .array([.string(broken)]))
            let why = try await scene.daemon.run("explain", "db").output
            #expect(why.contains("Break it") && why.contains("db/service.json:1:"))

            let removal = try await commit([.remove("web")], "Drop web")
            try await commit([.file("README.md", "last words")], "Say goodbye")
            try await scene.daemon.sync()
            #expect(try await newest("web")["reason"]?.string == "removed")
            #expect(try await newest("web")["commits"] == .array([.string(removal)]))
        }
    }
}

extension Scene {
    /// What was decided for a service, newest first.
    fileprivate func decisions(of service: String) async throws -> [String] {
        let items = try await daemon.run("explain", service, "-o", "json").json()["items"]?.array ?? []
        return items.map { "\($0["decision"]?.string ?? "?") \($0["reason"]?.string ?? "?")" }
    }
}
