internal import Domain

extension SQLiteServices {
    /// The columns in which a service is stored, in the order in which they are read and written; its name stands in
    /// its definition.
    static let columns =
        "id, source_id, source, revision, lifecycle, request_force, request_user, suspended, suspended_by, "
        + "suspended_because, problems, folder, digest, digest_scheme, positions, definition"

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
            .optional(service.suspension?.at),
            .optional(service.suspension?.user),
            .optional(service.suspension?.reason),
            .json(.problems(service.problems)),
            .text(desired.folder.text),
            .text(desired.digest.hex),
            .integer(desired.digest.scheme),
            .json(.positions(desired.positions)),
            .definition(desired.definition),
            .text(service.name.text)
        )
        try saveDependencies(of: service)
    }

    private static let upsert = """
        INSERT INTO services (\(columns), name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET (\(changing)) = (\(excluded)) WHERE (\(changing)) IS NOT (\(excluded))
        """
    private static let changing =
        "revision, lifecycle, request_force, request_user, suspended, suspended_by, suspended_because, problems, folder, "
        + "digest, digest_scheme, positions, definition, name"
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
    /// A service from ``SQLiteServices/columns``.
    init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            source: try row.identifier(),
            sourceName: try row.sourceName(),
            revision: try row.revision(),
            lifecycle: try row.word(),
            request: try row.request(),
            suspension: try row.suspension(),
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
        suspension: Suspension?,
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
            request: request,
            suspension: suspension
        )
    }
}

extension Row {
    fileprivate mutating func request() throws -> SyncRequest? {
        let (force, user) = (try optionalInteger(), try optionalText())
        return force.map { SyncRequest(force: $0 != 0, user: user) }
    }

    fileprivate mutating func suspension() throws -> Suspension? {
        let (at, user, reason) = (try optionalInstant(), try optionalText(), try optionalText())
        return at.map { Suspension(user: user, reason: reason, at: $0) }
    }

    fileprivate mutating func desired() throws -> DesiredService {
        let (folder, digest) = (try path(), try digest())
        guard let positions = try json().value.positions else { throw unreadable("positions") }
        let definition = try definition()
        return DesiredService(folder: folder, definition: definition, digest: digest, positions: positions)
    }
}
