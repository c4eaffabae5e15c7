internal import Domain

/// The steps of deployments.
///
/// It remembers what it has read and written, so that saving a deployment writes only the steps that changed: a
/// run of 2,000 steps is saved after every few reports. Lives as long as one transaction.
final class SQLiteSteps {
    private static let columns =
        "id, position, name, description, host, state, changed, started, finished, message, key"

    private let session: Session
    private var known: [Deployment.ID: [Step]] = [:]

    init(session: Session) {
        self.session = session
    }

    /// In the order of their positions.
    func all(of deployment: Deployment.ID) throws -> [Step] {
        if let steps = known[deployment] { return steps }
        let steps = try session.rows(
            "SELECT \(Self.columns) FROM steps WHERE deployment_id = ? ORDER BY position, id",
            .id(deployment)
        ) { try Step(&$0) }
        known[deployment] = steps
        return steps
    }

    /// Writes the steps that are stored otherwise, and forgets those that are not there any more.
    func save(_ steps: [Step], of deployment: Deployment.ID) throws {
        let before = try all(of: deployment)
        guard steps != before else { return }
        var stored = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
        for step in steps where stored.removeValue(forKey: step.id) != step { try write(step, of: deployment) }
        for id in stored.keys { try delete(id, of: deployment) }
        known[deployment] = steps
    }

    private func write(_ step: Step, of deployment: Deployment.ID) throws {
        try session.run(
            "INSERT OR REPLACE INTO steps (deployment_id, \(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            .id(deployment),
            .id(step.id),
            .integer(step.position),
            .text(step.name),
            .optional(step.description),
            .optional(step.host),
            .word(step.state),
            .bool(step.changed),
            .optional(step.started),
            .optional(step.finished),
            .optional(step.message),
            .optional(step.key)
        )
    }

    private func delete(_ id: Step.ID, of deployment: Deployment.ID) throws {
        try session.run("DELETE FROM steps WHERE deployment_id = ? AND id = ?", .id(deployment), .id(id))
    }
}

extension Step {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            position: try row.number(),
            name: try row.text(),
            description: try row.optionalText(),
            host: try row.optionalText(),
            state: try row.word(),
            changed: try row.bool(),
            started: try row.optionalInstant(),
            finished: try row.optionalInstant(),
            message: try row.optionalText(),
            key: try row.optionalText()
        )
    }
}
