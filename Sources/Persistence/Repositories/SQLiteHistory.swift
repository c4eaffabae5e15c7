internal import Domain

/// The past as a whole.
struct SQLiteHistory: HistoryReading {
    let session: Session

    func position() throws -> HistoryPosition {
        HistoryPosition(
            deployment: Identifier(try newest(in: "deployments")),
            decision: Identifier(try newest(in: "decisions")),
            event: try SQLiteEvents(session: session).lastSequence()
        )
    }

    private func newest(in table: String) throws -> Int64 {
        try session.first("SELECT coalesce(max(id), 0) FROM \(table)") { try $0.integer() } ?? 0
    }

    func age() throws -> HistoryAge? {
        let clock = try session.first("SELECT elapsed, boot, milliseconds FROM history_clock WHERE id = 1") {
            (try $0.integer(), BootMoment(boot: try $0.text(), milliseconds: try $0.integer()))
        }
        guard let (elapsed, asOf) = clock else { return nil }
        let marks = try session.rows(
            "SELECT elapsed, deployment, decision, event FROM history_marks ORDER BY elapsed"
        ) { HistoryAge.Mark(elapsed: try $0.integer(), position: try HistoryPosition(&$0)) }
        return HistoryAge(elapsed: elapsed, asOf: asOf, marks: marks)
    }

    func services(after service: Service.ID?, limit: Int) throws -> [Service.ID] {
        try session.rows(
            "SELECT id FROM services WHERE id > ? ORDER BY id LIMIT ?",
            .integer(service?.number ?? 0),
            .limit(limit)
        ) { try $0.identifier() }
    }

    func removedServices() throws -> [RemovedService] {
        try session.rows(
            """
            SELECT id, (SELECT max(id) FROM deployments WHERE service_id = services.id),
                (SELECT max(id) FROM decisions WHERE service_id = services.id),
                EXISTS (SELECT 1 FROM deployments WHERE service_id = services.id AND finished IS NULL)
            FROM services WHERE lifecycle = 'removed' ORDER BY id
            """
        ) { row in
            RemovedService(
                id: try row.identifier(),
                lastDeployment: try row.optionalInteger().map { Deployment.ID($0) },
                lastDecision: try row.optionalInteger().map { DecisionRecord.ID($0) },
                isUnderWay: try row.bool()
            )
        }
    }

    func finished(of service: Service.ID, beyond count: Int, limit: Int) throws -> [Deployment.ID] {
        try session.rows(
            """
            SELECT id FROM deployments WHERE service_id = ?1 AND finished IS NOT NULL AND id <= (
                SELECT id FROM deployments WHERE service_id = ?1 AND finished IS NOT NULL
                ORDER BY id DESC LIMIT 1 OFFSET ?2)
            ORDER BY id LIMIT ?3
            """,
            .id(service),
            .limit(count),
            .limit(limit)
        ) { try $0.identifier() }
    }

    func needed(of service: Service.ID) throws -> Set<Deployment.ID> {
        let queries = [
            "SELECT id FROM deployments WHERE service_id = ? ORDER BY id DESC LIMIT 1",
            "SELECT id FROM deployments WHERE service_id = ? AND started IS NOT NULL ORDER BY id DESC LIMIT 1",
            "SELECT id FROM deployments WHERE service_id = ? AND state = 'succeeded' ORDER BY id DESC LIMIT 1",
            "SELECT deployment_id FROM deployed_services WHERE service_id = ? AND retired = 0",
        ]
        return try Set(queries.compactMap { try session.first($0, .id(service)) { try $0.identifier() } })
    }
}

extension HistoryPosition {
    fileprivate init(_ row: inout Row) throws {
        self.init(deployment: try row.identifier(), decision: try row.identifier(), event: try row.integer())
    }
}
