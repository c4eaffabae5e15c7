import Domain
import Glibc
import Testing

@Suite("A second daemon on a state dir")
struct SecondDaemonTests {
    @Test("says that there is one, and exits 1")
    func second() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            let root = geteuid() == 0 ? ["--run-as", "root"] : []
            let second = try await Subprocess.run(
                Program.path,
                ["run", "--state-dir", scene.daemon.stateDir, "--repo", scene.repository.bare] + root
                    + ["--status-listen", "127.0.0.1:0"]
            )
            #expect(second.exit == 1)
            #expect(second.errors.contains(scene.daemon.stateDir))
            #expect(try scene.daemon.isRunning)
        }
    }

    @Test("starts when the first has ended, and deploys nothing again")
    func next() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            #expect(try await scene.daemon.end() == 0)
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(try await next.sync().exit == 0)
            #expect(scene.trace.lines == ["web 1"])
            #expect(try await next.end(SIGINT) == 0)
        }
    }
}
