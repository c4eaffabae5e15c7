import Domain
import Platform
import Testing

@Suite("A state dir that is moved while the daemon is stopped")
struct MovedStateDirTests {
    @Test("is adopted with the run that goes on in it, and no step is lost")
    func moved() async throws {
        let body = #"""
            for i in 1 2; do
                echo "{\"name\": \"step $i\", \"state\": \"success\"}"
                while [ ! -e "$TRACE.$i" ]; do sleep 0.05; done
            done
            """#
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            try await waitUntil("the first step") {
                try await scene.daemon.deployment(id)["steps"]?.array?.count == 1
            }
            let owner = try #require(try await scene.daemon.deployment(id)["owner"]?["id"]?.string)
            try await scene.daemon.end()
            let place = "\(scene.folder)/elsewhere"
            try Folder.create(place)
            try Renaming.rename(scene.daemon.stateDir, to: "\(place)/state")
            try scene.go(1)

            let next = try await DaemonUnderTest(in: place, scene.daemon.options)
            try scene.go(2)
            let ended = try await next.waitFor("web", "succeeded")
            #expect(ended["id"]?.integer == id)
            let shown = try await next.deployment(id)["owner"]
            #expect(shown?["id"]?.string == owner)
            #expect(shown?["state_dir"]?.string == next.stateDir)
            #expect(try await next.run("show", "\(id)").output.contains(":\(next.stateDir)\n"))
            let steps = try await next.deployment(id)["steps"]?.array ?? []
            #expect(steps.compactMap { $0["name"]?.string } == ["step 1", "step 2"])
            #expect(try await next.run("logs", "\(id)").output.contains("step 2"))
            #expect(scene.trace.lines == ["web 1"])
            try await waitUntil("the run's folder is gone") {
                try Folder.names(in: "\(next.stateDir)/runs").isEmpty
            }
            try await next.end()
        }
    }
}
