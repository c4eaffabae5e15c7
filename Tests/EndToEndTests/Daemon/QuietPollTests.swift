import Domain
import Foundation
import Testing

@Suite("A poll that finds nothing")
struct QuietPollTests {
    @Test("changes no file of the state dir")
    func store() async throws {
        try await withDaemon(on: Self.services, configure: { $0.interval = "50ms" }) { scene in
            try await settle(scene)
            let before = FolderSnapshot(of: scene.daemon.stateDir)
            try await polls(10, of: scene.daemon)
            let after = FolderSnapshot(of: scene.daemon.stateDir)
            #expect(before.differences(to: after).isEmpty)
        }
    }

    @Test("calls nothing that writes to a file, in no process of the daemon")
    func systemCalls() async throws {
        try await withDaemon(on: Self.services, configure: { $0.interval = "50ms" }) { scene in
            try await settle(scene)
            let trace = "\(scene.folder)/strace"
            let processes = Leftovers.processes(of: scene.folder).flatMap { ["-p", "\($0)"] }
            async let strace = Subprocess.run("strace", ["-f", "-yy", "-e", Self.calls, "-o", trace] + processes)
            try await waitUntil("strace has seen a poll") {
                // The daemon's log is one of the things that are written; that it grows shows that strace follows.
                TextFile.read(trace)?.contains("daemon.log") ?? false
            }
            try await polls(5, of: scene.daemon)
            try await scene.daemon.end()
            _ = try await strace

            let lines = SystemCallTrace.lines(of: TextFile.read(trace) ?? "")
            let end = lines.firstIndex { $0.contains("SIGTERM") } ?? lines.endIndex
            let writes = lines[..<end].filter { line in
                // A call that failed has written nothing.
                line.contains(scene.daemon.stateDir) && !line.contains("control.sock") && !line.contains(" = -1 ")
            }
            #expect(writes.isEmpty, "\(writes.joined(separator: "\n"))")
        }
    }

    static let services: @Sendable (Trace) -> [ConfigRepository.Change] = { $0.samples.script("web") }

    /// What creates, changes, renames, removes or synchronises a file.
    static let calls =
        "trace=write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,"
        + "unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,fsync,fdatasync,sync_file_range,msync,utimensat,creat"

    /// Waits until everything is deployed and nothing is left to do after it.
    private func settle(_ scene: Scene) async throws {
        try await scene.daemon.waitFor("web", "succeeded")
        try await polls(2, of: scene.daemon)
    }

    /// Waits for so many more polls.
    private func polls(_ count: Int, of daemon: DaemonUnderTest) async throws {
        let start = polled(daemon)
        try await waitUntil("\(count) polls") { polled(daemon) >= start + count }
    }

    private func polled(_ daemon: DaemonUnderTest) -> Int {
        daemon.log.split(separator: "\n").count { $0.contains("polled") }
    }
}
