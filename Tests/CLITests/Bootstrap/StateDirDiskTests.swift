import Domain
import Platform
import Testing

@testable import CLI

@Suite("The disk of the state dir")
struct StateDirDiskTests {
    @Test("has room, and says what the store, runs and repositories take")
    func use() async throws {
        let folder = try TemporaryFolder()
        for name in ["runs", "sources"] { try Folder.create("\(folder.path)/\(name)") }
        let text = String(repeating: "x", count: 50_000)
        for name in ["store.sqlite", "store.sqlite-wal", "runs/a", "runs/b", "runs/c", "sources/a", "other"] {
            try folder.write(name, text)
        }
        let disk = StateDirDisk(folder.path, store: "\(folder.path)/store.sqlite")
        let use = try await disk.use()
        #expect((100_000..<150_000).contains(use.store))
        #expect((150_000..<200_000).contains(use.runs))
        #expect((50_000..<100_000).contains(use.sources))
        #expect(try await disk.free() > 0)
        let missing = StateDirDisk("\(folder.path)/none", store: "\(folder.path)/none/store.sqlite")
        #expect(try await missing.use() == DiskUse(store: 0, runs: 0, sources: 0))
        await #expect(throws: SystemError.self) { try await missing.free() }
    }
}
