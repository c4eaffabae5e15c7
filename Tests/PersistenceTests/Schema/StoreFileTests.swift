import Domain
import TestSupport
import Testing

@testable import Persistence

@Suite("The file of the store")
struct StoreFileTests {
    private let folder: StoreFolder

    init() throws {
        folder = try StoreFolder()
    }

    @Test("is made with what durable work needs")
    func settings() throws {
        let session = try StoreFile.openToWrite(folder.store)

        #expect(try session.first("PRAGMA journal_mode") { try $0.text() } == "wal")
        #expect(try session.first("PRAGMA synchronous") { try $0.integer() } == 2)
        #expect(try session.first("PRAGMA auto_vacuum") { try $0.integer() } == 2)
        #expect(try session.first("PRAGMA foreign_keys") { try $0.integer() } == 1)
        #expect(try session.first("PRAGMA busy_timeout") { try $0.integer() } == 10_000)
        #expect(try session.first("PRAGMA user_version") { try $0.integer() } == Schema.version)
    }

    @Test("is refused, and left as it is, when a later version wrote it")
    func newer() throws {
        try makeStore { try $0.execute("PRAGMA user_version = 99") }

        let error = try refusal()

        #expect(error?.kind == .newer)
        #expect(error?.description.contains("version 99, and this program knows version \(Schema.version)") == true)
        #expect(error?.description.contains("run that version or a later one") == true)
    }

    @Test("is refused with its log, and both are left as they are, when it was not closed")
    func newerWithLog() throws {
        let copy = try StoreFolder()
        try makeStore { session in
            try session.execute("PRAGMA user_version = 99")
            try copy.write(try folder.bytes(folder.store), to: copy.store)
            try copy.write(try folder.bytes(folder.log), to: copy.log)
        }
        let (store, log) = (try copy.bytes(copy.store), try copy.bytes(copy.log))

        let error = #expect(throws: SQLiteError.self) { try StoreFile.openToWrite(copy.store) }

        #expect(error?.kind == .newer)
        #expect(try copy.bytes(copy.store) == store)
        #expect(try copy.bytes(copy.log) == log)
    }

    @Test("is refused, and left as it is, when another program made it")
    func foreign() throws {
        let other = Session(try Connection(path: folder.store, mode: .readWrite))
        try other.execute("CREATE TABLE bookmarks (url TEXT)")

        #expect(try refusal()?.kind == .foreign)
    }

    @Test("is refused, and left as it is, when it is no database")
    func noDatabase() throws {
        try folder.write(Array(repeating: 0x61, count: 5_000), to: folder.store)

        let error = try refusal()

        #expect(error?.kind == .damaged)
        #expect(error?.description.contains("put a backup in its place") == true)
    }

    @Test("is refused, and left as it is, when a page is damaged", arguments: [1, 4, 9])
    func damaged(page: Int) throws {
        try makeStore { session in
            for id in Int64(1)...200 { try SQLiteSources(session: session).save(.sample(id: id, url: "url \(id)")) }
        }
        var bytes = try folder.bytes(folder.store)
        for offset in 0..<2_000 { bytes[page * 4_096 + offset] = 0xA5 }
        try folder.write(bytes, to: folder.store)

        #expect(try refusal()?.kind == .damaged)
    }

    @Test("may be empty: then it is made")
    func empty() throws {
        try folder.write([], to: folder.store)

        let session = try StoreFile.openToWrite(folder.store)

        #expect(try SQLiteSources(session: session).all().isEmpty)
    }

    @Test("is not made where there must be one already", arguments: [nil, []] as [[UInt8]?])
    func expected(bytes: [UInt8]?) throws {
        if let bytes { try folder.write(bytes, to: folder.store) }
        let error = #expect(throws: SQLiteError.self) { try StoreFile.openToWrite(folder.store, isExpected: true) }
        #expect(error?.kind == .damaged)
        #expect(try folder.bytes(folder.store).isEmpty)
        try makeStore { _ in }
        #expect(throws: Never.self) { try StoreFile.openToWrite(folder.store, isExpected: true) }
    }

    @Test("is no store to read before it was opened to write")
    func readersComeSecond() throws {
        #expect(throws: SQLiteError.self) { try StoreFile.openToRead(folder.store) }
        try folder.write([], to: folder.store)
        let error = #expect(throws: SQLiteError.self) { try StoreFile.openToRead(folder.store) }
        #expect(error?.message.contains("not up to date") == true)
    }

    @Test("comes back as the work that was committed, wherever its log was torn")
    func tornLog() throws {
        let session = try StoreFile.openToWrite(folder.store)
        for id in Int64(1)...20 {
            try session.transaction {
                try SQLiteSources(session: session).save(.sample(id: id, url: "a\(id)"))
                try SQLiteSources(session: session).save(.sample(id: id + 100, url: "b\(id)"))
            }
        }
        let (database, log) = (try folder.bytes(folder.store), try folder.bytes(folder.log))

        var counts: [Int] = []
        for part in 0...40 {
            counts.append(try sourcesOfCopy(database, Array(log.prefix(log.count * part / 40))))
        }

        #expect(counts.allSatisfy { $0.isMultiple(of: 2) })
        #expect(counts == counts.sorted())
        #expect(counts.last == 40)
    }

    /// How many sources there are in a store of these bytes; 0 if its tables had not been made.
    private func sourcesOfCopy(_ database: [UInt8], _ log: [UInt8]) throws -> Int {
        let copy = try StoreFolder()
        try copy.write(database, to: copy.store)
        try copy.write(log, to: copy.log)
        return try SQLiteSources(session: try StoreFile.openToWrite(copy.store)).all().count
    }

    private func makeStore(_ change: (Session) throws -> Void) throws {
        try change(try StoreFile.openToWrite(folder.store))
    }

    /// Why the store cannot be opened; the file is the same afterwards.
    private func refusal() throws -> SQLiteError? {
        let before = try folder.bytes(folder.store)
        let error = #expect(throws: SQLiteError.self) { try StoreFile.openToWrite(folder.store) }
        #expect(try folder.bytes(folder.store) == before)
        return error
    }
}
