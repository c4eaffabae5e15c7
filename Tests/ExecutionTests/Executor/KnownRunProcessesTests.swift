import Platform
import Synchronization
import Testing

@testable import Execution

@Suite("The keepers of a run that are known")
struct KnownKeepersTests {
    /// How often the processes of the machine were looked through.
    private final class Looks: Sendable {
        private let count = Mutex(0)

        var number: Int { count.withLock { $0 } }

        func note() { count.withLock { $0 += 1 } }
    }

    @Test("are looked for only when none of them lives any more")
    func looks() async throws {
        let child = try SpawnRequest(executable: "/bin/sleep", arguments: ["1000"]).start()
        let looks = Looks()
        let keepers = KnownRunProcesses { _ in
            looks.note()
            return try ProcessTable.entries().filter { $0.pid == child.pid && !$0.isZombie }
        }
        let folder = RunFolder(path: "/nowhere/runs/1")
        for _ in 0..<100 { #expect(try await keepers.areLiving(of: folder)) }
        #expect(looks.number == 1)

        try child.send(Signals.kill)
        _ = try await child.exitStatus()
        #expect(try await !keepers.areLiving(of: folder))
        #expect(try await !keepers.areLiving(of: folder))
        #expect(looks.number == 3)
    }

    @Test("are those of one run, not of another")
    func runs() async throws {
        let own = try #require(try ProcessTable.entries().first { $0.pid == OwnProcess.pid })
        let keepers = KnownRunProcesses { $0.path == "/nowhere/runs/1" ? [own] : [] }
        #expect(try await keepers.areLiving(of: RunFolder(path: "/nowhere/runs/1")))
        #expect(try await !keepers.areLiving(of: RunFolder(path: "/nowhere/runs/2")))
    }
}
