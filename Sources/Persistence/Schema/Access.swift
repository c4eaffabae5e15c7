extension Schema {
    /// Users, the tokens that were given out, and what tokens are signed with.
    ///
    /// A token itself is in no table, and of a password only its hash; a key's secret is in hexadecimal digits.
    static let access = """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, generation INTEGER NOT NULL,
            created INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT;

        CREATE TABLE tokens (
            id INTEGER PRIMARY KEY, type TEXT NOT NULL, service TEXT, holder TEXT, user_id INTEGER,
            generation INTEGER, key_id INTEGER NOT NULL, issued INTEGER NOT NULL, expires INTEGER NOT NULL,
            revoked INTEGER) STRICT;
        CREATE INDEX tokens_by_key ON tokens (key_id, expires) WHERE revoked IS NULL;
        CREATE INDEX tokens_by_expiry ON tokens (expires);

        -- Tokens that a person got for their password and that were taken back; they are not in `tokens`.
        CREATE TABLE revoked_logins (id TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX revoked_logins_by_expiry ON revoked_logins (expires);

        CREATE TABLE signing_keys (
            id INTEGER PRIMARY KEY, secret TEXT NOT NULL, created INTEGER NOT NULL, verifies_until INTEGER) STRICT;

        -- For whoever may see the events of one service alone.
        CREATE INDEX events_by_service ON events (service, seq) WHERE service IS NOT NULL;
        """
}
