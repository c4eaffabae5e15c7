import Domain
import TestSupport
import Testing

@testable import Persistence

@Suite("An error of the store")
struct SQLiteErrorTests {
    @Test("says what to do when the disk is full, and nothing of the work is kept")
    func full() throws {
        let folder = try StoreFolder()
        let session = try StoreFile.openToWrite(folder.store)
        let pages = try session.first("PRAGMA page_count") { try $0.integer() } ?? 0
        try session.execute("PRAGMA max_page_count = \(pages + 3)")

        let error = #expect(throws: SQLiteError.self) {
            try session.transaction {
                for id in Int64(1)...1_000 {
                    try SQLiteSources(session: session).save(.sample(id: id, url: "url \(id)"))
                }
            }
        }

        #expect(error?.kind == .full)
        #expect(error?.description.contains("free some space") == true)
        #expect(try SQLiteSources(session: session).all().isEmpty)

        try session.execute("PRAGMA max_page_count = 1000000")
        try session.transaction { try SQLiteSources(session: session).save(.sample()) }
        #expect(try SQLiteSources(session: session).all() == [.sample()])
    }

    @Test("says what to do when the store cannot be written")
    func readOnly() throws {
        let folder = try StoreFolder()
        let writer = try StoreFile.openToWrite(folder.store)
        let reader = try StoreFile.openToRead(folder.store)

        let error = #expect(throws: SQLiteError.self) { try SQLiteSources(session: reader).save(.sample()) }

        #expect(error?.kind == .readOnly)
        #expect(error?.description.contains("writable for the daemon's user") == true)
        #expect(try SQLiteSources(session: writer).all().isEmpty)
    }

    @Test("says which place it could not open")
    func cannotOpen() throws {
        let folder = try StoreFolder()

        let error = #expect(throws: SQLiteError.self) { try StoreFile.openToWrite(folder.path + "/missing/store.db") }

        #expect(error?.code == 14)
        #expect(error?.description.contains("open \(folder.path)/missing/store.db") == true)
    }
}
