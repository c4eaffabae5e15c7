extension Schema {
    /// What was decided for each service, a row for each change; `blocked_by` is a JSON array of names.
    static let decisions = """
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY, service_id INTEGER NOT NULL REFERENCES services, service TEXT NOT NULL,
            time INTEGER NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL, blocked_by TEXT NOT NULL,
            revision TEXT NOT NULL, digest TEXT NOT NULL, digest_scheme INTEGER NOT NULL, message TEXT NOT NULL,
            deployment_id INTEGER) STRICT;
        CREATE INDEX decisions_by_service_id ON decisions (service_id, id);
        CREATE INDEX decisions_by_service ON decisions (service, id);
        """
}
