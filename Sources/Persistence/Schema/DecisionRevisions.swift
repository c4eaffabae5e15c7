extension Schema {
    /// The revision of the service's source that was accepted when it was decided; NULL in rows of earlier versions.
    static let decisionRevisions = """
        ALTER TABLE decisions ADD COLUMN accepted TEXT;
        """
}
