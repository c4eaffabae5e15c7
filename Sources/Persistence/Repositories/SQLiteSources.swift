internal import Domain

struct SQLiteSources: SourceReading {
    private static let columns = "id, name, url, path, \(changing)"
    private static let changing =
        "accepted, failure, problems, held_revision, held_reason, held_message, held_since, standing"
    private static let excluded = changing.split(separator: ", ").map { "excluded.\($0)" }.joined(separator: ", ")

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
        try session.rows("SELECT \(Self.columns) FROM sources WHERE standing <> 'forgotten' ORDER BY name, id") {
            try Source(&$0)
        }
    }

    func isRestored(_ id: Source.ID) throws -> Bool {
        try session.first("SELECT standing FROM sources WHERE id = ?", .id(id)) { try $0.text() }
            == Source.Standing.restored.rawValue
    }

    /// Writes nothing if the source is stored like this already.
    func save(_ source: Source) throws {
        try session.run(
            """
            INSERT INTO sources (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET (\(Self.changing)) = (\(Self.excluded))
            WHERE (\(Self.changing)) IS NOT (\(Self.excluded))
            """,
            .id(source.id),
            .text(source.name.text),
            .text(source.url),
            .text(source.path.text),
            .optional(source.accepted?.hex),
            .optional(source.failure),
            .json(.problems(source.problems)),
            .optional(source.held?.revision.hex),
            .optional(source.held?.reason.rawValue),
            .optional(source.held?.message),
            .optional(source.held?.since),
            .word(source.standing)
        )
    }
}

extension Source {
    fileprivate init(_ row: inout Row) throws {
        let (id, name, url, path) = (
            try row.identifier(Source.self), try row.sourceName(), try row.text(), try row.path()
        )
        let (accepted, failure, problems) = (try row.optionalRevision(), try row.optionalText(), try row.problems())
        let held = try SourceHold(&row)
        self.init(
            id: id,
            name: name,
            url: url,
            path: path,
            accepted: accepted,
            problems: problems,
            failure: failure,
            held: held,
            standing: try row.word()
        )
    }
}

extension SourceHold {
    /// Nil if nothing is held.
    fileprivate init?(_ row: inout Row) throws {
        guard let revision = try row.optionalRevision() else {
            _ = (try row.optionalText(), try row.optionalText(), try row.optionalInteger())
            return nil
        }
        self.init(revision: revision, reason: try row.word(), message: try row.text(), since: try row.instant())
    }
}
