import Domain
import TestSupport
import Testing

@testable import Persistence

@Suite("The tables of the store")
struct SchemaTests {
    private let folder: StoreFolder
    private let session: Session

    init() throws {
        folder = try StoreFolder()
        session = try StoreFile.openToWrite(folder.store)
    }

    @Test("hold what their columns say, and nothing else")
    func strict() throws {
        let loose = try session.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'"
        ) { try $0.text() }

        #expect(loose == [])
    }

    @Test("come up to date one whole step at a time")
    func steps() throws {
        let good = "CREATE TABLE extra (a INTEGER) STRICT"
        #expect(throws: SQLiteError.self) {
            try Schema.migrate(
                session,
                from: Schema.version,
                by: Schema.migrations + [good, "\(good); CREATE NONSENSE"]
            )
        }

        #expect(try session.first("PRAGMA user_version") { try $0.integer() } == Schema.version + 1)
        #expect(try session.first("SELECT count(*) FROM extra") { try $0.integer() } == 0)
    }

    @Test("give what waits in an older store the place of its number")
    func queuePlaces() throws {
        let other = try StoreFolder()
        let old = Session(try Connection(path: other.store, mode: .readWrite))
        let before = try #require(Schema.migrations.firstIndex(of: Schema.queuePlaces))
        try Schema.migrate(old, from: 0, by: Array(Schema.migrations.prefix(before)))
        for (id, state) in [(1, "succeeded"), (2, "queued"), (3, "queued")] {
            try old.execute(
                """
                INSERT INTO deployments (id, service_id, service, state, queued, report_offset, dropped_steps, source,
                    folder, origin, reason, revision, version, digest, digest_scheme, attempt, definition)
                VALUES (\(id), \(id), 's\(id)', '\(state)', 0, 0, 0, 'config', '.', 'git', '', '', '', '', 1, 1, '{}')
                """
            )
        }
        let session = try StoreFile.openToWrite(other.store)
        #expect(try SQLiteTransaction(session).deployments.queued(limit: 9) == [2, 3].map { Deployment.ID($0) })
    }

    @Test("give the runs of an older store to the state dir that opens it first")
    func owners() throws {
        let other = try StoreFolder()
        let old = Session(try Connection(path: other.store, mode: .readWrite))
        let before = try #require(Schema.migrations.firstIndex(of: Schema.runOwners))
        try Schema.migrate(old, from: 0, by: Array(Schema.migrations.prefix(before)))
        for (id, state, started) in [(1, "succeeded", "5"), (2, "queued", "NULL"), (3, "running", "5")] {
            try old.execute(
                """
                INSERT INTO deployments (id, service_id, service, state, queued, started, report_offset, dropped_steps,
                    source, folder, origin, reason, revision, version, digest, digest_scheme, attempt, definition)
                VALUES (\(id), \(id), 's\(id)', '\(state)', 0, \(started), 0, 0, 'config', '.', 'git', '', '', '', '', 1, 1,
                    '{}')
                """
            )
        }
        let session = try StoreFile.openToWrite(other.store)
        let transaction = SQLiteTransaction(session)
        for digit: Character in ["a", "b"] {
            try transaction.giveRuns(to: .sample(digit))
            #expect(try transaction.deployments.running(ownedBy: .sample(digit)) == [Deployment.ID(3)])
        }
        let owners = try session.rows("SELECT owner FROM deployments ORDER BY id") { try $0.optionalRunOwner() }
        #expect(owners == [.sample("a"), nil, .sample("b")])
    }

    @Test("are asked through an index, never row by row")
    func plans() throws {
        try askEverything()

        for statement in session.statements where !Self.small.contains(where: statement.contains) {
            let plan = try session.rows("EXPLAIN QUERY PLAN \(statement)") { row in
                _ = (try row.integer(), try row.integer(), try row.integer())
                return try row.text()
            }
            for line in plan {
                #expect(!line.contains("SCAN") || line.contains("USING"), "\(line) in \(statement)")
                #expect(!line.contains("TEMP B-TREE"), "\(line) in \(statement)")
            }
        }
    }

    /// What reads small tables whole, or sorts what it was asked for whole.
    private static let small = [
        "FROM sources WHERE standing", "deployment_counts", "PRAGMA", "sqlite_schema", "SELECT id FROM services",
        "ORDER BY position", "signing_keys",
        "FROM service_dependencies WHERE name = ?) ORDER BY name",
    ]

    private func askEverything() throws {
        let transaction = SQLiteTransaction(session)
        try transaction.save(Source.sample())
        try transaction.save(Service.sample())
        try transaction.save(Attempts.none, of: Service.ID(1))
        try transaction.retireDeployed(of: Service.ID(1))
        try transaction.save(RunOwner.sample())
        try transaction.giveRuns(to: .sample())
        _ = try transaction.owners.find(.sample())
        _ = try transaction.deployments.running(ownedBy: .sample())
        _ = try transaction.nextIdentifier(Service.self)
        _ = try transaction.sources.find(name: .sample(), url: "", path: .root)
        _ = try transaction.sources.isRestored(Source.ID(1))
        _ = try transaction.services.active(named: .sample())
        _ = try transaction.acceptances.page(of: Source.ID(1), before: nil, limit: 5)
        _ = try transaction.events.page(of: .sample(), after: 0, limit: 5)
        _ = try StoreDump(transaction, numbers: 1...2)
        try transaction.save(HistoryAge(from: .sample()))
        _ = try transaction.remove([Deployment.ID(1)], of: Service.ID(1))
        _ = try transaction.removeDecisions(upTo: Identifier(1), limit: 1)
        _ = try transaction.removeEvents(upTo: 1, limit: 1)
        _ = try transaction.removeRemains(of: Service.ID(1))
        let filters = [
            DeploymentFilter(), DeploymentFilter(revision: .sample()),
            DeploymentFilter(service: .sample(), revision: .sample()),
            DeploymentFilter(state: .failed, revision: .sample()),
        ]
        try askAboutAccess(transaction)
        for filter in filters { _ = try transaction.deployments.page(filter, before: nil, limit: 5) }
    }

    private func askAboutAccess(_ transaction: SQLiteTransaction) throws {
        try transaction.save(User.sample())
        try transaction.save(SigningKey.sample())
        try transaction.save(IssuedToken.sample())
        try transaction.revoke(.sample(), until: .sample())
        try transaction.discardExpired(at: .sample())
        try transaction.delete(User.ID(1))
        _ = (try transaction.users.find(User.ID(1)), try transaction.users.find(name: .sample()))
        _ = try transaction.users.page(after: .sample(), limit: 2)
        _ = (try transaction.tokens.find(IssuedToken.ID(1)), try transaction.tokens.isRevoked(.sample()))
        _ = try transaction.tokens.page(before: nil, limit: 2)
        _ = (try transaction.signingKeys.all(), try transaction.signingKeys.find(SigningKey.ID(1)))
        _ = try transaction.signingKeys.lastExpiry(of: SigningKey.ID(1))
        _ = try transaction.events.page(of: .sample(), after: 0, limit: 2)
    }
}
