internal import Domain

struct SQLiteServices: ServiceReading {
    private static let columns =
        "id, source_id, source, revision, lifecycle, request_force, request_user, problems, folder, digest, "
        + "digest_scheme, positions, definition"
    private static let select = "SELECT \(columns) FROM services"
    private static let active = "\(select) WHERE lifecycle = 'active'"

    let session: Session

    func find(_ id: Service.ID) throws -> Service? {
        try session.first("\(Self.select) WHERE id = ?", .id(id)) { try Service(&$0) }
    }

    func active(named name: ServiceName) throws -> Service? {
        try session.first("\(Self.active) AND name = ?", .text(name.text)) { try Service(&$0) }
    }

    func active(in source: Source.ID, at folder: RepositoryPath) throws -> [Service] {
        try session.rows(
            "\(Self.active) AND source_id = ? AND folder = ? ORDER BY name",
            .id(source),
            .text(folder.text)
        ) { try Service(&$0) }
    }

    func active(in source: Source.ID) throws -> [Service] {
        try session.rows("\(Self.active) AND source_id = ? ORDER BY name", .id(source)) { try Service(&$0) }
    }

    func active(after name: ServiceName?, limit: Int) throws -> [Service] {
        try session.rows(
            "\(Self.active) AND name > ? ORDER BY name LIMIT ?",
            .text(name?.text ?? ""),
            .limit(limit)
        ) { try Service(&$0) }
    }

    func activeIdentifiers() throws -> [Service.ID] {
        try session.rows("SELECT id FROM services WHERE lifecycle = 'active' ORDER BY id") { try $0.identifier() }
    }

    func dependants(of name: ServiceName) throws -> [Service] {
        try session.rows(
            "\(Self.select) WHERE id IN (SELECT service_id FROM service_dependencies WHERE name = ?) ORDER BY name",
            .text(name.text)
        ) { try Service(&$0) }
    }

    func withProblems() throws -> [Service] {
        try session.rows("\(Self.active) AND problems <> '[]' ORDER BY name") { try Service(&$0) }
    }
}

extension SQLiteServices {
    /// Writes nothing if the service is stored like this already.
    func save(_ service: Service) throws {
        let desired = service.desired
        try session.run(
            Self.upsert,
            .id(service.id),
            .id(service.source),
            .text(service.sourceName.text),
            .text(service.revision.hex),
            .word(service.lifecycle),
            .optional(service.request.map { $0.force ? 1 : 0 }),
            .optional(service.request?.user),
            .json(.problems(service.problems)),
            .text(desired.folder.text),
            .text(desired.digest.hex),
            .integer(desired.digest.scheme),
            .json(.positions(desired.positions)),
            .json(desired.definition.data),
            .text(service.name.text)
        )
        try saveDependencies(of: service)
    }

    private static let upsert = """
        INSERT INTO services (\(columns), name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET (\(changing)) = (\(excluded)) WHERE (\(changing)) IS NOT (\(excluded))
        """
    private static let changing =
        "revision, lifecycle, request_force, request_user, problems, folder, digest, digest_scheme, positions, "
        + "definition, name"
    private static let excluded = changing.split(separator: ", ").map { "excluded.\($0)" }.joined(separator: ", ")

    private func saveDependencies(of service: Service) throws {
        let wanted = service.lifecycle == .active ? Set(service.desired.definition.dependsOn) : []
        let stored = try Set(
            session.rows("SELECT name FROM service_dependencies WHERE service_id = ?", .id(service.id)) {
                try $0.serviceName()
            }
        )
        for name in stored.subtracting(wanted) {
            try session.run(
                "DELETE FROM service_dependencies WHERE name = ? AND service_id = ?",
                .text(name.text),
                .id(service.id)
            )
        }
        for name in wanted.subtracting(stored) {
            try session.run("INSERT INTO service_dependencies VALUES (?, ?)", .text(name.text), .id(service.id))
        }
    }
}

extension Service {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            source: try row.identifier(),
            sourceName: try row.sourceName(),
            revision: try row.revision(),
            lifecycle: try row.word(),
            request: try row.request(),
            problems: try row.problems(),
            desired: try row.desired()
        )
    }

    /// In the order of the columns.
    private init(
        id: ID,
        source: Source.ID,
        sourceName: SourceName,
        revision: Revision,
        lifecycle: Lifecycle,
        request: SyncRequest?,
        problems: [Problem],
        desired: DesiredService
    ) {
        self.init(
            id: id,
            source: source,
            sourceName: sourceName,
            desired: desired,
            revision: revision,
            problems: problems,
            lifecycle: lifecycle,
            request: request
        )
    }
}

extension Row {
    fileprivate mutating func request() throws -> SyncRequest? {
        let (force, user) = (try optionalInteger(), try optionalText())
        return force.map { SyncRequest(force: $0 != 0, user: user) }
    }

    fileprivate mutating func desired() throws -> DesiredService {
        let (folder, digest) = (try path(), try digest())
        guard let positions = try json().value.positions else { throw unreadable("positions") }
        let definition = try definition(in: folder)
        return DesiredService(folder: folder, definition: definition, digest: digest, positions: positions)
    }
}
