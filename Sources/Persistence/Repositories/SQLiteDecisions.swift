internal import Domain

struct SQLiteDecisions: DecisionReading {
    /// In the order in which they are read and written.
    private static let columns =
        "id, service_id, service, time, decision, reason, blocked_by, revision, digest, digest_scheme, message, "
        + "deployment_id, accepted"
    private static let select = "SELECT \(columns) FROM decisions"

    let session: Session

    func last(of service: Service.ID) throws -> DecisionRecord? {
        try session.first("\(Self.select) WHERE service_id = ? ORDER BY id DESC LIMIT 1", .id(service)) {
            try DecisionRecord(&$0)
        }
    }

    func page(of service: ServiceName, before: DecisionRecord.ID?, limit: Int) throws -> [DecisionRecord] {
        try session.rows(
            "\(Self.select) WHERE service = ? AND id < ? ORDER BY id DESC LIMIT ?",
            .text(service.text),
            .integer(before?.number ?? Int64.max),
            .limit(limit)
        ) { try DecisionRecord(&$0) }
    }

    func save(_ record: DecisionRecord) throws {
        let cause = record.cause
        try session.run(
            "INSERT INTO decisions (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            .id(record.id),
            .id(record.service),
            .text(record.serviceName.text),
            .instant(record.time),
            .text(cause.decision),
            .text(cause.reason),
            .json(.array(cause.blockedBy.map { .string($0.text) })),
            .text(cause.revision.hex),
            .text(cause.digest.hex),
            .integer(cause.digest.scheme),
            .text(record.message),
            .optional(record.deployment?.number),
            .optional(record.accepted?.hex)
        )
        try dropOldest(of: record.service)
    }

    private func dropOldest(of service: Service.ID) throws {
        try session.run(
            """
            DELETE FROM decisions WHERE service_id = ?1 AND id <= (
                SELECT id FROM decisions WHERE service_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """,
            .id(service),
            .limit(DecisionRecord.kept)
        )
    }
}

extension DecisionRecord {
    /// A decision from its columns.
    fileprivate init(_ row: inout Row) throws {
        let (id, service, name, time) = (
            try row.identifier(DecisionRecord.self), try row.identifier(Service.self), try row.serviceName(),
            try row.instant()
        )
        let cause = try Cause(&row)
        self.init(
            id: id,
            service: service,
            serviceName: name,
            time: time,
            cause: cause,
            message: try row.text(),
            deployment: try row.optionalInteger().map { Deployment.ID($0) },
            accepted: try row.optionalRevision()
        )
    }
}

extension DecisionRecord.Cause {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            decision: try row.text(),
            reason: try row.text(),
            blockedBy: try row.serviceNames(),
            revision: try row.revision(),
            digest: try row.digest()
        )
    }
}

extension Row {
    fileprivate mutating func serviceNames() throws -> [ServiceName] {
        let names = try json().value.array?.map { $0.string.flatMap { ServiceName($0) } }
        guard let names, !names.contains(nil) else { throw unreadable("list of service names") }
        return names.compactMap(\.self)
    }
}
