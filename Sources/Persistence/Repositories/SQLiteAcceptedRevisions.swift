internal import Domain

struct SQLiteAcceptedRevisions: AcceptedRevisionReading {
    let session: Session

    func page(of source: Source.ID, before: AcceptedRevision.ID?, limit: Int) throws -> [AcceptedRevision] {
        try session.rows(
            """
            SELECT id, source_id, revision, time, broken FROM accepted_revisions
            WHERE source_id = ? AND id < ? ORDER BY id DESC LIMIT ?
            """,
            .id(source),
            .integer(before?.number ?? Int64.max),
            .limit(limit)
        ) { row in
            let id = try row.identifier(AcceptedRevision.self)
            return AcceptedRevision(
                id: id,
                source: try row.identifier(),
                revision: try row.revision(),
                at: try row.instant(),
                services: try services(of: id),
                broken: try row.paths()
            )
        }
    }

    func save(_ acceptance: AcceptedRevision) throws {
        try session.run(
            "INSERT INTO accepted_revisions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            .id(acceptance.id),
            .id(acceptance.source),
            .text(acceptance.revision.hex),
            .instant(acceptance.at),
            .json(.array(acceptance.broken.map { .string($0.text) }))
        )
        for service in acceptance.services {
            try session.run(
                "INSERT INTO accepted_revision_services VALUES (?, ?) ON CONFLICT DO NOTHING",
                .id(acceptance.id),
                .id(service)
            )
        }
        try dropOldest(of: acceptance.source)
    }

    private func services(of id: AcceptedRevision.ID) throws -> Set<Service.ID> {
        Set(
            try session.rows(
                "SELECT service_id FROM accepted_revision_services WHERE accepted_revision_id = ?",
                .id(id)
            ) { try $0.identifier() }
        )
    }

    private func dropOldest(of source: Source.ID) throws {
        try session.run(
            """
            DELETE FROM accepted_revisions WHERE source_id = ?1 AND id <= (
                SELECT id FROM accepted_revisions WHERE source_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """,
            .id(source),
            .limit(AcceptedRevision.kept)
        )
    }
}

extension Row {
    fileprivate mutating func paths() throws -> [RepositoryPath] {
        guard let texts = try json().value.array?.allOrNil(\.string) else { throw unreadable("list of paths") }
        return texts.map(RepositoryPath.init(storedText:))
    }
}
