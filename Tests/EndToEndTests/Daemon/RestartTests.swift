import Domain
import Glibc
import Platform
import Testing

@Suite("A daemon that ends during a run")
struct RestartTests {
    @Test("takes the run up again after kill -9, with no step lost or counted twice")
    func killed() async throws {
        try await expectRunGoesOn(signal: SIGKILL)
    }

    @Test("takes the run up again after SIGTERM")
    func stopped() async throws {
        try await expectRunGoesOn(signal: SIGTERM)
    }

    @Test("takes the run up again after kill -9 of its whole session, as when a terminal goes")
    func sessionKilled() async throws {
        try await expectRunGoesOn(signal: SIGKILL, ofSession: true)
    }

    private func expectRunGoesOn(signal: Int32, ofSession: Bool = false) async throws {
        let body = #"""
            for i in 1 2 3 4 5; do
                echo "{\"name\": \"step $i\", \"state\": \"success\"}"
                while [ ! -e "$TRACE.$i" ]; do sleep 0.05; done
            done
            """#
        try await withDaemon(
            on: { $0.samples.script("web", body: body) },
            configure: { if ofSession { $0.wrapper = ["/usr/bin/setsid"] } }
        ) { scene in
            let first = try await scene.daemon.waitFor("web", "running")
            let id = try #require(first["id"]?.integer)
            try scene.go(1)
            try await waitUntil("the second step") {
                try await scene.daemon.deployment(id)["steps"]?.array?.count == 2
            }
            if ofSession { kill(-scene.daemon.pid, signal) }
            try await scene.daemon.end(signal)
            for step in 2...4 { try scene.go(step) }

            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try scene.go(5)
            let ended = try await next.waitFor("web", "succeeded")
            #expect(ended["id"]?.integer == id)
            let steps = try await next.deployment(id)["steps"]?.array ?? []
            #expect(steps.compactMap { $0["name"]?.string } == (1...5).map { "step \($0)" })
            #expect(scene.trace.lines == ["web 1"])
            try await next.end()
        }
    }

    @Test("says of a run that ended meanwhile when it did")
    func endedMeanwhile() async throws {
        let body = "while [ ! -e \"$TRACE.1\" ]; do sleep 0.05; done"
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            try await scene.daemon.end(SIGKILL)
            try scene.go(1)
            try await waitUntil("the run has ended") {
                Folder.somethingExists(at: "\(scene.daemon.stateDir)/runs/\(id)/exit.json")
            }
            let ended = Instant(millisecondsSince1970: WallClock.now())
            try await waitUntil("the clock has gone on") { WallClock.now() > ended.millisecondsSince1970 + 1 }
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            let deployment = try await next.waitFor("web", "succeeded")
            let finished = try #require(deployment["finished"]?.string)
            #expect(finished <= "\(ended)")
            #expect(try #require(deployment["started"]?.string) <= finished)
            try await next.end()
        }
    }

    @Test("takes down what an earlier daemon has left of runs that are over")
    func leftFolders() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            try await scene.daemon.end()
            let left = "\(scene.daemon.stateDir)/runs/4711"
            try Folder.create("\(left)/export", parents: true)
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try await waitUntil("the folder is gone") { !Folder.somethingExists(at: left) }
            try await next.end()
        }
    }

    @Test("works while an earlier daemon's leftovers are taken down, and ends before they are")
    func manyLeftFolders() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            try await scene.daemon.end()
            // One file is the lock of all of them, and half a second is waited for each as long as it is held.
            let runs = "\(scene.daemon.stateDir)/runs"
            try Folder.create("\(runs)/5000", parents: true)
            let lock = try FileLock("\(runs)/5000/lock")
            for number in 5_001..<5_400 {
                try Folder.create("\(runs)/\(number)")
                #expect(link("\(runs)/5000/lock", "\(runs)/\(number)/lock") == 0)
            }
            let began = ContinuousClock.now
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            #expect(try await next.sync().exit == 0)
            #expect(scene.trace.lines == ["web 1", "web 2"])
            try await next.end()
            // All of them would take two hundred.
            #expect(ContinuousClock.now - began < .seconds(100))
            #expect(try Folder.names(in: runs).count >= 400)
            _ = consume lock
        }
    }
}

extension Scene {
    /// Lets a script go on that waits for the file of this number.
    func go(_ number: Int) throws { try TextFile.write("", to: "\(trace.path).\(number)") }
}
