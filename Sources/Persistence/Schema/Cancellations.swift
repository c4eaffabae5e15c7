extension Schema {
    /// A person's word that a running deployment is to be ended: when and who; NULL in the first is no word.
    static let cancellations = """
        ALTER TABLE deployments ADD COLUMN cancelled INTEGER;
        ALTER TABLE deployments ADD COLUMN cancelled_by TEXT;
        """
}
