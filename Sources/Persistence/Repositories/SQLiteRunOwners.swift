internal import Domain

struct SQLiteRunOwners: RunOwnerReading {
    let session: Session

    func find(_ id: RunOwner.ID) throws -> RunOwner? {
        try session.first("SELECT id, host, state_dir FROM run_owners WHERE id = ?", .text(id.text)) {
            RunOwner(id: try $0.runOwner(), host: try $0.text(), stateDir: try $0.text())
        }
    }

    /// Writes nothing if it is stored like this already.
    func save(_ owner: RunOwner) throws {
        try session.run(
            """
            INSERT INTO run_owners (id, host, state_dir) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET (host, state_dir) = (excluded.host, excluded.state_dir)
            WHERE (host, state_dir) IS NOT (excluded.host, excluded.state_dir)
            """,
            .text(owner.id.text),
            .text(owner.host),
            .text(owner.stateDir)
        )
    }

    func giveRuns(to owner: RunOwner.ID) throws {
        try session.run(
            "UPDATE deployments SET owner = ? WHERE owner IS NULL AND started IS NOT NULL",
            .text(owner.text)
        )
        try session.run(
            "UPDATE deployments SET owner = ? WHERE state = 'running' AND owner <> ?",
            .text(owner.text),
            .text(owner.text)
        )
    }
}

extension Row {
    fileprivate mutating func runOwner() throws -> RunOwner.ID {
        guard let id = RunOwner.ID(try text()) else { throw unreadable("id of a state dir") }
        return id
    }

    mutating func optionalRunOwner() throws -> RunOwner.ID? {
        guard let text = try optionalText() else { return nil }
        guard let id = RunOwner.ID(text) else { throw unreadable("id of a state dir") }
        return id
    }
}
