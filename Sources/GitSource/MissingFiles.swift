internal import Domain
internal import Platform

/// Looks for what a run missed in the revision that it was made of, beside the polls.
actor MissingFiles {
    /// The longest that it may take, in milliseconds: a deployment's end waits for it.
    private static let time: Int64 = 10_000
    private let clone: CloneReader
    private let executor = BlockingExecutor(on: .git)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        clone = CloneReader(source)
    }

    /// - Throws: ``SourceFailure`` where the revision is so large, or so slow to read, that it is not worth it; `CancellationError`.
    func uncovered(_ missing: [MissingContent], by order: Deployment.Order) async throws -> [UncoveredContent] {
        try await clone.retrying { try look(missing, order) }
    }

    private func look(_ missing: [MissingContent], _ order: Deployment.Order) throws -> [UncoveredContent] {
        let repository = try clone.store.repository()
        guard let commit = ObjectID(order.revision), repository.has(commit) else { return [] }
        let trees = trees(of: try RevisionRoot.find(clone.source, at: commit, in: clone.store).tree)
        guard let folder = TreePath(order.folder, below: clone.source.path), let tree = try trees.entry(at: folder),
            tree.mode == .folder
        else { return [] }
        let coverage = try CoverageFinder.find(DecodedDefinition(order.definition), in: folder, tree.id, trees)
        let search = MissingSearch(standing: PlaceStanding(coverage: coverage, trees: trees), order: order)
        return try search.uncovered(missing)
    }

    /// The trees of a revision, with no more to spend than what is no large reading.
    private func trees(of root: ObjectID) -> RevisionTrees {
        var budget = clone.source.budget
        budget.time = min(budget.time, Self.time)
        budget.entries = min(budget.entries, LargeReading.entries)
        let store = MeteredStore(clone.store, BudgetMeter(budget))
        let facts = FolderFacts(store, fileBytes: budget.fileBytes)
        return RevisionTrees(root: root, base: clone.source.path, store: store, facts: facts)
    }
}
