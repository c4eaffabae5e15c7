import Domain
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Execution

@Suite("Work that takes long for one run", .serialized)
struct LongWorkTests {
    /// The user of the tests.
    private var account: Account {
        Account(name: "tests", user: geteuid(), group: getegid(), groups: [], home: "/")
    }

    @Test("keeps nobody waiting while its export is given to another user")
    func handover() async throws {
        let bench = try RunBench(account: account)
        let blockade = try await Blockade(of: FolderHandover.workers, count: 4)
        let isFilled = Mutex(false)
        let order = RunRequest(deployment: Deployment.ID(1), order: .sample(.sample()))
        let preparing = Task {
            _ = try await bench.executor.prepare(order) { _ in isFilled.withLock { $0 = true } }
        }
        #expect(await eventually { isFilled.withLock { $0 } })
        #expect(try await bench.executor.lastTrace() == Deployment.ID(1))
        #expect(!Folder.somethingExists(at: bench.folder(Deployment.ID(1)) + "/run.json"))
        blockade.lift()
        try await preparing.value
        #expect(Folder.somethingExists(at: bench.folder(Deployment.ID(1)) + "/run.json"))
    }

    @Test("keeps nobody waiting while the machine's processes are looked through for it, and ends when it is told to")
    func processes() async throws {
        let bench = try RunBench()
        let id = try await bench.leaveReady(.sample())
        try await bench.wait("its lock is free") { try !FileLock.isHeld(bench.folder(id) + "/lock") }
        let blockade = try await Blockade(of: .processes, count: 2)
        let hasEnded = Mutex(false)
        let following = Task {
            defer { hasEnded.withLock { $0 = true } }
            return try await bench.executor.next(id, after: 0)
        }
        #expect(try await bench.executor.lastTrace() == id)
        following.cancel()
        #expect(await eventually { hasEnded.withLock { $0 } })
        blockade.lift()
        await #expect(throws: CancellationError.self) { try await following.value }
    }

    @Test("leaves the other folders where they are when the clearing up is to end")
    func clearingUp() async throws {
        let bench = try RunBench()
        for id in 1...3 { _ = try await bench.leaveReady(.sample(), id: Int64(id)) }
        let present = try await bench.executor.present()
        let cancelled = Task {
            // Not before it is cancelled.
            while !Task.isCancelled { await Task.yield() }
            try await bench.executor.discardAll(present)
        }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(Set(try await bench.executor.present()) == Set(present))
        try await bench.executor.discardAll(present)
        #expect(try await bench.executor.present().isEmpty)
    }
}
