/// What a copy of the store has in it that is a backup, until it is put in place as a store.
enum BackupMark {
    private static let key = "backup"

    static func put(in session: Session) throws {
        try session.run("INSERT OR REPLACE INTO meta VALUES (?, '1')", .text(key))
    }

    /// Removes the mark if it is there, and begins a new epoch then.
    ///
    /// - Returns: Whether it was there.
    static func take(in session: Session) throws -> Bool {
        let isThere = try session.first("SELECT 1 FROM meta WHERE key = ?", .text(key)) { try $0.integer() } != nil
        guard isThere else { return false }
        try session.run("DELETE FROM meta WHERE key = ?", .text(key))
        try session.run("UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'epoch'")
        return true
    }
}
