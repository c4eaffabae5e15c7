internal import Domain

extension SQLiteDeployments {
    /// The columns in which a deployment is stored, in the order in which they are read and written.
    static let columns = "\(fixed), \(changing)"

    /// What is settled when the deployment is opened.
    private static let fixed =
        "id, service_id, service, source, folder, origin, user, reason, revision, version, digest, digest_scheme, "
        + "attempt, definition, place"
    private static let changing =
        "state, queued, started, finished, exit_code, message, report_offset, dropped_steps, cancelled, cancelled_by, "
        + "owner"

    /// Writes nothing if the deployment is stored like this already.
    func save(_ deployment: Deployment) throws {
        try session.run(Self.upsert, values: fixedValues(deployment) + changingValues(deployment))
        try steps.save(deployment.steps, of: deployment.id)
    }

    /// What it was opened for by a scheme of digests is the same by another one.
    func renew(_ deployment: Deployment.ID, _ order: Deployment.Order) throws {
        try session.run(
            "UPDATE deployments SET revision = ?, version = ?, digest = ?, digest_scheme = ? WHERE id = ?",
            .text(order.revision.hex),
            .text(order.version),
            .text(order.digest.hex),
            .integer(order.digest.scheme),
            .id(deployment)
        )
    }

    private static let upsert = """
        INSERT INTO deployments (\(columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET (\(changing)) = (\(excluded)) WHERE (\(changing)) IS NOT (\(excluded))
        """
    private static let excluded = changing.split(separator: ", ").map { "excluded.\($0)" }.joined(separator: ", ")

    private func fixedValues(_ deployment: Deployment) -> [SQLiteValue] {
        let order = deployment.order
        return [
            .id(deployment.id), .id(order.service), .text(order.serviceName.text), .text(order.source.text),
            .text(order.folder.text), .word(order.origin), .optional(order.user), .text(order.reason),
            .text(order.revision.hex), .text(order.version), .text(order.digest.hex), .integer(order.digest.scheme),
            .integer(order.attempt), .definition(order.definition), .id(deployment.place),
        ]
    }

    private func changingValues(_ deployment: Deployment) -> [SQLiteValue] {
        let phase = PhaseColumns(deployment.phase)
        return [
            .word(deployment.state), .instant(phase.queued), .optional(phase.started), .optional(phase.finished),
            .optional(phase.exitCode.map(Int64.init)), .optional(phase.message), .integer(deployment.reportOffset),
            .integer(deployment.droppedSteps), .optional(deployment.cancellation?.at),
            .optional(deployment.cancellation?.user), .optional(deployment.owner?.text),
        ]
    }
}

extension Deployment {
    /// A deployment without its steps, from ``SQLiteDeployments/columns``.
    init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            order: try row.order(),
            place: try row.identifier(),
            phase: try row.phase(),
            reportOffset: try row.integer(),
            droppedSteps: try row.number(),
            cancellation: try row.cancellation(),
            owner: try row.optionalRunOwner()
        )
    }
}

extension Row {
    fileprivate mutating func order() throws -> Deployment.Order {
        let (service, name, source) = (try identifier(Service.self), try serviceName(), try sourceName())
        let (folder, origin, user) = (try path(), try word(Deployment.Origin.self), try optionalText())
        let (reason, revision, version) = (try text(), try revision(), try text())
        let (digest, attempt) = (try digest(), try number(Int.self))
        return Deployment.Order(
            service: service,
            serviceName: name,
            source: source,
            folder: folder,
            origin: origin,
            user: user,
            reason: reason,
            revision: revision,
            version: version,
            digest: digest,
            definition: try definition(),
            attempt: attempt
        )
    }

    fileprivate mutating func cancellation() throws -> Cancellation? {
        let (at, user) = (try optionalInstant(), try optionalText())
        return at.map { Cancellation(user: user, at: $0) }
    }

    fileprivate mutating func phase() throws -> Deployment.Phase {
        let state = try word(Deployment.State.self)
        let (queued, started, finished) = (try instant(), try optionalInstant(), try optionalInstant())
        let (exitCode, message) = (try optionalInteger().flatMap(Int32.init(exactly:)), try optionalText())
        let columns = PhaseColumns(
            queued: queued,
            started: started,
            finished: finished,
            exitCode: exitCode,
            message: message
        )
        guard let phase = columns.phase(in: state) else { throw unreadable("phase that fits its state") }
        return phase
    }
}
