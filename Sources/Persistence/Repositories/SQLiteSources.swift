internal import Domain

struct SQLiteSources: SourceReading {
    private static let columns = "id, name, url, path, accepted, failure, problems"

    let session: Session

    func find(_ id: Source.ID) throws -> Source? {
        try session.first("SELECT \(Self.columns) FROM sources WHERE id = ?", .id(id)) { try Source(&$0) }
    }

    func find(name: SourceName, url: String, path: RepositoryPath) throws -> Source? {
        try session.first(
            "SELECT \(Self.columns) FROM sources WHERE name = ? AND url = ? AND path = ?",
            .text(name.text),
            .text(url),
            .text(path.text)
        ) { try Source(&$0) }
    }

    func all() throws -> [Source] {
        try session.rows("SELECT \(Self.columns) FROM sources ORDER BY name, id") { try Source(&$0) }
    }

    /// Writes nothing if the source is stored like this already.
    func save(_ source: Source) throws {
        try session.run(
            """
            INSERT INTO sources (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET accepted = excluded.accepted, failure = excluded.failure,
                problems = excluded.problems
            WHERE (accepted, failure, problems) IS NOT (excluded.accepted, excluded.failure, excluded.problems)
            """,
            .id(source.id),
            .text(source.name.text),
            .text(source.url),
            .text(source.path.text),
            .optional(source.accepted?.hex),
            .optional(source.failure),
            .json(.problems(source.problems))
        )
    }
}

extension Source {
    fileprivate init(_ row: inout Row) throws {
        let (id, name, url, path) = (
            try row.identifier(Source.self), try row.sourceName(), try row.text(), try row.path()
        )
        let (accepted, failure, problems) = (try row.optionalRevision(), try row.optionalText(), try row.problems())
        self.init(id: id, name: name, url: url, path: path, accepted: accepted, problems: problems, failure: failure)
    }
}
