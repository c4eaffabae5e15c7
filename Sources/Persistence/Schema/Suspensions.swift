extension Schema {
    /// What a person said about a service that is not to be deployed: when, who, why; NULL in the first is nothing.
    static let suspensions = """
        ALTER TABLE services ADD COLUMN suspended INTEGER;
        ALTER TABLE services ADD COLUMN suspended_by TEXT;
        ALTER TABLE services ADD COLUMN suspended_because TEXT;
        """
}
