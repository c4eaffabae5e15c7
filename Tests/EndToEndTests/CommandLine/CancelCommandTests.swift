import Domain
import Glibc
import Testing

@Suite("reconciler cancel")
struct CancelCommandTests {
    @Test("ends a run with everything that it has started, and deploys nothing until a person asks")
    func running() async throws {
        let body = "[ -e \"$TRACE.ok\" ] && exit 0; setsid sleep 987 & sleep 986"
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            try await waitUntil("the script runs") { !scene.trace.lines.isEmpty }
            #expect(try await scene.daemon.run("cancel", "\(id)").exit == 0)
            let ended = try await scene.daemon.waitFor("web", "cancelled")
            #expect(ended["message"]?.string?.hasPrefix("cancelled by ") == true)
            #expect(Leftovers.ofRuns(in: scene.folder).isEmpty)

            let again = try await scene.daemon.run("cancel", "\(id)")
            #expect(again.exit == 1)
            #expect(again.errors.contains("has ended already (cancelled)"))
            #expect(try await scene.daemon.run("cancel", "99").exit == 1)
            #expect(try await scene.daemon.sync().exit == 1)
            #expect(try await scene.daemon.states(of: "web") == ["cancelled"])

            try TextFile.write("", to: "\(scene.trace.path).ok")
            #expect(try await scene.daemon.sync("web").exit == 0)
            #expect(try await scene.daemon.states(of: "web") == ["cancelled", "succeeded"])
        }
    }

    @Test("ends a deployment at once that waits for its slot")
    func queued() async throws {
        let body = "while [ ! -e \"$TRACE.1\" ]; do sleep 0.05; done"
        try await withDaemon(
            on: { $0.samples.script("a", body: body) + $0.samples.script("b", body: body) },
            configure: { $0.arguments += ["--concurrency", "1"] },
            { scene in
                try await scene.daemon.waitFor("a", "running")
                let id = try #require(try await scene.daemon.waitFor("b", "queued")["id"]?.integer)
                #expect(try await scene.daemon.run("cancel", "\(id)").exit == 0)
                #expect(try await scene.daemon.states(of: "b") == ["cancelled"])
                try scene.go(1)
                try await scene.daemon.waitFor("a", "succeeded")
                #expect(try await scene.daemon.service("b")?["decision"]?["reason"]?.string == "cancelled")
                #expect(scene.trace.lines == ["a 1"])
            }
        )
    }

    @Test("is carried out although the daemon is killed in between")
    func killed() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: "sleep 986") }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            try await waitUntil("the script runs") { !scene.trace.lines.isEmpty }
            #expect(try await scene.daemon.run("cancel", "\(id)").exit == 0)
            try await scene.daemon.end(SIGKILL)
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            let ended = try await next.waitFor("web", "cancelled")
            #expect(ended["message"]?.string?.hasPrefix("cancelled by ") == true)
            try await next.end()
        }
    }
}
