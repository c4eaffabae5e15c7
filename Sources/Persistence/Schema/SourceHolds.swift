extension Schema {
    /// The revision that a source has and that is not accepted: all four or none.
    static let sourceHolds = """
        ALTER TABLE sources ADD COLUMN held_revision TEXT;
        ALTER TABLE sources ADD COLUMN held_reason TEXT;
        ALTER TABLE sources ADD COLUMN held_message TEXT;
        ALTER TABLE sources ADD COLUMN held_since INTEGER;
        """
}
