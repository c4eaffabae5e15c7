internal import Domain

extension SQLiteHistory {
    func save(_ age: HistoryAge) throws {
        try session.run(
            "INSERT OR REPLACE INTO history_clock VALUES (1, ?, ?, ?)",
            .integer(age.elapsed),
            .text(age.asOf.boot),
            .integer(age.asOf.milliseconds)
        )
        try session.run("DELETE FROM history_marks")
        for mark in age.marks {
            try session.run(
                "INSERT INTO history_marks VALUES (?, ?, ?, ?)",
                .integer(mark.elapsed),
                .id(mark.position.deployment),
                .id(mark.position.decision),
                .integer(mark.position.event)
            )
        }
    }

    func remove(_ deployments: [Deployment.ID], of service: Service.ID) throws -> Int {
        let finished = try deployments.filter { id in
            try session.first(
                "SELECT 1 FROM deployments WHERE id = ? AND service_id = ? AND finished IS NOT NULL",
                .id(id),
                .id(service)
            ) { try $0.bool() } ?? false
        }
        for id in finished {
            try session.run("DELETE FROM steps WHERE deployment_id = ?", .id(id))
            try session.run("DELETE FROM deployments WHERE id = ?", .id(id))
        }
        return finished.count
    }

    func removeDecisions(upTo last: DecisionRecord.ID, limit: Int) throws -> Int {
        let old = try session.rows(
            """
            SELECT id FROM decisions AS old WHERE id <= ? AND EXISTS (
                SELECT 1 FROM decisions WHERE service_id = old.service_id AND id > old.id)
            ORDER BY id LIMIT ?
            """,
            .id(last),
            .limit(limit)
        ) { try $0.identifier(DecisionRecord.self) }
        for id in old { try session.run("DELETE FROM decisions WHERE id = ?", .id(id)) }
        return old.count
    }

    /// The numbers have no gaps, so they say how many events there are.
    func removeEvents(upTo last: Int64, limit: Int) throws -> Int {
        let events = SQLiteEvents(session: session)
        let first = try events.firstSequence()
        let end = min(last, first + Int64(max(0, limit)) - 1, try events.lastSequence() - 1)
        guard end >= first else { return 0 }
        try session.run("DELETE FROM events WHERE seq <= ?", .integer(end))
        return Int(clamping: end - first + 1)
    }

    private static let tablesOfServices = [
        "decisions", "attempts", "deployed_services", "service_dependencies", "accepted_revision_services",
    ]

    func removeRemains(of service: Service.ID) throws -> Bool {
        let isGone = try session.first(
            """
            SELECT 1 FROM services WHERE id = ?1 AND lifecycle = 'removed'
                AND NOT EXISTS (SELECT 1 FROM deployments WHERE service_id = ?1)
            """,
            .id(service)
        ) { try $0.bool() }
        guard isGone ?? false else { return false }
        for table in Self.tablesOfServices {
            try session.run("DELETE FROM \(table) WHERE service_id = ?", .id(service))
        }
        try session.run("DELETE FROM services WHERE id = ?", .id(service))
        return true
    }
}

extension SQLiteHistory {
    /// So many free pages are left for what is written next: 4 MiB, or a quarter of the file if that is more.
    private static let sparePages: Int64 = 1_024
    private static let pagesAtOnce = 256

    /// Moves pages from the end of the file to free ones further ahead, and cuts the end off.
    ///
    /// A file from before stores could be made smaller stays as large as it is; its free pages are used again.
    func shrink() throws -> Bool {
        guard try number("PRAGMA auto_vacuum") == 2, try hasMuchRoom() else { return false }
        try session.execute("PRAGMA incremental_vacuum(\(Self.pagesAtOnce))")
        return try hasMuchRoom()
    }

    private func hasMuchRoom() throws -> Bool {
        try number("PRAGMA freelist_count") > max(Self.sparePages, try number("PRAGMA page_count") / 4)
    }

    private func number(_ pragma: String) throws -> Int64 { try session.first(pragma) { try $0.integer() } ?? 0 }
}
