internal import Domain

struct SQLiteDeployments: DeploymentReading {
    private static let select = "SELECT \(columns) FROM deployments"

    let session: Session
    let steps: SQLiteSteps

    func find(_ id: Deployment.ID) throws -> Deployment? { try whole("WHERE id = ?", .id(id)) }

    func state(of id: Deployment.ID) throws -> Deployment.State? {
        try session.first("SELECT state FROM deployments WHERE id = ?", .id(id)) { try $0.word(Deployment.State.self) }
    }

    func queued(of service: Service.ID) throws -> Deployment? {
        try whole("WHERE service_id = ? AND state = 'queued'", .id(service))
    }

    func queued(limit: Int) throws -> [Deployment.ID] {
        // Left to itself SQLite takes the index of states, and sorts all that wait.
        try session.rows(
            "SELECT id FROM deployments INDEXED BY deployments_waiting WHERE state = 'queued' ORDER BY place LIMIT ?",
            .limit(limit)
        ) { try $0.identifier() }
    }

    func running() throws -> [Deployment.ID] {
        try session.rows("SELECT id FROM deployments WHERE state = 'running' ORDER BY id") { try $0.identifier() }
    }

    func running(ownedBy owner: RunOwner.ID) throws -> [Deployment.ID] {
        try session.rows(
            "SELECT id FROM deployments WHERE state = 'running' AND owner = ? ORDER BY id",
            .text(owner.text)
        ) { try $0.identifier() }
    }

    func lastRun(of service: Service.ID) throws -> LastRun? {
        try session.first(
            """
            SELECT id, digest, digest_scheme, state FROM deployments
            WHERE service_id = ? AND started IS NOT NULL ORDER BY id DESC LIMIT 1
            """,
            .id(service)
        ) { LastRun(deployment: try $0.identifier(), digest: try $0.digest(), state: try $0.word()) }
    }

    func last(of service: Service.ID) throws -> Deployment? {
        try whole("WHERE service_id = ? ORDER BY id DESC LIMIT 1", .id(service))
    }

    func lastSuccess(of service: Service.ID) throws -> Deployment? {
        try whole("WHERE service_id = ? AND state = 'succeeded' ORDER BY id DESC LIMIT 1", .id(service))
    }

    func counts() throws -> [Deployment.State: Int] {
        let counts = try session.rows("SELECT state, count FROM deployment_counts WHERE count > 0") {
            (try $0.word(Deployment.State.self), try $0.number(Int.self))
        }
        return Dictionary(counts) { first, _ in first }
    }

    /// One deployment with its steps.
    private func whole(_ condition: String, _ value: SQLiteValue) throws -> Deployment? {
        guard let bare = try session.first("\(Self.select) \(condition)", value, decode: { try Deployment(&$0) }) else {
            return nil
        }
        return Deployment(
            id: bare.id,
            order: bare.order,
            place: bare.place,
            phase: bare.phase,
            steps: try steps.all(of: bare.id),
            reportOffset: bare.reportOffset,
            droppedSteps: bare.droppedSteps,
            cancellation: bare.cancellation,
            owner: bare.owner
        )
    }
}

extension SQLiteDeployments {
    func page(_ filter: DeploymentFilter, before: Deployment.ID?, limit: Int) throws -> [Deployment] {
        let terms = filter.terms + [("id < ?", .integer(before?.number ?? Int64.max))]
        let condition = terms.map(\.term).joined(separator: " AND ")
        return try session.rows(
            "\(Self.select) WHERE \(condition) ORDER BY id DESC LIMIT ?",
            values: terms.map(\.value) + [.limit(limit)]
        ) { try Deployment(&$0) }
    }
}

extension DeploymentFilter {
    /// One term for each thing that is asked for.
    ///
    /// A revision has the fewest deployments, so its index is the one to use: a `+` keeps SQLite off the others.
    fileprivate var terms: [(term: String, value: SQLiteValue)] {
        let plus = revision == nil ? "" : "+"
        let all: [(String, SQLiteValue?)] = [
            ("revision = ?", revision.map { .text($0.hex) }),
            ("\(plus)service = ?", service.map { .text($0.text) }),
            ("\(plus)state = ?", state.map { .word($0) }),
        ]
        return all.compactMap { term, value in value.map { (term, $0) } }
    }
}
