/// SQLite's check of the store's file: that its pages are whole and belong together.
///
/// It reads the whole file, so a long history makes it slow. Of a store that is larger than ``wholeAtOnce`` only what
/// says what is deployed and what shall be is checked before the store is used; ``StoreHistoryCheck`` does the rest.
enum IntegrityCheck {
    /// Up to this size, in bytes, everything is checked at once: it takes a moment.
    static let wholeAtOnce: Int64 = 64 << 20

    /// The tables that only ever grow until ``RetentionLimits`` ends it.
    static let history: Set<String> = ["events", "deployments", "steps", "decisions"]

    /// Checks everything, or of a store that is larger than `limit` bytes everything but its history.
    ///
    /// - Returns: What was found wrong; nil if nothing was.
    static func beforeUse(of session: Session, wholeUpTo limit: Int64 = wholeAtOnce) throws -> String? {
        guard try size(of: session) > limit else { return try whole(of: session) }
        let tables = try session.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0.text() }
        for table in tables where !history.contains(table) {
            if let finding = try wrong("PRAGMA quick_check(\"\(table)\")", session) { return finding }
        }
        return nil
    }

    /// - Returns: What was found wrong; nil if nothing was.
    static func whole(of session: Session) throws -> String? { try wrong("PRAGMA quick_check(1)", session) }

    /// Whether ``beforeUse(of:wholeUpTo:)`` leaves something.
    static func leavesHistory(of session: Session, wholeUpTo limit: Int64 = wholeAtOnce) throws -> Bool {
        try size(of: session) > limit
    }

    private static func wrong(_ check: String, _ session: Session) throws -> String? {
        let finding = try session.first(check) { try $0.text() }
        return finding == "ok" ? nil : finding ?? "no answer"
    }

    /// In bytes, with what the write-ahead log holds.
    private static func size(of session: Session) throws -> Int64 {
        let pages = try session.first("PRAGMA page_count") { try $0.integer() } ?? 0
        let page = try session.first("PRAGMA page_size") { try $0.integer() } ?? 0
        return pages * page
    }
}
