extension Schema {
    /// The tables of version 1.
    ///
    /// Times are milliseconds since 1970, lengths are milliseconds. Every list that the program reads has an index
    /// that gives it in its order, so that a page costs a page, however long the history is.
    static let firstTables =
        meta + sources + services + deployments + deploymentCounts + steps + deployedServices + attempts + events

    private static let meta = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(16))));

        -- The last number given out of each kind.
        CREATE TABLE identifiers (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        """

    private static let sources = """
        CREATE TABLE sources (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL, accepted TEXT,
            failure TEXT, problems TEXT NOT NULL, UNIQUE (name, url, path)) STRICT;

        """

    private static let services = """
        CREATE TABLE services (
            id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources, source TEXT NOT NULL,
            name TEXT NOT NULL, folder TEXT NOT NULL, revision TEXT NOT NULL, digest TEXT NOT NULL,
            digest_scheme INTEGER NOT NULL, lifecycle TEXT NOT NULL, request_force INTEGER, request_user TEXT,
            positions TEXT NOT NULL, problems TEXT NOT NULL, definition TEXT NOT NULL) STRICT;
        CREATE UNIQUE INDEX services_active ON services (name) WHERE lifecycle = 'active';
        CREATE INDEX services_active_by_folder ON services (source_id, folder, name) WHERE lifecycle = 'active';
        CREATE INDEX services_active_by_source ON services (source_id, name) WHERE lifecycle = 'active';
        CREATE INDEX services_with_problems ON services (name) WHERE lifecycle = 'active' AND problems <> '[]';

        -- Of active services alone.
        CREATE TABLE service_dependencies (
            name TEXT NOT NULL, service_id INTEGER NOT NULL REFERENCES services,
            PRIMARY KEY (name, service_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX service_dependencies_by_service ON service_dependencies (service_id, name);

        """

    private static let deployments = """
        CREATE TABLE deployments (
            id INTEGER PRIMARY KEY, service_id INTEGER NOT NULL REFERENCES services, service TEXT NOT NULL,
            state TEXT NOT NULL, queued INTEGER NOT NULL, started INTEGER, finished INTEGER, exit_code INTEGER,
            message TEXT, report_offset INTEGER NOT NULL, dropped_steps INTEGER NOT NULL, source TEXT NOT NULL,
            folder TEXT NOT NULL, origin TEXT NOT NULL, user TEXT, reason TEXT NOT NULL, revision TEXT NOT NULL,
            version TEXT NOT NULL, digest TEXT NOT NULL, digest_scheme INTEGER NOT NULL, attempt INTEGER NOT NULL,
            definition TEXT NOT NULL) STRICT;
        CREATE INDEX deployments_by_service_id ON deployments (service_id, id);
        CREATE INDEX deployments_by_service ON deployments (service, id);
        CREATE INDEX deployments_by_service_and_state ON deployments (service, state, id);
        CREATE INDEX deployments_by_state ON deployments (state, id);
        CREATE INDEX deployments_by_revision ON deployments (revision, id);
        CREATE INDEX deployments_started ON deployments (service_id, id) WHERE started IS NOT NULL;
        CREATE INDEX deployments_succeeded ON deployments (service_id, id) WHERE state = 'succeeded';
        -- One deployment of a service waits at a time, and one runs.
        CREATE UNIQUE INDEX deployments_queued ON deployments (service_id) WHERE state = 'queued';
        CREATE UNIQUE INDEX deployments_running ON deployments (service_id) WHERE state = 'running';

        """

    /// Counting a million rows takes a while; these are kept up to date instead.
    private static let deploymentCounts = """
        CREATE TABLE deployment_counts (state TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TRIGGER deployments_inserted AFTER INSERT ON deployments BEGIN
            INSERT INTO deployment_counts VALUES (new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER deployments_moved AFTER UPDATE OF state ON deployments WHEN old.state <> new.state BEGIN
            UPDATE deployment_counts SET count = count - 1 WHERE state = old.state;
            INSERT INTO deployment_counts VALUES (new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER deployments_deleted AFTER DELETE ON deployments BEGIN
            UPDATE deployment_counts SET count = count - 1 WHERE state = old.state;
        END;

        """

    private static let steps = """
        CREATE TABLE steps (
            deployment_id INTEGER NOT NULL REFERENCES deployments, id INTEGER NOT NULL, position INTEGER NOT NULL,
            name TEXT NOT NULL, description TEXT, host TEXT, state TEXT NOT NULL, changed INTEGER NOT NULL,
            started INTEGER, finished INTEGER, message TEXT, key TEXT, PRIMARY KEY (deployment_id, id)) STRICT;

        """

    private static let deployedServices = """
        CREATE TABLE deployed_services (
            service_id INTEGER PRIMARY KEY REFERENCES services, service TEXT NOT NULL,
            deployment_id INTEGER NOT NULL, version TEXT NOT NULL, revision TEXT NOT NULL, digest TEXT NOT NULL,
            digest_scheme INTEGER NOT NULL, at INTEGER NOT NULL, retired INTEGER NOT NULL, config TEXT NOT NULL) STRICT;
        CREATE INDEX deployed_services_present ON deployed_services (service) WHERE retired = 0;

        """

    private static let attempts = """
        CREATE TABLE attempts (
            service_id INTEGER PRIMARY KEY REFERENCES services, failures INTEGER NOT NULL, verdict TEXT,
            due INTEGER, boot TEXT, length INTEGER) STRICT;
        CREATE INDEX attempts_waiting ON attempts (service_id) WHERE verdict = 'retry';

        """

    private static let events = """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, type TEXT NOT NULL, event TEXT NOT NULL, service TEXT,
            deployment_id INTEGER, data TEXT NOT NULL) STRICT;
        """
}
