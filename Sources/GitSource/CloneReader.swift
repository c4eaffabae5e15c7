internal import Domain

/// A source's clone, opened to be read beside the polls.
final class CloneReader {
    let source: GitSourceConfiguration
    let store: CloneStore

    /// Opens nothing yet.
    init(_ source: GitSourceConfiguration) {
        self.source = source
        store = CloneStore(path: CloneFolder(of: source).repository)
    }

    /// The trees of a revision, by the one at the source's path, with a budget of their own.
    func trees(of root: ObjectID, _ large: LargeReading) -> RevisionTrees {
        let meter = BudgetMeter(source.budget, share: ReadingBudget.share, large: large)
        let metered = MeteredStore(store, meter)
        return RevisionTrees(
            root: root,
            base: source.path,
            store: metered,
            facts: FolderFacts(metered, fileBytes: source.budget.fileBytes)
        )
    }

    /// Does the work, and once more with the clone opened anew if it cannot be read: its files may have been replaced
    /// meanwhile.
    func retrying<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await work()
        } catch is GitError {
            store.reopen()
            return try await work()
        }
    }
}
