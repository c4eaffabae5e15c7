extension Schema {
    /// State dirs, and in which of them a deployment's run is; NULL if it has not begun.
    ///
    /// Runs that began before get the state dir's id when a daemon first opens the store.
    static let runOwners = """
        CREATE TABLE run_owners (
            id TEXT PRIMARY KEY, host TEXT NOT NULL, state_dir TEXT NOT NULL) STRICT, WITHOUT ROWID;
        ALTER TABLE deployments ADD COLUMN owner TEXT;
        CREATE INDEX deployments_running_by_owner ON deployments (owner, id) WHERE state = 'running';
        CREATE INDEX deployments_without_owner ON deployments (id) WHERE owner IS NULL AND started IS NOT NULL;
        """
}
