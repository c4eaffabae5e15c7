extension Schema {
    /// A deployment that supersedes one that waits has its place in the queue; else its place is its own number.
    ///
    /// Places are unique among those that wait, because a service has one of them.
    static let queuePlaces = """
        ALTER TABLE deployments ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
        UPDATE deployments SET place = id;
        CREATE INDEX deployments_waiting ON deployments (place) WHERE state = 'queued';
        """
}
