import Foundation
import Glibc
import Platform
import Testing

@Suite("The status that is watched")
struct WatchedStatusTests {
    @Test("goes on when the daemon restarts")
    func restart() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let (shown, said) = ("\(scene.folder)/shown", "\(scene.folder)/said")
            let output = try Descriptor.open(shown, [.write, .create])
            let errors = try Descriptor.open(said, [.write, .create])
            let watching = try SpawnRequest(
                executable: Program.path,
                arguments: ["status", "--watch", "--state-dir", scene.daemon.stateDir],
                environment: ["HOME": "\(scene.folder)/home"],
                descriptors: [1: output.number, 2: errors.number]
            ).start()
            try await waitUntil("it shows the service") { TextFile.read(shown)?.contains("web") ?? false }
            try await scene.daemon.end()
            try await waitUntil("it waits") { TextFile.read(said)?.contains("waiting for it to come back") ?? false }
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            _ = try await next.run("suspend", "web", "--reason", "a test")
            try await waitUntil("it shows what is new") { TextFile.read(shown)?.contains("suspended") ?? false }
            try watching.send(SIGTERM)
            _ = try await watching.exitStatus()
            try await next.end()
        }
    }
}
