extension Schema {
    /// How a source stands with the store: see `Source.Standing`.
    static let sourceStandings = """
        ALTER TABLE sources ADD COLUMN standing TEXT NOT NULL DEFAULT 'followed';
        """
}
