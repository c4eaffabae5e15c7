/// The tables of the store, and how older stores become newer ones.
enum Schema {
    /// Each entry is applied once, in order; the database's `user_version` says how many were.
    static let migrations = [
        firstTables, suspensions, cancellations, decisions, sourceHolds, acceptedRevisions, sourceStandings, access,
        history, queuePlaces, runOwners, decisionRevisions,
    ]

    /// The version that this program reads and writes.
    static let version = Int64(migrations.count)

    /// Says in the file's header that it is a store of this program: "rcnl".
    static let applicationID: Int64 = 0x7263_6E6C

    /// Brings the tables up to date: each step is there as a whole or not at all.
    static func migrate(_ session: Session, from applied: Int64, by scripts: [String] = migrations) throws {
        for (index, script) in scripts.enumerated().dropFirst(Int(clamping: applied)) {
            try session.transaction {
                try session.execute(script)
                try session.execute("PRAGMA user_version = \(index + 1)")
                try session.execute("PRAGMA application_id = \(applicationID)")
            }
        }
    }
}
