import Domain
import Glibc
import Platform
import Testing

@Suite("reconciler backup")
struct BackupCommandTests {
    @Test("writes what can be put in place: it has a new epoch and deploys nothing until a person accepts a revision")
    func restores() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("db") }) { scene in
            try await scene.daemon.sync()
            let file = "\(scene.folder)/backup.sqlite"
            let result = try await scene.daemon.run("backup", file)
            #expect(result.exit == 0)
            #expect(result.output.hasPrefix("\(file) holds the store, "))
            let epoch = try await status(scene.daemon)["epoch"]?.string
            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            try await scene.daemon.sync()
            let tip = try await scene.repository.push(scene.trace.samples.script("db", version: "2"))
            try await scene.daemon.end()
            let before = scene.trace.lines.count

            try put(file, in: scene.daemon.stateDir)
            let restored = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try await waitUntil("the source is held") {
                try await restored.source()?["held"]?["reason"]?.string == "restored"
            }
            #expect(try await status(restored)["epoch"]?.string != epoch)
            #expect(try await restored.sync().exit == 1)
            #expect(try await restored.run("sync", "--force", "web").exit == 1)
            #expect(try await restored.service("web")?["decision"]?["reason"]?.string == "restored")
            try await restored.end()
            let again = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(try await again.sync().exit == 1)
            let plan = try await again.run("plan", "--detailed-exitcode", "-o", "json")
            #expect(plan.exit == 2)
            let items = try plan.json()["items"]?.array ?? []
            #expect(items.map { $0["decision"]?.string } == ["deploy", "deploy"])
            #expect(try plan.json()["held"]?["command"]?.string == "reconciler sync --accept \(tip)")
            #expect(scene.trace.lines.count == before)

            let accepted = try await again.sync("--accept", tip)
            #expect(accepted.exit == 0)
            // By the backup web is at version 1, and 3 is the number of a deployment that it does not know.
            #expect(scene.trace.lines.dropFirst(before).sorted() == ["db 2", "web 2"])
            let numbers = try await again.deployments(of: "web").compactMap { $0["id"]?.integer }
            #expect(numbers.first.map { $0 > 3 } == true)
            try await again.end()
        }
    }

    @Test("is not started beside the log of the store whose place it took, and damages neither")
    func foreignLog() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let file = "\(scene.folder)/backup.sqlite"
            #expect(try await scene.daemon.run("backup", file).exit == 0)
            try await scene.daemon.end(SIGKILL)
            try Renaming.rename(file, to: "\(scene.daemon.stateDir)/store.sqlite")
            await #expect(throws: DaemonEnded.self) {
                try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            }
            #expect(scene.daemon.log.contains("store.sqlite-wal and"))
        }
    }

    @Test("ends at its start the runs that went on without the store that it took the place of")
    func endsRuns() async throws {
        let body = "while [ ! -e \"$TRACE.go\" ]; do sleep 0.1; done"
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            try await scene.daemon.waitFor("web", "running")
            let file = "\(scene.folder)/backup.sqlite"
            #expect(try await scene.daemon.run("backup", file).exit == 0)
            try await scene.daemon.end()
            #expect(!Leftovers.ofRuns(in: scene.folder).isEmpty)
            try put(file, in: scene.daemon.stateDir)
            let restored = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(Leftovers.ofRuns(in: scene.folder).isEmpty)
            #expect(try await restored.states(of: "web") == ["interrupted"])
            try await restored.end()
        }
    }

    @Test("is what a daemon wants whose store is gone: it does not begin anew beside the outputs of its deployments")
    func gone() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            try await scene.daemon.end()
            // A clean stop leaves everything in the one file.
            let log = "\(scene.daemon.stateDir)/store.sqlite-wal"
            if Folder.somethingExists(at: log) { try FolderRemoval.remove(log) }
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(try await next.states(of: "web") == ["succeeded"])
            try await next.end()

            try TextFile.write("", to: "\(scene.daemon.stateDir)/store.sqlite")
            await #expect(throws: DaemonEnded.self) {
                try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            }
            #expect(scene.daemon.log.contains("there are runs or outputs of its deployments"))
            let token = try await scene.daemon.run("token", "create", "--type", "config")
            #expect(token.exit == 1)
            #expect(token.errors.contains("there are runs or outputs of its deployments"))
            #expect(TextFile.read("\(scene.daemon.stateDir)/store.sqlite")?.isEmpty == true)
            #expect(scene.trace.lines == ["web 1"])
        }
    }

    @Test("leaves files alone that are none, and fails without a daemon")
    func refused() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            let letter = "\(scene.folder)/letter"
            try TextFile.write("Dear Anna", to: letter)
            let result = try await scene.daemon.run("backup", letter)
            #expect(result.exit == 1)
            #expect(result.errors.contains("is no backup"))
            #expect(TextFile.read(letter) == "Dear Anna")
            try await scene.daemon.end()
            #expect(try await scene.daemon.run("backup", letter).exit == 4)
        }
    }

    private func status(_ daemon: DaemonUnderTest) async throws -> JSONValue {
        try await daemon.run("status", "-o", "json").json()
    }

    private func put(_ file: String, in stateDir: String) throws {
        for suffix in ["-wal", "-shm"] { try FolderRemoval.remove("\(stateDir)/store.sqlite\(suffix)") }
        try Renaming.rename(file, to: "\(stateDir)/store.sqlite")
    }
}
