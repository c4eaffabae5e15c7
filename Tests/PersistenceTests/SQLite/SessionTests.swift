import Dispatch
import Testing

@testable import Persistence

@Suite("A session with SQLite")
struct SessionTests {
    private let session: Session

    init() throws {
        session = Session(try Connection(path: ":memory:", mode: .readWrite))
    }

    @Test(
        "brings text back byte by byte",
        arguments: ["", "a", "\u{0}", "a\u{0}b", "ü€😀", String(repeating: "x", count: 100_000)]
    )
    func text(text: String) throws {
        let found = try session.first("SELECT ?, typeof(?1)", .text(text)) { (try $0.text(), try $0.text()) }

        #expect(found?.0.utf8.elementsEqual(text.utf8) == true)
        #expect(found?.1 == "text")
    }

    @Test("brings numbers back", arguments: [0, 1, -1, Int64.max, Int64.min])
    func numbers(number: Int64) throws {
        #expect(try session.first("SELECT ?", .integer(number)) { try $0.integer() } == number)
    }

    @Test("ends in the midst of a statement that takes long, and takes others afterwards")
    func interruption() throws {
        let interruption = Interruption()
        // It would go on for hours.
        let counting = """
            WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 100000000000)
            SELECT count(*) FROM counted
            """
        DispatchQueue(label: "interrupts").asyncAfter(deadline: .now() + .milliseconds(50)) {
            interruption.interrupt()
        }

        #expect(throws: CancellationError.self) {
            try session.transaction {
                try session.interruptible(by: interruption) { try session.first(counting) { try $0.integer() } }
            }
        }
        #expect(throws: CancellationError.self) {
            try session.interruptible(by: interruption) { try session.first("SELECT 1") { try $0.integer() } }
        }
        #expect(try session.first("SELECT 1") { try $0.integer() } == 1)
        try session.transaction { try session.run("CREATE TABLE afterwards (a)") }
    }

    @Test("does not read one type as another")
    func mismatch() throws {
        for (literal, found) in [("NULL", "NULL"), ("1.5", "a real number"), ("'a'", "text"), ("x'00'", "a blob")] {
            let error = #expect(throws: SQLiteError.self) {
                try session.first("SELECT \(literal)") { try $0.integer() }
            }
            #expect(error?.message == "column 1 holds \(found), not an integer")
        }
        #expect(throws: SQLiteError.self) { try session.first("SELECT 1") { try $0.text() } }
        #expect(try session.first("SELECT NULL, NULL") { (try $0.optionalText(), try $0.optionalInteger()) }?.0 == nil)
    }

    @Test("says which statement failed and why, and shows no argument")
    func failure() throws {
        try session.execute("CREATE TABLE t (a TEXT PRIMARY KEY) STRICT")
        try session.run("INSERT INTO t VALUES (?)", .text("hunter2"))

        let error = #expect(throws: SQLiteError.self) { try session.run("INSERT INTO t VALUES (?)", .text("hunter2")) }

        #expect(error?.kind == .constraint)
        #expect(
            error?.description
                == "SQLite error 1555: UNIQUE constraint failed: t.a (while doing: INSERT INTO t VALUES (?))"
        )
    }

    @Test("compiles a statement once, and another one for a query within itself")
    func reuse() throws {
        try session.execute("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1), (2)")
        let query = "SELECT a FROM t ORDER BY a"

        let nested = try session.rows(query) { row in
            let outer = try row.integer()
            return try session.rows(query) { try $0.integer() + 10 * outer }
        }

        #expect(nested == [[11, 12], [21, 22]])
        #expect(session.statements == [query])
    }

    @Test("can run a statement again after it failed in the middle")
    func afterFailure() throws {
        let query = "SELECT 1 UNION ALL SELECT 2"
        #expect(throws: Stop.self) { try session.rows(query) { _ in throw Stop() } }

        #expect(try session.rows(query) { try $0.integer() } == [1, 2])
    }

    @Test("keeps nothing of a transaction that fails, and goes on")
    func transaction() throws {
        try session.execute("CREATE TABLE t (a INTEGER) STRICT")
        #expect(throws: Stop.self) {
            try session.transaction {
                try session.run("INSERT INTO t VALUES (1)")
                throw Stop()
            }
        }

        try session.transaction { try session.run("INSERT INTO t VALUES (2)") }

        #expect(try session.rows("SELECT a FROM t") { try $0.integer() } == [2])
    }

    @Test("keeps nothing when SQLite has ended the transaction itself")
    func rolledBackBySQLite() throws {
        try session.execute("CREATE TABLE t (a INTEGER UNIQUE) STRICT")
        #expect(throws: SQLiteError.self) {
            try session.transaction {
                try session.run("INSERT INTO t VALUES (1)")
                try session.run("INSERT OR ROLLBACK INTO t VALUES (1)")
            }
        }

        #expect(try session.rows("SELECT a FROM t") { try $0.integer() } == [])
    }
}
