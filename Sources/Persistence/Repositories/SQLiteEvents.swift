internal import Domain

/// The log of what happened: the outbox of everything that clients are told.
struct SQLiteEvents: EventReading {
    private static let columns = "seq, time, type, event, service, deployment_id, data"

    let session: Session

    func epoch() throws -> String {
        let epoch = try session.first("SELECT value FROM meta WHERE key = 'epoch'") { try $0.text() }
        guard let epoch else { throw SQLiteError.unreadable("the store has no epoch", in: "read the epoch") }
        return epoch
    }

    func lastSequence() throws -> Int64 { try SQLiteIdentifiers(session: session).last(SQLiteIdentifiers.events) }

    func firstSequence() throws -> Int64 {
        try session.first("SELECT coalesce(min(seq), 1) FROM events") { try $0.integer() } ?? 1
    }

    func page(after sequence: Int64, limit: Int, bytes: Int) throws -> [EventRecord] {
        var room = PageRoom(bytes)
        return try session.rows(
            "SELECT \(Self.columns) FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
            .integer(sequence),
            .limit(limit),
            while: { room.takes($0) }
        ) { try EventRecord(&$0) }
    }

    func page(of service: ServiceName, after sequence: Int64, limit: Int, bytes: Int) throws -> [EventRecord] {
        var room = PageRoom(bytes)
        return try session.rows(
            "SELECT \(Self.columns) FROM events WHERE service = ? AND seq > ? ORDER BY seq LIMIT ?",
            .text(service.text),
            .integer(sequence),
            .limit(limit),
            while: { room.takes($0) }
        ) { try EventRecord(&$0) }
    }

    func sizes(from first: Int64, through last: Int64) throws -> [EventSize] {
        try session.rows(
            "SELECT seq, length(CAST(data AS BLOB)) FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq",
            .integer(first),
            .integer(last)
        ) { EventSize(seq: try $0.integer(), bytes: try $0.integer()) }
    }

    func append(_ record: EventRecord) throws {
        try session.run(
            "INSERT INTO events (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
            .integer(record.seq),
            .instant(record.time),
            .text(record.type),
            .text(record.event),
            .optional(record.service),
            .optional(record.deployment?.number),
            .text(record.data)
        )
    }
}

extension EventRecord {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            seq: try row.integer(),
            time: try row.instant(),
            type: try row.text(),
            event: try row.text(),
            service: try row.optionalText(),
            deployment: try row.optionalInteger().map { Deployment.ID($0) },
            data: try row.text()
        )
    }
}
