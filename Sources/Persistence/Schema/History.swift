extension Schema {
    /// How old the history is, and what finds the part of it that goes: finished deployments, and services that have
    /// left their repository.
    static let history = """
        CREATE TABLE history_clock (
            id INTEGER PRIMARY KEY CHECK (id = 1), elapsed INTEGER NOT NULL, boot TEXT NOT NULL,
            milliseconds INTEGER NOT NULL) STRICT;
        CREATE TABLE history_marks (
            elapsed INTEGER PRIMARY KEY, deployment INTEGER NOT NULL, decision INTEGER NOT NULL,
            event INTEGER NOT NULL) STRICT;
        CREATE INDEX deployments_finished ON deployments (service_id, id) WHERE finished IS NOT NULL;
        CREATE INDEX accepted_revision_services_by_service ON accepted_revision_services (service_id);
        CREATE INDEX services_removed ON services (id) WHERE lifecycle = 'removed';
        """
}
