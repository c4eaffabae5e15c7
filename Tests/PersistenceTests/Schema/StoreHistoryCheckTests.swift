import TestSupport
import Testing

@testable import Persistence

@Suite("The check of a store that is too large to be checked at once")
struct StoreHistoryCheckTests {
    private let folder: StoreFolder

    init() throws {
        folder = try StoreFolder()
        let session = try StoreFile.openToWrite(folder.store)
        for id in Int64(1)...200 { try SQLiteSources(session: session).save(.sample(id: id, url: "url \(id)")) }
        for id in 1...200 {
            try session.run(
                "INSERT INTO events (seq, time, type, event, data) VALUES (?, 0, 'source', 'SourceUpdated', ?)",
                .integer(id),
                .text(String(repeating: "x", count: 200))
            )
        }
    }

    private var whole: StoreHistoryCheck { StoreHistoryCheck(path: folder.store, wholeUpTo: 0) }

    @Test("finds nothing in a store that is whole")
    func sound() async throws {
        let session = try StoreFile.openToWrite(folder.store, wholeUpTo: 0)
        try await whole.wait()
        withExtendedLifetime(session) {}
    }

    @Test("leaves damage in the history to be found while the store is in use")
    func history() async throws {
        try damage("events")
        let session = try StoreFile.openToWrite(folder.store, wholeUpTo: 0)
        let error = await #expect(throws: SQLiteError.self) { try await whole.wait() }
        #expect(error?.kind == .damaged)
        withExtendedLifetime(session) {}
        #expect(throws: SQLiteError.self) { try StoreFile.openToWrite(folder.store) }
    }

    @Test("lets nobody use a store that is damaged elsewhere")
    func state() throws {
        try damage("sources")
        let error = #expect(throws: SQLiteError.self) { try StoreFile.openToWrite(folder.store, wholeUpTo: 0) }
        #expect(error?.kind == .damaged)
    }

    @Test("knows every table that it leaves for later")
    func tables() throws {
        let session = try StoreFile.openToWrite(folder.store)
        let tables = try session.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.text() }
        #expect(IntegrityCheck.history.isSubset(of: tables))
    }

    @Test("is not waited for by a task that is cancelled")
    func cancelled() async throws {
        let task = Task { [whole] in
            withUnsafeCurrentTask { $0?.cancel() }
            try await whole.wait()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Overwrites the last page that belongs to a table alone.
    private func damage(_ table: String) throws {
        let session = try StoreFile.openToWrite(folder.store)
        try session.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let page = try #require(
            try session.first("SELECT max(pageno) FROM dbstat WHERE name = ?", .text(table)) { try $0.integer() }
        )
        var bytes = try folder.bytes(folder.store)
        for offset in 0..<2_000 { bytes[Int(page - 1) * 4_096 + offset] = 0xA5 }
        try folder.write(bytes, to: folder.store)
    }
}
