extension Schema {
    /// Which revisions were accepted, and what each made differ from what was deployed; `broken` is a JSON array of
    /// paths.
    static let acceptedRevisions = """
        CREATE TABLE accepted_revisions (
            id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources, revision TEXT NOT NULL,
            time INTEGER NOT NULL, broken TEXT NOT NULL) STRICT;
        CREATE INDEX accepted_revisions_by_source ON accepted_revisions (source_id, id);
        CREATE TABLE accepted_revision_services (
            accepted_revision_id INTEGER NOT NULL REFERENCES accepted_revisions ON DELETE CASCADE,
            service_id INTEGER NOT NULL REFERENCES services,
            PRIMARY KEY (accepted_revision_id, service_id)) STRICT, WITHOUT ROWID;
        """
}
