import Domain
import Glibc
import Platform
import TestSupport
import Testing

@Suite("A configuration that is read anew while somebody waits for an answer", .behindTheGate)
struct ReloadWhileAskedTests {
    @Test("has a sync whose poll hangs asked again, and the sync ends with what the next poll finds")
    func sync() async throws {
        try await withHangingRemote { scene in
            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            let result = try await scene.answer(to: ["sync", "--wait"])
            #expect(result.exit == 0, "\(result)")
            #expect(scene.trace.lines == ["web 1", "web 2"])
        }
    }

    @Test("has a sync whose poll hangs asked again, and the sync fails when the next poll does")
    func failingSync() async throws {
        try await withHangingRemote { scene in
            let result = try await scene.answer(to: ["sync", "--wait"], afterwards: { try $0.stop() })
            #expect(result.exit == 1, "\(result)")
            #expect(result.errors.contains("config"), "\(result)")
            #expect(try await scene.daemon.service("web")?["sync_status"]?.string == "synced")
        }
    }

    @Test("has a preview that still fetches asked again, which then shows what it is asked for")
    func preview() async throws {
        try await withHangingRemote { scene in
            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            let result = try await scene.answer(to: ["plan", "--ref", "main", "--detailed-exitcode"])
            #expect(result.exit == 2, "\(result)")
            #expect(result.output.contains("web"), "\(result)")
        }
    }

    @Test("lets a sync that waits for its runs go on waiting")
    func waiting() async throws {
        let body = "until [ -e \"$TRACE.go\" ]; do sleep 0.05; done"
        try await withReloadable(on: { $0.samples.script("web", body: body) }) { scene in
            try await scene.daemon.waitFor("web", "running")
            let printed = "\(scene.folder)/printed"
            async let synced = Subprocess.run(
                "/bin/sh",
                [
                    "-c", "exec \"$@\" >'\(printed)'", "sh", Program.path, "sync", "--wait", "--state-dir",
                    scene.daemon.stateDir,
                ]
            )
            try await waitUntil("it says what it found") { TextFile.read(printed)?.isEmpty == false }
            for number in 1...3 {
                try await scene.reload(2 + number)
                try await scene.untilRead(number)
            }
            try TextFile.write("", to: "\(scene.trace.path).go")
            #expect(try await synced.exit == 0)
            #expect(scene.trace.lines == ["web 1"])
        }
    }

    /// A daemon that has deployed `web` from a server which then hangs.
    private func withHangingRemote(_ body: (HangingScene) async throws -> Void) async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(Trace(folder: folder).samples.script("web"))
            let server = try await GitRemotes.daemon(serving: folder)
            let url = "git://127.0.0.1:\(server.port)/config.git"
            try TextFile.write(Scene.configuration(url, concurrency: 2), to: "\(folder)/config.json")
            let options = DaemonUnderTest.Options(arguments: ["--config", "\(folder)/config.json"])
            let daemon = try await DaemonUnderTest(in: folder, options)
            #expect(try await daemon.sync().exit == 0)
            try server.hang()
            let scene = Scene(folder: folder, repository: repository, daemon: daemon)
            try await body(HangingScene(scene: scene, server: server, url: url))
        }
    }
}

/// A scene whose remote accepts connections and says nothing.
@dynamicMemberLookup
private struct HangingScene {
    let scene: Scene
    let server: GitServer
    let url: String

    subscript<Value>(dynamicMember path: KeyPath<Scene, Value>) -> Value { scene[keyPath: path] }

    /// What a command ends with that is under way when the configuration is read anew, and that the remote answers, or
    /// does not, when it is asked again.
    func answer(
        to command: [String],
        afterwards change: (GitServer) throws -> Void = { try $0.goOn() }
    ) async throws -> CommandResult {
        async let result = scene.daemon.run(command)
        try await waitUntil("the remote is asked") {
            try ProcessTable.descendants(of: scene.daemon.pid).contains { !$0.isZombie }
        }
        try await scene.reload(3, following: url)
        try await waitUntil("the configuration was read") { scene.daemon.log.contains("configuration read") }
        try await waitUntil("the remote is asked again") {
            try ProcessTable.descendants(of: scene.daemon.pid).contains { !$0.isZombie }
        }
        try change(server)
        return try await result
    }
}
