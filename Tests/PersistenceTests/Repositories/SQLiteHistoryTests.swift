import Domain
import TestSupport
import Testing

@testable import Persistence

@Suite("The history in SQLite")
struct SQLiteHistoryTests {
    private let folder: StoreFolder
    private let session: Session

    init() throws {
        folder = try StoreFolder()
        session = try StoreFile.openToWrite(folder.store)
    }

    private func number(_ pragma: String) throws -> Int64 {
        try session.first("PRAGMA \(pragma)") { try $0.integer() } ?? -1
    }

    /// Writes so many events of 10,000 bytes each.
    private func fill(_ events: ClosedRange<Int64>) throws {
        try session.transaction {
            let data = String(repeating: "x", count: 10_000)
            for seq in events {
                try session.run(
                    "INSERT INTO events VALUES (?, 0, 'source', 'E', NULL, NULL, ?)",
                    .integer(seq),
                    .text(data)
                )
            }
            _ = try SQLiteIdentifiers(session: session).take(events.count, of: SQLiteIdentifiers.events)
        }
    }

    private func forget(upTo last: Int64) throws {
        let history = SQLiteHistory(session: session)
        while try session.transaction({ try history.removeEvents(upTo: last, limit: 1_000) }) > 0 {}
    }

    @Test("gives the disk back that it does not need any more, a little at a time")
    func shrinks() throws {
        try fill(1...3_000)
        try session.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let full = try number("page_count")
        try forget(upTo: 2_990)
        let history = SQLiteHistory(session: session)
        var pieces = 0
        var before = full
        while try session.transaction({ try history.shrink() }) {
            pieces += 1
            let now = try number("page_count")
            #expect(before - now <= 260)
            before = now
        }
        #expect(pieces > 10)
        #expect(try number("freelist_count") <= 1_024)
        try session.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(try folder.stamps()[folder.store]?.size ?? 0 < 6 << 20)
        #expect(full * 4_096 > 28 << 20)
        #expect(try session.first("PRAGMA quick_check") { try $0.text() } == "ok")
    }

    @Test("keeps room for what comes next, and uses it before the file grows")
    func reuses() throws {
        try fill(1...300)
        let size = try number("page_count")
        for round in Int64(1)...20 {
            try forget(upTo: round * 300 - 10)
            #expect(try session.transaction { try SQLiteHistory(session: session).shrink() } == false)
            try fill(round * 300 + 1...round * 300 + 300)
        }
        #expect(try number("page_count") < size + size / 4)
    }

    @Test("leaves a file as large as it is that was made before files could shrink")
    func older() throws {
        let other = try StoreFolder()
        let old = Session(try Connection(path: other.store, mode: .readWrite))
        try Schema.migrate(old, from: 0, by: Array(Schema.migrations.dropLast()))
        let session = try StoreFile.openToWrite(other.store)
        #expect(try session.first("PRAGMA auto_vacuum") { try $0.integer() } == 0)
        #expect(try session.transaction { try SQLiteHistory(session: session).shrink() } == false)
    }
}
